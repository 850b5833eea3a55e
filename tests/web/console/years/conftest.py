"""A closed assessment whose findings have been found, and those who do something about them."""

from __future__ import annotations

from tests.web.console.results.conftest import closed, find, publish

__all__ = ["closed", "find", "publish"]
