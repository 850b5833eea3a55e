"""The queue of rehearsals: the newest of each kind, one worker at a time, and nothing older than a day."""

from __future__ import annotations

from typing import Any

import pytest

from readiness.records import builds, rehearsals
from readiness.records.database import Database
from readiness.records.tables import Assessment

NOW = 1_800_000_000
LATER = NOW + rehearsals.KEPT_SECONDS
LEASE = 60
ASKED = {"rates": {"everybody": 25.0}}


def add(database: Database, kind: str = "plan", code: str = "abc", **asked: Any) -> int:
    with database.write() as session:
        return rehearsals.add(session, code, kind, {**ASKED, **asked}, NOW).id


def take(database: Database, worker: str = "one", now: int = NOW) -> int | None:
    with database.write() as session:
        found = rehearsals.take(session, worker, now, now + LEASE)
        return found.id if found else None


def state(
    database: Database, kind: str = "plan", now: int = NOW, code: str = "abc"
) -> tuple[str, Any] | None:
    with database.read() as session:
        found = rehearsals.newest(session, code, kind, now)
        return (found.state, found.result) if found else None


def test_the_same_is_asked_for_once_while_it_goes_on_and_anew_when_it_has_ended(database: Database) -> None:
    first = add(database)
    assert add(database) == first
    assert take(database) == first
    with database.write() as session:
        assert rehearsals.done(session, first, "one", {"plan": 1}, NOW)
    assert state(database) == ("done", {"plan": 1})
    add(database)
    assert state(database) == ("waiting", None)


def test_other_rates_take_the_place_of_what_is_under_way_and_its_worker_notices(database: Database) -> None:
    first = add(database)
    take(database)
    add(database, seed=2)
    with database.write() as session:
        assert not rehearsals.keep(session, first, "one", NOW + LEASE, "turnouts", 50)
        assert not rehearsals.done(session, first, "one", {}, NOW)
    assert state(database) == ("waiting", None)


def test_each_kind_and_each_assessment_has_its_own(database: Database) -> None:
    numbers = {add(database), add(database, "trial"), add(database, code="other")}
    assert len(numbers) == 3
    assert {take(database), take(database), take(database)} == numbers
    assert take(database) is None


def test_a_lost_workers_rehearsal_is_taken_up_three_times_at_most(database: Database) -> None:
    number = add(database)
    for n in range(3):
        assert take(database, f"lost {n}", NOW + n * 100) == number
    assert take(database, "last", NOW + 300) is None
    assert state(database) == ("failed", None)


def test_one_that_was_given_back_waits_and_one_that_failed_does_not(database: Database) -> None:
    number = add(database)
    take(database)
    with database.write() as session:
        assert rehearsals.give_back(session, number, "one", counted=False)
    assert take(database) == number
    with database.write() as session:
        assert rehearsals.failed(session, number, "one", "No headcounts.", NOW)
    assert state(database) == ("failed", None)


def test_a_day_later_there_is_none(database: Database) -> None:
    add(database)
    assert state(database, now=LATER - 1)
    assert state(database, now=LATER) is None
    with database.write() as session:
        rehearsals.forget(session, LATER)
    assert take(database) is None


@pytest.mark.usefixtures("assessment")
def test_no_list_of_builds_knows_of_it(database: Database, assessment: Assessment) -> None:
    add(database, "trial", assessment.code)
    with database.read() as session:
        assert builds.recent(session) == []
        assert not builds.any_free(session, NOW)
        assert builds.waiting_of(session, assessment.id) == set()
