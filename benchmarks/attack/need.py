"""What a program that only counts people would show, and the fewest groups to hide besides the small ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from benchmarks.attack.algebra import kinds, nested, small_sums
from benchmarks.attack.bounds import family, interval
from benchmarks.attack.reader import Reader

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
ROUNDS = 60


@dataclass(frozen=True)
class Family:
    """Every group that could be published, who is in it, and who has each score."""

    names: list[str]
    members: list[list[Flags]]
    """For each group its people by the role with which they are estimated, and as a whole."""
    printed: list[tuple[int, list[Floats]]]
    """Groups of which means of single scores are shown; for each score what every person counts there."""
    scored: list[Flags]
    shown: list[bool]


def of(reader: Reader) -> Family:
    """Return the family of one system."""
    people, homes = reader.of_it.people, reader.of_it.homes
    groups = list(family(reader))
    home = {"system": homes.system.of[0]}
    home |= {f"place {i}": each for i, each in enumerate(homes.places.of)}
    home |= {f"area {i}": each for i, each in enumerate(homes.areas.of)}
    members = [
        reader.hosts(group, home[name], people.roles) if name in home else [group]
        for name, group, _ in groups
    ]
    everyone = np.ones(len(people.roles), dtype=np.bool_)
    scored, own = _distinct([everyone, *people.answered]), np.zeros(people.role_count, dtype=np.int64)
    printed = [
        (index, [reader.mix(group & each, home.get(name, own), people.roles) for each in scored])
        for index, (name, group, _) in enumerate(groups)
        if not (name.startswith("area") and "role" in name)
    ]
    return Family(
        [name for name, _, _ in groups],
        members,
        printed,
        scored,
        [n is not None for _, _, n in groups],
    )


def _distinct(flags: tuple[Flags, ...] | list[Flags]) -> list[Flags]:
    return list({each.tobytes(): each for each in flags}.values())


def primary(found: Family, threshold: int) -> Flags:
    """Return which groups hold somebody, but fewer than the threshold, for some score."""
    n = np.array(
        [
            [(each[-1 if len(each) == 1 else 0] & scored).sum() for scored in found.scored]
            for each in found.members
        ]
    )
    return ((n > 0) & (n < threshold)).any(axis=1)


def control_broken(found: Family, threshold: int, random: np.random.Generator) -> bool:
    """Say whether a program that shows every group of `threshold` people or more would give few people away."""
    for scored in found.scored:
        rows = [each[0] & scored for each in found.members]
        rows = [row for row in rows if row.sum() >= threshold]
        if nested(np.array(rows), threshold):
            return True
        table = kinds([row[:, np.newaxis].astype(float) for row in rows], np.arange(len(scored)))
        if any(each.one_sided for each in small_sums(table, threshold, random)):
            return True
    return False


def least(found: Family, threshold: int, random: np.random.Generator) -> int:
    """Return a lower bound of the groups that any safe release hides besides the small ones.

    Each sum over few people, or difference of few and few others, that the reader finds is a combination of published
    groups, one of which must go, and so is each proof that a small group's number lies within `threshold` - 1: the
    fewest groups that meet all these demands are fewer than, or as many as, any safe choice hides.
    """
    small, count = primary(found, threshold), len(found.members)
    empty = np.array([not each[0].any() for each in found.members])
    demands: list[NDArray[np.float64]] = []
    hidden = np.zeros(count, dtype=np.bool_)
    for _ in range(ROUNDS):
        before = len(demands)
        for score, scored in enumerate(found.scored):
            demands += _demands(found, scored, ~(hidden | small | empty), threshold, random)
            demands += _apart(found, score, ~(hidden | small | empty), threshold, random)
        if len(demands) == before:
            demands += _counted(found, ~(hidden | small | empty), threshold)
        if len(demands) == before:
            break
        most = np.ones(count)
        most[0] = 0.0
        answer = milp(
            np.ones(count),
            integrality=np.ones(count),
            bounds=Bounds(0, most),
            constraints=[LinearConstraint(np.array(demands), 1, np.inf), *_layout(found, small | empty)],
        )
        if answer.x is None:
            break
        hidden = answer.x > 0.5
    return int(hidden.sum())


def _layout(found: Family, never: Flags) -> list[LinearConstraint]:
    """Return that a role in an area is hidden with its area: it is a part of the area's page."""
    areas = {name: index for index, name in enumerate(found.names)}
    rows = []
    for index, name in enumerate(found.names):
        area, _, role = name.partition(" role ")
        if area and role and not never[index]:
            row = np.zeros(len(found.names))
            row[index], row[areas[area]] = 1.0, -1.0
            rows.append(row)
    return [LinearConstraint(np.array(rows), 0, np.inf)] if rows else []


