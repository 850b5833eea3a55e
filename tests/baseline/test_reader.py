"""A reader with a staff list and every published figure: may the answers of too few people be worked out?

Generated systems with small and unlucky groups. The reader takes what findings show, group by group and score by
score, knows who belongs to which group and who answered what, and tries differences, single kinds of people, pairs
and triples.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from readiness.baseline.door import findings
from readiness.baseline.subject import Subject, subject
from readiness.instrument.journey import Local
from readiness.instrument.types import Option
from readiness.records import wave
from readiness.records.assessments import Headcounts
from tests.analysis.test_disclosure_worlds import works_out_a_few
from tests.baseline.conftest import as_row, person

pytestmark = pytest.mark.slow

WORLDS = int(os.environ.get("READINESS_WORLDS", "24")) // 4
THRESHOLDS = (10, 11, 20)
ROLES = ("gp", "clinician", "manager")


def system(instrument, seed: int) -> tuple[Subject, int]:
    """Return a system of 60 to 160 people in a few uneven places and areas, some of whom leave things blank."""
    random = np.random.default_rng(seed)
    people, areas, places = (
        int(random.integers(60, 160)),
        int(random.integers(3, 6)),
        int(random.integers(2, 4)),
    )
    local = Local(
        places=tuple(Option(id=f"place-{i}", text=f"Place {i}") for i in range(places)),
        areas=tuple(Option(id=f"area-{i}", text=f"Area {i}") for i in range(areas)),
    )
    chance = random.dirichlet(np.full(areas, 2.0))
    given = [_somebody(random, local, chance) for _ in range(people)]
    built = wave.built(instrument, local, [[as_row(each) for each in given]])
    threshold = THRESHOLDS[seed % 3]
    known = Headcounts(dict.fromkeys(ROLES, 400)) if seed % 2 else Headcounts()
    return subject(instrument, local, built, known, threshold), threshold


def _somebody(random: np.random.Generator, local: Local, chance: np.ndarray) -> dict:
    many = int(random.integers(1, 3))
    areas = [local.areas[i].id for i in random.choice(len(local.areas), many, replace=False, p=chance)]
    given = person(str(random.choice(ROLES, p=[0.5, 0.35, 0.15])), areas, int(random.integers(1, 6)))
    if random.random() > 0.03:
        given["place"] = str(random.choice([place.id for place in local.places]))
    rated = [key for key in given if key[-1].isdigit() or key.rsplit("-", 1)[-1] in ROLES]
    return {key: value for key, value in given.items() if key not in rated or random.random() > 0.25}


def shown(of_it: Subject, found, column: int) -> Iterator[np.ndarray]:
    """Yield who is behind every figure of one dimension that findings show, as flags over the respondents.

    The reader is given more than findings print: the mean of every role that a mean on the role mix is made of.
    """
    answered = ~np.isnan(of_it.work.dimensions[:, column])
    dimension = of_it.instrument.dimensions[column].id
    yield from by_host(of_it, answered, of_it.homes.system.of[0])
    for index, role in enumerate(found.roles):
        if dict(role.dimensions).get(dimension) and dict(role.dimensions)[dimension].mean:
            yield answered & (of_it.people.roles == index)
    for index, place in enumerate(found.places):
        if dict(place.dimensions).get(dimension) and dict(place.dimensions)[dimension].mean:
            yield from by_host(of_it, answered & (of_it.people.places == index), of_it.homes.places.of[index])
    for index, area in enumerate(found.areas):
        here = answered & of_it.people.areas[:, index]
        if area.dimensions and dict(area.dimensions)[dimension].mean:
            yield from by_host(of_it, here, of_it.homes.areas.of[index])
        yield from (here & (of_it.people.roles == i) for i, role in enumerate(area.roles) if role.general)


def by_host(of_it: Subject, group: np.ndarray, home: np.ndarray) -> Iterator[np.ndarray]:
    """Yield a group's people by the role with which they are estimated."""
    yield group
    yield from (group & (home[of_it.people.roles] == host) for host in np.unique(home))


def threshold_alone(of_it: Subject, column: int, threshold: int) -> Iterator[np.ndarray]:
    """Yield what a program would show that only counts: the control, which must break."""
    answered = ~np.isnan(of_it.work.dimensions[:, column])
    roles, places = of_it.people.roles, of_it.wave.strata["place"].codes
    groups = [answered, *(answered & (roles == i) for i in range(3))]
    groups += [answered & (places == i) for i in range(of_it.people.place_count)]
    for area in of_it.people.areas.T:
        groups += [answered & area, *(answered & area & (roles == i) for i in range(3))]
    yield from (group for group in groups if group.sum() >= threshold)


def broken(groups: Iterator[np.ndarray], threshold: int) -> bool:
    """Say whether the reader works out some group of fewer people than the threshold."""
    told = np.array([group for group in groups if group.any()])
    kinds, sizes = np.unique(told, axis=1, return_counts=True)
    used = kinds.any(axis=0)
    return works_out_a_few(kinds[:, used], sizes[used], threshold)


@pytest.fixture(scope="module")
def systems(instrument):
    return [system(instrument, seed) for seed in range(max(WORLDS, 3))]


def test_no_score_of_a_released_system_gives_few_people_away(systems, heading):
    for of_it, threshold in systems:
        found = findings(of_it, replace(heading, threshold=threshold), None)
        for column in range(len(of_it.instrument.dimensions)):
            assert not broken(shown(of_it, found, column), threshold)


def test_a_program_that_only_counts_would_give_few_people_away(systems):
    failed = sum(
        any(broken(threshold_alone(of_it, column, threshold), threshold) for column in range(8))
        for of_it, threshold in systems
    )
    assert failed >= len(systems) / 4
