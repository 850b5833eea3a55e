"""Sums, means and standard errors of many columns in many groups, in one pass over the respondents.

Cost is linear in respondents and memory does not grow with them, because rows are taken in chunks. A group is
a cell of a table laid flat (area x role: label = area * roles + role), so that every coarser figure is a sum
of finer sums. Standard errors: stratified sampling with finite-population correction (Cochran, Sampling
Techniques, 3rd ed., 5.3 to 5.9); of a weighted sum of means, by linearisation (Wolter, Introduction to
Variance Estimation, 2nd ed., ch. 6).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.special import ndtri

from readiness.analysis import arrays
from readiness.analysis.arrays import BoolArray, Columns, FloatArray, IntArray, chunks, divided
from readiness.analysis.joint import JointSums, joint_sums

BINS = 32_768
"""So many counts stay in the cache while they are made."""
LARGEST_TALLY = 100_000
"""Up to so many bins, or as many as there are respondents, a tally counts in place."""
Z95 = float(ndtri(0.975))


@dataclass(frozen=True)
class GroupSums:
    """Answers (`n`), their sum (`total`) and the sum of their squares, each groups x columns."""

    n: IntArray
    total: FloatArray
    squares: FloatArray

    @property
    def mean(self) -> FloatArray:
        """Mean of each group's answers; nan where there are none."""
        return divided(self.total, self.n)

    @property
    def deviations(self) -> FloatArray:
        """Sum of squared deviations from the group's mean, exactly 0 where all answers are equal."""
        return without_noise(self.squares - np.nan_to_num(divided(self.total**2, self.n)), self.squares)

    @property
    def sd(self) -> FloatArray:
        """Standard deviation with n - 1; nan under two answers."""
        return np.sqrt(divided(self.deviations, self.n - 1))

    def merged(self, into: npt.ArrayLike, groups: int) -> "GroupSums":
        """Add groups together: `into` holds each group's new label, -1 to leave it out."""
        places = np.asarray(into, dtype=np.int64)
        _check_labels(places, len(self.n), groups)
        kept = _one_hot(places, groups)
        return GroupSums((kept @ self.n).astype(np.int64), kept @ self.total, kept @ self.squares)


@dataclass(frozen=True)
class GroupEstimates:
    """Means with standard error, 95% interval and the answers behind them; arrays of one shape.

    `corrected` tells where every stratum's headcount was known and the finite-population correction was made.
    """

    mean: FloatArray
    se: FloatArray
    low: FloatArray
    high: FloatArray
    n: IntArray
    corrected: BoolArray
    fewest: IntArray


def group_sums(
    values: npt.NDArray[np.floating], groups: npt.ArrayLike, count: int, times: IntArray | None = None
) -> GroupSums:
    """Return n, sum and sum of squares of every column of `values` in every group.

    `values` is respondents x columns (nan is missing, float32 or float64; sums are float64), `groups` one
    label 0..count-1 a respondent, -1 to leave that respondent out. `times` says how many respondents a row
    stands for, where equal ones are tallied. Raises ValueError for other labels.
    """
    if values.ndim != 2:
        raise ValueError(f"values must be respondents x columns; they have {values.ndim} dimension(s).")
    codes = np.asarray(groups, dtype=np.int64)
    _check_labels(codes, len(values), count)
    shape = (count, values.shape[1])
    n, total, squares = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for rows in chunks(len(values)):
        block = values[rows].astype(np.float64)
        answered = ~np.isnan(block)
        block[~answered] = 0.0
        member = _one_hot(codes[rows], count, None if times is None else times[rows])
        n += member @ answered.astype(np.float64)
        total += member @ block
        squares += member @ np.square(block, out=block)
    if not np.isfinite(squares).all():
        raise ValueError("values hold an infinite or overflowing number; write nan where a value is missing.")
    return GroupSums(np.rint(n).astype(np.int64), total, squares)


