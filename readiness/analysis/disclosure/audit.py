"""Which groups of fewer than T people can be worked out exactly from the groups that are published?

Where there is none, a difference between few people and few others may still be known (`differences`).

A group of people can be worked out when its 0/1 vector lies in the row space of the published groups. People
with the same memberships in all of them are one atom, so that every such group is made of whole atoms; atoms
of T people or more cannot belong to a small one. What is left of the row space after that is usually of few
dimensions and is searched in full.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds as VariableBounds
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from readiness.analysis.arrays import BoolArray, FloatArray, IntArray
from readiness.analysis.disclosure.differences import EXACT, few_told, unmasked
from readiness.analysis.disclosure.kinds import TOLERANCE, kinds_of, row_echelon

# Up to this many dimensions all combinations are listed at once; above, a solver searches them.
LISTED = 12
# What the solvers call a problem without a solution.
INFEASIBLE = 2


@dataclass(frozen=True)
class Audit:
    """Whether the published groups are safe, and if not, the small groups that a reader can work out.

    `exposed` is small groups x atoms, True for an atom that belongs; `sizes` is their people. Only smallest
    groups are listed, none that contains another, up to 1,000 of them. Where there is none, it lists differences of
    few people and few others: `weights` has what each atom counts, at most 1, and `sizes` people counted by that,
    in whole numbers.
    """

    safe: bool
    exposed: BoolArray
    sizes: IntArray
    weights: FloatArray


def audit(
    groups: npt.ArrayLike, sizes: npt.ArrayLike, threshold: int = 11, means: npt.ArrayLike | None = None
) -> Audit:
    """Search the row space of `groups` for groups of 1 to `threshold` - 1 people, then that of `means` for differences.

    `groups` is published groups x atoms, 1 where the atom's people belong to the group; `sizes` is each
    atom's people. An atom is a cell of the finest table behind all groups (in area A only, GP, in place P),
    so that each person is in one. `means` is published means x atoms, what one person there counts in each; by
    default the groups themselves. Raises ValueError for entries other than 0 and 1, sizes that are not whole
    numbers of 0 or more and lengths that differ.
    """
    member, people = checked(groups, sizes, threshold)
    exposed = [group.astype(np.float64) for group in islice(small_groups(member, people, threshold), 1_000)]
    if not exposed:
        rows = weights_of(member if means is None else means, len(people))
        exposed = list(islice(few_told(rows, people, threshold), 1_000))
    found = np.array(exposed).reshape(len(exposed), len(people))
    told = np.abs(found) @ people
    order = np.argsort(told, kind="stable")
    return Audit(not exposed, found[order] != 0, np.floor(told[order] + EXACT).astype(np.int64), found[order])


def weights_of(means: npt.ArrayLike, atoms: int) -> FloatArray:
    """Return means as weights of the atoms."""
    rows = np.asarray(means, dtype=np.float64)
    if rows.ndim != 2 or rows.shape[1] != atoms or not np.isfinite(rows).all():
        raise ValueError(f"means must be means x {atoms} atoms, what a person counts in each, none missing.")
    return rows


def check_threshold(threshold: int) -> None:
    """Refuse a threshold that protects nobody."""
    if not threshold >= 2:
        raise ValueError(f"threshold must be 2 people or more; it is {threshold}.")


def checked(groups: npt.ArrayLike, sizes: npt.ArrayLike, threshold: int) -> tuple[BoolArray, IntArray]:
    """Return memberships and sizes as arrays that fit each other."""
    member, people = np.asarray(groups, dtype=np.float64), np.asarray(sizes, dtype=np.float64)
    check_threshold(threshold)
    if not (np.isfinite(people) & (people >= 0) & (people == np.rint(people))).all():
        raise ValueError("sizes must be whole numbers of people, 0 or more, none missing.")
    if member.ndim != 2:
        member = member.reshape(0, len(people)) if member.size == 0 else member
    if member.ndim != 2 or member.shape[1] != len(people):
        raise ValueError(f"groups must be groups x {len(people)} atoms, one column for each size.")
    if not np.isin(member, (0, 1)).all():
        raise ValueError("groups must hold only 0 and 1: an atom's people belong to a group or do not.")
    return member.astype(np.bool_), people.astype(np.int64)


def small_groups(member: BoolArray, sizes: IntArray, threshold: int) -> Iterator[BoolArray]:
    """Yield the smallest groups under `threshold` people in the row space, as masks of atoms."""
    peopled, kind, kinds, size = kinds_of(member, sizes)
    if len(peopled) == 0:
        return
    for group in _small_in_row_space(kinds, size, threshold):
        mask = np.zeros(len(sizes), dtype=np.bool_)
        mask[peopled] = group[kind]
        yield mask


def _small_in_row_space(kinds: BoolArray, size: IntArray, threshold: int) -> Iterator[BoolArray]:
    # Large atoms first: rows without a pivot among them vanish on all of them. Then the larger of the small
    # ones, so that few pivots fit under the threshold together.
    order = np.argsort(-size, kind="stable")
    reduced, pivots = row_echelon(kinds[:, order].astype(np.float64))
    large = int((size >= threshold).sum())
    vanishing = pivots >= large
    basis, heads = reduced[vanishing], pivots[vanishing]
    possible = _possible(basis, size[order], threshold)
    basis, heads = basis[possible], heads[possible]
    # A small group is a combination that speaks of few, too; mostly there is none and no search need be made.
    touched = np.flatnonzero((np.abs(basis) > TOLERANCE).any(axis=0))
    if len(unmasked(reduced, size[order].astype(np.float64), threshold, touched)) == 0:
        return
    for rows in _components(basis):
        for group in _zero_one(basis[rows], heads[rows], size[order], threshold):
            mask = np.zeros(len(size), dtype=np.bool_)
            mask[order] = group
            yield mask


def _possible(basis: FloatArray, size: IntArray, threshold: int) -> BoolArray:
    """Return which reduced rows can be part of a small group at all, which nearly always is none or few.

    A small group holds a row's pivot or not. A column that only this row reaches then decides alone: its
    entry must be 0 or 1, and its people count with the pivot's. Rows that fail leave more columns to the
    others alone.
    """
    possible = np.ones(len(basis), dtype=np.bool_)
    reached = np.abs(basis) > TOLERANCE
    while possible.any():
        alone = reached[possible].sum(axis=0) == 1
        part = basis[possible][:, alone]
        fits = (np.minimum(np.abs(part), np.abs(part - 1)) <= TOLERANCE).all(axis=1)
        stays = fits & ((part > 0.5) @ size[alone] < threshold)
        if stays.all():
            break
        possible[np.flatnonzero(possible)[~stays]] = False
    return possible


def _components(basis: FloatArray) -> Iterator[IntArray]:
    """Yield sets of rows that share no column with others: a group's part in each is a group of its own."""
    if len(basis) == 0:
        return
    touching = csr_array((np.abs(basis) > 0).astype(np.int64))
    count, part = connected_components(touching @ touching.T, directed=False)
    for component in range(count):
        yield np.flatnonzero(part == component)


