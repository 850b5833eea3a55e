"""Workers build what is asked for: shared findings, a cache by content, limits, and builds of lost workers taken up."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from readiness import building
from readiness.building import Order, Status, editions, worker
from readiness.building.cache import Cache
from readiness.config import Settings
from readiness.records import builds, publications, workers
from readiness.records.database import Database
from readiness.records.tables import Assessment
from tests.reporting.believable import believable

pytestmark = pytest.mark.usefixtures("quick")
Ask = Callable[..., int]
Look = Callable[[int], Status]
Work = Callable[..., worker.Worker]


def times_found(finding: list[int]) -> int:
    """How often figures were found."""
    try:
        return len(os.read(finding[0], 100))
    except BlockingIOError:
        return 0


def test_a_document_is_built_and_fetched(
    ask: Ask, work: Work, look: Look, finding: list[int], settings: Settings
) -> None:
    number = ask()
    work()
    status = look(number)
    assert (status.state, status.percent, status.problem) == ("done", 100, "")
    path = building.fetched(settings, status)
    assert path is not None
    assert path.read_bytes() == b"%PDF 1204"
    assert path.is_relative_to(settings.instance / "reports" / "cache")


def test_the_documents_of_an_assessment_share_its_findings(
    ask: Ask, work: Work, look: Look, finding: list[int]
) -> None:
    numbers = [ask(), *(ask("leaf", area) for area in ("cardiology", "respiratory", "diabetes"))]
    work()
    assert {look(number).state for number in numbers} == {"done"}
    assert len({look(number).key for number in numbers}) == 4
    assert times_found(finding) == 1


def test_what_is_asked_for_later_sees_the_database_of_then(ask: Ask, work: Work, finding: list[int]) -> None:
    ask()
    first = work()
    ask()
    first._stopping_at = None
    first.run(until_idle=True)
    assert times_found(finding) == 2


def test_the_same_content_is_built_once(
    ask: Ask, work: Work, look: Look, finding: list[int], settings: Settings
) -> None:
    first = ask()
    work()
    path = building.fetched(settings, look(first))
    assert path is not None
    path.write_bytes(b"as it was")
    again = ask()
    work()
    assert look(again).key == look(first).key
    assert path.read_bytes() == b"as it was"


@pytest.mark.usefixtures("finding")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_a_person_can_mend_is_said_at_once_and_other_builds_go_on(
    ask: Ask, work: Work, look: Look
) -> None:
    bad, good = ask("refused"), ask()
    work()
    assert (look(bad).state, look(bad).problem) == ("failed", "The paper is out. Buy some.")
    assert look(bad).attempts == 1
    assert look(good).state == "done"


@pytest.mark.usefixtures("finding")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_mistake_of_ours_is_tried_three_times(ask: Ask, work: Work, look: Look) -> None:
    number = ask("mistaken")
    work()
    status = look(number)
    assert (status.state, status.attempts) == ("failed", 3)
    assert status.problem == "A mistake in this program stopped it: KeyError."


@pytest.mark.usefixtures("finding")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_bomb_is_ended_at_its_limit_and_says_so(ask: Ask, work: Work, look: Look) -> None:
    greedy, endless, good = ask("greedy"), ask("endless"), ask()
    work(build_seconds=1, build_memory=200)
    assert "more than 200 MiB of memory" in look(greedy).problem
    assert "more than 1 seconds of processor time" in look(endless).problem
    assert {look(greedy).attempts, look(endless).attempts} == {1}
    assert look(good).state == "done"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_findings_that_cannot_be_found_fail_the_build_with_their_reason(
    ask: Ask, work: Work, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.building.conftest import refused

    monkeypatch.setattr(worker, "_find", refused)
    number = ask()
    work()
    assert look(number).problem == "The paper is out. Buy some."


def test_a_build_that_is_called_off_while_it_runs_is_ended(
    ask: Ask, work: Work, look: Look, finding: list[int], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`endless` would be told its limit; here it is ended long before."""
    number = ask("endless")
    monkeypatch.setattr(worker, "BEAT", -1)
    begun = worker.Worker._begin

    def call_off(self: worker.Worker) -> None:
        begun(self)
        if any(job.child for job in self._jobs):
            with database.write() as session:
                builds.cancel(session, number, 0)

    monkeypatch.setattr(worker.Worker, "_begin", call_off)
    work()
    assert (look(number).state, look(number).problem) == ("cancelled", "")


