"""Changes that gather while the disk is busy are kept by one transaction, and each is told of its own."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from readiness.records.emptying import Log
from readiness.records.together import Together

PEOPLE = 8
UNTOLD = Log(None)  # type: ignore[arg-type]
"""A log that holds no answer."""
CHANGE = ("UPDATE one SET value = :value WHERE id = :id", "INSERT INTO more VALUES (:id)")


class Slow:
    """A turn that the first has to wait for until the test lets it come."""

    def __init__(self, seconds: float = 60) -> None:
        self.seconds, self.comes, self.taken = seconds, threading.Event(), 0

    def take(self, end: float) -> None:
        self.comes.wait(60)
        self.taken += 1

    def give(self) -> None:
        pass


class Late(Slow):
    """A turn that does not come in time for the first."""

    def __init__(self) -> None:
        super().__init__()
        self.ends: list[float] = []

    def take(self, end: float) -> None:
        super().take(end)
        self.ends.append(end)
        if self.taken == 1:
            raise TimeoutError


class Pausing:
    """A lock behind which one thread stops, until the test lets it go on."""

    def __init__(self) -> None:
        self._lock, self.goes_on, self.whom = threading.Lock(), threading.Event(), 0

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *raised: object) -> None:
        self._lock.release()
        if self.whom == threading.get_ident():
            self.whom = 0
            self.goes_on.wait(60)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(tmp_path / "one.db", isolation_level=None, check_same_thread=False)
    made.execute("CREATE TABLE one (id INTEGER PRIMARY KEY, value TEXT)")
    made.execute("CREATE TABLE more (id INTEGER)")
    made.executemany("INSERT INTO one VALUES (?, '')", [(number,) for number in range(PEOPLE)])
    yield made
    made.close()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(PEOPLE + 1) as made:
        yield made


def queue(connection: sqlite3.Connection, turn: Slow) -> Together:
    return Together(turn, UNTOLD, lambda: connection, lambda given: None)  # type: ignore[arg-type]


def gathered(together: Together, number: int) -> None:
    """Wait until so many are in the queue."""
    while len(together._waiting) < number:
        threading.Event().wait(0.001)


def asked(together: Together, pool: ThreadPoolExecutor, people: int) -> list[Future[bool]]:
    return [pool.submit(together.done, CHANGE, {"id": one, "value": f"of {one}"}) for one in range(people)]


def test_all_that_gather_are_kept_at_once_and_each_hears_of_its_own(
    connection: sqlite3.Connection, pool: ThreadPoolExecutor
) -> None:
    turn = Slow()
    together, said = queue(connection, turn), []
    connection.set_trace_callback(said.append)
    told = asked(together, pool, PEOPLE)
    nobody = pool.submit(together.done, CHANGE, {"id": 99, "value": "x"})
    gathered(together, PEOPLE + 1)
    turn.comes.set()
    assert all(one.result(60) for one in told)
    assert nobody.result(60) is False
    assert (said.count("BEGIN IMMEDIATE"), said.count("COMMIT"), turn.taken) == (1, 1, 1)
    kept = connection.execute("SELECT id, value FROM one ORDER BY id").fetchall()
    assert kept == [(one, f"of {one}") for one in range(PEOPLE)]
    assert connection.execute("SELECT count(*) FROM more").fetchone() == (PEOPLE,), "what goes with a change"


def test_who_comes_while_others_are_kept_leads_the_next(
    connection: sqlite3.Connection, pool: ThreadPoolExecutor
) -> None:
    turn = Slow()
    turn.comes.set()
    together = queue(connection, turn)
    for _ in range(50):
        assert all(one.result(60) for one in asked(together, pool, PEOPLE))
    assert connection.execute("SELECT count(*) FROM more").fetchone() == (50 * PEOPLE,)


def test_an_error_reaches_everybody_and_keeps_nobody_out(
    connection: sqlite3.Connection, pool: ThreadPoolExecutor
) -> None:
    turn, broken = Slow(), sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    lent = [broken]
    together = Together(turn, UNTOLD, lambda: lent.pop() if lent else connection, lambda given: None)  # type: ignore[arg-type]
    told = asked(together, pool, PEOPLE)
    gathered(together, PEOPLE)
    turn.comes.set()
    assert all("no such table" in str(one.exception(60)) for one in told)
    assert together.done(CHANGE, {"id": 1, "value": "after"})


def test_who_waits_too_long_is_told_so_and_nothing_is_kept_of_it(
    connection: sqlite3.Connection, pool: ThreadPoolExecutor
) -> None:
    turn = Slow(seconds=0.01)
    together = queue(connection, turn)
    first = asked(together, pool, 1)
    gathered(together, 1)
    with pytest.raises(TimeoutError):
        together.done(CHANGE, {"id": 5, "value": "late"})
    turn.comes.set()
    assert first[0].result(60)
    assert connection.execute("SELECT value FROM one WHERE id = 5").fetchone() == ("",)


def test_a_change_that_cannot_be_kept_fails_alone(
    connection: sqlite3.Connection, pool: ThreadPoolExecutor, tmp_path: Path
) -> None:
    connection.execute("CREATE UNIQUE INDEX once ON more (id)")
    connection.execute("INSERT INTO more VALUES (3)")
    turn = Slow()

    def another() -> sqlite3.Connection:
        return sqlite3.connect(tmp_path / "one.db", isolation_level=None, check_same_thread=False)

    together = Together(turn, UNTOLD, another, sqlite3.Connection.close)  # type: ignore[arg-type]
    told = asked(together, pool, PEOPLE)
    gathered(together, PEOPLE)
    turn.comes.set()
    assert isinstance(told.pop(3).exception(60), sqlite3.IntegrityError)
    assert all(one.result(60) for one in told)
    kept = connection.execute("SELECT id FROM one WHERE value <> '' ORDER BY id").fetchall()
    assert kept == [(one,) for one in range(PEOPLE) if one != 3]
    assert connection.execute("SELECT count(*) FROM more").fetchone() == (PEOPLE,), "each is counted once"


def test_who_leads_waits_no_longer_than_anybody_and_those_behind_are_kept(
    connection: sqlite3.Connection, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = [0.0]
    monkeypatch.setattr("readiness.records.together.monotonic", lambda: moment[-1])
    turn = Late()
    made = queue(connection, turn)
    told = asked(made, pool, PEOPLE)
    gathered(made, PEOPLE)
    moment.append(turn.seconds - 1)
    turn.comes.set()
    late = [one for one in told if isinstance(one.exception(60), TimeoutError)]
    assert len(late) == 1
    assert all(one.result(60) for one in told if one not in late)
    assert turn.ends == [turn.seconds, turn.seconds], "counted from when each came, not from when it leads"


def test_who_is_given_the_lead_before_waiting_for_it_wakes_all_the_others(
    connection: sqlite3.Connection, pool: ThreadPoolExecutor
) -> None:
    at_disk, written = threading.Event(), threading.Event()

    def disk() -> sqlite3.Connection:
        at_disk.set()
        written.wait(60)
        return connection

    turn, lock = Slow(), Pausing()
    turn.comes.set()
    together = Together(turn, UNTOLD, disk, lambda given: None)  # type: ignore[arg-type]
    together._lock = lock  # type: ignore[assignment]

    def halting() -> bool:
        lock.whom = threading.get_ident()
        return together.done(CHANGE, {"id": 1, "value": "of 1"})

    first = pool.submit(together.done, CHANGE, {"id": 0, "value": "of 0"})
    at_disk.wait(60)
    second = pool.submit(halting)
    gathered(together, 1)
    third = pool.submit(together.done, CHANGE, {"id": 2, "value": "of 2"})
    gathered(together, 2)
    written.set()
    assert first.result(60)  # the second leads from here on, and has not yet looked
    lock.goes_on.set()
    assert second.result(10)
    assert third.result(10)
