"""The queue of documents: one worker has a build, a lost worker's is taken up, and a cancelled one is nobody's."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from readiness.records import builds, queue
from readiness.records.database import Database
from readiness.records.queue_tables import Build
from readiness.records.tables import Assessment

NOW = 1_800_000_000
LEASE = 60


@pytest.fixture
def asked(database: Database, assessment: Assessment) -> Callable[..., int]:
    """Ask for a document and return its number."""

    def ask(kind: str = "baseline", **options: str) -> int:
        with database.write() as session:
            return builds.add(session, assessment, kind, options, NOW).id

    return ask


@pytest.fixture
def take(database: Database) -> Callable[..., int | None]:
    """Take a build as a worker and return its number."""

    def takes(worker: str = "one", now: int = NOW, rather: int | None = None) -> int | None:
        with database.write() as session:
            found = builds.take(session, worker, now, now + LEASE, rather)
            return found.id if found else None

    return takes


def now_is(database: Database, number: int) -> Build:
    with database.read() as session:
        found = builds.by_id(session, number)
        assert found is not None
        return found


def said(database: Database, step: Callable[..., bool], *words: Any, **more: Any) -> bool:
    with database.write() as session:
        return step(session, *words, **more)


def test_who_asks_for_what_is_on_its_way_gets_the_same_build(asked: Callable[..., int]) -> None:
    first = asked()
    assert asked() == first
    assert len({first, asked("area", area="cardiology"), asked("area", area="diabetes")}) == 3


def test_a_build_that_has_ended_is_asked_for_anew(
    database: Database, asked: Callable[..., int], take: Callable[..., int | None]
) -> None:
    first = asked()
    take()
    assert said(database, builds.done, first, "one", "k" * 64, NOW)
    assert asked() != first
    build = now_is(database, first)
    assert (build.state, build.key, build.percent, build.worker, build.ended_at) == (
        "done",
        "k" * 64,
        100,
        None,
        NOW,
    )


def test_the_longest_waiting_is_taken_first_and_only_once(
    asked: Callable[..., int], take: Callable[..., int | None]
) -> None:
    first, second = asked(), asked("summary")
    assert [take("one"), take("two"), take("three")] == [first, second, None]


def test_of_many_workers_at_once_each_has_another_build(
    database: Database, asked: Callable[..., int], take: Callable[..., int | None]
) -> None:
    numbers = {asked("area", area=str(n)) for n in range(6)}
    with ThreadPoolExecutor(6) as pool:
        taken = list(pool.map(take, map(str, range(6))))
    assert sorted(taken, key=str) == sorted(numbers, key=str)


def test_a_lost_worker_s_build_is_taken_up_after_its_time_and_not_before(
    database: Database, asked: Callable[..., int], take: Callable[..., int | None]
) -> None:
    number = asked()
    assert take("lost") == number
    assert take("other", NOW + LEASE) is None
    assert take("other", NOW + LEASE + 1) == number
    assert now_is(database, number).attempts == 2
    # The one that was thought lost has it no longer, whatever it says.
    assert not said(database, builds.keep, number, "lost", NOW + 999, "layout", 40)
    assert not said(database, builds.done, number, "lost", "k" * 64, NOW)
    assert said(database, builds.done, number, "other", "k" * 64, NOW)


def test_a_worker_that_lives_keeps_its_build(
    database: Database, asked: Callable[..., int], take: Callable[..., int | None]
) -> None:
    number = asked()
    take("one")
    assert said(database, builds.keep, number, "one", NOW + 2 * LEASE, "layout", 40)
    assert take("other", NOW + LEASE + 1) is None
    build = now_is(database, number)
    assert (build.step, build.percent) == ("layout", 40)


def test_after_three_lost_workers_a_build_has_failed_and_says_why(
    database: Database, asked: Callable[..., int], take: Callable[..., int | None]
) -> None:
    number, next_one = asked(), asked("summary")
    for n in range(3):
        assert take(f"worker {n}", NOW + n * 100) == number
    assert take("last", NOW + 300) == next_one
    build = now_is(database, number)
    assert (build.state, build.problem, build.ended_at) == (
        "failed",
        "3 workers were lost over it.",
        NOW + 300,
    )


def test_a_failed_build_can_be_tried_again(
    database: Database, asked: Callable[..., int], take: Callable[..., int | None]
) -> None:
    number = asked()
    assert not said(database, builds.retry, number)
    take("one")
    assert said(database, builds.failed, number, "one", "The disk is full. " * 90, NOW)
    assert now_is(database, number).problem.startswith("The disk is full.")
    assert said(database, builds.retry, number)
    assert take("two") == number
    assert now_is(database, number).attempts == 1


def test_a_build_given_back_by_a_worker_that_stops_is_no_try(
    database: Database, asked: Callable[..., int], take: Callable[..., int | None]
) -> None:
    number = asked()
    take("stops")
    assert said(database, builds.give_back, number, "stops", counted=False)
    assert now_is(database, number).attempts == 0
    assert take("next") == number
    assert said(database, builds.give_back, number, "next", "Something went wrong.")
    build = now_is(database, number)
    assert (build.state, build.attempts, build.problem) == ("waiting", 1, "Something went wrong.")


@pytest.mark.parametrize("taken", [False, True])
def test_a_cancelled_build_is_nobody_s(
    database: Database, asked: Callable[..., int], take: Callable[..., int | None], taken: bool
) -> None:
    number = asked()
    if taken:
        take("one")
    assert said(database, builds.cancel, number, NOW)
    assert not said(database, builds.cancel, number, NOW)
    assert not said(database, builds.keep, number, "one", NOW + 999, "layout", 40)
    assert take("two") is None
    assert now_is(database, number).state == "cancelled"


def test_a_worker_rather_stays_with_its_assessment(
    database: Database,
    asked: Callable[..., int],
    take: Callable[..., int | None],
    assessment: Assessment,
) -> None:
    other = Assessment(
        **{
            column.name: getattr(assessment, column.name)
            for column in Assessment.__table__.columns
            if column.name not in ("id", "code")
        },
        code="another",
    )
    with database.write() as session:
        session.add(other)
    first = asked()
    with database.write() as session:
        stays = builds.add(session, other, "baseline", {}, NOW).id
    assert take("one", rather=other.id) == stays
    assert take("one", rather=other.id) == first


def test_only_the_latest_are_remembered(
    database: Database, asked: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "KEPT", 2)
    waits = asked("area", area="waits")
    for n in range(4):
        assert said(database, builds.cancel, asked("area", area=str(n)), NOW)
    newest = asked("summary")
    with database.read() as session:
        kept = [build.id for build in builds.recent(session)]
    assert kept == sorted(kept, reverse=True)
    assert {waits, newest} <= set(kept)
    assert len(kept) == 4


def test_what_waits_of_an_assessment(
    database: Database, asked: Callable[..., int], assessment: Assessment
) -> None:
    first, second = asked(), asked("summary")
    assert said(database, builds.cancel, first, NOW)
    with database.read() as session:
        assert builds.waiting_of(session, assessment.id) == {second}
        assert builds.waiting_of(session, assessment.id + 1) == set()
