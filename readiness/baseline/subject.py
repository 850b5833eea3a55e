"""One assessment as baseline sees it: the wave, its scores, its lists and how many people there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from readiness.analysis import grouped, scoring
from readiness.analysis.arrays import Columns
from readiness.baseline.grouping import (
    Floats,
    Grouping,
    Hosts,
    Ints,
    Population,
    by_role_mix,
    hosts,
    labels,
    unstandardised,
)
from readiness.baseline.release import People, Shown, decide, joined_to_smallest
from readiness.baseline.scores import Scored, part_a, part_b
from readiness.instrument.journey import Local
from readiness.instrument.types import Choice, Choices, Instrument, Number, Page
from readiness.records.assessments import Headcounts
from readiness.records.wave import Wave


@dataclass(frozen=True)
class Homes:
    """With which role each role is estimated: in the whole system, in each place and in each clinical area."""

    system: Hosts
    places: Hosts
    areas: Hosts


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

    homes: Homes
    people: People
    shown: Shown
    blank_place: int | None
    """The place with which the few are counted who named none."""

    @property
    def roles(self) -> Ints:
        """The role of every respondent."""
        return self.people.roles

    @property
    def block_roles(self) -> Ints:
        """The role of the person behind every area block."""
        return self.roles[self.wave.block_person]

    def everyone(self) -> Grouping:
        """Return one group of all respondents."""
        return self._everyone

    @cached_property
    def _everyone(self) -> Grouping:
        one, always = np.zeros(self.wave.n, dtype=np.int64), np.ones(1, np.bool_)
        system = self.population.system[np.newaxis]
        return by_role_mix(one, self.roles, system, self.homes.system, self.population, always)

    @cached_property
    def judged(self) -> dict[tuple[bytes, bytes, int, bool], bool]:
        """What `once` found: it is asked when figures are made, and again when all are."""
        return {}

    def by_role(self) -> Grouping:
        """Return a group for each role."""
        return unstandardised(self.roles, self.population.system, self.shown.roles)

    def by_place(self) -> Grouping:
        """Return a group for each place."""
        people, homes = self.population, self.homes
        return by_role_mix(
            self.people.places, self.roles, people.places, homes.places, people, self.shown.places
        )

    def by_area(self) -> Grouping:
        """Return a group of area blocks for each clinical area."""
        areas, people, homes = labels(self.wave.block_area), self.population, self.homes
        return by_role_mix(areas, self.block_roles, people.areas, homes.areas, people, self.shown.areas)

    def by_area_and_role(self) -> Grouping:
        """Return a group of area blocks for each clinical area and role: label area * roles + role."""
        areas, roles = labels(self.wave.block_area), self.block_roles
        groups = np.where((areas < 0) | (roles < 0), -1, areas * len(self.population.roles) + roles)
        return unstandardised(groups, self.population.areas.ravel(), self.shown.area_roles)


def subject(
    instrument: Instrument,
    local: Local,
    wave: Wave,
    headcounts: Headcounts,
    threshold: int,
    first: Headcounts | None = None,
) -> Subject:
    """Score a wave, set it beside its lists and headcounts, and decide which groups may be shown.

    `first` are the headcounts of the baseline where this is a later year: its role mix is that of all years.
    """
    work, blocks = part_a(wave, instrument), part_b(wave, instrument)
    population = staff(instrument, local, headcounts, first)
    roles = labels(wave.strata["role"].codes)
    places, blank_place = joined_to_smallest(
        labels(wave.strata["place"].codes), roles, len(local.places), threshold
    )
    homes = _homes(wave, work, blocks, places, population, threshold)
    people = People(
        roles=roles,
        places=places,
        areas=_chosen(wave, len(local.areas)),
        flagged=straight_lined(wave) | wave.hasty,
        answered=tuple(_answered(wave, work, blocks)),
        role_count=len(instrument.roles),
        place_count=len(local.places),
        system_hosts=homes.system.of,
        place_hosts=homes.places.of,
        area_hosts=homes.areas.of,
        shares=population.shares if population.known else np.ones(len(instrument.roles)),
        scored_here=_scored_here(wave, blocks, population),
    )
    shown = decide(people, threshold)
    return Subject(instrument, local, wave, work, blocks, population, homes, people, shown, blank_place)


def _homes(
    wave: Wave, work: Scored, blocks: Scored, places: Ints, population: Population, threshold: int
) -> Homes:
    """Return with which role each role is estimated, so that no mean rests on too few answers of one role."""
    roles = labels(wave.strata["role"].codes)
    have = (~np.isnan(work.dimensions)).view(np.int8)
    have = have[:, have.sum(axis=0, dtype=np.int64) >= threshold]
    person = Columns(((have, None),))
    block = Columns(((have, wave.block_person), ((~np.isnan(blocks.dimensions)).view(np.int8), None)))
    counts = (
        _fewest(np.zeros_like(roles), roles, (1, len(population.system)), person),
        _fewest(places, roles, population.places.shape, person),
        _fewest(labels(wave.block_area), roles[wave.block_person], population.areas.shape, block),
    )
    return Homes(*(hosts(each, population, threshold) for each in counts))


def _fewest(groups: Ints, roles: Ints, shape: tuple[int, ...], have: Columns) -> Ints:
    """Return groups x roles: the answers to the score that fewest people there have; `have` is 1 or 0."""
    cells, size = np.where((groups < 0) | (roles < 0), -1, groups * shape[1] + roles), shape[0] * shape[1]
    everybody = np.bincount(cells[cells >= 0], minlength=size)
    counts = grouped.code_counts(have, cells, size, points=1)[:, :, 2]
    return np.asarray(np.minimum(everybody, counts.min(axis=1, initial=len(cells))).reshape(shape))


def straight_lined(wave: Wave) -> NDArray[np.bool_]:
    """Return who gave one and the same rating 20 times or more, over Part A and the areas answered for."""
    if not len(wave.block_person):
        return scoring.straight_lined(wave.codes)
    first = np.r_[True, np.diff(wave.block_person) != 0]
    turn = np.arange(len(first)) - np.maximum.accumulate(np.where(first, np.arange(len(first)), 0))
    beside = np.full((wave.n, int(turn.max()) + 1, wave.block_codes.shape[1]), -1, dtype=wave.codes.dtype)
    beside[wave.block_person, turn] = wave.block_codes
    return scoring.straight_lined_in(Columns(((wave.codes, None), (beside.reshape(wave.n, -1), None))))


def _chosen(wave: Wave, areas: int) -> NDArray[np.bool_]:
    chosen = np.zeros((wave.n, areas), dtype=np.bool_)
    chosen[wave.block_person, wave.block_area] = True
    return chosen


def _answered(wave: Wave, work: Scored, blocks: Scored) -> Iterator[NDArray[np.bool_]]:
    """Yield for every dimension and component who has a score."""
    yield from ~np.isnan(work.dimensions).T
    for column in ~np.isnan(blocks.dimensions).T:
        person = np.zeros(wave.n, dtype=np.bool_)
        person[wave.block_person[column]] = True
        yield person


def _scored_here(wave: Wave, blocks: Scored, population: Population) -> Ints:
    """Return components x areas x roles: how many have a score of each component there."""
    areas, roles = population.areas.shape
    role = labels(wave.strata["role"].codes)[wave.block_person]
    cells = np.where(role < 0, -1, labels(wave.block_area) * roles + role)
    known = [cells[~np.isnan(column) & (cells >= 0)] for column in blocks.dimensions.T]
    counts = [np.bincount(each, minlength=areas * roles) for each in known]
    return np.array(counts, dtype=np.int64).reshape(len(counts), areas, roles)


def question(pages: tuple[Page, ...], question_id: str | None) -> Choice | Choices | Number | None:
    """Return the closed question with that id, if the pages have one."""
    found = [each for page in pages for each in page.questions if each.id == question_id]
    return found[0] if found and isinstance(found[0], Choice | Choices | Number) else None


def staff(
    instrument: Instrument, local: Local, headcounts: Headcounts, first: Headcounts | None = None
) -> Population:
    """Return how many people there are by role, place and clinical area, in the order of the lists."""
    roles = tuple(role.id for role in instrument.roles)
    return Population(
        roles=roles,
        nearest={role.id: role.nearest for role in instrument.roles if role.nearest},
        system=np.array([headcounts.roles.get(role, np.nan) for role in roles], dtype=np.float64),
        places=_table(headcounts.places, [place.id for place in local.places], roles),
        areas=_table(headcounts.areas, [area.id for area in local.areas], roles),
        frozen=_frozen(first, roles),
    )


def _frozen(first: Headcounts | None, roles: tuple[str, ...]) -> Floats | None:
    """Return the baseline's headcounts by role, where it had the same roles and knew how many there are of each."""
    if first is None or set(first.roles) != set(roles) or not sum(first.roles.values()):
        return None
    return np.array([first.roles[role] for role in roles], dtype=np.float64)


def _table(known: dict[tuple[str, str], int], groups: list[str], roles: tuple[str, ...]) -> Floats:
    rows = [[float(known.get((role, group), np.nan)) for role in roles] for group in groups]
    return np.array(rows, dtype=np.float64).reshape(len(groups), len(roles))