def _zero_one(rows: FloatArray, heads: IntArray, size: IntArray, threshold: int) -> Iterator[BoolArray]:
    """Yield the smallest 0/1 vectors in the span: each is the sum of the rows whose pivots it holds."""
    if len(rows) <= LISTED:
        yield from _listed(rows, size, threshold)
    else:
        yield from _searched(rows, heads, size, threshold)


def _listed(rows: FloatArray, size: IntArray, threshold: int) -> Iterator[BoolArray]:
    choices = (np.arange(1, 2 ** len(rows))[:, np.newaxis] >> np.arange(len(rows))) & 1
    vectors = choices @ rows
    whole = (np.minimum(np.abs(vectors), np.abs(vectors - 1)) <= TOLERANCE).all(axis=1)
    groups = vectors[whole] > 0.5
    people = groups @ size
    found: list[BoolArray] = []
    for i in np.argsort(people, kind="stable"):
        if people[i] < threshold and not any((groups[i] >= other).all() for other in found):
            found.append(groups[i])
            yield groups[i]


def _searched(rows: FloatArray, heads: IntArray, size: IntArray, threshold: int) -> Iterator[BoolArray]:
    """Find the same by integer programming, one group after another, each excluding those that contain it."""
    atoms = np.flatnonzero(np.abs(rows).max(axis=0) > 0)
    span, weight = rows[:, atoms], size[atoms].astype(np.float64)
    at_heads = np.searchsorted(atoms, heads)
    follow = np.setdiff1d(np.arange(len(atoms)), at_heads)
    depends = np.zeros((len(follow), len(atoms)))
    depends[np.arange(len(follow)), follow] = 1
    depends[:, at_heads] = -span[:, follow].T
    whole = np.ones(len(atoms), dtype=np.int64)
    limits = [
        LinearConstraint(csr_array(depends), 0, 0),
        LinearConstraint(weight[np.newaxis], 1, threshold - 1),
    ]
    while True:
        answer = milp(weight, constraints=limits, integrality=whole, bounds=VariableBounds(0, 1))
        if answer.status == INFEASIBLE:
            return
        if answer.x is None:
            raise ValueError(f"The audit could not be finished, so do not release: {answer.message}")
        chosen = answer.x > 0.5
        limits.append(LinearConstraint(chosen[np.newaxis].astype(np.float64), 0, int(chosen.sum()) - 1))
        # The solver's own tolerance is wider than ours, so a group counts only if it really lies in the span.
        if np.abs(chosen[at_heads] @ span - chosen).max() <= TOLERANCE:
            group = np.zeros(rows.shape[1], dtype=np.bool_)
            group[atoms] = chosen
            yield group
