"""Pooling against the eight schools, rank sets against PISA 2018."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.analysis import ranking

NAN = np.nan
SCHOOLS = [28.0, 8, -3, 7, -1, 1, 18, 12], [15.0, 10, 16, 11, 9, 11, 10, 18]


def test_eight_schools() -> None:
    # Posterior means of the specification, +/- .02 (Rubin, 1981; Gelman et al., 5.5).
    found = ranking.pool(*SCHOOLS)
    expected = [11.398, 7.894, 6.132, 7.645, 5.128, 6.139, 10.665, 8.456]
    np.testing.assert_allclose(found.mean, expected, atol=0.02)
    # Gelman et al., table 5.3: school A's 95% interval is about -2 to 31.
    assert (found.low[0], found.high[0]) == pytest.approx((-2, 31), abs=1)
    assert 4 < found.tau < 7


def test_pooling_does_not_depend_on_the_unit_or_on_missing_areas() -> None:
    plain = ranking.pool(*SCHOOLS)
    values, errors = np.array(SCHOOLS)
    scaled = ranking.pool(1_000 * values + 5, 1_000 * errors)
    np.testing.assert_allclose(scaled.mean, 1_000 * plain.mean + 5, rtol=1e-9)
    gaps = ranking.pool([*values, NAN, 3], [*errors, 1, NAN])
    np.testing.assert_array_equal(gaps.mean[:8], plain.mean)
    assert np.isnan(gaps.mean[8:]).all()
    assert gaps.n == 8


def test_areas_that_differ_surely_are_left_alone_and_equal_ones_merge() -> None:
    apart = ranking.pool([0, 500, 1_000, 1_500], [1, 1, 1, 1])
    np.testing.assert_allclose(apart.mean, [0, 500, 1_000, 1_500], atol=0.01)
    alike = ranking.pool([50] * 6, [5] * 6)
    np.testing.assert_allclose(alike.mean, 50)
    assert alike.high[0] - 50 < 1.96 * 5


@pytest.mark.parametrize(
    ("values", "errors", "mean"),
    [
        ([], [], []),
        ([5], [1], [5]),
        ([5, 9], [1, 2], [5, 9]),
        ([NAN, 3], [1, 1], [NAN, 3]),
        ([3, 3, 3], [0, 0, 0], [3] * 3),
    ],
)
def test_few_or_certain_values(values: list[float], errors: list[float], mean: list[float]) -> None:
    found = ranking.pool(values, errors)
    np.testing.assert_allclose(found.mean, mean)
    assert (found.n < 3) is bool(np.isnan(found.tau))
    most = ranking.most_in_need(values, errors)
    assert set(most.tier) <= {"cannot be told apart", "no figure"}
    assert ranking.rank_sets(values, errors).n == found.n


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0.5, 20)), min_size=3, max_size=12))
@settings(derandomize=True, max_examples=20, deadline=None)
def test_pooled_values_lie_between_the_extremes(pairs: list[tuple[float, float]]) -> None:
    values, errors = zip(*pairs, strict=True)
    found = ranking.pool(values, errors)
    assert (found.mean >= min(values) - 1e-6).all()
    assert (found.mean <= max(values) + 1e-6).all()
    assert (found.low <= found.mean).all()
    assert (found.mean <= found.high).all()


def test_most_in_need() -> None:
    found = ranking.most_in_need([60, 58, 59, 40, 41, 42, 39, 30], [1] * 8, k=3, seed=3)
    assert found.tier.tolist() == ["clear priority"] * 3 + ["not among those in most need"] * 5
    assert found.rank_low[:3].tolist() == [1, 1, 1]
    assert found.rank_high[:3].tolist() == [3, 3, 3]
    assert found.probability.sum() == pytest.approx(3)
    again = ranking.most_in_need([60, 58, 59, 40, 41, 42, 39, 30], [1] * 8, k=3, seed=3)
    np.testing.assert_array_equal(found.probability, again.probability)


def test_most_in_need_agrees_with_the_exact_posterior() -> None:
    # The ranks of draws must belong to the posterior that `pool` integrates: school A is above C by both.
    found = ranking.most_in_need(*SCHOOLS, k=3)
    pooled = ranking.pool(*SCHOOLS)
    assert np.argsort(-found.probability)[:2].tolist() == np.argsort(-pooled.mean)[:2].tolist()
    assert found.tier[0] == "likely priority"
    assert found.rank_low.min() == 1
    assert found.rank_high.max() == 8


def test_tiers_at_their_borders() -> None:
    assert [ranking._tier(p) for p in (0.9, 0.8999, 0.5, 0.4999, 0.1001, 0.1, 0.0)] == [
        "clear priority",
        "likely priority",
        "likely priority",
        "cannot be told apart",
        "cannot be told apart",
        "not among those in most need",
        "not among those in most need",
    ]


def test_errors_from_few_answers_are_widened() -> None:
    values, errors = SCHOOLS
    # Of 12 answers 2.200985 errors hold 95 in 100 (Student's t, 11 degrees of freedom), not 1.959964.
    widened = [2.200985160 / 1.959963985 * error for error in errors]
    np.testing.assert_allclose(ranking.pool(*SCHOOLS, df=[11] * 8).low, ranking.pool(values, widened).low)
    two = ranking.pool([50, 60], [2, 2], df=[11, 1e9])
    np.testing.assert_allclose(two.high - two.mean, [2 * 2.200985160, 2 * 1.959963985], rtol=1e-6)
    few, known = (ranking.most_in_need(*SCHOOLS, df=df) for df in ([3] * 8, None))
    assert few.probability.max() < known.probability.max()
    apart = [70, 60, 50, 40], [3, 3, 3, 3]
    assert ranking.rank_sets(*apart, df=[2] * 4).high[0] > ranking.rank_sets(*apart).high[0]


def test_known_errors_are_left_as_they_are() -> None:
    plain = ranking.pool(*SCHOOLS)
    for df in ([NAN] * 8, [1e12] * 8):
        np.testing.assert_allclose(ranking.pool(*SCHOOLS, df=df).high, plain.high, rtol=1e-9)
    values, errors = SCHOOLS
    some = ranking.pool([*values, NAN], [*errors, 1], df=[NAN] * 8 + [5])
    np.testing.assert_array_equal(some.high[:8], plain.high)


@pytest.mark.parametrize("df", [[5], [5] * 7 + [0], [5] * 7 + [-1]])
def test_degrees_of_freedom_that_cannot_be_meant(df: list[float]) -> None:
    for function in (ranking.pool, ranking.most_in_need, ranking.rank_sets):
        with pytest.raises(ValueError, match="df must"):
            function(*SCHOOLS, df=df)


def test_the_interval_holds_95_in_100_of_the_posterior() -> None:
    # The bounds against draws of the posterior itself, which do not use the grid's sums over quantiles.
    found = ranking.pool(*SCHOOLS)
    y, s, _ = ranking._figures(*SCHOOLS, None)
    draws = np.vstack([ranking._draws(y, s, np.random.default_rng(seed)) for seed in range(20)])
    np.testing.assert_allclose((draws < found.low).mean(axis=0), 0.025, atol=0.0015)
    np.testing.assert_allclose((draws > found.high).mean(axis=0), 0.025, atol=0.0015)


def test_an_area_without_a_figure_takes_no_part() -> None:
    found = ranking.most_in_need([60, NAN, 40, 30, 20], [1, 1, 1, 1, 1], k=1)
    assert found.tier[1] == "no figure"
    assert np.isnan(found.probability[1])
    assert found.rank_high.tolist() == [1, 0, 2, 3, 4]
    sets = ranking.rank_sets([60, NAN, 40, 30, 20], [1, 1, 1, 1, 1])
    assert sets.low.tolist() == [1, 0, 2, 3, 4]
    assert sets.high.tolist() == [1, 0, 2, 3, 4]
    assert not ranking.best_set([60, NAN, 40, 30, 20], [1, 1, 1, 1, 1], 4)[1]


@pytest.fixture(scope="module")
def pisa() -> dict[str, np.ndarray]:
    """Return mathematics scores of 37 countries with the confidence sets that csranks (R) gave for them."""
    path = Path(__file__).parent / "reference" / "pisa2018_math_rank_confidence_sets.csv"
    with path.open() as file:
        rows = list(csv.DictReader(file))
    flags = {"TRUE": 1.0, "FALSE": 0.0}
    return {
        name: np.array([flags.get(row[name]) if row[name] in flags else float(row[name]) for row in rows])
        for name in rows[0]
        if name != "jurisdiction"
    }


@pytest.mark.parametrize(("simultaneous", "name"), [(True, "sim"), (False, "marg")])
def test_rank_sets_of_pisa(pisa: dict[str, np.ndarray], simultaneous: bool, name: str) -> None:
    found = ranking.rank_sets(pisa["score"], pisa["se"], simultaneous=simultaneous)
    np.testing.assert_array_equal(found.low, pisa[f"{name}_L"])
    np.testing.assert_array_equal(found.high, pisa[f"{name}_U"])


def test_best_sets_of_pisa(pisa: dict[str, np.ndarray]) -> None:
    best = ranking.best_set(pisa["score"], pisa["se"], 5)
    np.testing.assert_array_equal(best, pisa["top5_95"].astype(bool))
    assert best.sum() == 12  # the specification's count, and 11 at 90%
    np.testing.assert_array_equal(
        ranking.best_set(pisa["score"], pisa["se"], 5, 0.9), pisa["top5_90"].astype(bool)
    )
    np.testing.assert_array_equal(
        ranking.best_set(-pisa["score"], pisa["se"], 5), pisa["bottom5_95"].astype(bool)
    )


def test_equal_values_share_all_ranks() -> None:
    found = ranking.rank_sets([5, 5, 5], [1, 1, 1], simultaneous=False)
    assert found.low.tolist() == [1, 1, 1]
    assert found.high.tolist() == [3, 3, 3]


def test_the_exact_critical_value_is_the_studentised_ranges() -> None:
    # Two equal errors: |Z1 - Z2| / sqrt(2) is |Z|, so the .95 quantile is 1.959964 less nothing.
    both = np.array([False, True])
    found = ranking._exact_critical_value(np.full(2, 2**0.5), np.ones(2), 0, both, both, 0.95)
    assert found == pytest.approx(1.959963984540054, abs=1e-9)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([1, 2], [1]), "one standard error"),
        (([1, 2], [1, -1]), "0 or more"),
        (([1, np.inf], [1, 1]), "infinite"),
    ],
)
def test_inputs_that_cannot_be_meant(arguments: tuple[list[float], ...], words: str) -> None:
    for function in (ranking.pool, ranking.most_in_need, ranking.rank_sets):
        with pytest.raises(ValueError, match=words):
            function(*arguments)


def test_settings_that_cannot_be_meant() -> None:
    with pytest.raises(ValueError, match="k must"):
        ranking.most_in_need([1, 2], [1, 1], k=0)
    with pytest.raises(ValueError, match="k must"):
        ranking.best_set([1, 2], [1, 1], 0)
    with pytest.raises(ValueError, match="level"):
        ranking.rank_sets([1, 2], [1, 1], level=95)
