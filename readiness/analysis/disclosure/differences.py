"""Which weighted sums and differences of people can be worked out that speak of fewer than T of them?

A combination of published means gives every person a weight, and so tells one weighted sum of answers. Put so
that the largest weight is 1 and each person counted by the size of theirs, it speaks of so many people: five
less one other are six, and whoever knows that sum knows the mean of the five to 20 points of 100. The least
that any combination speaks of, with one kind of people weighing 1, is a linear programme. Its dual asks how many
people of that kind might answer otherwise than they did with all published sums unchanged, when others make up for
it: few, where the combination is.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from readiness.analysis.arrays import BoolArray, FloatArray, IntArray
from readiness.analysis.disclosure.kinds import TOLERANCE, kind_of, orthonormal

# Wider than the solver's own tolerance; counts of people are whole.
EXACT = 1e-6
# So many kinds are looked at together, to bound the memory; a tenth of them closely at first.
AT_ONCE = 1_000


def few_told(means: FloatArray, sizes: IntArray, threshold: int) -> Iterator[FloatArray]:
    """Yield combinations of means (means x atoms) that speak of fewer than `threshold` people, as weights of the atoms.

    The largest weight of each is 1. One is found where there is any.
    """
    most = np.abs(means[:, sizes > 0]).max(axis=1, initial=0.0)
    rows = means[most > 0] / most[most > 0, np.newaxis]
    peopled = np.flatnonzero((sizes > 0) & rows.any(axis=0))
    if len(peopled) == 0:
        return
    first, kind = kind_of(np.round(rows[:, peopled].T, 10) + 0.0)
    rows = rows[:, peopled[first]]
    weight = np.bincount(kind, sizes[peopled], minlength=len(first)).astype(np.float64)
    known = set[bytes]()
    for each in unmasked(rows, weight, threshold, np.arange(len(weight))):
        found = _lightest(rows, weight, int(each), threshold)
        if found is not None and (key := np.round(found, 6).tobytes()) not in known:
            known.add(key)
            weights = np.zeros(len(sizes))
            weights[peopled] = found[kind]
            yield weights


def unmasked(rows: FloatArray, weight: FloatArray, threshold: int, among: IntArray) -> IntArray:
    """Return those of some kinds, mostly none, of which a combination of fewer than `threshold` people may speak.

    Any change of answers that leaves all sums as they are proves that a kind has others to hide among. Of those in
    which a kind's people differ by one, the one that asks least of all others (least squares) is found for all kinds
    at once.
    """
    small = among[weight[among] < threshold]
    if len(small) == 0:
        return small
    span = orthonormal(rows * weight)
    # What the change asks of another kind is at most the product of lengths, so that exact figures for the longest do.
    length = np.sqrt((span**2).sum(axis=0))
    order = np.argsort(-length)
    shorter = length[order[AT_ONCE // 10 :]].max(initial=0.0)
    few = _asked(span, order[: AT_ONCE // 10], small)
    left = small[~_masked(length[small], np.maximum(few, length[small] * shorter), weight[small], threshold)]
    found = [left[:0]]
    for block in np.array_split(left, 1 + len(left) // AT_ONCE):
        asked = _asked(span, np.arange(len(weight)), block)
        found.append(block[~_masked(length[block], asked, weight[block], threshold)])
    return np.concatenate(found)


def _asked(span: FloatArray, others: IntArray, block: IntArray) -> FloatArray:
    """Return the most that the change asks of any of the others, as a part of that kind's people."""
    change = np.abs(span[:, others].T @ span[:, block])
    change[others[:, np.newaxis] == block] = 0.0
    return np.asarray(change.max(axis=0, initial=0.0))


def _masked(length: FloatArray, asked: FloatArray, weight: FloatArray, threshold: int) -> BoolArray:
    # The change lets so large a part of the kind's own people answer otherwise.
    own = 1.0 - length**2
    masked: BoolArray = (own > TOLERANCE) & (weight * (own + asked) >= threshold * asked)
    return masked


def _lightest(rows: FloatArray, weight: FloatArray, kind: int, threshold: int) -> FloatArray | None:
    """Return the combination in which `kind` weighs 1 that speaks of fewest people, if of few enough."""
    room = threshold - weight[kind]
    limits: Any = np.column_stack([-weight, weight])
    limits[kind] = -room, room
    aim = np.zeros(len(weight))
    aim[kind] = -1.0
    unchanged: Any = csr_array(rows)
    answer = linprog(aim, A_eq=unchanged, b_eq=np.zeros(len(rows)), bounds=limits, method="highs")
    if answer.status != 0 or answer.fun is None:
        raise ValueError(f"The audit could not be finished, so do not release: {answer.message}")
    if -answer.fun >= room - EXACT:
        return None
    found: FloatArray = np.asarray(answer.eqlin.marginals) @ rows
    found /= found[kind]
    found[np.abs(found) <= TOLERANCE] = 0.0
    # The first of the largest weights is 1, so that no combination comes twice, with both signs.
    return np.asarray(found / found[np.argmax(np.round(np.abs(found), 6))] + 0.0)
