"""Do the people of one group agree, and do groups differ? r_wg(J), ICC(1) and ICC(2).

James, Demaree and Wolf (1984), J. Applied Psychology 69; ICC from one-way mean squares with the F interval of
Shrout and Fleiss (1979), Psychological Bulletin 86, and for groups of unequal size the mean size of Donner
(1986), International Statistical Review 54.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import fdtri

from readiness.analysis.arrays import FloatArray, IntArray, labels, matrix, sums, vector


@dataclass(frozen=True)
class ICC:
    """ICC(1), the share of variance that lies between groups, and ICC(2), the reliability of a group's mean.

    `n` answers in `groups` groups, of mean size `size` (after Donner); intervals are 95%.
    """

    icc1: float
    icc1_low: float
    icc1_high: float
    icc2: float
    icc2_low: float
    icc2_high: float
    n: int
    groups: int
    size: float


def icc(values: npt.ArrayLike, groups: Any, level: float = 0.95) -> ICC:
    """Return ICC(1) = (MSB - MSW) / (MSB + (m - 1) MSW) and ICC(2) = (MSB - MSW) / MSB.

    `values` is one number a respondent (nan is missing), `groups` one label a respondent; m is the groups'
    common size or, where they differ, (n - sum of n_g^2 / n) / (groups - 1). One group, one answer a group or
    no spread at all give nan; no spread inside groups that differ gives 1. Raises ValueError for infinite
    values and missing labels.
    """
    column = vector(values, "values")
    _, codes = labels(groups, len(column), "groups")
    kept = ~np.isnan(column)
    _, codes = np.unique(codes[kept], return_inverse=True)
    answers = column[kept]
    sizes = np.bincount(codes)
    n, count = len(answers), len(sizes)
    size = _mean_size(sizes)
    if count < 2 or n == count or answers.min() == answers.max():
        return ICC(np.nan, np.nan, np.nan, np.nan, np.nan, np.nan, n, count, size)
    between, within = _mean_squares(answers, codes, sizes)
    f = between / within if within > 0 else np.inf
    tail = (1 - level) / 2
    low, high = (f / float(fdtri(count - 1, n - count, q)) for q in (1 - tail, tail))
    return ICC(
        _icc1(f, size), _icc1(low, size), _icc1(high, size), _icc2(f), _icc2(low), _icc2(high), n, count, size
    )


def rwg_j(
    items: npt.ArrayLike, groups: Any, points: int = 5, times: IntArray | None = None
) -> dict[Hashable, float]:
    """Return each group's r_wg(J) = J (1 - v) / (J (1 - v) + v), v = item variance / the null's.

    `items` is respondents x J items in ratings 1..`points` (not scores); the null is uniform, (points^2 - 1)
    / 12. Variances are with n - 1 over the group's complete respondents; v over 1 counts as 1, so the value
    lies in 0 to 1. Under .5 "views are divided". A group with under two complete respondents has nan. `times`
    says how many respondents a row stands for, where equal ones are tallied. Raises ValueError for ratings
    further apart than the scale is long.
    """
    table = matrix(items, "items")
    if table.shape[1] == 0 or points < 2:
        raise ValueError("rwg_j needs one item or more, on a scale of two points or more.")
    if table.size and np.nanmax(table, initial=1) - np.nanmin(table, initial=points) > points - 1:
        raise ValueError(f"items must be ratings on {points} points, not scores; correct them or points.")
    found, codes = labels(groups, len(table), "groups")
    complete = ~np.isnan(table).any(axis=1)
    people = np.ones(len(table), dtype=np.int64) if times is None else np.asarray(times, dtype=np.int64)
    observed = _mean_item_variance(table[complete], codes[complete], len(found), people[complete])
    share = np.minimum(observed / ((points**2 - 1) / 12), 1.0)
    agreement = table.shape[1] * (1 - share)
    return dict(zip(found, (agreement / (agreement + share)).tolist(), strict=True))


def _mean_size(sizes: IntArray) -> float:
    n, count = int(sizes.sum()), len(sizes)
    if count < 2:
        return float(n) if count else np.nan
    return float((n - (sizes**2).sum() / n) / (count - 1))


def _mean_squares(answers: FloatArray, codes: IntArray, sizes: IntArray) -> tuple[float, float]:
    means = sums(codes, answers, len(sizes)) / sizes
    grand = answers.mean()
    between = float((sizes * (means - grand) ** 2).sum()) / (len(sizes) - 1)
    squares = float(((answers - means[codes]) ** 2).sum())
    # What rounding leaves of a sum over equal answers is not spread.
    noise = 1e-26 * float((answers**2).sum())
    return between, (squares if squares > noise else 0.0) / (len(answers) - len(sizes))


def _icc1(ratio: float, size: float) -> float:
    return 1.0 if np.isinf(ratio) else (ratio - 1) / (ratio + size - 1)


def _icc2(ratio: float) -> float:
    return 1 - 1 / ratio if ratio > 0 else -np.inf


def _mean_item_variance(table: FloatArray, codes: IntArray, count: int, times: IntArray) -> FloatArray:
    sizes = sums(codes, times, count)
    total = np.zeros(count)
    for column in table.T:
        means = sums(codes, times * column, count) / np.maximum(sizes, 1)
        total += sums(codes, times * (column - means[codes]) ** 2, count)
    variance = total / np.maximum(sizes - 1, 1) / table.shape[1]
    return np.where(sizes > 1, variance, np.nan)
