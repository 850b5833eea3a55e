"""A part of a text and what it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` up to `end`, without `end`."""

    kind: str
    start: int
    end: int


def matches(kind: str, pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    """Yield every match as a span of that kind."""
    for match in pattern.finditer(text):
        yield Span(kind, *match.span())
