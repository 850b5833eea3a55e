"""Estimates against published figures, figures by hand, and each other."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.analysis import estimates
from readiness.analysis.estimates import (
    clustered_mean,
    composite_mean,
    merge_small_strata,
    proportion,
    stratified_mean,
)

NAN = np.nan


def same(found: Any, expected: Any) -> None:
    for name in ("mean", "se", "low", "high", "n"):
        assert getattr(found, name) == pytest.approx(getattr(expected, name), rel=1e-12, nan_ok=True), name


def test_simple_random_sample_with_finite_population_correction() -> None:
    # Schools of California, 200 of 6,194: the specification gives the standard error without and with correction.
    values = np.repeat([-1.0, 1.0], 100)
    values *= 9.402772 * math.sqrt(200) / values.std(ddof=1)
    assert stratified_mean(values).se == pytest.approx(9.402772, abs=1e-9)
    assert stratified_mean(values, "all", {"all": 6194}).se == pytest.approx(9.249722, abs=5e-7)


def test_two_strata_by_hand() -> None:
    # gp: 40, 60 of 10; mg: 10, 20, 30 of 20. Shares 1/3, 2/3: mean 50/3 + 40/3 = 30.
    # Var = (1/9)(1 - .2) 200/2 + (4/9)(1 - .15) 100/3 = 8.8889 + 12.5926 = 21.4815
    found = stratified_mean([40, 60, 10, 20, 30], ["gp", "gp", "mg", "mg", "mg"], {"gp": 10, "mg": 20})
    assert found.mean == pytest.approx(30, abs=1e-12)
    assert found.se == pytest.approx(math.sqrt(80 / 9 + 340 / 27), abs=1e-12)
    assert found.high - found.mean == pytest.approx(1.959963984540054 * found.se, rel=1e-12)
    assert (found.n, found.corrected) == (5, True)
    assert found.sd == pytest.approx(np.std([40, 60, 10, 20, 30], ddof=1))


def test_shares_replace_the_population_and_need_not_add_up() -> None:
    values, strata = [40, 60, 10, 20, 30], [0, 0, 1, 1, 1]
    # 0.75 x 50 + 0.25 x 20
    assert stratified_mean(values, strata, shares={0: 3, 1: 1}).mean == pytest.approx(42.5, abs=1e-12)
    # without headcounts the sample's own shares: the plain mean
    assert stratified_mean(values, strata).mean == pytest.approx(32, abs=1e-12)
    assert not stratified_mean(values, strata).corrected


def test_a_stratum_without_answers_hands_its_share_on() -> None:
    found = stratified_mean([40, 60, NAN], ["a", "a", "b"], {"a": 10, "b": 30, "c": 5})
    same(found, stratified_mean([40, 60], "a", {"a": 10}))


def test_a_stratum_of_one_answer_takes_the_pooled_variance() -> None:
    # b's one answer: variance 200 as in a. Var = .25 x 100 + .25 x 200
    found = stratified_mean([40, 60, 90], ["a", "a", "b"], shares={"a": 1, "b": 1})
    assert found.mean == pytest.approx(70)
    assert found.se == pytest.approx(math.sqrt(75), abs=1e-12)


def test_a_headcount_under_the_answers_is_not_believed() -> None:
    assert stratified_mean([40, 60], "a", {"a": 1}).se == pytest.approx(10)
    assert stratified_mean([40, 60], "a", {"a": 2}).se == 0  # everyone answered


@pytest.mark.parametrize(
    ("values", "mean", "se", "n"),
    [
        ([], NAN, NAN, 0),
        ([NAN, NAN], NAN, NAN, 0),
        ([70], 70, NAN, 1),
        ([70, NAN], 70, NAN, 1),
        ([33.3, 33.3, 33.3], 33.3, 0, 3),
        ([0.1] * 7, 0.1, 0, 7),
    ],
)
def test_few_or_equal_answers(values: list[float], mean: float, se: float, n: int) -> None:
    for found in (stratified_mean(values), clustered_mean(values, np.arange(len(values)))):
        assert (found.mean, found.se, found.n) == pytest.approx((mean, se, n), nan_ok=True, abs=1e-14)
        assert found.se == 0 or se != 0


def test_one_answer_in_each_stratum_has_no_error_to_tell() -> None:
    assert math.isnan(stratified_mean([40, 60], ["a", "b"]).se)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([1, np.inf],), "infinite value at"),
        (([1, 2], ["a", None]), "missing label"),
        (([1, 2], ["a", "b"], None, {"a": 1}), "'b'"),
        (([1, 2], "a", {"a": -5}), "negative or infinite"),
        (([1, 2], "a", None, {"a": -1}), "0 or more"),
        (([1, 2], ["a"]), "one label"),
        (([[1, 2]],), "1 dimension"),
        ((["x"],), "must be numbers"),
    ],
)
def test_inputs_that_cannot_be_meant(arguments: tuple[Any, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        stratified_mean(*arguments)


# Margins in points for N staff, n answers and a share p: the specification's table (correction on).
@pytest.mark.parametrize(
    ("staff", "n", "p", "points"),
    [(200, 120, 0.43, 6), (150, 80, 0.50, 8), (50, 40, 0.30, 6), (500, 375, 0.60, 2)],
)
def test_margins_of_a_share(staff: int, n: int, p: float, points: int) -> None:
    assert round(100 * proportion(p, n, staff).margin) == points


def test_a_share_is_the_mean_of_zeros_and_ones() -> None:
    zeros_and_ones = np.repeat([0.0, 1.0], [28, 12])
    found = stratified_mean(zeros_and_ones, "all", {"all": 50})
    assert proportion(0.3, 40, 50).se == pytest.approx(found.se, rel=1e-12)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_interval(hits: int, n: int, low: float, high: float) -> None:
    # Newcombe (1998), Statistics in Medicine 17, 857-872, method 3; it counts n where we count n - 1.
    found = proportion(hits / n, n + 1)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("share", "n", "staff", "low", "high"),
    [
        (0, 20, None, 0, 0.1681792),
        (1, 20, None, 0.8318208, 1),
        (0.5, 20, 20, 0.5, 0.5),
        (1, 1, None, 0, 1),
        (NAN, 0, None, NAN, NAN),
    ],  # Wilson at 0 of 19: z^2 / (19 + z^2)
)
def test_shares_at_the_ends(share: float, n: int, staff: float | None, low: float, high: float) -> None:
    found = proportion(share, n, staff)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-7, nan_ok=True)


def test_shares_outside_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        proportion(1.2, 10)


def jittered(seed: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    scores = random.normal(50, 20, (120, columns))
    scores[random.random(scores.shape) < 0.2] = NAN
    return scores, random.choice(["gp", "hospital", "manager"], 120)


POPULATION = {"gp": 300, "hospital": 200, "manager": 80}


@given(st.integers(0, 10_000))
@settings(derandomize=True, max_examples=30, deadline=None)
def test_a_composite_of_one_column_is_the_stratified_mean(seed: int) -> None:
    scores, strata = jittered(seed, 2)
    one = stratified_mean(scores[:, 0], strata, POPULATION)
    same(composite_mean(scores[:, :1], strata, POPULATION), one)
    same(composite_mean(scores, strata, POPULATION, weights=[1, 0]), one)
    same(clustered_mean(scores[:, 0], np.arange(len(scores)), strata, POPULATION), one)


def test_a_composite_without_gaps_is_the_mean_of_the_sums() -> None:
    random = np.random.default_rng(3)
    scores, strata = random.normal(50, 20, (90, 3)), random.choice(["gp", "hospital"], 90)
    weights = [0.5, 0.3, 0.2]
    same(
        composite_mean(scores, strata, POPULATION, weights=weights),
        stratified_mean(scores @ weights, strata, POPULATION),
    )


def test_a_composite_with_gaps_has_the_spread_of_repeated_samples() -> None:
    # 4,000 samples of 60, all at once as groups of two strata: the mean of the linearised variances must match the
    # variance of the estimates, which ignoring that one person answers several columns would halve.
    random = np.random.default_rng(5)
    scores = random.normal(0, 1, (4_000 * 60, 1)) + random.normal(0, 1, (4_000 * 60, 3))
    scores[random.random(scores.shape) < 0.3] = NAN
    cells = np.repeat(np.arange(4_000), 60) * 2 + np.arange(4_000 * 60) % 2
    found = estimates.grouped.composite(
        scores, cells, 4_000, np.array([0.5, 0.25, 0.25]), np.ones((4_000, 2)), np.full((4_000, 2), NAN)
    )
    assert np.mean(found.se**2) == pytest.approx(np.var(found.mean), rel=0.05)


def test_a_column_that_nobody_answered_leaves_the_sum_unknown() -> None:
    found = composite_mean([[1, NAN], [2, NAN]])
    assert math.isnan(found.mean)
    assert math.isnan(found.se)
    assert found.n == 2


def test_composite_weights_must_fit() -> None:
    with pytest.raises(ValueError, match="2 numbers"):
        composite_mean([[1, 2]], weights=[1])
    with pytest.raises(ValueError, match="not all 0"):
        composite_mean([[1, 2]], weights=[0, 0])


def test_people_who_rate_several_areas_count_once() -> None:
    # Everyone gives the same rating twice: exactly the estimate of one rating a person.
    ratings = np.array([10.0, 40, 50, 80, 20])
    same(clustered_mean(np.repeat(ratings, 2), np.repeat(np.arange(5), 2)), stratified_mean(ratings))


def test_clusters_of_unequal_size_by_hand() -> None:
    # Person a gives 1 and 3, b gives 5: mean 3; influence (4 - 6) / 3 and (5 - 3) / 3; 2/1 x (4/9 + 4/9) = 16/9.
    found = clustered_mean([1, 3, 5], ["a", "a", "b"])
    assert (found.mean, found.se, found.n) == pytest.approx((3, 4 / 3, 2), abs=1e-12)


def test_one_person_in_two_strata_is_refused() -> None:
    with pytest.raises(ValueError, match="two strata"):
        clustered_mean([1, 2], ["a", "a"], ["gp", "manager"])


NEAREST = {"gp": "hospital", "hospital": "gp", "manager": "hospital"}


@pytest.mark.parametrize(
    ("counts", "merged"),
    [
        ({"gp": 9, "hospital": 12, "manager": 5}, {"gp": "gp", "hospital": "hospital", "manager": "manager"}),
        (
            {"gp": 9, "hospital": 12, "manager": 4},
            {"gp": "gp", "hospital": "hospital", "manager": "hospital"},
        ),
        (
            {"gp": 3, "hospital": 4, "manager": 2},
            {"gp": "hospital", "hospital": "hospital", "manager": "hospital"},
        ),
        ({"gp": 9, "hospital": 0, "manager": 1}, {"gp": "gp", "hospital": "gp", "manager": "gp"}),
        (
            {"gp": 9, "manager": 1},
            {"gp": "gp", "manager": "gp"},
        ),  # the chain goes past a role that is not there
        ({"manager": 1}, {"manager": "manager"}),
        ({}, {}),
    ],
)
def test_small_roles_join_their_nearest(counts: dict[Any, int], merged: dict[Any, Any]) -> None:
    assert merge_small_strata(counts, NEAREST) == merged


def test_z_to_full_precision() -> None:
    # The .975 quantile of the standard normal distribution.
    assert abs(estimates.grouped.Z95 - 1.959963984540054) < 1e-15
