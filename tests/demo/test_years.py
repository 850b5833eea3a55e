"""The demonstration's three years: what truly moved is found, nothing else is claimed, and a merged area goes on.

Answers are made as for the database, and scored without it; one statement is reworded in the last year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from readiness import config
from readiness.baseline.door import findings
from readiness.baseline.findings import Heading
from readiness.baseline.subject import subject
from readiness.baseline.years import Action, Changes, Descent, Line, Round, changes, history
from readiness.demo import run
from readiness.demo.years import years
from readiness.fieldwork import setup_file
from readiness.fieldwork.setup_types import Setup
from readiness.instrument.load import load_version
from readiness.instrument.types import Instrument
from readiness.records import assessments, wave
from readiness.records.assessments import Headcounts
from readiness.records.tables import Headcount
from readiness.rehearsal.crowds import Population, by_area
from readiness.rehearsal.people import THEN, Later, answers
from tests.baseline.conftest import as_row

pytestmark = pytest.mark.slow
SURVEYS = config._bundled("surveys")
MOVED = {"resources", "route"}
"""Dimensions that truly moved everywhere, and so in every group."""
OF_ALL = {"general", "readiness", "criterion"}
"""What follows from them."""


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    return load_version(SURVEYS, "innovation-readiness", "2026.1")


@pytest.fixture(scope="module")
def rounds(instrument: Instrument) -> tuple[Round, ...]:
    """The three years as the demonstration asks them."""
    return tuple(_rounds(instrument))


@pytest.fixture(scope="module")
def found(rounds: tuple[Round, ...]) -> Changes:
    """What moved."""
    acts = [Action(1, "respiratory", "evidence", "Monthly figures", "Lead", None, 4, "running")]
    return changes(rounds, acts)


def _rounds(instrument: Instrument) -> Iterator[Round]:
    setup = setup_file.read(run.HERE / "system.toml", SURVEYS)
    first, counts = setup_file.local(setup), headcounts(setup)
    yield _round(instrument, setup, run.turnout(), THEN, counts)
    for year in years():
        setup = year.setup(setup, "before")
        asked = _round(instrument, setup, year.people(run.turnout()), year.later(first), counts)
        yield replace(asked, descents=tuple(Descent(one.kind, one.past, one.now) for one in setup.became))


def _round(instrument: Instrument, setup: Setup, crowd: Population, later: Later, first: Headcounts) -> Round:
    local = setup_file.local(setup)
    people = by_area(crowd, local, run.SEED + later.year)
    given = answers(instrument, local, people, run.SEED, later)
    built = wave.built(instrument, local, [[as_row(one) for one in given]])
    of_it = subject(instrument, local, built, headcounts(setup), 11, first)
    day = date(2026 + later.year, 2, 20)
    heading = Heading(
        *("code", setup.title, setup.system, day.year, day, day, setup.instrument, setup.version, ""),
        *("en", True, 11, "0", "", 1),
    )
    return Round(findings(of_it, heading, None), setup.links, *history.statements(instrument))


def headcounts(setup: Setup) -> Headcounts:
    """Return how many people there are."""
    return assessments.counted(part for part in setup_file.parts(setup) if isinstance(part, Headcount))


def told(found: Changes) -> list[tuple[Line, str]]:
    """Return every change that is claimed, since the year before and over all years."""
    return [
        (line, when)
        for line in found.lines
        for when in ("last", "whole")
        if (step := getattr(line, when)) and step.told
    ]


def truly(line: Line, when: str) -> bool:
    """Say whether that figure has truly moved then."""
    part = line.measure.rsplit("-", 1)[0] if line.family == "items" else line.measure
    if part in OF_ALL:
        return True
    moved = {"last": {"route"}, "whole": MOVED}[when]
    own = {("mental-health", "capability"), ("dermatology", "commitment"), ("diabetes-kidney", "capability")}
    if (line.group, part) in own - ({("dermatology", "commitment")} if when == "last" else set()):
        return True
    return part in moved or (line.family == "system" and part in ("capability", "commitment"))


def test_what_moved_everywhere_is_found(found: Changes) -> None:
    line = {each.measure: each for each in found.of("system")}
    assert line["resources"].whole is not None
    assert line["resources"].whole.told
    assert line["resources"].last is not None
    assert not line["resources"].last.told, "it moved the year before"
    assert line["route"].last is not None
    assert line["route"].last.told
    assert line["route"].trend is not None
    assert line["route"].trend.low > 0


def test_what_moved_in_one_area_is_found_there(found: Changes) -> None:
    parts = {(each.group, each.measure): each for each in found.of("parts")}
    fell, rose = parts["mental-health", "capability"], parts["dermatology", "commitment"]
    assert fell.last is not None
    assert fell.last.verdict == "large change"
    assert not fell.last.rose
    assert rose.whole is not None
    assert rose.whole.verdict == "large change"


def test_nothing_is_claimed_that_is_not_there(found: Changes) -> None:
    claims = told(found)
    assert len(claims) > 20
    assert not [
        (line.family, line.group, line.measure, when) for line, when in claims if not truly(line, when)
    ]


def test_merged_areas_are_followed_as_one(found: Changes) -> None:
    line = next(each for each in found.of("areas") if each.group == "diabetes-kidney")
    assert line.joined == ("Diabetes", "Kidney care")
    assert line.cautious
    assert all(point.mean for point in line.points)
    assert ("merged", "diabetes-kidney") in {(each.kind, each.id) for each in found.breaks}


def test_an_area_of_which_too_few_answered_stays_hidden_in_all_years(found: Changes) -> None:
    lines = [each for each in found.lines if each.group == "palliative"]
    assert {point.mean for each in lines for point in each.points} == {None}


def test_what_was_done_stands_beside_what_moved(found: Changes) -> None:
    (outcome,) = found.outcomes
    assert outcome.beyond is not None
    assert outcome.low is not None
    assert outcome.high is not None
    assert outcome.low < 0 < outcome.high, "nothing moved there that can be told"


def test_a_reworded_statement_breaks_only_what_it_touches(rounds: tuple[Round, ...]) -> None:
    last = rounds[-1]
    statements = {part: dict(of) for part, of in last.statements.items()}
    statements["route"]["route-1b"] = statements["route"].pop("route-1")
    found = changes((*rounds[:-1], replace(last, statements=statements)))
    line = {each.measure: each for each in found.of("system")}
    assert line["resources"].whole is not None
    assert line["resources"].whole.told
    assert not line["resources"].cautious
    assert line["route"].cautious, "it goes on over the two statements that stayed"
    assert all(point.mean for point in line["route"].points)
    assert line["general"].cautious
    areas = {each.measure: each for each in found.of("parts") if each.group == "cancer"}
    assert [point.why for point in areas["route"].points] == ["reworded", "reworded", ""]


def test_the_file_says_what_was_done_in_areas_that_there_were() -> None:
    setup = setup_file.read(Path(run.HERE / "system.toml"), SURVEYS)
    for year in years():
        known = {area.id for area in setup.areas} | {None}
        assert {one.area for one in year.done(1, date(2025, 2, 1))} <= known
        setup = year.setup(setup, "before")
