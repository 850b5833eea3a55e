"""How far the making of a document has come: whoever makes it says so, whoever waits may listen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

FIGURES, LAYOUT, WRITING = "figures", "layout", "writing"
"""Filling in words and drawing pictures; laying them out on pages; writing the file."""

Listener = Callable[[str], None]
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def enter(stage: str) -> None:
    """Say that a stage begins."""
    listener = _listener.get()
    if listener:
        listener(stage)


@contextmanager
def heard(listener: Listener) -> Iterator[None]:
    """Let the listener hear of every stage that begins in here."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