def test_a_worker_that_is_asked_to_stop_gives_back_what_would_take_too_long(
    ask: Ask, work: Work, look: Look, finding: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    number, waits = ask("endless"), ask()
    monkeypatch.setattr(worker, "GRACE_SECONDS", 0)
    begun = worker.Worker._begin

    def stop(self: worker.Worker) -> None:
        begun(self)
        if any(job.child for job in self._jobs):
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(worker.Worker, "_begin", stop)
    work(processes=1)
    assert (look(number).state, look(number).attempts) == ("waiting", 0)
    assert look(waits).state == "waiting"


def test_a_worker_that_is_asked_to_stop_ends_what_it_has_begun(
    ask: Ask, work: Work, look: Look, finding: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun_one, waits = ask(), ask("leaf", "cardiology")
    begun = worker.Worker._begin

    def stop(self: worker.Worker) -> None:
        begun(self)
        self.stop()

    monkeypatch.setattr(worker.Worker, "_begin", stop)
    work(processes=1)
    assert (look(begun_one).state, look(waits).state) == ("done", "waiting")


def test_a_killed_worker_s_build_is_taken_up_when_its_time_is_over(
    ask: Ask, work: Work, look: Look, finding: list[int], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = ask()
    with database.write() as session:
        builds.take(session, "killed", 1_000, 1_060)
    work()
    assert (look(number).state, look(number).attempts) == ("done", 2)


def test_two_workers_share_the_work_and_build_nothing_twice(
    ask: Ask, look: Look, finding: list[int], database: Database, tiny_settings: Settings, work: Work
) -> None:
    numbers = [ask("leaf", area) for area in ("cardiology", "respiratory", "diabetes")] + [ask()]
    one, other = worker.Worker(tiny_settings, 1), worker.Worker(tiny_settings, 1)
    for _ in range(2000):
        for each in (one, other):
            each._step()
        if all(look(number).state == "done" for number in numbers):
            break
    assert [look(number).attempts for number in numbers] == [1, 1, 1, 1]
    assert len(list(Cache.of(tiny_settings).folder.glob("*.pdf"))) == 4


def test_a_worker_has_no_thread_that_a_copy_would_miss(ask: Ask, work: Work, finding: list[int]) -> None:
    ask()
    before = threading.active_count()
    work()
    assert threading.active_count() == before


def test_a_database_that_is_away_is_waited_for(
    ask: Ask, work: Work, look: Look, finding: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from readiness.errors import DatabaseAway

    number = ask()
    take, tries = builds.take, iter([True, True, False])

    def away(*words: Any) -> Any:
        if next(tries, False):
            raise DatabaseAway("The database cannot be used now.")
        return take(*words)

    monkeypatch.setattr(builds, "take", away)
    work()
    assert look(number).state == "done"


def test_the_cache_is_where_the_installation_is(settings: Settings, tmp_path: Path) -> None:
    assert Cache.of(settings).folder == settings.instance / "reports" / "cache"


@pytest.mark.usefixtures("finding")
def test_a_worker_says_that_it_is_there_while_it_is(
    ask: Ask, work: Work, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    keep = worker.Worker._hear_findings

    def heard(self: worker.Worker) -> None:
        with database.read() as session:
            seen.append(workers.any_since(session, 0))
        keep(self)

    monkeypatch.setattr(worker.Worker, "_hear_findings", heard)
    ask()
    work()
    assert all(seen)
    with database.read() as session:
        assert not workers.any_since(session, 0)


def test_a_published_document_is_made_of_the_published_findings(
    database: Database,
    closed: Assessment,
    work: Work,
    look: Look,
    tiny_settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = {language: replace(believable(), n=4711) for language in ("en", "cy")}
    with database.write() as session:
        made = publications.add(session, closed, {}, "lea@example.org", 0)
        publications.keep(session, made.id, {name: editions.packed(one) for name, one in found.items()})
        number = building.request(session, closed, Order("note", edition=made.id)).number
    work()
    path = building.fetched(tiny_settings, look(number))
    assert path is not None, look(number).problem
    assert path.read_bytes() == b"%PDF 4711"


def test_a_document_of_results_that_were_taken_back_is_not_made(
    database: Database, closed: Assessment, work: Work, look: Look
) -> None:
    with database.write() as session:
        made = publications.add(session, closed, {}, "lea@example.org", 0)
        number = building.request(session, closed, Order("note", edition=made.id)).number
        publications.end(session, closed, "lea@example.org", 1)
    work()
    assert (look(number).state, look(number).problem.partition(".")[0]) == (
        "failed",
        "What this was to be made of is no longer published",
    )
