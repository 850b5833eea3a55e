"""Which assessment may follow which, and what is kept of it."""

from __future__ import annotations

from typing import Any

import pytest

from readiness.config import Settings
from readiness.errors import FileFaults
from readiness.fieldwork import lifecycle, setup_file, setup_kept
from readiness.fieldwork.setup_types import Ancestry, Setup
from readiness.records import assessments, following
from readiness.records.database import Database
from readiness.records.tables import Assessment


@pytest.fixture
def closed(database: Database, tiny_settings: Settings, assessment: Assessment) -> Assessment:
    """The first year, closed."""
    return lifecycle.close(database, tiny_settings, assessment.code, assessment.closes_on)


@pytest.fixture
def later(tiny_setup: Setup, closed: Assessment) -> Setup:
    """The year after."""
    return tiny_setup.model_copy(update={"year": tiny_setup.year + 1, "follows": closed.code})


def test_a_year_follows_the_year_before_and_keeps_what_became_of_its_areas(
    database: Database, tiny_settings: Settings, later: Setup, closed: Assessment
) -> None:
    area = later.areas[0].id
    told = later.model_copy(update={"became": (Ancestry(kind="area", past=area, now=None),)})
    with database.write() as session:
        made = lifecycle.create(session, told, tiny_settings)
    with database.read() as session:
        made = assessments.by_code(session, made.code)
        assert [one.code for one in following.chain(session, made)] == [closed.code, made.code]
        assert [one.code for one in following.followers(session, closed)] == [made.code]
        kept = setup_kept.kept(session, made)
        assert (kept.follows, kept.became) == (told.follows, told.became)
        assert setup_kept.kept(session, closed).follows is None


@pytest.mark.parametrize(
    ("given", "place", "problem"),
    [
        ({"follows": "nowhere"}, "follows", "has no assessment"),
        ({"system": "Elsewhere"}, "follows", "has no assessment"),
        ({"year": 2026}, "follows", "which is not before 2026"),
        ({"became": (Ancestry(kind="area", past="nothing"),)}, "became[1].past", 'had no area "nothing"'),
    ],
)
def test_what_cannot_be_followed_is_told(
    database: Database,
    tiny_settings: Settings,
    later: Setup,
    given: dict[str, Any],
    place: str,
    problem: str,
) -> None:
    with pytest.raises(FileFaults) as found, database.write() as session:
        lifecycle.create(session, later.model_copy(update=given), tiny_settings)
    (fault,) = found.value.faults
    assert fault.place == place
    assert problem in fault.problem


def test_an_open_year_cannot_be_followed(
    database: Database, tiny_settings: Settings, tiny_setup: Setup, assessment: Assessment
) -> None:
    setup = tiny_setup.model_copy(update={"year": 2030, "follows": assessment.code})
    with pytest.raises(FileFaults, match="is open"), database.write() as session:
        lifecycle.create(session, setup, tiny_settings)


@pytest.mark.parametrize(
    ("became", "follows", "problem"),
    [
        ([Ancestry(kind="area", past="a")], None, "which assessment this one follows"),
        ([Ancestry(kind="area", past="a", now="nowhere")], "x", 'There is no area "nowhere"'),
        ([Ancestry(kind="area", past="a")] * 2, "x", "is said twice"),
        ([Ancestry(kind="organisation", past="a", now="nowhere")], "x", 'There is no organisation "nowhere"'),
        (
            [Ancestry(kind="area", past="a", now="cardiology", part=True)],
            "x",
            "while the rest is still listed",
        ),
        ([Ancestry(kind="area", past="cardiology", part=True)], "x", "while the rest is still listed"),
        (
            [Ancestry(kind="area", past="cardiology", now="cardiology", part=True)],
            "x",
            "while the rest is still listed",
        ),
        (
            [Ancestry(kind="area", past="a"), Ancestry(kind="area", past="a", now="cardiology")],
            "x",
            "is said twice",
        ),
    ],
)
def test_what_became_of_groups_must_fit_the_set_up(
    tiny_setup: Setup, became: list[Ancestry], follows: str | None, problem: str
) -> None:
    setup = tiny_setup.model_copy(update={"became": tuple(became), "follows": follows})
    found = setup_file.faults(setup, None, "file")
    assert [fault for fault in found if problem in fault.problem], found
