"""Counting who has answered, by the database itself, on both of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import event

from readiness.instrument.types import Instrument
from readiness.records import links, responses, turnout
from readiness.records.database import Database
from readiness.records.responses import AnswerSet
from readiness.records.tables import Assessment, Link

DAY = date(2026, 11, 10)


def answered(*areas: str, **strata: str) -> AnswerSet:
    return AnswerSet(strata=strata, areas={area: {"importance": 3} for area in areas})


@pytest.fixture
def some(database: Database, assessment: Assessment, tiny: Instrument) -> None:
    sets = [
        answered("cardiology", "diabetes", role="nurse", place="north"),
        answered("cardiology", role="nurse", place="north"),
        answered(role="manager", place="south"),
        answered("respiratory", role="manager"),
    ]
    with database.write() as session:
        responses.add(session, assessment, tiny, sets)


@pytest.mark.usefixtures("some")
def test_answers_are_counted_by_role_and_place_and_by_area(
    database: Database, assessment: Assessment
) -> None:
    with database.read() as session:
        assert turnout.by_role_and_place(session, assessment) == {
            ("nurse", "north"): 2,
            ("manager", "south"): 1,
            ("manager", None): 1,
        }
        assert turnout.by_area(session, assessment) == {"cardiology": 2, "diabetes": 1, "respiratory": 1}


def test_where_nobody_answered_there_is_nothing_to_count(database: Database, assessment: Assessment) -> None:
    with database.read() as session:
        assert turnout.by_role_and_place(session, assessment) == {}
        assert turnout.by_area(session, assessment) == {}
        assert turnout.by_organisation(session, assessment) == {}
        assert turnout.reached(session, assessment) == {}
        assert turnout.latest(session, assessment) is None


@pytest.mark.usefixtures("some")
def test_no_answer_is_read_to_count_them(database: Database, assessment: Assessment) -> None:
    rows = []
    with database.read() as session:

        @event.listens_for(session.connection(), "after_cursor_execute")
        def note(*about: object) -> None:
            rows.append(about[2])

        turnout.by_area(session, assessment)
        turnout.by_role_and_place(session, assessment)
    assert len(rows) == 2
    assert all("GROUP BY" in str(statement) for statement in rows)


def test_other_assessments_are_not_counted(
    database: Database, assessment: Assessment, tiny: Instrument, some: None
) -> None:
    elsewhere = Assessment(id=assessment.id + 1)
    with database.read() as session:
        assert turnout.by_area(session, elsewhere) == {}
        assert turnout.by_role_and_place(session, elsewhere) == {}


def test_links_of_one_organisation_count_together(database: Database, assessment: Assessment) -> None:
    with database.write() as session:
        for token, organisation, answers in (("a", "hospital", 4), ("b", "hospital", 3), ("c", None, 9)):
            link = Link(assessment_id=assessment.id, token=token, organisation=organisation, answers=answers)
            links.add(session, link)
    with database.read() as session:
        assert turnout.by_organisation(session, assessment) == {"hospital": 7}


def test_a_day_has_one_set_of_figures_and_the_first_stays(database: Database, assessment: Assessment) -> None:
    with database.write() as session:
        assert turnout.keep(session, assessment, DAY, {"total": 1})
        assert not turnout.keep(session, assessment, DAY, {"total": 2})
        kept = turnout.latest(session, assessment)
        assert kept is not None
        assert (kept.day, kept.shown) == (DAY, {"total": 1})
        turnout.keep_last(session, assessment, DAY, {"total": 3})
        kept = turnout.latest(session, assessment)
        assert kept is not None
        assert kept.shown == {"total": 3}


def test_two_hundred_who_reach_a_page_at_once_are_two_hundred(
    database: Database, assessment: Assessment
) -> None:
    def reach(number: int) -> None:
        with database.write() as session:
            turnout.reach(session, assessment, "about-you" if number % 4 else "aim")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(reach, range(200)))
    with database.read() as session:
        assert turnout.reached(session, assessment) == {"about-you": 150, "aim": 50}
