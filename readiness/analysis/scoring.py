"""From answer codes to scores of 0 to 100 (docs/method.md, "Scoring").

A wave of answers is one integer matrix, respondents x items: -1 is a blank, 0 is "don't know or not relevant
to me", 1 to K is a rating. Blank and "don't know" are missing, never zero, and nothing is imputed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import numpy.typing as npt

from readiness.analysis.arrays import BoolArray, Columns, FloatArray, IntArray, chunks, divided, matrix

BLANK = -1
DONT_KNOW = 0
LONGEST = 1_000
"""Steps of up to so many points a rating add up in numbers of four bytes."""

Points = int | Sequence[int] | npt.NDArray[np.integer]
Reverse = bool | Sequence[bool] | npt.NDArray[np.bool_]


def item_scores(codes: npt.ArrayLike, points: Points = 5, reverse: Reverse = False) -> FloatArray:
    """Return each rating as a score: 100 (r - 1) / (K - 1), or 100 (K - r) / (K - 1) for a reversed item.

    `codes` is respondents x items, `points` the number of points K and `reverse` the direction, each one
    value for all items or one an item. The result has the shape of `codes`; blank and "don't know" are nan.
    Raises ValueError for a code outside -1..K and for K under 2.
    """
    ratings = checked(codes, points)
    return _looked_up(ratings, _score_table(ratings.shape[1], points, reverse))


def favourable(codes: npt.ArrayLike, points: Points = 5, reverse: Reverse = False) -> FloatArray:
    """Return 1 for an answer on the two most favourable points, 0 for any other, nan where missing.

    Shapes and errors as in `item_scores`. The mean of a column is the share favourable of those who answered
    it.
    """
    ratings = checked(codes, points)
    scores = _score_table(ratings.shape[1], points, reverse)
    steps = _each(points, ratings.shape[1], "points") - 1
    # The second point from the top scores 100 (K - 2) / (K - 1); half a step below it no point lies.
    top_two = (scores > 100 * (1 - 1.5 / steps)).astype(np.float64)
    return _looked_up(ratings, np.where(np.isnan(scores), np.nan, top_two))


def dimension_scores(
    item_scores: npt.ArrayLike, dimensions: npt.ArrayLike | None = None, count: int | None = None
) -> FloatArray:
    """Return each respondent's mean over a dimension's items if at least half are answered, else nan.

    `item_scores` is respondents x items. Without `dimensions` all items are one dimension and the result has
    one value a respondent. `dimensions` holds each item's dimension number (0, 1, ...; -1 for none), and the
    result is then respondents x `count` dimensions.
    """
    scores = matrix(item_scores, "item_scores")
    belongs = _membership(scores.shape[1], dimensions, count)
    answered = ~np.isnan(scores)
    counts = answered.astype(np.float64) @ belongs
    totals = np.where(answered, scores, 0.0) @ belongs
    means = _half_rule(totals, counts, belongs)
    return means[:, 0] if dimensions is None else means


def dimension_scores_from_codes(
    codes: npt.ArrayLike,
    dimensions: npt.ArrayLike,
    points: Points = 5,
    reverse: Reverse = False,
    count: int | None = None,
) -> FloatArray:
    """Return `dimension_scores(item_scores(codes, ...), dimensions)` without making the item scores.

    Works through the items of a chunk of people at a time: many times faster, and memory only for the result. Shapes
    and errors as in those two.
    """
    ratings = checked(codes, points)
    belongs = _membership(ratings.shape[1], dimensions, count)
    steps = Steps.of(ratings.shape[1], points, reverse)
    scores = np.empty((belongs.shape[1], len(ratings))).T
    for rows in chunks(len(ratings)):
        columns = np.ascontiguousarray(ratings[rows].T)
        for dimension, items in enumerate(map(np.flatnonzero, belongs.T)):
            total, rated = steps.added(columns, items)
            scores[rows, dimension] = steps.scores(total, rated, len(items))
    return scores


@dataclass(frozen=True)
class Steps:
    """Ratings in whole steps, of which `most` make 100 points on every item: sums of them are exact and fast."""

    highest: IntArray
    reverse: BoolArray
    most: int

    @classmethod
    def of(cls, items: int, points: Points, reverse: Reverse) -> "Steps":
        """Return the steps of items with these numbers of points and directions, as in `item_scores`."""
        highest = _each(points, items, "points")
        most = int(np.lcm.reduce(highest - 1)) if items else 1
        return cls(highest, _each(reverse, items, "reverse").astype(np.bool_), most)

    def added(
        self, columns: npt.NDArray[np.integer], items: IntArray, asked: BoolArray | None = None
    ) -> tuple[IntArray, IntArray]:
        """Return each respondent's steps over some of the items, and how many of them were rated.

        `columns` is items x respondents of codes; `asked`, items x respondents, leaves ratings out.
        """
        total, rated = np.zeros((2, columns.shape[1]), dtype=np.int64 if self.most > LONGEST else np.int32)
        for item in items.tolist():
            given = columns[item] > DONT_KNOW
            if asked is not None:
                given &= asked[item]
            highest, unit = int(self.highest[item]), self.most // int(self.highest[item] - 1)
            code = columns[item].astype(total.dtype)
            step = highest - code if self.reverse[item] else code - 1
            total += step * given if unit == 1 else step * given * unit
            rated += given
        return total, rated

    def scores(
        self, total: npt.NDArray[np.integer], rated: npt.NDArray[np.integer], asked: int | IntArray
    ) -> FloatArray:
        """Return means of 0 to 100 of those who rated at least half of the items that they were asked, else nan."""
        enough = (rated > 0) & (2 * rated >= asked)
        return (100.0 * total) / np.where(enough, rated * float(self.most), np.nan)


def dont_know(codes: npt.ArrayLike) -> FloatArray:
    """Return each item's share (0 to 1) of "don't know" among those who did not leave it blank."""
    ratings = _matrix_of_codes(codes)
    replied = (ratings >= DONT_KNOW).sum(axis=0)
    unsure = (ratings == DONT_KNOW).sum(axis=0)
    return divided(unsure, replied)


