"""Who belongs to which published group, split by role so that every group can be put on one role mix."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from readiness.analysis import estimates, grouped

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

    @property
    def known(self) -> bool:
        """Whether every role's headcount in the system is known, so that scores can be standardised."""
        return bool(np.isfinite(self.system).all() and self.system.sum() > 0)

    @property
    def shares(self) -> Floats:
        """The system's role mix, to which every group is standardised."""
        return np.asarray(self.system / self.system.sum())


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
    def of_row(self) -> Ints:
        """The group of each row; -1 where it belongs to none."""
        return np.where(self.cells < 0, -1, self.cells // self.shares.shape[1])


def tallied(codes: NDArray[np.int8], grouping: Grouping) -> tuple[NDArray[np.int8], Grouping]:
    """Return the different rows of `codes` in each cell, and the grouping of these rows."""
    rows, cells, times = grouped.tally(codes, grouping.cells)
    return rows, replace(grouping, cells=cells, times=times)


def by_role_mix(
    groups: Ints, roles: Ints, headcounts: Floats, population: Population, shown: NDArray[np.bool_]
) -> Grouping:
    """Return groups whose scores will be standardised to the system's role mix, where that is known.

    `groups` and `roles` label each row (-1 is none), `headcounts` is groups x roles.
    """
    if not population.known:
        return unstandardised(groups, headcounts.sum(axis=1), shown)
    hosts, joined = _hosts(groups, roles, headcounts.shape, population)
    count, strata = headcounts.shape
    shares, merged = np.zeros((count, strata)), np.zeros((count, strata))
    for role in range(strata):
        np.add.at(shares, (np.arange(count), hosts[:, role]), population.shares[role])
        np.add.at(merged, (np.arange(count), hosts[:, role]), headcounts[:, role])
    inside = (groups >= 0) & (roles >= 0)
    cells = np.full(len(groups), -1, dtype=np.int64)
    cells[inside] = groups[inside] * strata + hosts[groups[inside], roles[inside]]
    return Grouping(cells, shares, merged, joined, True, shown)


def unstandardised(groups: Ints, headcounts: Floats, shown: NDArray[np.bool_]) -> Grouping:
    """Return groups whose scores are those of the people who answered; `headcounts` is one number a group."""
    count = len(headcounts)
    return Grouping(groups, np.ones((count, 1)), headcounts.reshape(count, 1), ((),) * count, False, shown)


def _hosts(
    groups: Ints, roles: Ints, shape: tuple[int, ...], population: Population
) -> tuple[Ints, tuple[tuple[str, ...], ...]]:
    """Return for each group and role the role with which it is estimated, and the names of those that moved."""
    count, strata = shape
    inside = (groups >= 0) & (roles >= 0)
    answered = np.bincount(groups[inside] * strata + roles[inside], minlength=count * strata).reshape(shape)
    hosts = np.tile(np.arange(strata, dtype=np.int64), (count, 1))
    joined: list[tuple[str, ...]] = []
    for group in range(count):
        home = estimates.merge_small_strata(
            dict(zip(population.roles, answered[group].tolist(), strict=True)),
            population.nearest,
        )
        hosts[group] = [population.roles.index(str(home[role])) for role in population.roles]
        joined.append(tuple(role for role in population.roles if home[role] != role))
    return hosts, tuple(joined)


def labels(codes: Sequence[int] | NDArray[np.integer]) -> Ints:
    """Return codes as labels of the width that the sums work in."""
    return np.asarray(codes, dtype=np.int64)
