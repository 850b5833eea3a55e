"""Which years and areas stand side by side for whom, and when what was worked out holds no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import nan

import pytest

from readiness.baseline.years import Changes, Line, Point, Round
from readiness.building import moved
from readiness.building.moved import ALL, PUBLISHED, Own, View
from readiness.config import Settings
from readiness.fieldwork import lifecycle, publishing, undertaken
from readiness.fieldwork.setup_types import Ancestry, Listed, Setup
from readiness.fieldwork.undertaken import Wanted
from readiness.instrument.types import Instrument
from readiness.records import actions, publications
from readiness.records.database import Database
from readiness.records.following_tables import Action
from readiness.records.tables import Assessment
from tests.reporting.believable import believable

Years = list[Assessment]


@pytest.fixture
def years(database: Database, tiny_settings: Settings, tiny_setup: Setup, assessment: Assessment) -> Years:
    """Three closed years; in the last, cardiology and diabetes have become one."""
    found = [lifecycle.close(database, tiny_settings, assessment.code, date(2026, 11, 30))]
    merged = (Listed(id="heart", name="Heart and diabetes"), tiny_setup.areas[1])
    became = tuple(Ancestry(kind="area", past=past, now="heart") for past in ("cardiology", "diabetes"))
    last = {"areas": merged, "became": became, "innovations": (), "headcounts": tiny_setup.headcounts}
    for number, changes in ((2027, {}), (2028, last)):
        setup = tiny_setup.model_copy(
            update={"title": f"Ashdale {number}", "year": number, "follows": found[-1].code, **changes}
        )
        if changes:
            counts = setup.headcounts.model_copy(update={"areas": {}})
            setup = setup.model_copy(update={"headcounts": counts})
        with database.write() as session:
            made = lifecycle.create(session, setup, tiny_settings)
            lifecycle.open_(session, made.code, tiny_settings, made.opens_on)
        found.append(lifecycle.close(database, tiny_settings, made.code, made.closes_on))
    return found


def publish(database: Database, of: Assessment) -> None:
    with database.write() as session:
        beside = publishing.earlier(session, of)
        publications.add(session, of, {}, "lea@example.org", 1_800_000_000, beside)


def test_what_an_area_came_from_is_seen_only_where_that_year_is_published(
    database: Database, years: Years
) -> None:
    one, both = frozenset({"heart"}), frozenset({"cardiology", "diabetes"})
    with database.read() as session:
        found = moved.areas(session, years, "heart")
        assert found == [Own(both, frozenset()), Own(both, frozenset()), Own(one, one)]
        same = moved.areas(session, years, "respiratory")
        assert same == [Own(frozenset({"respiratory"}), frozenset({"respiratory"}))] * 3
    publish(database, years[1])
    with database.read() as session:
        assert moved.areas(session, years, "heart")[:2] == [Own(both, frozenset()), Own(both, both)]


def test_the_published_years_are_those_without_a_gap_with_which_it_was_published(
    database: Database, years: Years
) -> None:
    one, two, three = years
    for of, count in ((three, 0), (one, 0), (two, 0), (three, 3)):
        publish(database, of)
        with database.read() as session:
            assert len(moved.years(session, three, PUBLISHED)) == count
            assert len(moved.years(session, three, ALL)) == 3
    for of, count in ((one, 0), (two, 0)):
        with database.write() as session:
            publications.end(session, of, "lea@example.org", 1_800_000_001)
        with database.read() as session:
            assert len(moved.years(session, three, PUBLISHED)) == count
        publish(database, of)
        with database.read() as session:
            assert len(moved.years(session, three, PUBLISHED)) == 3, "the same figures are published again"


def test_publishing_and_what_is_done_make_it_another_and_each_view_has_its_own(
    database: Database, tiny_settings: Settings, years: Years, tiny: Instrument
) -> None:
    def keys(of: Assessment) -> list[str]:
        views = (ALL, View(area="heart"))
        with database.read() as session:
            return [moved.key(tiny_settings, session, of, view, "") for view in views]

    before = keys(years[2])
    assert len(set(before)) == 2
    with database.write() as session:
        undertaken.add(session, years[2], tiny, Wanted("Two hours", "heart"))
    assert keys(years[2]) == before, "beside what is done after the newest report nothing stands yet"
    with database.write() as session:
        actions.add(session, Action(assessment_id=years[1].id, area="diabetes", text="Two hours"))
    acted = keys(years[2])
    assert all(was != now for was, now in zip(before, acted, strict=True))
    publish(database, years[1])
    publish(database, years[2])
    published = keys(years[2])
    assert published[0] == acted[0], "who leads the system sees what is found now"
    assert published[1] != acted[1]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_kept_comes_back_whole_and_damage_is_found(
    database: Database, tiny_settings: Settings, years: Years
) -> None:
    of = years[2]
    heading = replace(believable().heading, code=of.code)
    round_ = Round(replace(believable(), heading=heading), "open", {}, {})
    points = (Point(2026, None, "hidden"), Point(2027, believable().general, "", 1.5))
    line = Line("system", "general", "General", "system", "", "Ashdale", points)
    made = Changes((round_, round_), (line,), (), (), (), None)
    with database.read() as session:
        named = moved.key(tiny_settings, session, of, ALL, "")
        assert moved.changes(tiny_settings, session, of, ALL) is None
        moved.keep(tiny_settings, made, ALL, "", named)
        back = moved.changes(tiny_settings, session, of, ALL)
        assert back is not None
        assert back.rounds == made.rounds
        assert back.lines[0].points[1] == points[1]
        assert back.lines[0].points[0].mean is None
        assert str(back.lines[0].points[0].se) == str(nan)
        path = tiny_settings.instance / "findings" / f"{of.code}-moved.json"
        path.write_bytes(path.read_bytes().replace(b'"hidden"', b'"nothid"'))
        assert moved.changes(tiny_settings, session, of, ALL) is None
