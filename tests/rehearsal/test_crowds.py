"""Which simulated people answer, and that they can answer any questionnaire."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from readiness.baseline import planning
from readiness.baseline.planning import Asked
from readiness.fieldwork import submitting
from readiness.instrument.journey import Local, LocalInnovation
from readiness.instrument.load import load_version
from readiness.instrument.types import Instrument, Option
from readiness.records.assessments import Headcounts
from readiness.rehearsal import crowds, people
from tests.instrument.conftest import TINY, VALID, lay

LOCAL = Local(
    places=(Option(id="north", text="North"), Option(id="south", text="South")),
    areas=(
        Option(id="heart", text="Heart"),
        Option(id="lungs", text="Lungs"),
        Option(id="skin", text="Skin"),
    ),
    innovations=(LocalInnovation("monitor", "Monitor", ("heart",)), LocalInnovation("app", "App")),
)
COUNTED = Headcounts(
    roles={"nurse": 200, "manager": 40},
    places={("nurse", "north"): 150, ("nurse", "south"): 50, ("manager", "north"): 40},
    areas={("nurse", "heart"): 100, ("nurse", "skin"): 20},
)


def crowd(instrument: Instrument, headcounts: Headcounts, *rates: str, seed: int = 1) -> list[people.Person]:
    asked = Asked("A title", "Ashdale", instrument, LOCAL, headcounts, 11, 28)
    return crowds.by_headcounts(asked, planning.rates(rates, instrument), seed)


def test_everybody_answers_at_100_from_where_they_work(tiny):
    found = crowd(tiny, COUNTED, "100")
    assert Counter(person.role for person in found) == {"nurse": 200, "manager": 40}
    assert Counter(person.place for person in found if person.role == "nurse") == {"north": 150, "south": 50}


def test_so_many_answer_for_an_area_as_work_there_and_others_in_proportion(tiny):
    """Of 200 nurses 120 work in an area; the 80 others answer for heart and skin as 5 to 1."""
    found = [person for person in crowd(tiny, COUNTED, "100") if person.role == "nurse"]
    areas = Counter(area for person in found for area in person.areas)
    assert areas["lungs"] == 0
    assert abs(areas["heart"] - 167) < 25
    assert abs(areas["skin"] - 33) < 25


def test_of_whom_no_area_is_known_each_is_as_likely(tiny):
    managers = [person for person in crowd(tiny, COUNTED, "100") if person.role == "manager"]
    assert all(len(person.areas) == 1 for person in managers)
    assert {person.areas[0] for person in managers} == {"heart", "lungs", "skin"}


def test_the_same_seed_gives_the_same_crowd_and_another_seed_another(tiny):
    assert crowd(tiny, COUNTED, "50") == crowd(tiny, COUNTED, "50")
    assert crowd(tiny, COUNTED, "50") != crowd(tiny, COUNTED, "50", seed=2)


def test_nobody_answers_at_0(tiny):
    assert crowd(tiny, COUNTED, "0") == []
    assert list(people.answers(tiny, LOCAL, [], 1)) == []


@pytest.mark.parametrize("name", [path.name for path in sorted(VALID.iterdir())])
def test_simulated_people_can_answer_every_kind_of_questionnaire(name: str, tmp_path: Path) -> None:
    """Each is the small questionnaire with one thing more; no answer of anybody is refused."""
    folder = tmp_path / "tiny" / "2026.1"
    shutil.copytree(TINY, folder)
    lay(VALID / name, folder)
    instrument = load_version(tmp_path, "tiny", "2026.1")
    local = LOCAL if instrument.area else Local(places=LOCAL.places)
    roles = [role.id for role in instrument.roles]
    some = [
        people.Person(roles[n % len(roles)], "north", ("heart", "skin")[: n % 3] if instrument.area else ())
        for n in range(40)
    ]
    some = [
        one if one.areas or not instrument.area else people.Person(one.role, None, ("lungs",)) for one in some
    ]
    found = list(people.answers(instrument, local, some, 5))
    kept = [submitting.checked(instrument, local, given) for given in found]
    assert len(kept) == 40
    assert all(one.answers for one in kept)


def test_a_reversed_statement_is_rated_the_other_way(instrument_of_two):
    instrument, local = instrument_of_two
    some = [people.Person("nurse", "north", ()) for _ in range(400)]
    given = list(people.answers(instrument, local, some, 1))
    rated = np.array([[one.get("aim-1") or np.nan, one.get("aim-2") or np.nan] for one in given], dtype=float)
    rated = rated[~np.isnan(rated).any(axis=1)]
    assert np.corrcoef(rated.T)[0, 1] < -0.2


@pytest.fixture
def instrument_of_two(tiny: Instrument) -> tuple[Instrument, Local]:
    """A questionnaire whose first dimension has two anchors, one of them reversed."""
    first = tiny.dimensions[0]
    anchor = next(item for item in first.items if item.role is None)
    pair = (
        anchor.model_copy(update={"id": "aim-1", "when": None}),
        anchor.model_copy(update={"id": "aim-2", "when": None, "reverse": True}),
    )
    dimensions = (first.model_copy(update={"items": pair}), *tiny.dimensions[1:])
    return tiny.model_copy(update={"dimensions": dimensions}), Local(places=LOCAL.places, areas=LOCAL.areas)
