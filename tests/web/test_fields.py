"""Drawn questions that are remembered: what other threads do at the same moment breaks no page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from readiness.web.respond import fields
from readiness.web.respond.fields import RememberingWidget


class Busy(dict[Any, Any]):
    """What is remembered, where another thread remembers one more while the oldest is looked for."""

    def __init__(self, kept: dict[Any, Any]) -> None:
        super().__init__(kept)
        self.others = ["another", "one more"]

    def __iter__(self) -> Iterator[Any]:
        found = super().__iter__()
        if self.others:
            self[self.others.pop()] = "drawn"
        return found


def test_the_oldest_is_forgotten_though_others_remember_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "MOST_REMEMBERED", 3)
    widget = RememberingWidget("radios")
    kept = Busy(dict.fromkeys(range(3), "drawn"))
    monkeypatch.setattr(widget, "_drawn", kept)
    widget._forget_oldest()
    assert list(kept) == ["one more", "another"]
