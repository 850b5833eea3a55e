"""Connections that the server has left: one that was cut is replaced, one that is silent is not waited for twice."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from readiness.records import direct
from readiness.records.direct import Direct

SILENT_SECONDS = 8


class Lost:
    """A kept connection, and how long it takes to notice that nobody answers."""

    def __init__(self, clock: list[float], seconds: float) -> None:
        self._clock, self._seconds, self.closed, self.asked = clock, seconds, False, 0

    def execute(self, *statement: object, prepare: bool) -> None:
        self.asked, self.closed = self.asked + 1, True
        self._clock.append(self._clock[-1] + self._seconds)
        raise psycopg.OperationalError("the connection is lost")

    def close(self) -> None:
        self.closed = True


class Fine(Lost):
    """A new connection that works."""

    def execute(self, *statement: object, prepare: bool) -> Any:
        self.asked += 1
        return self

    def fetchall(self) -> list[tuple[str]]:
        return [("found",)]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that only connections turn."""
    moments = [0.0]
    monkeypatch.setattr(direct, "monotonic", lambda: moments[-1])
    return moments


def asking(kept: list[Lost], new: Lost, monkeypatch: pytest.MonkeyPatch) -> Direct:
    made = Direct(None, None, None)  # type: ignore[arg-type]
    monkeypatch.setattr(made, "_opened", lambda: new)
    made._free.extend(kept)
    return made


def test_connections_that_a_restart_has_cut_are_replaced(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    cut = [Lost(clock, 0.001) for _ in range(3)]
    made = asking(cut, Fine(clock, 0), monkeypatch)
    assert made.row("SELECT 1", {}) == ("found",)
    assert [one.asked for one in cut] == [1, 1, 1]


def test_a_silent_server_is_waited_for_once(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    silent = [Lost(clock, SILENT_SECONDS) for _ in range(3)]
    made = asking(silent, Fine(clock, 0), monkeypatch)
    with pytest.raises(psycopg.OperationalError):
        made.row("SELECT 1", {})
    assert clock[-1] == SILENT_SECONDS
    assert all(one.closed for one in silent), "the others are not tried by those who come next"
    assert made.row("SELECT 1", {}) == ("found",)
