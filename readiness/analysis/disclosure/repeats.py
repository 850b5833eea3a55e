"""Which combinations of means speak of few people, where a person gives several answers?

Somebody who answers for two clinical areas has an answer in each area's mean, and in a mean in which everybody counts
once both have half the weight. A combination may leave one of the two positive and the other negative: seen over
people it is nothing, and yet it is what few people said of one area less what they said of the other. So answers are
weighed one by one, and people counted by their heaviest answer. Put so that the largest weight is 1, the fewest
people that a combination speaks of are a linear programme, as in `differences`.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack, vstack

from readiness.analysis.arrays import BoolArray, FloatArray, IntArray
from readiness.analysis.disclosure.audit import INFEASIBLE, check_threshold, weights_of
from readiness.analysis.disclosure.differences import EXACT, unmasked
from readiness.analysis.disclosure.kinds import TOLERANCE, kind_of


def few_behind(
    means: npt.ArrayLike, kind: npt.ArrayLike, sizes: npt.ArrayLike, threshold: int = 11
) -> FloatArray | None:
    """Return a combination of means that speaks of fewer than `threshold` people, or None where there is none.

    `means` is what one answer counts in each mean, means x answers; `kind` is the kind of person that gives each
    answer, and `sizes` the people of each kind, who are alike in which answers they gave. What is returned is what
    each answer counts in the combination, at most 1. Raises ValueError for kinds that have no size and for a
    threshold under 2.
    """
    check_threshold(threshold)
    given, of_answer = np.asarray(sizes, dtype=np.int64), np.asarray(kind, dtype=np.int64)
    rows = weights_of(means, len(of_answer))
    if len(of_answer) and (of_answer.min() < 0 or of_answer.max() >= len(given)):
        raise ValueError(f"kind must number {len(given)} kinds of people, from 0.")
    largest = np.abs(rows).max(axis=1, initial=0.0)
    rows = rows[largest > 0] / largest[largest > 0, np.newaxis]
    if not rows.size:
        return None
    first, like = kind_of(np.round(rows.T, 10) + 0.0)
    same, people = _sets_of(like, of_answer, given, len(first))
    weights = rows[:, first]
    # Whoever gives an answer of that weight is spoken of.
    few = (same.T @ people < threshold) & weights.any(axis=0) & same[people > 0].any(axis=0)
    # Whoever gives several answers lends each a part of themselves, so that nobody hides others more than once.
    lent = (same / same.sum(axis=1, keepdims=True)).T @ people
    for each in unmasked(weights, lent, threshold, np.flatnonzero(few)):
        found = _lightest(weights, same, people, int(each), threshold)
        if found is not None:
            return found[like]
    return None


def _sets_of(like: IntArray, kind: IntArray, sizes: IntArray, count: int) -> tuple[BoolArray, FloatArray]:
    """Return distinct sets of equal answers (sets x answers), and how many people give each set."""
    gives = np.zeros((len(sizes), count), dtype=np.bool_)
    gives[kind, like] = True
    gives, given = gives[gives.any(axis=1)], sizes[gives.any(axis=1)]
    first, same = kind_of(np.packbits(gives, axis=1))
    return gives[first], np.bincount(same, given, minlength=len(first)).astype(np.float64)


def _lightest(
    weights: FloatArray, gives: BoolArray, people: FloatArray, answer: int, threshold: int
) -> FloatArray | None:
    """Return the combination in which one answer weighs 1 that speaks of fewest people, if of few enough."""
    peopled = people > 0
    who, what = np.nonzero(gives[peopled])
    each = np.arange(len(who))
    count, sets = len(weights), int(peopled.sum())
    heaviest = csr_array((np.ones(len(who)), (each, who)), shape=(len(who), sets))
    parts = csr_array(weights[:, what].T)
    limits: Any = vstack([hstack([parts, -heaviest]), hstack([-parts, -heaviest])])
    one: Any = np.r_[weights[:, answer], np.zeros(sets)][np.newaxis]
    found = linprog(
        np.r_[np.zeros(count), people[peopled]],
        A_ub=limits,
        b_ub=np.zeros(2 * len(who)),
        A_eq=one,
        b_eq=[1.0],
        bounds=[(None, None)] * count + [(0, None)] * sets,
    )
    if found.status == INFEASIBLE:
        return None
    if found.status != 0 or found.x is None or found.fun is None:
        raise ValueError(f"The audit could not be finished, so do not release: {found.message}")
    if found.fun >= threshold - EXACT:
        return None
    told: FloatArray = np.asarray(found.x[:count] @ weights)
    told[np.abs(told) <= TOLERANCE] = 0.0
    return np.asarray(told / np.abs(told).max())
