"""Which groups of the published tables can ever be shown, and how likely each will have enough answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from readiness.analysis import planning
from readiness.baseline.drivers import MINIMUM
from readiness.baseline.gate import DISTRIBUTION
from readiness.baseline.grouping import Floats, Population
from readiness.baseline.planning.kinds import LIKELY, Asked, Group, Part, Rates, Table
from readiness.baseline.system import RELIABLE


def by_role(asked: Asked, rates: Rates) -> Floats:
    """Return each role's rate, in the instrument's order."""
    return np.array([rates.of(role.id) for role in asked.instrument.roles])


def in_areas(asked: Asked, staff: Population, rates: Rates) -> Floats:
    """Return how likely somebody of each role who works in an area answers for that area.

    A person may answer for so many areas and no more: those who work in more of them leave some out.
    """
    block = asked.instrument.area
    everywhere = np.nansum(staff.areas, axis=0)
    most = (block.choose.at_most if block else 1) * staff.system
    with np.errstate(divide="ignore", invalid="ignore"):
        taken = np.where(everywhere > most, most / everywhere, 1.0)
    return np.asarray(by_role(asked, rates) * np.nan_to_num(taken, nan=1.0))


def groups(asked: Asked, staff: Population, rates: Rates) -> tuple[Group, ...]:
    """Return every group of the tables that are published, in their order."""
    return tuple(_groups(asked, staff, rates))


def _groups(asked: Asked, staff: Population, rates: Rates) -> Iterator[Group]:
    everywhere, here = by_role(asked, rates), in_areas(asked, staff, rates)
    roles, least = asked.instrument.roles, asked.threshold
    yield _group("system", "system", asked.system, staff.system, everywhere, least)
    for role, people, rate in zip(roles, staff.system, everywhere, strict=True):
        yield _group("role", role.id, role.plural, np.array([people]), np.array([rate]), least)
    for place, row in zip(asked.local.places, staff.places, strict=True):
        yield _group("place", place.id, place.text, row, everywhere, least)
    for area, row in zip(asked.local.areas, staff.areas, strict=True):
        yield _group("area", area.id, area.text, row, here, least)
    for area, row in zip(asked.local.areas, staff.areas, strict=True):
        for role, people, rate in zip(roles, row, here, strict=True):
            both = f"{area.id} {role.id}", f"{role.plural} in {area.text}"
            yield _group("area-role", *both, np.array([people]), np.array([rate]), least)


def _group(table: Table, id: str, name: str, people: Floats, rates: Floats, least: int) -> Group:
    known = np.isfinite(people)
    if not known.any():
        return Group(table, id, name, None, False, None, None, None, None, None, None)
    there, rate = people[known].astype(np.int64).tolist(), rates[known].tolist()
    low, high = planning.range_of(there, rate)
    return Group(
        table,
        id,
        name,
        sum(there),
        bool(known.all()),
        round(float(np.dot(there, rate))),
        low,
        high,
        planning.chance_of(least, there, rate),
        None,
        planning.rate_for(least, there, LIKELY),
    )


def seen(found: tuple[Group, ...], shown: Mapping[tuple[str, str], float]) -> tuple[Group, ...]:
    """Return the groups with the part of the simulated turnouts in which each was shown."""
    return tuple(replace(group, shown=shown.get((group.table, group.id))) for group in found)


def parts(asked: Asked, staff: Population, rates: Rates) -> tuple[Part, ...]:
    """Return the parts of the report that need a number of answers, where it is known how many there are to answer."""
    known = np.isfinite(staff.system)
    if not known.any():
        return ()
    people = staff.system[known].astype(np.int64).tolist()
    rate = by_role(asked, rates)[known].tolist()
    return (
        Part("any", asked.threshold, planning.chance_of(asked.threshold, people, rate)),
        Part("bars", DISTRIBUTION, planning.chance_of(DISTRIBUTION, people, rate)),
        Part("reliability", RELIABLE, planning.chance_of(RELIABLE, people, rate)),
        Part("drivers", MINIMUM, planning.chance_of(MINIMUM, people, rate)),
    )
