"""Who belongs to which published group, split by role so that every group can be put on one role mix."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from readiness.analysis import estimates, grouped
from readiness.analysis.arrays import Columns

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Population:
    """How many people there are, by role in the system, in each place and in each clinical area; nan is unknown."""

    roles: tuple[str, ...]
    nearest: Mapping[Hashable, Hashable]
    """The role that each joins where too few of it answered."""
    system: Floats
    """By role."""
    places: Floats
    """Places x roles."""
    areas: Floats
    """Areas x roles."""
    frozen: Floats | None = None
    """By role: the headcounts of the baseline that this year goes back to, whose role mix stays that of all years."""

    @property
    def known(self) -> bool:
        """Whether the role mix is known, so that scores can be standardised."""
        return bool(np.isfinite(self._mixed).all() and self._mixed.sum() > 0)

    @property
    def shares(self) -> Floats:
        """The role mix to which every group is standardised."""
        return np.asarray(self._mixed / self._mixed.sum())

    @property
    def _mixed(self) -> Floats:
        return self.system if self.frozen is None else self.frozen


@dataclass(frozen=True)
class Grouping:
    """Rows labelled group * strata + stratum, with the share and the headcount of every stratum of every group."""

    cells: Ints
    """Label of each row; -1 leaves it out."""
    shares: Floats
    """Groups x strata."""
    headcounts: Floats
    """Groups x strata; nan is unknown."""
    joined: tuple[tuple[str, ...], ...]
    """For each group the roles that were joined to their nearest one."""
    standardised: bool
    shown: NDArray[np.bool_]
    """Which groups may be published."""
    times: Ints | None = None
    """How many people each row stands for, where equal ones are tallied."""

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return len(self.shares)

    @property
    def group_of_cell(self) -> Ints:
        """The group of each cell."""
        return np.asarray(np.arange(self.shares.size) // self.shares.shape[1])

    @property
    def of_row(self) -> Ints:
        """The group of each row; -1 where it belongs to none."""
        # Label -1 takes the last entry.
        return np.asarray(np.append(self.group_of_cell, -1)[self.cells])

    @property
    def inside(self) -> Ints:
        """The cells of the rows that belong to a group."""
        return np.asarray(self.cells[self.cells >= 0])

    def merged(self, counts: Ints) -> Ints:
        """Return each group's sum over its strata, from one count a cell."""
        return np.asarray(counts.reshape(self.shares.shape).sum(axis=1))


def tallied(codes: NDArray[np.int8] | Columns, grouping: Grouping) -> tuple[NDArray[np.int8], Grouping]:
    """Return the different rows of `codes` in each cell, and the grouping of these rows."""
    rows, cells, times = grouped.tally(codes, grouping.cells)
    return rows, replace(grouping, cells=cells, times=times)


@dataclass(frozen=True)
class Hosts:
    """With which role each role of each group is estimated: itself, or its nearest one where it is too small."""

    of: Ints
    """Groups x roles."""
    joined: tuple[tuple[str, ...], ...]
    """For each group the roles that moved."""


def hosts(answered: Ints, population: Population, minimum: int) -> Hosts:
    """Return hosts such that every role that a mean is made of has `minimum` answers (groups x roles) if it can.

    A mean on a role mix is one equation over the means of its roles, so that none of these may stand for few people.
    """
    if not population.known:
        return Hosts(np.zeros_like(answered), ((),) * len(answered))
    found, joined = np.empty_like(answered), []
    for group, counts in enumerate(answered.tolist()):
        home = estimates.merge_small_strata(
            dict(zip(population.roles, counts, strict=True)), population.nearest, minimum
        )
        found[group] = [population.roles.index(str(home[role])) for role in population.roles]
        joined.append(tuple(role for role in population.roles if home[role] != role))
    return Hosts(found, tuple(joined))


def by_role_mix(
    groups: Ints,
    roles: Ints,
    headcounts: Floats,
    home: Hosts,
    population: Population,
    shown: NDArray[np.bool_],
) -> Grouping:
    """Return groups whose scores will be standardised to the system's role mix, where that is known.

    `groups` and `roles` label each row (-1 is none), `headcounts` is groups x roles.
    """
    if not population.known:
        return unstandardised(groups, headcounts.sum(axis=1), shown)
    count, strata = headcounts.shape
    shares, merged = np.zeros((count, strata)), np.zeros((count, strata))
    for role in range(strata):
        np.add.at(shares, (np.arange(count), home.of[:, role]), population.shares[role])
        np.add.at(merged, (np.arange(count), home.of[:, role]), headcounts[:, role])
    # One more group and one more role, for none: label -1 finds the last of each.
    places = np.full((count + 1, strata + 1), -1)
    places[:count, :strata] = np.arange(count)[:, np.newaxis] * strata + home.of
    cells = places.ravel()[groups * (strata + 1) + roles + np.where(roles < 0, strata + 1, 0)]
    return Grouping(cells, shares, merged, home.joined, True, shown)


def unstandardised(groups: Ints, headcounts: Floats, shown: NDArray[np.bool_]) -> Grouping:
    """Return groups whose scores are those of the people who answered; `headcounts` is one number a group."""
    count = len(headcounts)
    return Grouping(groups, np.ones((count, 1)), headcounts.reshape(count, 1), ((),) * count, False, shown)


def labels(codes: Sequence[int] | NDArray[np.integer]) -> Ints:
    """Return codes as labels of the width that the sums work in."""
    return np.asarray(codes, dtype=np.int64)
