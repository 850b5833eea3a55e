"""How exact each group's mean will be, and which change to next year it can show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from readiness.analysis import estimates, planning
from readiness.baseline.grouping import Floats, Ints, Population, hosts
from readiness.baseline.planning.groups import by_role, in_areas
from readiness.baseline.planning.kinds import Asked, Assumed, Precision, Rates, Table
from readiness.instrument.types import Option


@dataclass(frozen=True)
class Strata:
    """The expected answers of groups as the product will weigh them: groups x strata."""

    n: Ints
    shares: Floats
    people: Floats

    def errors(self, sd: float) -> Floats:
        """Return the standard error of each group's mean."""
        return planning.errors(self.n, self.shares, self.people, sd)


def expected(people: Floats, rates: Floats) -> Ints:
    """Return groups x roles: how many answers to expect; none of a role whose headcount is not known."""
    return np.rint(np.nan_to_num(people) * rates).astype(np.int64)


def strata(answers: Ints, people: Floats, staff: Population, least: int) -> Strata:
    """Return groups on the system's role mix, small roles joined to their nearest one; as they are where unknown."""
    if not staff.known:
        return _unmixed(answers, people)
    home = hosts(answers, staff, least).of
    n, shares, merged = np.zeros_like(answers), np.zeros(people.shape), np.zeros(people.shape)
    rows = np.arange(len(answers))
    for role in range(answers.shape[1]):
        np.add.at(n, (rows, home[:, role]), answers[:, role])
        np.add.at(shares, (rows, home[:, role]), staff.shares[role])
        np.add.at(merged, (rows, home[:, role]), people[:, role])
    return Strata(n, shares, merged)


def of_areas(asked: Asked, staff: Population, rates: Rates) -> Strata:
    """Return the expected answers of every clinical area."""
    answers = expected(staff.areas, in_areas(asked, staff, rates))
    return strata(answers, staff.areas, staff, asked.threshold)


def precision(asked: Asked, staff: Population, rates: Rates, assumed: Assumed) -> tuple[Precision, ...]:
    """Return how exact every group of which some headcount is known will be."""
    usual = by_role(asked, rates)
    everyone = [Option(id="system", text=asked.system)]
    roles = [Option(id=role.id, text=role.plural) for role in asked.instrument.roles]
    system, single = staff.system[np.newaxis], staff.system[:, np.newaxis]
    least = asked.threshold
    places, own, here = staff.places, usual[:, np.newaxis], in_areas(asked, staff, rates)
    tables: list[tuple[Table, Sequence[Option], Floats, Floats, Strata]] = [
        ("system", everyone, system, usual, strata(expected(system, usual), system, staff, least)),
        ("role", roles, single, own, _unmixed(expected(single, own), single)),
        ("place", asked.local.places, places, usual, strata(expected(places, usual), places, staff, least)),
        ("area", asked.local.areas, staff.areas, here, of_areas(asked, staff, rates)),
    ]
    return tuple(each for table in tables for each in _exact(*table, assumed, least))


def _unmixed(answers: Ints, people: Floats) -> Strata:
    return Strata(
        answers.sum(axis=1, keepdims=True), np.ones((len(people), 1)), people.sum(axis=1, keepdims=True)
    )


def _exact(
    table: Table,
    names: Sequence[Option],
    people: Floats,
    rates: Floats,
    found: Strata,
    assumed: Assumed,
    least: int,
) -> Iterator[Precision]:
    answers = np.nansum(people * rates, axis=1)
    errors = found.errors(assumed.sd)
    margins = planning.margin(errors)
    change, sure = planning.detectable(errors, errors), planning.detectable(errors, errors, planning.POWER)
    for index, named in enumerate(names):
        if not np.isfinite(people[index]).any():
            continue
        n = round(float(answers[index]))
        share = 100 * estimates.proportion(0.5, n, float(people[index].sum())).margin
        figures = np.array([margins[index], share, change[index], sure[index]])
        # Of too few answers nothing is shown, and so nothing is exact.
        told = [float(each) if np.isfinite(each) and n >= least else None for each in figures]
        reliable = tuple(planning.reliability(n, icc) for icc in assumed.iccs) if table == "area" else ()
        yield Precision(table, named.id, named.text, n, told[0], told[1], told[2], told[3], reliable)