def straight_lined(codes: npt.ArrayLike, minimum: int = 20) -> BoolArray:
    """Return who gave at least `minimum` ratings, all the same: a flag, never a deletion."""
    ratings = _matrix_of_codes(codes)
    return straight_lined_in(Columns(((ratings, None),)), minimum)


def straight_lined_in(codes: Columns, minimum: int = 20) -> BoolArray:
    """Return `straight_lined` for codes that stand in several tables side by side."""
    alike = np.zeros(codes.shape[0], dtype=np.bool_)
    for rows in chunks(len(alike)):
        columns = codes.taken(rows)
        highest = np.maximum(columns.max(axis=0, initial=DONT_KNOW), 1)
        rated = (columns > DONT_KNOW).sum(axis=0)
        alike[rows] = (rated >= max(minimum, 1)) & ((columns == highest).sum(axis=0) == rated)
    return alike


@overload
def rounded(x: float, digits: int = 0) -> float: ...
@overload
def rounded(x: FloatArray, digits: int = 0) -> FloatArray: ...
def rounded(x: float | FloatArray, digits: int = 0) -> float | FloatArray:
    """Return `x` rounded for print, halves away from zero, once and at the last step; nan stays nan.

    The ninth decimal is settled first, so that a half which binary arithmetic holds as 62.49999999999999
    prints as 63.
    """
    settled = np.round(np.asarray(x, dtype=np.float64) * 10.0**digits, 9)
    away = np.copysign(np.floor(np.abs(settled) + 0.5), settled)
    # Adding zero turns -0.0 into 0.0, which must not print as "-0".
    figures = away / 10.0**digits + 0.0
    return float(figures) if figures.ndim == 0 else figures


