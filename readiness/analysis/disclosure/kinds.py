"""People whom no published group tells apart, and the elimination that both searches of the row space start from."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from readiness.analysis.arrays import BoolArray, FloatArray, IntArray

# Memberships are 0 or 1 and elimination keeps their combinations far from this.
TOLERANCE = 1e-7


def kinds_of(member: BoolArray, sizes: IntArray) -> tuple[IntArray, IntArray, BoolArray, IntArray]:
    """Return the atoms that have people in some group, the kind of each, distinct groups x kinds, people of each kind.

    People in no published group cannot be worked out; a group of nobody gives nobody away.
    """
    peopled = np.flatnonzero((sizes > 0) & member.any(axis=0))
    first, kind = alike(member[:, peopled].T)
    kinds = member[:, peopled[first]]
    size = np.bincount(kind, sizes[peopled], minlength=len(first)).astype(np.int64)
    return peopled, kind, kinds[alike(kinds)[0]], size


def alike(rows: BoolArray) -> tuple[IntArray, IntArray]:
    """Return where each distinct row stands first, and for every row the number of the one that it equals."""
    if rows.size == 0:
        return np.arange(min(len(rows), 1)), np.zeros(len(rows), dtype=np.int64)
    return kind_of(np.packbits(rows, axis=1))


def kind_of(rows: NDArray[Any]) -> tuple[IntArray, IntArray]:
    """Return the same of rows of numbers."""
    # As bytes, a row compares as one value: a hundred times faster than column by column.
    packed = np.ascontiguousarray(rows).view(f"V{rows.shape[1] * rows.itemsize}").ravel()
    _, first, same = np.unique(packed, return_index=True, return_inverse=True)
    return first.astype(np.int64), same.astype(np.int64)


def row_echelon(table: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return the reduced row echelon form without its zero rows, and the pivot columns."""
    table = table.copy()
    pivots: list[int] = []
    for column in range(table.shape[1]):
        row = len(pivots)
        if row == len(table):
            break
        best = row + int(np.argmax(np.abs(table[row:, column])))
        if abs(table[best, column]) <= TOLERANCE:
            continue
        table[[row, best]] = table[[best, row]]
        table[row] /= table[row, column]
        others = np.flatnonzero(table[:, column])
        others = others[others != row]
        changed = table[others] - np.outer(table[others, column], table[row])
        changed[np.abs(changed) <= TOLERANCE] = 0.0
        table[others] = changed
        pivots.append(column)
    return table[: len(pivots)], np.array(pivots, dtype=np.int64)


def orthonormal(rows: FloatArray) -> FloatArray:
    """Return orthonormal rows of the same span (Gram and Schmidt, the longest first, each made orthogonal twice).

    The tables are too small for the threads of LAPACK, which takes several times as long.
    """
    left, lengths = rows.copy(), np.linalg.norm(rows, axis=1)
    found = np.empty_like(left)
    for count in range(min(left.shape)):
        remains = np.linalg.norm(left, axis=1)
        longest = int(np.argmax(remains))
        # What is left by rounding is no direction.
        if remains[longest] <= 1e-12 * lengths.max(initial=0.0):
            return found[:count]
        direction = left[longest] / remains[longest]
        direction -= (found[:count] @ direction) @ found[:count]
        found[count] = direction / np.linalg.norm(direction)
        left -= np.outer(left @ found[count], found[count])
    return found[: min(left.shape)]