def _demands(
    found: Family, scored: Flags, published: Flags, threshold: int, random: np.random.Generator
) -> list[NDArray[np.float64]]:
    rows, owner = [], []
    for index in np.flatnonzero(published):
        for part in found.members[index]:
            if (part & scored).any():
                rows.append(part & scored)
                owner.append(index)
    table = kinds([row[:, np.newaxis].astype(float) for row in rows], np.arange(len(scored)))
    first = np.unique(table.kind, return_index=True)[1]
    member = np.array([row[first] for row in rows], dtype=float)
    demands = []
    for exposed in small_sums(table, threshold, random):
        if exposed.one_sided:
            demands += _one_of(member, exposed.weights.ravel(), np.array(owner), len(found.members))
    return demands


def _apart(
    found: Family, score: int, published: Flags, threshold: int, random: np.random.Generator
) -> list[Floats]:
    """Return a demand for each difference of few and few others that follows from means as they are printed."""
    told = [(index, each[score]) for index, each in found.printed if published[index] and each[score].any()]
    rows = np.array([weights / weights.max() for _, weights in told])
    if not len(rows):
        return []
    table = kinds(list(rows[:, :, np.newaxis]), np.arange(rows.shape[1]))
    first = np.unique(table.kind, return_index=True)[1]
    owner = np.array([index for index, _ in told])
    demands: list[Floats] = []
    for exposed in small_sums(table, threshold, random):
        demands += _one_of(rows[:, first], exposed.weights.ravel(), owner, len(found.members))
    return demands


def _one_of(rows: Floats, weights: Floats, owner: NDArray[np.int64], count: int) -> list[Floats]:
    """Return that one of the groups must go whose rows make up the weights."""
    both = np.hstack([rows.T, -rows.T])
    answer = linprog(np.ones(both.shape[1]), A_eq=both, b_eq=weights, method="highs")
    if answer.x is None:
        return []
    parts = np.abs(answer.x[: len(rows)] - answer.x[len(rows) :]) > 1e-9
    return [np.isin(np.arange(count), owner[parts]).astype(float)]


def _counted(found: Family, published: Flags, threshold: int) -> list[NDArray[np.float64]]:
    """Return a demand for each small group whose number of people the published numbers bound too closely."""
    everyone = np.array([each[0] for each in found.members])
    model = kinds(
        [group[:, np.newaxis].astype(float) for group in everyone if group.any()],
        np.arange(everyone.shape[1]),
    )
    first = np.unique(model.kind, return_index=True)[1]
    rows, most = everyone[:, first].astype(float), np.full(len(first), float(everyone.shape[1]))
    known = everyone.sum(axis=1).astype(float)[published]
    demands = []
    for target in np.flatnonzero((everyone.sum(axis=1) > 0) & (everyone.sum(axis=1) < threshold)):
        within = interval(rows[target], rows[published], known, most)
        if within.high - within.low <= threshold - 1 + 1e-6:
            demand = np.zeros(len(rows))
            demand[np.flatnonzero(published)[within.used]] = 1.0
            demands.append(demand)
    return demands