def code_counts(
    codes: npt.NDArray[np.integer] | Columns, groups: npt.ArrayLike, count: int, points: int = 5
) -> IntArray:
    """Return how often each code was given: groups x items x codes, the codes being -1, 0, 1, ..., `points`.

    `codes` is respondents x items as in `scoring`. Every item-level figure (mean, spread, share favourable,
    share of "don't know", distribution) is exact arithmetic on these counts, see `item_sums`.
    """
    labels, table = np.asarray(groups, dtype=np.int64), arrays.columns(codes)
    _check_labels(labels, table.shape[0], count)
    items, width = table.shape[1], points + 2
    if any(part.size and (part.min() < -1 or part.max() > points) for part, _ in table.parts):
        raise ValueError(f"codes must lie between -1 and {points}; correct them or the number of points.")
    found = np.empty((items, count + 1, width), dtype=np.int64)
    together = _together(len(labels), count + 1, width, items)
    parts = [slice(first, min(first + together, items)) for first in range(0, items, together)]
    counts = [np.zeros((count + 1) * width ** (part.stop - part.start), dtype=np.int64) for part in parts]
    for rows in chunks(len(labels)):
        block, cells = table.taken(rows), labels[rows] + 1
        for part, bins in zip(parts, counts, strict=True):
            key = cells * width ** (part.stop - part.start) + _digits(block[part], width)
            bins += np.bincount(key, minlength=len(bins))
    for part, bins in zip(parts, counts, strict=True):
        found[part] = _apart(bins, count + 1, width, part.stop - part.start)
    # Label -1 is the first cell.
    return found[:, 1:].transpose(1, 0, 2)


def _together(rows: int, cells: int, width: int, items: int) -> int:
    """Return of how many items the answers are counted as one number, in few enough bins."""
    together = 1
    while together < items and cells * width ** (together + 1) <= min(BINS, rows):
        together += 1
    return together


def _apart(counts: IntArray, cells: int, width: int, items: int) -> IntArray:
    """Return items x cells x codes from the counts of their codes taken together."""
    table = counts.reshape(cells, *[width] * items)
    others = [tuple(axis + 1 for axis in range(items) if axis != item) for item in range(items)]
    return np.stack([table.sum(axis=each) for each in others])


def _digits(columns: npt.NDArray[np.integer], width: int) -> IntArray:
    """Return the codes of each respondent, columns x respondents and -1 or more, as one number."""
    short = width ** len(columns) <= np.iinfo(np.int32).max
    key: npt.NDArray[np.integer] = np.zeros(columns.shape[1], dtype=np.int32 if short else np.int64)
    for column in columns:
        key *= width
        key += column
        key += 1
    return key.astype(np.int64, copy=False)


def tally(
    codes: npt.NDArray[np.int8] | Columns, cells: npt.ArrayLike
) -> tuple[npt.NDArray[np.int8], IntArray, IntArray]:
    """Return the different rows of `codes` in each cell, their cells, and how many respondents each stands for.

    `codes` is respondents x a few columns, -1 or more; rows of cell -1 are left out. Of a million answers to
    four items on five points a few thousand rows remain, and sums over them with `times` are the same.
    """
    labels, table = np.asarray(cells, dtype=np.int64), arrays.columns(codes)
    width = int(max((part.max(initial=-1) for part, _ in table.parts), default=-1)) + 2
    patterns = width ** table.shape[1]
    bins = (int(labels.max(initial=-1)) + 1) * patterns
    found, times = _tallied(table, labels, width, bins)
    found, pattern = np.divmod(found, patterns)
    rows = np.empty((len(found), table.shape[1]), dtype=np.int8)
    for column in reversed(range(table.shape[1])):
        pattern, digit = np.divmod(pattern, width)
        rows[:, column] = digit - 1
    return rows, found, times


def _tallied(table: Columns, labels: IntArray, width: int, bins: int) -> tuple[IntArray, IntArray]:
    """Return the numbers that occur for a row in its cell, and how often each does."""
    dense = bins <= max(LARGEST_TALLY, len(labels))
    keys = (_keys(table, labels, rows, width) for rows in chunks(len(labels), bins if dense else 0))
    if not dense:
        return np.unique(np.concatenate([np.empty(0, np.int64), *keys]), return_counts=True)
    counts = np.zeros(bins, dtype=np.int64)
    for key in keys:
        counts += np.bincount(key, minlength=bins)
    found = np.flatnonzero(counts)
    return found, counts[found]


def _keys(table: Columns, labels: IntArray, rows: slice, width: int) -> IntArray:
    """Return one number for each different row in each cell; rows of cell -1 are left out."""
    key = labels[rows] * width ** table.shape[1] + _digits(table.taken(rows), width)
    return np.asarray(key[labels[rows] >= 0]) if key.min(initial=0) < 0 else key


