"""What follows exactly from linear equations: small groups in the row space, and figures that were withheld."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

TOLERANCE = 1e-7
ORDERS = 8
"""Orders of elimination that are tried."""


@dataclass(frozen=True)
class Kinds:
    """Equations over people who are alike to all of them: equations x (kinds x slots)."""

    rows: Floats
    sizes: Ints
    """People of each kind."""
    kind: Ints
    """The kind of each entry."""
    slots: int

    def per_kind(self, vector: Floats) -> Floats:
        """Return a vector of weights as kinds x slots."""
        return vector.reshape(len(self.sizes), self.slots)


def kinds(weights: list[Floats], person: Ints) -> Kinds:
    """Merge entries that no equation tells apart; each equation is scaled so that its largest weight is 1."""
    stack = np.array([w / np.abs(w).max() for w in weights if np.abs(w).max() > 0])
    if len(stack) == 0:
        return Kinds(np.empty((0, 0)), np.empty(0, np.int64), np.empty(0, np.int64), 1)
    entries, slots = stack.shape[1:]
    flat = np.ascontiguousarray(np.round(stack.transpose(1, 0, 2).reshape(entries, -1), 10) + 0.0)
    keys = flat.view(f"V{flat.shape[1] * 8}").ravel()
    _, first, kind = np.unique(keys, return_index=True, return_inverse=True)
    pairs = np.unique(np.column_stack([kind.ravel(), person]), axis=0)
    sizes = np.bincount(pairs[:, 0], minlength=len(first))
    rows = stack[:, first].reshape(len(stack), -1)
    return Kinds(rows[np.lexsort(rows.T[:1])], sizes, kind.ravel(), slots)


@dataclass(frozen=True)
class Exposed:
    """A weighted sum of the answers of too few people that follows from published figures."""

    people: int
    weights: Floats
    """Kinds x slots."""

    @property
    def one_sided(self) -> bool:
        """Whether it is a sum over people, and no difference between some and others."""
        return bool((self.weights > -TOLERANCE).all() or (self.weights < TOLERANCE).all())


def small_sums(table: Kinds, threshold: int, random: np.random.Generator) -> list[Exposed]:
    """Return sums over 1 to threshold - 1 people in the row space.

    Each order of elimination leaves one equation for each leading answer, without the other leading answers. A sum
    over few people is among them as soon as exactly one of its answers leads; kinds of many people go first, since
    they cannot belong to it, so the others are few and a handful of random orders finds it.
    """
    found: dict[bytes, Exposed] = {}
    if len(table.rows) == 0:
        return []
    used = np.flatnonzero(np.abs(table.rows).max(axis=0) > 0)
    of_kind = used // table.slots
    for _ in range(ORDERS):
        luck = random.permutation(len(table.sizes))
        weight = (
            np.where(table.sizes >= threshold, 1000, 0) - luck / len(luck) - random.random() * table.sizes
        )
        order = (
            np.argsort(-weight[of_kind], kind="stable")
            if _ % 2
            else np.argsort(np.where(table.sizes >= threshold, 0, 1 + luck)[of_kind], kind="stable")
        )
        left = eliminated(table.rows[:, used[order]])
        left /= np.abs(left).max(axis=1, keepdims=True)
        touched = np.zeros((len(left), len(table.sizes)), dtype=np.bool_)
        row, column = np.nonzero(np.abs(left) > TOLERANCE)
        touched[row, of_kind[order][column]] = True
        people = touched @ table.sizes
        for each in np.flatnonzero((people > 0) & (people < threshold)):
            vector = np.zeros(table.rows.shape[1])
            vector[used[order]] = np.where(np.abs(left[each]) > TOLERANCE, left[each], 0.0)
            key = touched[each].tobytes()
            if key not in found and in_row_space(table.rows, vector):
                found[key] = Exposed(int(people[each]), vector.reshape(-1, table.slots))
    return list(found.values())


def eliminated(rows: Floats) -> Floats:
    """Return the reduced row echelon form without rows of zeros."""
    left, rank = rows.copy(), 0
    for column in range(left.shape[1]):
        if rank == len(left):
            break
        best = rank + int(np.argmax(np.abs(left[rank:, column])))
        if abs(left[best, column]) <= TOLERANCE:
            left[rank:, column] = 0.0
            continue
        left[[rank, best]] = left[[best, rank]]
        left[rank] /= left[rank, column]
        factor = left[:, column].copy()
        factor[rank] = 0.0
        left -= np.outer(factor, left[rank])
        left[np.abs(left) < 1e-11] = 0.0
        rank += 1
    return left[:rank]


def in_row_space(rows: Floats, vector: Floats) -> bool:
    """Say whether a vector is a combination of rows."""
    if len(rows) == 0:
        return False
    parts = np.linalg.lstsq(rows.T, vector, rcond=1e-11)[0]
    return bool(np.abs(rows.T @ parts - vector).max() <= TOLERANCE * np.abs(vector).max())


def width(rows: Floats, vector: Floats, rounding: Floats) -> float:
    """Return the width of the interval for a weighted sum that rounded figures give exactly, infinite if they do not.

    `rounding` is the width of each figure's own interval; the combination with the narrowest result is taken.
    """
    if len(rows) == 0:
        return np.inf
    scale = np.abs(rows).max(axis=1)
    scale[scale == 0] = 1.0
    if not in_row_space(rows / scale[:, np.newaxis], vector / np.abs(vector).max()):
        return np.inf
    if not rounding.any():
        return 0.0
    columns = np.unique(np.column_stack([rows.T, vector]), axis=0)
    both = np.hstack([columns[:, :-1], -columns[:, :-1]])
    found = linprog(np.r_[rounding, rounding], A_eq=both, b_eq=columns[:, -1], method="highs")
    return float(found.fun) if found.status == 0 else 0.0


def nested(groups: Flags, threshold: int) -> int:
    """Return how many pairs of groups (groups x people), one inside the other, differ by 1 to threshold - 1 people."""
    inside = groups.astype(np.int64)
    shared, sizes = inside @ inside.T, inside.sum(axis=1)
    within = shared == sizes[:, np.newaxis]
    more = sizes[np.newaxis] - sizes[:, np.newaxis]
    return int((within & (sizes[:, np.newaxis] > 0) & (more > 0) & (more < threshold)).sum())