@overload
def rounded_difference(a: float, b: float, digits: int = 0) -> float: ...
@overload
def rounded_difference(a: FloatArray, b: FloatArray, digits: int = 0) -> FloatArray: ...
def rounded_difference(a: float | FloatArray, b: float | FloatArray, digits: int = 0) -> float | FloatArray:
    """Return a - b rounded from unrounded figures: 52.952 and 58.495 print as 53 and 58, and differ by -6."""
    return rounded(a - b, digits)


def _matrix_of_codes(codes: npt.ArrayLike) -> npt.NDArray[np.integer]:
    array = np.asarray(codes)
    if array.ndim != 2:
        raise ValueError(f"codes must be respondents x items; they have {array.ndim} dimension(s).")
    if array.size == 0 and array.dtype.kind not in "iu":
        array = array.astype(np.int64)
    if array.dtype.kind not in "iu":
        raise ValueError("codes must be whole numbers: -1 for blank, 0 for don't know, 1 to K for a rating.")
    return array


def checked(codes: npt.ArrayLike, points: Points) -> npt.NDArray[np.integer]:
    """Return the codes, respondents x items; raises ValueError for a code outside -1..K and for K under 2."""
    ratings = _matrix_of_codes(codes)
    highest = _each(points, ratings.shape[1], "points")
    if (highest < 2).any():
        raise ValueError("points must be 2 or more for every item; a scale of one point measures nothing.")
    if ratings.shape[0] == 0:
        return ratings
    # Extremes of columns first: the matrix of comparisons is made only when there is a fault to place.
    if (ratings.min(axis=0) < BLANK).any() or (ratings.max(axis=0) > highest).any():
        row, item = np.argwhere((ratings < BLANK) | (ratings > highest))[0]
        raise ValueError(
            f"Respondent {row}, item {item}: code {ratings[row, item]} is outside -1 to {highest[item]}; "
            "correct the code or the item's number of points."
        )
    return ratings


def _each(setting: npt.ArrayLike, items: int, name: str) -> IntArray:
    array = np.asarray(setting).astype(np.int64)
    if array.ndim > 1 or (array.ndim == 1 and len(array) != items):
        raise ValueError(f"{name} must be one value or one for each of the {items} items.")
    return np.broadcast_to(array, items)


def _score_table(items: int, points: Points, reverse: Reverse) -> FloatArray:
    """Return every code's score for every item: rows are the codes -1, 0, 1, ..., columns the items."""
    highest = _each(points, items, "points")
    backwards = _each(reverse, items, "reverse").astype(np.bool_)
    rating = np.arange(BLANK, highest.max(initial=2) + 1)[:, np.newaxis]
    steps = np.where(backwards, highest - rating, rating - 1)
    return np.where((rating > DONT_KNOW) & (rating <= highest), 100 * steps / (highest - 1), np.nan)


def _looked_up(ratings: npt.NDArray[np.integer], table: FloatArray) -> FloatArray:
    # One flat take is several times faster than indexing by two arrays.
    items = ratings.shape[1]
    places = (ratings.astype(np.int32) - BLANK) * items + np.arange(items, dtype=np.int32)
    scores: FloatArray = table.ravel().take(places)
    return scores


def _half_rule(totals: FloatArray, counts: FloatArray, belongs: FloatArray) -> FloatArray:
    return divided(totals, np.where(2 * counts >= belongs.sum(axis=0), counts, 0))


def _membership(items: int, dimensions: npt.ArrayLike | None, count: int | None) -> FloatArray:
    if dimensions is None:
        return np.ones((items, 1))
    numbers = np.asarray(dimensions)
    if numbers.shape != (items,) or numbers.dtype.kind not in "iu":
        raise ValueError(f"dimensions must be {items} whole numbers, one an item, -1 for none.")
    total = int(numbers.max(initial=-1)) + 1 if count is None else count
    if numbers.max(initial=-1) >= total or numbers.min(initial=-1) < -1:
        raise ValueError(f"dimensions must lie between -1 and {total - 1}; correct them or the count.")
    return np.asarray(numbers[:, np.newaxis] == np.arange(total), dtype=np.float64)
