"""Workers rehearse what is asked for, beside real builds and apart from them, and throw it away after a day."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from readiness import building
from readiness.building import rehearsing, worker
from readiness.building.rehearsing import File, Status
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.records import rehearsals
from readiness.records.database import Database

DAY = rehearsals.KEPT_SECONDS
ASKED = {"rates": {"everybody": 25.0, "roles": {}}}
Work = Callable[..., worker.Worker]


@pytest.fixture
def now() -> int:
    """The moment at which something is asked for; a worker has a clock of its own."""
    return int(time.time())


def request(database: Database, kind: Any, now: int, **asked: Any) -> None:
    with database.write() as session:
        rehearsing.request(session, "abc", kind, {**ASKED, **asked}, now)


def look(database: Database, kind: Any, now: int) -> Status | None:
    with database.read() as session:
        return rehearsing.status(session, "abc", kind, now)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make in no time what a worker would rehearse."""

    def makes(kind: str, asked: Any, settings: Settings, say: Any) -> dict[str, Any]:
        say("answers 37")
        if asked.get("refused"):
            raise ReadinessError("No headcount is known.", "Type some in.")
        if asked.get("mistaken"):
            raise KeyError("of our own making")
        return {
            "kind": kind,
            "files": [{"title": "Report", "name": "simulated-baseline.pdf", "key": "a" * 64}],
        }

    monkeypatch.setattr(rehearsing, "made", makes)


@pytest.mark.usefixtures("made")
def test_a_worker_makes_both_kinds(database: Database, work: Work, now: int) -> None:
    request(database, "plan", now)
    request(database, "trial", now)
    work()
    for kind in ("plan", "trial"):
        found = look(database, kind, now)
        assert found is not None
        assert (found.state, found.percent, found.ended, found.result["kind"]) == ("done", 100, True, kind)


@pytest.mark.usefixtures("made", "quick")
def test_builds_and_rehearsals_are_made_side_by_side_and_no_list_of_builds_has_a_rehearsal(
    database: Database, work: Work, ask: Callable[..., int], finding: list[int], now: int
) -> None:
    request(database, "trial", now)
    number = ask()
    work(processes=1)
    with database.read() as session:
        assert [one.number for one in building.listed(session)] == [number]
        assert building.status(session, number).state == "done"
    assert getattr(look(database, "trial", now), "state", "") == "done"


@pytest.mark.usefixtures("made")
def test_what_cannot_be_rehearsed_says_why_and_is_not_tried_again(
    database: Database, work: Work, now: int
) -> None:
    request(database, "plan", now, refused=True)
    work()
    found = look(database, "plan", now)
    assert found is not None
    assert (found.state, found.problem) == ("failed", "No headcount is known. Type some in.")


@pytest.mark.usefixtures("made")
def test_a_mistake_of_ours_is_tried_three_times(database: Database, work: Work, now: int) -> None:
    request(database, "plan", now, mistaken=True)
    work()
    found = look(database, "plan", now)
    assert found is not None
    assert (found.state, "KeyError" in found.problem) == ("failed", True)


@pytest.mark.usefixtures("made")
def test_what_a_copy_says_of_its_progress_is_noted(
    database: Database, tiny_settings: Settings, now: int
) -> None:
    request(database, "plan", now)
    at_work = worker.Worker(tiny_settings, 1)
    at_work._take_more()
    [job] = at_work._jobs
    while job.child is not None and job.child.outcome is None:
        for said in job.child.listen():
            job.goes_on(said)
            assert (job.step, job.percent) == ("answers", 37)
            assert at_work._still_ours(job)
            assert getattr(look(database, "plan", now), "percent", 0) == 37


@pytest.mark.usefixtures("made")
def test_files_are_thrown_away_with_their_rehearsal_and_what_was_cut_off_too(
    database: Database, work: Work, settings: Settings, now: int
) -> None:
    request(database, "trial", now)
    work()
    kept, other = File("Report", "simulated-baseline.pdf", "a" * 64), File("Report", "x.pdf", "b" * 64)
    left = rehearsing._at_work(settings) / "readiness-trial-cut-off"
    left.mkdir(parents=True)
    for file in (kept, other):
        rehearsing._cache(settings).keep(file.key, file.suffix, b"%PDF")

    def tidy(at: int) -> list[bool]:
        for path in (*rehearsing._cache(settings).folder.iterdir(), *left.parent.iterdir()):
            os.utime(path, (now - 2 * rehearsing.LEFT_SECONDS,) * 2)
        with database.write() as session:
            rehearsing.tidy(session, settings, at)
        names = {path.stem for path in rehearsing._cache(settings).folder.iterdir()}
        return [kept.key in names, other.key in names, left.exists()]

    assert tidy(now) == [True, False, False]
    assert tidy(now + DAY + 60) == [False, False, False]
    assert rehearsing.fetched(settings, kept) is None


def test_a_file_that_was_just_made_is_left_to_the_worker_that_made_it(
    database: Database, settings: Settings, now: int
) -> None:
    path = rehearsing._cache(settings).keep("c" * 64, "pdf", b"%PDF")
    with database.write() as session:
        rehearsing.tidy(session, settings, now)
    assert path.exists()


def test_what_another_worker_throws_away_meanwhile_is_no_fault(
    database: Database, settings: Settings, now: int, tmp_path: Path
) -> None:
    folder = settings.instance / "rehearsals" / "files"
    folder.mkdir(parents=True)
    (folder / f"{'a' * 64}.pdf").symlink_to(tmp_path / "gone")
    with database.write() as session:
        rehearsing.tidy(session, settings, now)
