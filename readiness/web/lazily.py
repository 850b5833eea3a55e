"""Views that are imported when they are first asked for, so that nobody who answers waits for them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any


def lazily(package: str, view: str) -> Callable[..., Any]:
    """Return what imports `module:function` of a package when it is called for."""
    module, _, name = view.partition(":")

    def call(**given: Any) -> Any:
        return getattr(import_module(f"{package}.{module}"), name)(**given)

    return call
