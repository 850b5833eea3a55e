"""Agreement and intraclass correlation against published figures."""

import math
from typing import Any

import numpy as np
import pytest

from readiness.analysis import agreement

NAN = np.nan

# Shrout and Fleiss (1979), table 2: six targets rated by four judges.
RATINGS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float
)


def test_icc_of_shrout_and_fleiss() -> None:
    # ICC(1,1) .17 and ICC(1,4) .44 are theirs; psych::ICC prints the intervals -.133 to .723 and -.884 to .912.
    found = agreement.icc(RATINGS.ravel(), np.repeat(np.arange(6), 4))
    assert (found.icc1, found.icc1_low, found.icc1_high) == pytest.approx((0.1657, -0.1329, 0.7226), abs=5e-5)
    assert (found.icc2, found.icc2_low, found.icc2_high) == pytest.approx((0.4428, -0.8844, 0.9124), abs=5e-5)
    assert (found.n, found.groups, found.size) == (24, 6, 4)


def test_icc_of_unequal_groups_by_hand() -> None:
    # a: 1, 3; b: 5, 7, 9; c: 4. MSB = (2 x (2 - 29/6)^2 + 3 x (7 - 29/6)^2 + (4 - 29/6)^2) / 2, MSW = (2 + 8) / 3,
    # m = (6 - (4 + 9 + 1) / 6) / 2 = 11/6.
    between = (2 * (2 - 29 / 6) ** 2 + 3 * (7 - 29 / 6) ** 2 + (4 - 29 / 6) ** 2) / 2
    found = agreement.icc([1, 3, 5, 7, 9, 4, NAN], ["a", "a", "b", "b", "b", "c", "d"])
    assert found.icc1 == pytest.approx((between - 10 / 3) / (between + (11 / 6 - 1) * 10 / 3), abs=1e-12)
    assert found.icc2 == pytest.approx(1 - (10 / 3) / between, abs=1e-12)
    assert found.size == pytest.approx(11 / 6)


@pytest.mark.parametrize(
    ("values", "groups", "icc1"),
    [
        ([], [], NAN),
        ([1, 2, 3], ["a"] * 3, NAN),
        ([1, 2, 3], ["a", "b", "c"], NAN),
        ([5, 5, 5, 5], [0, 0, 1, 1], NAN),
        ([0.1, 0.1, 0.2, 0.2], [0, 0, 1, 1], 1),
        ([NAN, NAN], [0, 1], NAN),
        ([1, 2, 1, 2], [0, 0, 1, 1], -1),
    ],
)
def test_degenerate_groups(values: list[float], groups: list[Any], icc1: float) -> None:
    found = agreement.icc(values, groups)
    assert found.icc1 == pytest.approx(icc1, nan_ok=True)
    assert math.isnan(found.icc1_low) is math.isnan(icc1)


def test_rwg_by_hand() -> None:
    # a: item variances 1/3, 1/3, 1/3 over a null of 2, v = 1/6: 3 (5/6) / (3 (5/6) + 1/6) = 15/16.
    # b: as far apart as can be, v = 8 / 2 counts as 1. c: all equal. d: one complete answer.
    items = [
        [4, 4, 5],
        [4, 5, 4],
        [5, 4, 4],
        [1, 5, 1],
        [5, 1, 5],
        [3, 3, 3],
        [3, 3, 3],
        [1, 2, 3],
        [NAN, 1, 1],
    ]
    found = agreement.rwg_j(items, list("aaabbccdd"))
    assert found == pytest.approx({"a": 15 / 16, "b": 0, "c": 1, "d": NAN}, nan_ok=True)


def test_rwg_of_one_item_on_seven_points() -> None:
    # James, Demaree and Wolf (1984): the null of seven points has variance 4; ratings 5, 6, 7 have 1.
    assert agreement.rwg_j([[5], [6], [7]], [1, 1, 1], points=7) == {1: pytest.approx(0.75)}


def test_rwg_of_nobody() -> None:
    assert agreement.rwg_j(np.empty((0, 3)), []) == {}


@pytest.mark.parametrize(
    ("items", "points", "words"),
    [
        ([[0, 100]], 5, "not scores"),
        ([[1, 2]], 1, "two points"),
        (np.empty((1, 0)), 5, "one item"),
        ([[1, np.inf]], 5, "infinite"),
    ],
)
def test_scores_are_not_ratings(items: Any, points: int, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        agreement.rwg_j(items, ["a"], points)