def item_sums(counts: IntArray, scores: FloatArray) -> GroupSums:
    """Return the sums that `group_sums` would give, from `code_counts` and each code's score.

    `scores` has one value a code (-1, 0, 1, ...), the same for all items or items x codes; nan is missing.
    """
    valid = ~np.isnan(scores)
    value = np.where(valid, scores, 0.0)
    n = (counts * valid).sum(axis=-1)
    return GroupSums(n, (counts * value).sum(axis=-1), (counts * value**2).sum(axis=-1))


def stratified(
    n: IntArray, mean: FloatArray, deviations: FloatArray, shares: FloatArray, headcounts: FloatArray
) -> GroupEstimates:
    """Combine strata into one estimate along the last axis; all arrays broadcast to (..., strata).

    `shares` need not add up to 1. `headcounts` is nan where unknown, which means no finite-population
    correction, as does a headcount under the number of answers. A stratum without answers hands its share to
    the others in proportion; one with a single answer takes the pooled within-stratum variance of the others.
    Where no stratum has two answers, the standard error is nan.
    """
    shape = np.broadcast_shapes(n.shape, shares.shape, headcounts.shape)
    n, headcounts = np.broadcast_to(n, shape), np.broadcast_to(headcounts, shape)
    share = _normalised(np.broadcast_to(shares, shape), n > 0)
    centre = np.where(share > 0, share * np.where(n > 0, mean, 0.0), 0.0).sum(axis=-1)
    centre = np.where(share.sum(axis=-1) > 0, centre, np.nan)
    factor = correction(n, headcounts)
    spread = np.where(share > 0, share**2 * factor * _stratum_variance(n, deviations) / np.maximum(n, 1), 0.0)
    se = np.where(np.isnan(centre), np.nan, np.sqrt(spread.sum(axis=-1)))
    known = ((headcounts >= n) | (n == 0)).all(axis=-1) & (n.sum(axis=-1) > 0)
    total = n.sum(axis=-1)
    return GroupEstimates(centre, se, centre - Z95 * se, centre + Z95 * se, total, known, total)


def composite(
    values: npt.NDArray[np.floating] | Columns,
    cells: npt.ArrayLike,
    groups: int,
    weights: FloatArray,
    shares: FloatArray,
    headcounts: FloatArray,
    times: IntArray | None = None,
) -> GroupEstimates:
    """Estimate, for every group, a weighted sum of stratified means of columns with gaps of their own.

    `values` is respondents x columns, `cells` the label group * strata + stratum of each respondent (-1 to
    leave out), `weights` one a column; `shares` and `headcounts` are groups x strata as in `stratified`. n
    counts respondents with an answer to any column of weight other than 0, `fewest` those of the column that
    fewest answered. With one column this is exactly the stratified mean. `times` as in `group_sums`.
    """
    weight = np.atleast_2d(np.asarray(weights, dtype=np.float64))
    return composites(joint(values, cells, shares.size, weight, times), weight, shares, headcounts)[0]


def joint(
    values: npt.NDArray[np.floating] | Columns,
    cells: npt.ArrayLike,
    count: int,
    weights: FloatArray,
    times: IntArray | None = None,
) -> JointSums:
    """Return what `composites` and `column_sums` need of all rows, for several weighted sums (rows of `weights`)."""
    table, codes = arrays.columns(values), np.asarray(cells, dtype=np.int64)
    _check_labels(codes, table.shape[0], count)
    return joint_sums(table, codes, count, weights, times)


def column_sums(found: JointSums) -> GroupSums:
    """Return the sums that `group_sums` would give, from joint sums."""
    n, total, squares = found.about_zero
    return GroupSums(np.rint(n).astype(np.int64), total, squares)


def complete_sums(found: JointSums) -> GroupSums:
    """Return sums of each weighted sum (columns) over the respondents who answered all of its columns."""
    n, total, squares = found.complete
    return GroupSums(np.rint(n).astype(np.int64), total, squares)


def composites(
    found: JointSums, weights: FloatArray, shares: FloatArray, headcounts: FloatArray
) -> list[GroupEstimates]:
    """Estimate `composite` for every row of `weights`, from joint sums in cells group * strata + stratum."""
    sums = column_sums(found)
    return [
        _composite(found, sums, each, np.asarray(weight, dtype=np.float64), shares, headcounts)
        for each, weight in enumerate(weights)
    ]


