"""Alpha and omega against psych::bfi."""

import math

import numpy as np
import pytest

from readiness.analysis import reliability

NAN = np.nan


def test_alpha_of_complete_cases(agreeableness: np.ndarray, conscientiousness: np.ndarray) -> None:
    # The specification's figures for agreeableness (with Feldt's interval) and conscientiousness.
    found = reliability.alpha(agreeableness)
    assert found.alpha == pytest.approx(0.7037558943748, abs=1e-12)
    assert (found.low, found.high) == pytest.approx((0.6857446350497, 0.7210359627957), abs=1e-12)
    assert (found.n, found.k) == (2709, 5)
    assert reliability.alpha(conscientiousness).alpha == pytest.approx(0.7292772031704, abs=1e-12)


def test_alpha_of_pairs(agreeableness: np.ndarray) -> None:
    # The specification's figure: psych::alpha's raw alpha.
    found = reliability.alpha(agreeableness, pairwise=True)
    assert found.alpha == pytest.approx(0.7030184460573, abs=1e-12)
    assert found.n == 2800


def test_alpha_does_not_know_the_unit(agreeableness: np.ndarray) -> None:
    assert reliability.alpha(20 * (agreeableness - 1)).alpha == pytest.approx(
        reliability.alpha(agreeableness).alpha
    )


def test_omega(conscientiousness: np.ndarray) -> None:
    # The specification's figure, which stops where psych::fa(fm = "ml") does, 3e-8 short of the maximum.
    found = reliability.omega(conscientiousness)
    assert found.omega == pytest.approx(0.7337560970388, abs=1e-11)
    assert (found.n, found.k, found.heywood) == (2707, 5, False)


def test_omega_at_the_maximum_itself(conscientiousness: np.ndarray) -> None:
    found = reliability.omega(conscientiousness, tolerance=0)
    assert found.omega == pytest.approx(0.7337560970388, abs=1e-7)
    # There the likelihood's derivatives in the loadings vanish (Lawley and Maxwell, 1971, ch. 4).
    complete = conscientiousness[~np.isnan(conscientiousness).any(axis=1)]
    sample = np.corrcoef(complete.T)
    implied = np.outer(found.loadings, found.loadings)
    np.fill_diagonal(implied, 1)
    inverse = np.linalg.inv(implied)
    slope = inverse @ (implied - sample) @ inverse
    assert np.abs(slope @ found.loadings).max() < 1e-12
    assert np.abs(np.diag(slope)).max() < 1e-12
    assert not found.heywood


def test_omega_of_three_items_is_closed_form() -> None:
    # Three items are just identified: loading 1 is sqrt(r12 r13 / r23). Correlations .48, .40, .30 come of .8, .6, .5.
    loadings = np.array([0.8, 0.6, 0.5])
    wanted = np.outer(loadings, loadings)
    np.fill_diagonal(wanted, 1)
    random = np.random.default_rng(0).normal(size=(50, 3))
    white = np.linalg.solve(np.linalg.cholesky(np.cov(random.T)), (random - random.mean(axis=0)).T).T
    items = white @ np.linalg.cholesky(wanted).T
    found = reliability.omega(items, tolerance=0)
    assert found.loadings == pytest.approx(loadings, abs=1e-9)
    assert found.omega == pytest.approx(1.9**2 / (1.9**2 + 3 - 1.25), abs=1e-9)
    assert reliability.omega(items).omega == pytest.approx(found.omega, abs=1e-5)


def test_a_heywood_case_is_told() -> None:
    random = np.random.default_rng(0).normal(size=(200, 4))
    random[:, 1] = random[:, 0] + 0.01 * random[:, 1]
    for tolerance in (reliability.TOLERANCE, 0):
        found = reliability.omega(random, tolerance)
        assert found.heywood
        assert 0 < found.omega < 1


@pytest.mark.parametrize(
    ("items", "n"),
    [
        (np.empty((0, 3)), 0),
        ([[1, 2, 3]], 1),
        (np.ones((5, 3)), 5),
        (np.full((4, 3), NAN), 0),
        ([[1, NAN, 2], [NAN, 1, 2]], 0),
        ([[1, 2, 3], [3, 2, 1]], 2),
    ],
)
def test_degenerate_items(items: np.ndarray, n: int) -> None:
    found = reliability.alpha(items)
    assert math.isnan(found.alpha)
    assert math.isnan(found.low)
    assert found.n == n
    assert math.isnan(reliability.omega(items).omega)


def test_an_item_without_spread_or_twice_the_same_has_no_omega() -> None:
    random = np.random.default_rng(0).normal(size=(50, 3))
    flat, twice = random.copy(), random.copy()
    flat[:, 0] = 0.1
    twice[:, 0] = twice[:, 1]
    assert math.isnan(reliability.omega(flat).omega)
    assert math.isnan(reliability.omega(twice).omega)
    assert math.isnan(reliability.alpha(np.full((6, 3), 0.1), pairwise=True).alpha)


def test_too_few_items_and_infinite_answers() -> None:
    with pytest.raises(ValueError, match="two items"):
        reliability.alpha([[1], [2]])
    with pytest.raises(ValueError, match="three items"):
        reliability.omega([[1, 2], [2, 3]])
    with pytest.raises(ValueError, match="infinite"):
        reliability.alpha([[1, np.inf], [2, 3]])
