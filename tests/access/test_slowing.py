"""Who guesses is slowed and told, by all processes together, and nobody is locked out for good."""

from __future__ import annotations

import pytest

from readiness.access import slowing
from readiness.access.faults import Wait, spoken
from readiness.records.database import Database

KEY = bytes(32)


def fail(database: Database, now: int, times: int = 1) -> int:
    """Fail so many times, each as soon as it is allowed, and return the moment after."""
    for _ in range(times):
        with database.write() as session:
            try:
                slowing.count(session, KEY, now)
            except Wait as wait:
                now += wait.seconds
                slowing.count(session, KEY, now)
    return now


def test_four_failures_are_free_and_then_each_wait_is_twice_as_long() -> None:
    waits = [slowing.wait(failures) for failures in range(1, 14)]
    assert waits == [0, 0, 0, 0, 10, 20, 40, 80, 160, 320, 640, 900, 900]
    assert slowing.wait(10**6) == 900


def test_a_try_that_comes_too_early_is_told_how_long_and_makes_the_wait_no_longer(database: Database) -> None:
    now = fail(database, 1000, 5)
    assert now == 1000
    for _ in range(50):
        with pytest.raises(Wait) as told, database.write() as session:
            slowing.count(session, KEY, 1001)
    assert told.value.seconds == 9
    assert str(told.value) == "Too many tries have failed. Wait 9 seconds, then try again."
    fail(database, 1010)


def test_the_owner_always_gets_another_try_within_a_quarter_of_an_hour(database: Database) -> None:
    now = fail(database, 1000, 40)
    with database.write() as session:
        slowing.count(session, KEY, now + 900)


def test_success_and_a_day_without_a_try_forget_all(database: Database) -> None:
    now = fail(database, 1000, 8)
    with database.write() as session:
        slowing.forget(session, KEY)
        slowing.count(session, KEY, now)
    later = fail(database, now, 8) + slowing.FORGOTTEN_SECONDS + 1000
    assert fail(database, later, 5) == later


def test_strangers_together_are_held_to_so_many_tries_a_minute(database: Database) -> None:
    with database.write() as session:
        for _ in range(slowing.MOST_A_MINUTE):
            slowing.count_stranger(session, KEY, 1000)
    with pytest.raises(Wait) as told, database.write() as session:
        slowing.count_stranger(session, KEY, 1001)
    assert told.value.seconds == 1020 - 1001
    with database.write() as session:
        slowing.count_stranger(session, KEY, 1020)


def test_another_process_counts_with_us(database: Database) -> None:
    other = Database(database.url.render_as_string(hide_password=False))
    for turn in range(5):
        fail(other if turn % 2 else database, 1000)
    with pytest.raises(Wait), other.write() as session:
        slowing.count(session, KEY, 1000)
    other.dispose()


def test_waits_are_said_as_people_say_them() -> None:
    assert [spoken(one) for one in (1, 90, 91, 900)] == ["1 second", "90 seconds", "2 minutes", "15 minutes"]
