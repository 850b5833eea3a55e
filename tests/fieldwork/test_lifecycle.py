"""Draft, open, closed: each step from its own state only, and never with other words than were locked."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from readiness.config import Settings
from readiness.errors import (
    DatabaseAway,
    FileFaults,
    InstrumentChanged,
    TooFewAnswers,
    UnknownAssessment,
    WrongState,
)
from readiness.fieldwork import lifecycle
from readiness.fieldwork.setup_file import Setup
from readiness.records import assessments, responses
from readiness.records import database as db
from readiness.records.database import Database
from readiness.records.responses import AnswerSet
from readiness.records.tables import Assessment

LATER = date(2026, 11, 30)


@pytest.fixture
def own_settings(tiny_settings: Settings, tmp_path: Path) -> Settings:
    """Settings with a copy of the small questionnaire that a test may change."""
    shutil.copytree(tiny_settings.surveys / "tiny" / "2026.1", tmp_path / "surveys" / "tiny" / "2026.1")
    return replace(tiny_settings, surveys=tmp_path / "surveys")


def reword(settings: Settings) -> None:
    changed = settings.surveys / "tiny" / "2026.1" / "closing.toml"
    changed.write_text(changed.read_text().replace("How ready are you?", "How ready do you feel?"))


def opened(database: Database, code: str, settings: Settings, day: date) -> Assessment:
    with database.write() as session:
        return lifecycle.open_(session, code, settings, day)


def again(database: Database, assessment: Assessment) -> Assessment:
    with database.read() as session:
        return assessments.by_code(session, assessment.code)


def test_a_new_assessment_is_a_draft_with_all_that_was_set_up(
    database: Database, draft_assessment: Assessment, tiny_setup: Setup
) -> None:
    with database.read() as session:
        kept = assessments.by_code(session, draft_assessment.code)
        places, areas = assessments.places(session, kept), assessments.areas(session, kept)
        innovations, counts = assessments.innovations(session, kept), assessments.headcounts(session, kept)
        assert assessments.system(session, kept).name == "Ashdale"
    assert (kept.state, kept.title, kept.year) == ("draft", "Ashdale 2026", 2026)
    assert (kept.instrument, kept.version, kept.instrument_hash) == ("tiny", "2026.1", None)
    assert (kept.opened_on, kept.closed_on, kept.simulated, kept.threshold) == (None, None, False, 11)
    assert [(place.slug, place.name) for place in places] == [("north", "North"), ("south", "South")]
    assert [area.slug for area in areas] == ["cardiology", "respiratory", "diabetes"]
    assert [(new.slug, new.areas) for new in innovations] == [("monitors", ["cardiology", "diabetes"])]
    assert counts.roles == {"nurse": 180, "manager": 60}
    assert counts.places["nurse", "south"] == 80
    assert counts.areas == {("nurse", "cardiology"): 60, ("manager", "cardiology"): 30}
    assert counts.total == 240


def test_its_code_is_random_and_easy_to_read_aloud(
    database: Database, tiny_setup: Setup, tiny_settings: Settings
) -> None:
    with database.write() as session:
        codes = {lifecycle.create(session, tiny_setup, tiny_settings).code for _ in range(5)}
    assert len(codes) == 5
    assert all(re.fullmatch("[a-hjkmnp-z2-9]{10}", code) for code in codes)


def test_the_same_system_asks_every_year(
    database: Database, tiny_setup: Setup, tiny_settings: Settings
) -> None:
    with database.write() as session:
        one, two = (lifecycle.create(session, tiny_setup, tiny_settings) for _ in range(2))
    assert one.system_id == two.system_id


def test_all_are_listed_newest_year_first(
    database: Database, tiny_setup: Setup, tiny_settings: Settings
) -> None:
    with database.write() as session:
        for year in (2026, 2028, 2027):
            lifecycle.create(session, tiny_setup.model_copy(update={"year": year}), tiny_settings)
        assert [one.year for one in assessments.all(session)] == [2028, 2027, 2026]


@pytest.mark.parametrize(("asked", "installed", "kept"), [(None, 11, 11), (15, 11, 15), (10, 12, 12)])
def test_the_threshold_is_never_under_that_of_the_installation(
    asked: int | None,
    installed: int,
    kept: int,
    database: Database,
    tiny_setup: Setup,
    tiny_settings: Settings,
) -> None:
    setup = tiny_setup.model_copy(update={"threshold": asked})
    with database.write() as session:
        made = lifecycle.create(session, setup, replace(tiny_settings, threshold=installed))
    assert made.threshold == kept


def test_a_set_up_that_does_not_fit_its_questionnaire_is_refused(
    database: Database, tiny_setup: Setup, tiny_settings: Settings
) -> None:
    with pytest.raises(FileFaults, match="none is listed"), database.write() as session:
        lifecycle.create(session, tiny_setup.model_copy(update={"areas": ()}), tiny_settings)


def test_opening_locks_the_words(
    database: Database, draft_assessment: Assessment, tiny_settings: Settings, today: date
) -> None:
    opened(database, draft_assessment.code, tiny_settings, today)
    kept = again(database, draft_assessment)
    words = lifecycle.locked_instrument(kept, tiny_settings)
    assert (kept.state, kept.opened_on, kept.instrument_hash) == ("open", today, words.digest)


def test_words_that_changed_after_opening_are_refused(
    database: Database, draft_assessment: Assessment, own_settings: Settings, today: date
) -> None:
    kept = opened(database, draft_assessment.code, own_settings, today)
    reword(own_settings)
    with pytest.raises(
        InstrumentChanged, match=r"tiny 2026\.1 have changed since Ashdale 2026.*Put the files back"
    ):
        lifecycle.locked_instrument(kept, own_settings)


def test_before_opening_the_words_may_still_change(
    database: Database, draft_assessment: Assessment, own_settings: Settings, today: date
) -> None:
    reword(own_settings)
    kept = opened(database, draft_assessment.code, own_settings, today)
    assert lifecycle.locked_instrument(kept, own_settings).digest == kept.instrument_hash


def test_a_version_that_another_assessment_used_is_never_opened_with_other_words(
    database: Database, assessment: Assessment, tiny_setup: Setup, own_settings: Settings, today: date
) -> None:
    reword(own_settings)
    with database.write() as session:
        second = lifecycle.create(session, tiny_setup, own_settings)
    with pytest.raises(InstrumentChanged, match=r"changed since they were first used.*new version"):
        opened(database, second.code, own_settings, today)


def test_answers_imported_before_opening_hold_the_words_fast(
    database: Database, draft_assessment: Assessment, own_settings: Settings, today: date
) -> None:
    with database.write() as session:
        words = lifecycle.locked_instrument(draft_assessment, own_settings)
        responses.add(session, draft_assessment, words, [AnswerSet()])
    reword(own_settings)
    with pytest.raises(InstrumentChanged, match="first used"):
        opened(database, draft_assessment.code, own_settings, today)


def translate(settings: Settings, language: str, text: str = "Nod clir") -> Path:
    file = settings.surveys / "tiny" / "2026.1" / "translations" / f"{language}.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f'[dimensions.aim]\nname = "{text}"\n')
    return file


def test_a_language_that_comes_later_changes_nothing_until_it_is_added(
    database: Database, draft_assessment: Assessment, own_settings: Settings, today: date
) -> None:
    kept = opened(database, draft_assessment.code, own_settings, today)
    before = lifecycle.locked_instrument(kept, own_settings)
    translate(own_settings, "ga")
    assert lifecycle.locked_instrument(kept, own_settings) == before
    assert "ga" not in before.languages
    with database.write() as session:
        assert lifecycle.add_languages(session, kept.code, own_settings) == ("ga",)
        assert lifecycle.add_languages(session, kept.code, own_settings) == ()
    now = again(database, kept)
    assert "ga" in lifecycle.locked_instrument(now, own_settings).languages


def test_a_language_that_is_added_joins_those_that_are_offered(
    database: Database, tiny_setup: Setup, own_settings: Settings, today: date
) -> None:
    with database.write() as session:
        few = lifecycle.create(session, tiny_setup.model_copy(update={"languages": ("en",)}), own_settings)
    kept = opened(database, few.code, own_settings, today)
    translate(own_settings, "ga")
    with database.write() as session:
        lifecycle.add_languages(session, kept.code, own_settings)
    assert again(database, kept).languages == ["en", "ga"]


@pytest.mark.parametrize("change", ["reworded", "removed", "question"])
def test_what_people_are_asked_with_is_locked_in_every_language(
    change: str, database: Database, draft_assessment: Assessment, own_settings: Settings, today: date
) -> None:
    kept = opened(database, draft_assessment.code, own_settings, today)
    added = translate(own_settings, "ga")
    with database.write() as session:
        lifecycle.add_languages(session, kept.code, own_settings)
    if change == "question":
        reword(own_settings)
    elif change == "removed":
        added.unlink()
    else:
        translate(own_settings, "ga", "Nod arall")
    translate(own_settings, "gd")
    with pytest.raises(InstrumentChanged):
        lifecycle.locked_instrument(again(database, kept), own_settings)
    with pytest.raises(InstrumentChanged), database.write() as session:
        lifecycle.add_languages(session, kept.code, own_settings)


def test_a_version_that_another_assessment_used_may_have_more_languages_since(
    database: Database, assessment: Assessment, tiny_setup: Setup, own_settings: Settings, today: date
) -> None:
    translate(own_settings, "ga")
    with database.write() as session:
        second = lifecycle.create(session, tiny_setup, own_settings)
    kept = opened(database, second.code, own_settings, today)
    assert "ga" in lifecycle.locked_instrument(kept, own_settings).languages
    assert "ga" not in lifecycle.locked_instrument(assessment, own_settings).languages


def test_a_draft_is_given_languages_by_opening_it(
    database: Database, draft_assessment: Assessment, own_settings: Settings
) -> None:
    with pytest.raises(WrongState, match="still a draft"), database.write() as session:
        lifecycle.add_languages(session, draft_assessment.code, own_settings)


def test_a_questionnaire_with_faults_is_not_opened(
    database: Database, draft_assessment: Assessment, own_settings: Settings, today: date
) -> None:
    (own_settings.surveys / "tiny" / "2026.1" / "closing.toml").write_text("pages = 7")
    with pytest.raises(FileFaults, match=r"closing\.toml"):
        opened(database, draft_assessment.code, own_settings, today)
    assert again(database, draft_assessment).state == "draft"


def test_an_assessment_whose_last_day_has_passed_is_not_opened(
    database: Database, draft_assessment: Assessment, tiny_settings: Settings
) -> None:
    with pytest.raises(WrongState, match=r"was to close on 29 November 2026.*later dates"):
        opened(database, draft_assessment.code, tiny_settings, LATER)


def test_closing_says_so_and_when(database: Database, assessment: Assessment, settings: Settings) -> None:
    lifecycle.close(database, settings, assessment.code, LATER)
    kept = again(database, assessment)
    assert (kept.state, kept.closed_on) == ("closed", LATER)


def test_closing_says_where_traces_could_not_be_removed(
    database: Database, assessment: Assessment, monkeypatch: pytest.MonkeyPatch, settings
) -> None:
    def full(database: Database) -> None:
        raise DatabaseAway("The database cannot be used now: database or disk is full.")

    monkeypatch.setattr(Database, "rewrite", full)
    with pytest.raises(
        DatabaseAway, match=r"is closed, but traces .* disk is full.*repeat .*assessment close"
    ):
        lifecycle.close(database, settings, assessment.code, LATER)
    closed = again(database, assessment)
    assert closed.state == "closed"
    assert "traces of the order of answers may be left" in lifecycle.unfinished(closed, settings, LATER)


def test_traces_that_could_not_be_removed_are_removed_by_closing_again(
    database: Database, assessment: Assessment, monkeypatch: pytest.MonkeyPatch, settings
) -> None:
    tries = []

    def full_once(database: Database) -> None:
        tries.append(database)
        if len(tries) == 1:
            raise DatabaseAway("The database cannot be used now: database or disk is full.")

    monkeypatch.setattr(Database, "rewrite", full_once)
    with pytest.raises(DatabaseAway, match=f"readiness assessment close {assessment.code}"):
        lifecycle.close(database, settings, assessment.code, LATER)
    again_closed = lifecycle.close(
        database, settings, assessment.code, date(2026, 12, 24), only_if_enough=True
    )
    assert (len(tries), again_closed.closed_on) == (2, LATER)
    lifecycle.close(database, settings, assessment.code, date(2026, 12, 24))
    assert len(tries) == 2, "what is done is not repeated"


def test_too_few_answers_keep_an_assessment_open_where_that_is_asked(
    database: Database, assessment: Assessment, tiny_settings: Settings
) -> None:
    words = lifecycle.locked_instrument(assessment, tiny_settings)
    with database.write() as session:
        responses.add(session, assessment, words, [AnswerSet()] * 10)
    with pytest.raises(
        TooFewAnswers, match=r"Fewer than 11 people .* 11 are needed .*stays closed.*--anyway"
    ):
        lifecycle.close(database, tiny_settings, assessment.code, LATER, only_if_enough=True)
    assert again(database, assessment).state == "open"
    with database.write() as session:
        responses.add(session, assessment, words, [AnswerSet()])
    assert (
        lifecycle.close(database, tiny_settings, assessment.code, LATER, only_if_enough=True).state
        == "closed"
    )


def test_files_that_cannot_be_read_are_trouble_too(assessment: Assessment, own_settings: Settings) -> None:
    assert lifecycle.trouble(assessment, own_settings) == ""
    (own_settings.surveys / "tiny" / "2026.1" / "closing.toml").write_text("pages = 7")
    assert "cannot be used. `readiness check-surveys`" in lifecycle.trouble(assessment, own_settings)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_log_that_somebody_still_reads_is_not_called_removed(
    database: Database, assessment: Assessment, monkeypatch: pytest.MonkeyPatch, settings
) -> None:
    monkeypatch.setattr(db, "_REWRITE_SQLITE", ("PRAGMA busy_timeout = 20", *db._REWRITE_SQLITE[1:]))
    with database.read() as reader:
        assessments.all(reader)
        with pytest.raises(DatabaseAway, match="still being read"):
            lifecycle.close(database, settings, assessment.code, LATER)


def test_closing_leaves_other_assessments_and_their_drafts_alone(
    database: Database,
    assessment: Assessment,
    tiny_setup: Setup,
    tiny_settings: Settings,
    today: date,
    settings: Settings,
) -> None:
    with database.write() as session:
        other = lifecycle.create(session, tiny_setup, tiny_settings)
        lifecycle.open_(session, other.code, tiny_settings, today)
        assert responses.spend(session, other, "receipt")
    lifecycle.close(database, settings, assessment.code, LATER)
    with database.read() as session:
        assert responses.spent(session, other, "receipt")


def test_an_open_assessment_is_not_opened_again(
    database: Database, assessment: Assessment, tiny_settings: Settings, today: date
) -> None:
    with pytest.raises(WrongState, match=f"is open and cannot be opened.*close {assessment.code}"):
        opened(database, assessment.code, tiny_settings, today)


def test_a_draft_is_not_closed(database: Database, draft_assessment: Assessment, settings: Settings) -> None:
    with pytest.raises(WrongState, match=f"a draft and cannot be closed.*open {draft_assessment.code}"):
        lifecycle.close(database, settings, draft_assessment.code, LATER)


def test_a_closed_assessment_stays_closed(
    database: Database, assessment: Assessment, tiny_settings: Settings, today: date
) -> None:
    lifecycle.close(database, tiny_settings, assessment.code, LATER)
    with pytest.raises(WrongState, match=r"is closed and cannot be opened.*stays closed"):
        opened(database, assessment.code, tiny_settings, today)


def test_an_unknown_code_is_named_with_the_command_that_lists_all(
    database: Database, tiny_settings: Settings, today: date
) -> None:
    with pytest.raises(UnknownAssessment, match=r"no assessment 'nothing'.*assessment list"):
        opened(database, "nothing", tiny_settings, today)
    with pytest.raises(UnknownAssessment):
        lifecycle.close(database, tiny_settings, "nothing", LATER)