def _composite(
    found: JointSums,
    sums: GroupSums,
    which: int,
    weights: FloatArray,
    shares: FloatArray,
    headcounts: FloatArray,
) -> GroupEstimates:
    used = np.flatnonzero(weights)
    groups, strata = shares.shape
    n = np.rint(found.answering[:, which]).astype(np.int64)
    by_stratum = sums.n[:, used].reshape(groups, strata, len(used))
    mean = sums.mean[:, used]
    share = _normalised(shares[:, :, np.newaxis], by_stratum > 0, axis=1)
    level = np.where(by_stratum > 0, mean.reshape(by_stratum.shape), 0.0)
    centre = _where_all_answered((share * level).sum(axis=1), by_stratum) @ weights[used]
    gain = _handed_on(shares, n.reshape(groups, strata), by_stratum)
    rate = np.nan_to_num(divided(n[:, np.newaxis], sums.n[:, used]))
    scale = weights[used] * np.repeat(gain, strata, axis=0) * rate
    squares, terms = found.influence_squares(used, scale)
    # Rounding leaves something of the terms that cancel, and of equal values something of their size.
    size = 1e-13 * np.square(scale * np.nan_to_num(mean)).sum(axis=1) * n
    squares = without_noise(squares, terms + size).reshape(groups, strata)
    layout = (groups, strata)
    spread = stratified(n.reshape(layout), np.zeros(layout), squares, shares, headcounts)
    se = np.where(np.isnan(centre), np.nan, spread.se)
    fewest = by_stratum.sum(axis=1).min(axis=1, initial=int(n.sum()))
    return GroupEstimates(
        centre, se, centre - Z95 * se, centre + Z95 * se, spread.n, spread.corrected, fewest
    )


def correction(n: IntArray, headcounts: FloatArray) -> FloatArray:
    """Return the finite-population factor 1 - n / N; 1 where N is unknown (nan) or smaller than n."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((headcounts >= n) & (headcounts > 0), 1 - n / headcounts, 1.0)


def without_noise(deviations: FloatArray, squares: FloatArray) -> FloatArray:
    """Return sums of squared deviations with what is only rounding error (1e-13 of the squares) set to 0."""
    return np.where(deviations > 1e-13 * squares, deviations, 0.0)


def _one_hot(codes: IntArray, count: int, times: IntArray | None = None) -> csr_array:
    """Return the sparse matrix groups x respondents that adds up the rows of each group."""
    inside = np.flatnonzero(codes >= 0)
    weight = np.ones(len(inside)) if times is None else times[inside].astype(np.float64)
    return csr_array((weight, (codes[inside], inside)), shape=(count, len(codes)))


def _check_labels(codes: IntArray, rows: int, count: int) -> None:
    if codes.shape != (rows,):
        raise ValueError(f"groups must be {rows} labels, one a respondent; their shape is {codes.shape}.")
    if rows and (codes.min() < -1 or codes.max() >= count):
        raise ValueError(f"groups must lie between -1 and {count - 1}; correct the labels or the count.")


def _normalised(shares: FloatArray, present: BoolArray, axis: int = -1) -> FloatArray:
    """Return shares that add up to 1 along `axis` over the strata that have answers; all 0 where none has."""
    kept = np.where(present, shares, 0.0)
    return np.nan_to_num(divided(kept, kept.sum(axis=axis, keepdims=True)))


def _stratum_variance(n: IntArray, deviations: FloatArray) -> FloatArray:
    freedom = np.maximum(n - 1, 0)
    squares = np.where(freedom > 0, deviations, 0.0)
    pooled = divided(squares.sum(axis=-1, keepdims=True), freedom.sum(axis=-1, keepdims=True))
    return np.where(n == 1, pooled, np.nan_to_num(divided(squares, freedom)))


def _where_all_answered(level: FloatArray, n: IntArray) -> FloatArray:
    # A sum of means is unknown where one of its means is: nothing is imputed.
    return np.where(n.sum(axis=1) > 0, level, np.nan)


def _handed_on(shares: FloatArray, n: IntArray, by_column: IntArray) -> FloatArray:
    """Return how much each column's strata gain from strata that answered other columns but not this one."""
    share = _normalised(shares, n > 0)
    held = np.where(by_column > 0, share[:, :, np.newaxis], 0.0).sum(axis=1)
    return np.nan_to_num(divided(1.0, held))
