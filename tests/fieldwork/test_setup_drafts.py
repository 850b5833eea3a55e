"""A set-up is filled in bit by bit, judged by the rules of the file, and launched whole or not at all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from readiness.config import Settings
from readiness.errors import FileFaults, UnknownAssessment, WrongState
from readiness.fieldwork import lifecycle, setup_drafts, setup_kept, setup_types
from readiness.fieldwork.setup_drafts import Overtaken
from readiness.fieldwork.setup_file import Setup
from readiness.fieldwork.ways import links
from readiness.records import assessments, setups
from readiness.records.database import Database
from readiness.records.queue_tables import Errand
from readiness.records.tables import Assessment, System

NOW = 1_790_000_000
TODAY = date(2026, 10, 14)


def begun(database: Database, tables: dict[str, Any]) -> str:
    with database.write() as session:
        system = System(name="Ashdale")
        session.add(system)
        session.flush()
        return setup_drafts.begin(session, system, tables, NOW).code


def test_a_new_set_up_has_sensible_days_and_lacks_only_what_nobody_can_guess(settings: Settings) -> None:
    tables = setup_drafts.fresh(settings, TODAY)
    assert (tables["opens_on"], tables["closes_on"]) == ("2026-11-02", "2026-11-29")
    assert (tables["title"], tables["year"]) == ("Ready for innovation 2026", 2026)
    assert (tables["instrument"], tables["version"]) == ("innovation-readiness", "2026.1")
    reading = setup_drafts.read(tables, "Ashdale", settings)
    assert {fault.place for fault in reading.faults} == {"links", "areas"}
    assert reading.setup is None


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 9), date(2026, 11, 23)),
        (date(2026, 11, 10), date(2027, 1, 4)),
        (date(2026, 12, 31), date(2027, 1, 18)),
        (date(2028, 12, 18), date(2029, 1, 8)),
    ],
)
def test_the_first_days_leave_christmas_out(settings: Settings, today: date, first: date) -> None:
    tables = setup_drafts.fresh(settings, today)
    assert tables["opens_on"] == first.isoformat()
    assert tables["year"] == first.year


def test_an_empty_set_up_lacks_everything_once(settings: Settings) -> None:
    places = [fault.place for fault in setup_drafts.read({}, "Ashdale", settings).faults]
    assert sorted(places) == sorted(
        ["title", "year", "instrument", "version", "opens_on", "closes_on", "links"]
    )


def test_a_draft_has_the_faults_of_a_file_with_the_same_tables(
    tiny_settings: Settings, tiny_setup: Setup
) -> None:
    tables = setup_drafts.written(tiny_setup)
    tables["organisations"][0]["place"] = "east"
    tables["closes_on"] = "2026-11-01"
    reading = setup_drafts.read(tables, "Ashdale", tiny_settings)
    assert [fault.place for fault in reading.faults] == ["closes_on", "organisations[1].place"]
    assert reading.seen.organisations[0].people == 30


def test_what_is_written_of_a_set_up_is_read_again(tiny_settings: Settings, tiny_setup: Setup) -> None:
    reading = setup_drafts.read(setup_drafts.written(tiny_setup), "Ashdale", tiny_settings)
    assert reading.setup == tiny_setup
    assert reading.faults == ()


@pytest.mark.parametrize(("today", "state"), [(date(2026, 11, 1), "draft"), (date(2026, 11, 2), "open")])
def test_a_launch_creates_and_opens_once_the_first_day_has_come(
    database: Database, tiny_settings: Settings, tiny_setup: Setup, today: date, state: str
) -> None:
    code = begun(database, setup_drafts.written(tiny_setup))
    with database.write() as session:
        made = setup_drafts.launch(session, code, "Ashdale", tiny_settings, today)
    assert (made.code, made.state) == (code, state)
    with database.read() as session:
        assert setups.all(session) == []
        kept = setup_kept.kept(session, assessments.by_code(session, code))
    assert kept.areas == tiny_setup.areas


def test_a_launch_with_a_fault_leaves_the_set_up_as_it_was(
    database: Database, tiny_settings: Settings, tiny_setup: Setup
) -> None:
    code = begun(database, {**setup_drafts.written(tiny_setup), "areas": []})
    with pytest.raises(FileFaults, match="clinical areas"), database.write() as session:
        setup_drafts.launch(session, code, "Ashdale", tiny_settings, TODAY)
    with database.read() as session:
        assert [one.code for one in setups.all(session)] == [code]
        assert assessments.all(session) == []


def test_the_later_of_two_does_not_overwrite_the_first(database: Database) -> None:
    code = begun(database, {"title": "One", "year": 2026})
    looked = setup_drafts.mark({"title": "One"}, "title")
    with database.write() as session:
        setup_drafts.change(session, code, looked, NOW, title="Two")
    with pytest.raises(Overtaken), database.write() as session:
        setup_drafts.change(session, code, looked, NOW, title="Three")
    with database.write() as session:
        changed = setup_drafts.change(
            session, code, setup_drafts.mark({"year": 2026}, "year"), NOW, year=2027
        )
    assert changed.tables == {"title": "Two", "year": 2027}, "what nobody else touched can be changed"


def test_a_set_up_that_is_gone_says_so(database: Database) -> None:
    with pytest.raises(UnknownAssessment, match="launched or discarded"), database.write() as session:
        setup_drafts.change(session, "nowhere", "", NOW, title="One")


def test_a_year_later_everything_is_carried_over_but_year_and_days(
    database: Database, draft_assessment: Assessment, tiny_settings: Settings, tiny_setup: Setup
) -> None:
    with database.read() as session:
        tables = setup_drafts.again(session, draft_assessment, tiny_settings, date(2027, 9, 1))
    reading = setup_drafts.read(tables, "Ashdale", tiny_settings)
    assert reading.setup is not None
    assert (reading.setup.title, reading.setup.year) == ("Ashdale 2027", 2027)
    assert (tables["opens_on"], tables["closes_on"]) == ("2027-11-01", "2027-11-28")
    for name in ("places", "organisations", "areas", "innovations", "instrument", "links"):
        assert getattr(reading.setup, name) == getattr(tiny_setup, name)


def test_days_that_are_over_are_not_carried_over(
    database: Database, draft_assessment: Assessment, tiny_settings: Settings
) -> None:
    with database.read() as session:
        tables = setup_drafts.again(session, draft_assessment, tiny_settings, date(2028, 3, 1))
    assert (tables["opens_on"], tables["closes_on"]) == ("2028-03-20", "2028-04-16")


def test_a_launch_is_taken_back_whole(
    database: Database, tiny_settings: Settings, draft_assessment: Assessment, tiny_setup: Setup
) -> None:
    code = draft_assessment.code
    with database.write() as session:
        taken = setup_drafts.take_back(session, code, tiny_settings, NOW)
        assert (taken.code, taken.tables["areas"]) == (code, setup_drafts.written(tiny_setup)["areas"])
    with database.write() as session:
        assert assessments.all(session) == []
        made = setup_drafts.launch(session, code, "Ashdale", tiny_settings, TODAY)
    assert (made.code, made.state) == (code, "draft")


@pytest.mark.parametrize("made", ["link", "errand", "list", "opened"])
def test_a_launch_of_which_something_has_been_made_is_not_taken_back(
    database: Database, tiny_settings: Settings, draft_assessment: Assessment, today: date, made: str
) -> None:
    code = draft_assessment.code
    with database.write() as session:
        if made == "link":
            links.open_link(session, draft_assessment)
        elif made == "errand":
            errand = {"kind": "posters", "options": {}, "state": "waiting", "asked_at": NOW}
            session.add(Errand(assessment_id=draft_assessment.id, **errand))
        elif made == "opened":
            lifecycle.open_(session, code, tiny_settings, today)
    if made == "list":
        tiny_settings.lists.mkdir(parents=True, exist_ok=True)
        (tiny_settings.lists / f"{code}.db").touch()
    with pytest.raises(WrongState), database.write() as session:
        setup_drafts.take_back(session, code, tiny_settings, NOW)
    with database.read() as session:
        assert assessments.by_code(session, code)
        assert setups.all(session) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("links_of", ["open", "codes"])
def test_what_is_written_as_a_file_is_read_as_the_same(
    tiny_settings: Settings, tiny_setup: Setup, links_of: str
) -> None:
    said = setup_types.Front(asks='Two\nlines, "quoted" \\ and \u2028 more', contact="Robin")
    tables = setup_drafts.written(tiny_setup.model_copy(update={"links": links_of, "front": said}))
    text = setup_drafts.as_file(tables, "Ashdale")
    system, again = setup_drafts.from_file("a.toml", text.encode(), tiny_settings, TODAY)
    assert (system, again) == ("Ashdale", tables)
