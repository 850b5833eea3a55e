"""Scores against worked figures and psych::bfi."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from readiness.analysis import scoring

NAN = np.nan
CODES = arrays(np.int64, st.tuples(st.integers(0, 9), st.integers(1, 7)), elements=st.integers(-1, 5))
thrifty = settings(derandomize=True, max_examples=60, deadline=None)


@pytest.mark.parametrize(
    ("code", "points", "reverse", "score"),
    [  # 100 (r - 1) / (K - 1) and 100 (K - r) / (K - 1), by hand
        (1, 5, False, 0),
        (2, 5, False, 25),
        (5, 5, False, 100),
        (2, 5, True, 75),
        (1, 7, True, 100),
        (4, 7, False, 50),
        (3, 6, False, 40),
        (10, 11, False, 90),
        (0, 5, False, NAN),
        (-1, 5, True, NAN),
    ],
)
def test_item_score(code: int, points: int, reverse: bool, score: float) -> None:
    np.testing.assert_array_equal(scoring.item_scores([[code]], points, reverse), [[score]])


def test_index_of_five_answers() -> None:
    # Strongly agree, agree, agree, neither, disagree: (100 + 75 + 75 + 50 + 25) / 5, the specification's figure.
    assert scoring.item_scores([[5, 4, 4, 3, 2]]).mean() == 65


def test_items_may_differ_in_points_and_direction() -> None:
    scores = scoring.item_scores([[5, 1, 11]], points=[5, 5, 11], reverse=[False, True, False])
    assert scores.tolist() == [[100, 100, 100]]


def test_bfi_agreeableness(agreeableness: np.ndarray) -> None:
    # psych::bfi, A1 reversed, six points, half rule; the figures are the specification's (n, mean, sd).
    raw = np.where(np.isnan(agreeableness), -1, agreeableness).astype(int)
    dimension = scoring.dimension_scores(scoring.item_scores(raw, 6))
    assert int((~np.isnan(dimension)).sum()) == 2797
    assert np.nanmean(dimension) == pytest.approx(73.059468478131, abs=1e-11)
    assert np.nanstd(dimension, ddof=1) == pytest.approx(17.951076211963, abs=1e-11)


@pytest.mark.parametrize(
    ("row", "mean"),
    [  # at least half of four items; of five items two are not half, three are
        ([100, 50, NAN, NAN], 75),
        ([100, NAN, NAN, NAN], NAN),
        ([NAN] * 4, NAN),
        ([0, 0, 0, 0], 0),
        ([100, 0, NAN, NAN, NAN], NAN),
        ([100, 0, 50, NAN, NAN], 50),
    ],
)
def test_half_rule(row: list[float], mean: float) -> None:
    np.testing.assert_array_equal(scoring.dimension_scores([row]), [mean])


def test_dimensions_by_number_and_items_of_none() -> None:
    scores = scoring.dimension_scores([[100, 50, 0, 75], [NAN, NAN, 25, 0]], [0, 0, -1, 2], count=4)
    np.testing.assert_array_equal(scores, [[75, NAN, 75, NAN], [NAN, NAN, 0, NAN]])


def test_no_respondents_and_no_items() -> None:
    assert scoring.item_scores(np.empty((0, 3), dtype=int)).shape == (0, 3)
    assert np.isnan(scoring.dimension_scores(np.empty((2, 0)))).all()
    assert np.isnan(scoring.dont_know(np.empty((0, 2), dtype=int))).all()
    assert scoring.straight_lined(np.empty((2, 0), dtype=int)).tolist() == [False, False]


def test_favourable_is_the_top_two_after_reversing() -> None:
    found = scoring.favourable(
        [[5, 4, 3, 1, 2, 0], [3, 1, 5, 4, 1, -1]], 5, [False, False, True, True, True, False]
    )
    np.testing.assert_array_equal(found, [[1, 1, 0, 1, 1, NAN], [0, 0, 0, 0, 1, NAN]])


def test_dont_know_is_over_those_who_did_not_leave_it_blank() -> None:
    np.testing.assert_array_equal(scoring.dont_know([[0, -1], [3, -1], [-1, -1], [0, -1]]), [2 / 3, NAN])


def test_straight_lines_need_twenty_equal_ratings() -> None:
    codes = np.full((5, 22), 4)
    codes[1, :3] = -1  # only 19 ratings
    codes[2, :2] = 0  # 20 ratings left
    codes[3, 5] = 5
    codes[4] = -1
    assert scoring.straight_lined(codes).tolist() == [True, False, True, False, False]


@pytest.mark.parametrize(
    ("x", "printed"),
    [
        (52.952, 53),
        (58.495, 58),
        (62.5, 63),
        (62.49999999999999, 63),
        (-0.5, -1),
        (-0.2, 0),
        (0.5, 1),
        (NAN, NAN),
    ],
)
def test_rounding_halves_away_from_zero(x: float, printed: float) -> None:
    np.testing.assert_array_equal(scoring.rounded(x), printed)
    assert not np.signbit(scoring.rounded(-0.2))


def test_a_difference_is_rounded_from_unrounded_figures() -> None:
    # The specification's example: prints as 53, 58 and -6.
    assert scoring.rounded_difference(52.952, 58.495) == -6
    assert scoring.rounded(np.array([1.25, -1.25]), 1).tolist() == [1.3, -1.3]


@pytest.mark.parametrize(
    ("codes", "points", "words"),
    [
        ([[6]], 5, "item 0: code 6"),
        ([[-2]], 5, "code -2"),
        ([1, 2], 5, "respondents x items"),
        ([[1.5]], 5, "whole numbers"),
        ([[1]], 1, "points must be 2"),
        ([[1, 2]], [5, 5, 5], "one for each of the 2"),
    ],
)
def test_codes_that_cannot_be(codes: list[list[float]], points: int, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        scoring.item_scores(codes, points)


def test_infinite_scores_are_refused() -> None:
    with pytest.raises(ValueError, match="infinite"):
        scoring.dimension_scores([[np.inf, 1.0]])


def test_dimension_numbers_must_fit() -> None:
    with pytest.raises(ValueError, match="between -1 and 0"):
        scoring.dimension_scores([[1.0, 2.0]], [0, 1], count=1)


@given(CODES)
@thrifty
def test_reversing_twice_is_the_identity(codes: np.ndarray) -> None:
    mirrored = np.where(codes > 0, 6 - codes, codes)
    np.testing.assert_array_equal(scoring.item_scores(mirrored, 5, True), scoring.item_scores(codes, 5))


@given(CODES)
@thrifty
def test_the_fast_way_gives_the_same_dimension_scores(codes: np.ndarray) -> None:
    dimensions = np.arange(codes.shape[1]) % 3 - 1
    reverse = np.arange(codes.shape[1]) % 2 == 0
    slow = scoring.dimension_scores(scoring.item_scores(codes, 5, reverse), dimensions, 2)
    fast = scoring.dimension_scores_from_codes(codes, dimensions, 5, reverse, 2)
    np.testing.assert_allclose(fast, slow, atol=1e-11)
