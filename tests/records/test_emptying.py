"""SQLite's log is emptied of each answer, soon and without keeping anybody waiting."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from readiness.records import emptying
from readiness.records.database import Database
from readiness.records.direct import Change
from readiness.records.tables import System

RENAMED = Change(("UPDATE system SET name = :new WHERE name = 'Ashdale'",), "")


@pytest.fixture
def database(on_sqlite: Database) -> Database:
    """SQLite alone has such a log."""
    return on_sqlite


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that only the test turns."""
    moments = [0.0]
    monkeypatch.setattr(emptying, "monotonic", lambda: moments[-1])
    monkeypatch.setattr(emptying, "WAIT_MILLISECONDS", 0)
    return moments


def receive(database: Database, name: str = "Ashdale") -> None:
    with database.receive() as session:
        session.add(System(name=name))


def log(database: Database) -> bytes:
    return Path(f"{database.url.database}-wal").read_bytes()


def test_nothing_of_an_answer_stays_in_the_log(database: Database, clock: list[float]) -> None:
    with database.write() as session:
        session.add(System(name="Birchwood"))
    assert b"Birchwood" in log(database), "of other changes it tells nothing that matters"
    receive(database)
    assert log(database) == b""
    with database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM system")) == 2


def test_an_answer_that_comes_a_moment_later_goes_with_the_next_change(
    database: Database, clock: list[float]
) -> None:
    receive(database, "Ashdale")
    receive(database, "Birchwood")
    assert b"Birchwood" in log(database)
    database.done(RENAMED, {"new": "Cedar"})
    assert b"Birchwood" in log(database), "the pause is not over"
    clock.append(emptying.PAUSE_SECONDS)
    database.done(RENAMED, {"new": "Dunmore"})
    assert log(database) == b"", "a page that somebody saves is a change too"


def test_who_reads_meanwhile_is_not_waited_for_and_the_log_is_emptied_afterwards(
    database: Database, clock: list[float]
) -> None:
    with database.read() as session:
        session.execute(text("SELECT * FROM system")).all()
        receive(database)
        assert b"Ashdale" in log(database)
    clock.append(emptying.PAUSE_SECONDS)
    receive(database, "Birchwood")
    assert log(database) == b""


def test_a_log_that_cannot_be_emptied_fails_nobody(
    database: Database, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise emptying.sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(database._log, "_opened", away)
        receive(database)
    assert b"Ashdale" in log(database)
    clock.append(emptying.PAUSE_SECONDS)
    database.done(RENAMED, {"new": "Cedar"})
    assert log(database) == b""
