"""One assessment as baseline sees it: the wave, its scores, its lists and how many people there are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from readiness.baseline.grouping import Floats, Grouping, Ints, Population, by_role_mix, labels, unstandardised
from readiness.baseline.scores import Scored, part_a, part_b
from readiness.instrument.journey import Local
from readiness.instrument.types import Choice, Choices, Instrument, Number, Page
from readiness.records.assessments import Headcounts
from readiness.records.wave import Wave


@dataclass(frozen=True)
class Subject:
    """All that findings are made from; it never leaves the package."""

    instrument: Instrument
    local: Local
    wave: Wave
    work: Scored
    """Part A, a row a respondent."""
    blocks: Scored
    """Part B, a row a respondent and clinical area."""
    population: Population

    @property
    def roles(self) -> Ints:
        """The role of every respondent."""
        return labels(self.wave.strata["role"].codes)

    @property
    def block_roles(self) -> Ints:
        """The role of the person behind every area block."""
        return self.roles[self.wave.block_person]

    def everyone(self) -> Grouping:
        """Return one group of all respondents."""
        return by_role_mix(
            np.zeros(self.wave.n, dtype=np.int64), self.roles, self.population.system[np.newaxis], self.population
        )

    def by_role(self) -> Grouping:
        """Return a group for each role."""
        return unstandardised(self.roles, len(self.population.roles), self.population.system)

    def by_place(self) -> Grouping:
        """Return a group for each place."""
        places = labels(self.wave.strata["place"].codes)
        return by_role_mix(places, self.roles, self.population.places, self.population)

    def by_area(self) -> Grouping:
        """Return a group of area blocks for each clinical area."""
        areas = labels(self.wave.block_area)
        return by_role_mix(areas, self.block_roles, self.population.areas, self.population)

    def by_area_and_role(self) -> Grouping:
        """Return a group of area blocks for each clinical area and role: label area * roles + role."""
        areas, roles = labels(self.wave.block_area), self.block_roles
        groups = np.where((areas < 0) | (roles < 0), -1, areas * len(self.population.roles) + roles)
        return unstandardised(groups, self.population.areas.size, self.population.areas.ravel())


def subject(instrument: Instrument, local: Local, wave: Wave, headcounts: Headcounts) -> Subject:
    """Score a wave and set it beside its lists and headcounts."""
    return Subject(
        instrument, local, wave, part_a(wave, instrument), part_b(wave, instrument), _population(instrument, local, headcounts)
    )


def question(pages: tuple[Page, ...], question_id: str | None) -> Choice | Choices | Number | None:
    """Return the closed question with that id, if the pages have one."""
    found = [each for page in pages for each in page.questions if each.id == question_id]
    return found[0] if found and isinstance(found[0], Choice | Choices | Number) else None


def _population(instrument: Instrument, local: Local, headcounts: Headcounts) -> Population:
    roles = tuple(role.id for role in instrument.roles)
    return Population(
        roles=roles,
        nearest={role.id: role.nearest for role in instrument.roles if role.nearest},
        system=np.array([headcounts.roles.get(role, np.nan) for role in roles], dtype=np.float64),
        places=_table(headcounts.places, [place.id for place in local.places], roles),
        areas=_table(headcounts.areas, [area.id for area in local.areas], roles),
    )


def _table(known: dict[tuple[str, str], int], groups: list[str], roles: tuple[str, ...]) -> Floats:
    rows = [[float(known.get((role, group), np.nan)) for role in roles] for group in groups]
    return np.array(rows, dtype=np.float64).reshape(len(groups), len(roles))
