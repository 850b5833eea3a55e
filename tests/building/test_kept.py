"""Findings are found once and kept: whole, sealed, for the owner alone, and never read once they hold no longer."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from readiness import building
from readiness.baseline.findings import Findings
from readiness.building import kept, making, worker
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.fieldwork import lifecycle
from readiness.records import assessments, builds, comments, responses
from readiness.records.comments import Decision
from readiness.records.database import Database
from readiness.records.responses import AnswerSet
from readiness.records.tables import Assessment, ClinicalArea, System
from tests.reporting.awkward import AWKWARD
from tests.reporting.believable import believable

NOW = 1_800_000_000


def of(findings: Findings, assessment: Assessment) -> Findings:
    """Return the findings as if they were of that assessment."""
    return replace(findings, heading=replace(findings.heading, code=assessment.code))


@pytest.fixture
def hold(database: Database, closed: Assessment, tiny_settings: Settings) -> Any:
    """Keep findings under the key that holds now."""

    def holds(findings: Findings | None = None, language: str = "") -> Findings:
        made = of(findings or believable(), closed)
        with database.read() as session:
            named = kept.key(tiny_settings, session, closed, language)
        kept.keep(tiny_settings, named, made, language)
        return made

    return holds


@pytest.fixture
def read(database: Database, closed: Assessment, tiny_settings: Settings, monkeypatch: Any) -> Any:
    """Read what is kept, as a process that remembers nothing."""

    def reads(language: str = "", settings: Settings = tiny_settings) -> Findings | None:
        monkeypatch.setattr(kept, "_REMEMBERED", kept._Remembered(kept.MOST))
        with database.read() as session:
            return kept.kept_findings(settings, session, closed, language)

    return reads


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", AWKWARD)
def test_what_was_kept_is_read_as_it_was_to_the_last_digit(name: str, hold: Any, read: Any) -> None:
    made = hold(AWKWARD[name](believable()))
    assert read() == made


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_only_the_owner_may_read_it_and_nothing_half_written_is_left(
    hold: Any, tiny_settings: Settings
) -> None:
    before = os.umask(0)
    try:
        hold()
        hold()
    finally:
        os.umask(before)
    folder = tiny_settings.instance / "findings"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in folder.iterdir()] == [0o600]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("harm", ["a figure", "cut short", "emptied", "another's seal"])
def test_a_file_that_is_not_as_it_was_written_is_not_shown(
    harm: str, hold: Any, read: Any, tiny_settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    hold()
    path = next((tiny_settings.instance / "findings").iterdir())
    data = path.read_bytes()
    harmed = {
        "a figure": data.replace(b'"n":1204', b'"n":1205', 1),
        "cut short": data[:-10],
        "emptied": b"",
        "another's seal": data.replace(data.split(b"\n")[0][-8:], b"00000000", 1),
    }[harm]
    assert harmed != data
    path.write_bytes(harmed)
    with caplog.at_level(logging.WARNING):
        assert read() is None
    path.write_bytes(data)
    assert read() is not None


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_file_of_another_installation_is_not_shown(hold: Any, read: Any, tiny_settings: Settings) -> None:
    hold()
    assert read(settings=replace(tiny_settings, secret_key="another-secret-" * 3)) is None


def renamed_area(session: Any, of: Assessment) -> None:
    session.get_one(ClinicalArea, (of.id, "cardiology")).name = "Heart"


def renamed_system(session: Any, of: Assessment) -> None:
    session.get_one(System, of.system_id).name = "Elmdale"


def more_people(session: Any, of: Assessment) -> None:
    session.execute(assessments.Headcount.__table__.update().values(people=7))  # type: ignore[attr-defined]


def other_words(session: Any, of: Assessment) -> None:
    session.get_one(Assessment, of.id).instrument_hash = "0" * 64


CHANGES = (renamed_area, renamed_system, more_people, other_words)


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_findings_depend_on_changes_the_key(
    change: Any, database: Database, closed: Assessment, hold: Any, read: Any
) -> None:
    hold()
    with database.write() as session:
        change(session, closed)
    assert read() is None


@pytest.mark.parametrize(
    "decision", [Decision("shown"), Decision("withheld", "person"), Decision("shown", None, "[…]")]
)
def test_a_decision_about_a_comment_changes_the_key_also_if_it_is_taken_back(
    decision: Decision, database: Database, closed: Assessment, tiny: Any, hold: Any, read: Any
) -> None:
    with database.write() as session:
        responses.add(
            session, closed, tiny, [AnswerSet(comments=(("would-help", "More cover."),), quotable=True)]
        )
        written = comments.consented(session, closed)[0]
    hold()
    for each in (decision, Decision("withheld", "other")):
        with database.write() as session:
            comments.decide(session, written, each)
        assert read() is None


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_published_or_asked_for_changes_nothing(
    database: Database, closed: Assessment, hold: Any, read: Any
) -> None:
    made = hold()
    with database.write() as session:
        building.request(session, closed, building.Order("summary"), NOW)
    assert read() == made


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_each_language_is_kept_by_itself(hold: Any, read: Any) -> None:
    english = hold()
    assert read("cy") is None
    welsh = hold(replace(believable(), n=7), "cy")
    assert (read(), read("cy")) == (english, welsh)


@pytest.mark.parametrize("language", ["../x", "en/..", "EN", "e", "cy\n", "."])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_language_leads_out_of_the_folder(language: str, read: Any) -> None:
    with pytest.raises(ValueError, match="names no file"):
        read(language)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nothing_is_read_or_asked_for_before_closing(
    database: Database, assessment: Assessment, tiny_settings: Settings
) -> None:
    with database.write() as session:
        assert kept.kept_findings(tiny_settings, session, assessment) is None
        with pytest.raises(ReadinessError, match="nothing is found before it closes"):
            kept.ask(session, assessment)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_file_that_cannot_be_read_says_who_must_run_what(
    hold: Any, read: Any, tiny_settings: Settings
) -> None:
    hold()
    path = next((tiny_settings.instance / "findings").iterdir())
    path.unlink()
    path.mkdir()
    with pytest.raises(ReadinessError, match="as the same user"):
        read()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_was_read_is_remembered_and_the_oldest_forgotten(
    database: Database, closed: Assessment, hold: Any, read: Any, tiny_settings: Settings
) -> None:
    made = hold()
    assert read() == made
    next((tiny_settings.instance / "findings").iterdir()).unlink()
    with database.read() as session:
        assert kept.kept_findings(tiny_settings, session, closed) == made
    few = kept._Remembered(2)
    for name in "abac":
        few.put(name, made)
        few.get("a")
    assert [few.get(name) is not None for name in "abc"] == [True, False, True]


# ------------------------------------------------------------------------------------------------ the worker


@pytest.fixture
def answered(database: Database, assessment: Assessment, tiny: Any, tiny_settings: Settings) -> Assessment:
    """The small assessment, answered by enough people and closed."""
    with database.write() as session:
        sets = [AnswerSet({"role": "nurse"}, {"aim-1": 1 + i % 3}) for i in range(40)]
        responses.add(session, assessment, tiny, sets)
    return lifecycle.close(database, tiny_settings, assessment.code, date(2026, 11, 30))


def test_a_worker_finds_what_was_asked_for_and_keeps_it(
    database: Database, answered: Assessment, tiny_settings: Settings, work: Any
) -> None:
    with database.write() as session:
        first = kept.ask(session, answered, "", NOW)
        again = kept.ask(session, answered, "", NOW + 8)
    assert (first.state, first.underway, first.worker) == ("waiting", True, False)
    assert again.waited == 8
    work()
    with database.read() as session:
        found = kept.kept_findings(tiny_settings, session, answered)
        expected = making.findings_of(session, answered.code, tiny_settings)
        after = kept.progress(session, answered, "", NOW)
        assert building.listed(session) == [], "it is no document"
    assert found == expected
    assert found is not None
    assert found.n == 40
    assert (after and after.state, after and after.underway) == ("done", False)


def test_findings_that_are_kept_are_not_found_again_until_they_hold_no_longer(
    database: Database, answered: Assessment, tiny_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[str] = []
    real = making.findings_of
    monkeypatch.setattr(making, "findings_of", lambda *given: times.append(given[1]) or real(*given))
    for _ in range(2):
        made = making.found_now(answered.id, tiny_settings)
    assert len(times) == 1
    with database.write() as session:
        session.get_one(Assessment, answered.id).title = "Renamed"
    assert making.found_now(answered.id, tiny_settings).findings.heading.title == "Renamed"
    assert made.findings.heading.title != "Renamed"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_findings_that_cannot_be_found_say_why(
    database: Database, closed: Assessment, tiny_settings: Settings, work: Any
) -> None:
    with database.write() as session:
        kept.ask(session, closed, "", NOW)
    work()
    with database.read() as session:
        found = kept.progress(session, closed, "", NOW)
    assert found is not None
    assert found.state == "failed"
    assert "Too few people answered" in found.problem


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_worker_at_work_is_seen_and_one_that_is_gone_is_not(database: Database, closed: Assessment) -> None:
    with database.write() as session:
        kept.ask(session, closed, "", NOW)
        builds.take(session, "a worker", NOW, NOW + 60)
    with database.read() as session:
        told = [kept.progress(session, closed, "", NOW + later) for later in (30, 90)]
    assert [one and one.worker for one in told] == [True, False]


ASKED = """
import sys
from readiness.building import editions, kept
from readiness.baseline.seen import seen
from readiness.reporting import published, tables
from readiness.reporting.words import area, headlines, message, picking, sentences
print(*sys.modules)
"""


def test_whoever_only_reads_findings_imports_nothing_that_counts_or_draws() -> None:
    done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True)
    imported = {name.partition(".")[0] for name in done.stdout.split()}
    assert not imported & {"scipy", "matplotlib", "weasyprint", "fontTools", "pandas", "PIL"}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_worker_finds_in_the_language_that_was_asked_for(
    database: Database,
    closed: Assessment,
    work: Any,
    monkeypatch: pytest.MonkeyPatch,
    tiny_settings: Settings,
) -> None:
    def find(assessment_id: int, language: str, edition: int, settings: Settings, say: Any) -> making.Found:
        with database.read() as session:
            waiting = frozenset(builds.waiting_of(session, assessment_id))
        note = settings.instance / "asked"
        note.write_text((note.read_text() if note.exists() else "") + f"{language or 'own'} ")
        return making.Found(believable(), waiting, "0" * 64)

    monkeypatch.setattr(worker, "_find", find)
    with database.write() as session:
        kept.ask(session, closed, "", NOW)
        kept.ask(session, closed, "cy", NOW)
    work()
    asked = (tiny_settings.instance / "asked").read_text().split()
    assert asked == ["own", "cy"]
    with database.read() as session:
        both = [kept.progress(session, closed, each, NOW) for each in ("", "cy")]
    assert [one and one.state for one in both] == ["done", "done"]
