"""Planning arithmetic against exact binomials, published formulae and the reference values of the method."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from readiness.analysis import planning


@pytest.mark.parametrize(("icc", "answers"), [(0.02, 115), (0.05, 45), (0.10, 21)])
def test_so_many_answers_give_a_mean_a_reliability_of_70(icc, answers):
    """The three figures of the method, section 1."""
    assert planning.answers_for(icc) == answers
    assert planning.reliability(answers, icc) >= 0.70 - 1e-12 > planning.reliability(answers - 1, icc)


def test_reliability_is_that_of_one_answer_and_grows_to_1():
    assert planning.reliability(1, 0.05) == pytest.approx(0.05)
    assert planning.reliability(0, 0.05) == 0
    assert planning.reliability(1e9, 0.05) == pytest.approx(1.0)


@pytest.mark.parametrize("icc", [0.0, 1.0, -0.1])
def test_an_impossible_icc_is_refused(icc):
    with pytest.raises(ValueError, match="between 0 and 1"):
        planning.answers_for(icc)


@pytest.mark.parametrize(("n", "p"), [(44, 0.25), (11, 1.0), (10, 1.0), (1000, 0.01), (0, 0.5), (500, 0.0)])
def test_the_chance_of_one_group_is_the_exact_binomial(n, p):
    assert planning.chance_of(11, [n], [p]) == pytest.approx(stats.binom.sf(10, n, p), abs=1e-12)


def test_the_chance_of_several_groups_adds_their_binomials_exactly():
    """By all pairs of numbers of answers of two groups."""
    few = sum(
        stats.binom.pmf(a, 20, 0.3) * stats.binom.pmf(b, 15, 0.4)
        for a in range(21)
        for b in range(16)
        if a + b < 11
    )
    assert planning.chance_of(11, [20, 15], [0.3, 0.4]) == pytest.approx(1 - few, abs=1e-12)


def test_the_chance_is_what_a_simulation_finds():
    rng = np.random.default_rng(1)
    people, rates = [12, 30, 5], [0.5, 0.2, 0.6]
    answers = sum(rng.binomial(n, p, 200_000) for n, p in zip(people, rates, strict=True))
    assert planning.chance_of(14, people, rates) == pytest.approx((answers >= 14).mean(), abs=0.005)


def test_nobody_is_needed_and_millions_do_no_harm():
    assert planning.chance_of(0, [], []) == 1.0
    assert planning.chance_of(1, [], []) == 0.0
    assert planning.chance_of(11, [10_000_000], [0.25]) == pytest.approx(1.0)
    assert 0 < planning.chance_of(11, [10_000_000], [1e-6]) < 1


@pytest.mark.parametrize(("people", "rate"), [([-1], [0.5]), ([5], [1.1]), ([5], [-0.1])])
def test_impossible_numbers_are_refused(people, rate):
    with pytest.raises(ValueError, match="0 or more"):
        planning.chance_of(3, people, rate)


@pytest.mark.parametrize("people", [[11], [44], [20, 30], [4000]])
def test_the_rate_for_a_group_is_the_lowest_that_is_enough(people):
    rate = planning.rate_for(11, people)
    assert planning.chance_of(11, people, [rate / 100] * len(people)) >= 0.9
    assert planning.chance_of(11, people, [(rate - 1) / 100] * len(people)) < 0.9


def test_no_rate_is_enough_for_too_few_people():
    assert planning.rate_for(11, [10]) is None
    assert planning.rate_for(11, []) is None


@pytest.mark.parametrize("rate", [0.05, 0.25, 0.9])
def test_the_range_holds_95_in_100_counts(rate):
    low, high = planning.range_of([300], [rate])
    inside = stats.binom.cdf(high, 300, rate) - stats.binom.cdf(low - 1, 300, rate)
    assert 0.93 <= inside <= 0.97


def test_the_range_of_certainty_is_one_number():
    assert planning.range_of([30], [1.0]) == (30, 30)
    assert planning.range_of([30], [0.0]) == (0, 0)


def test_errors_are_stratified_and_corrected():
    """Var = sum share^2 (1 - n/N) s^2 / n, the method's section 3.7, worked by hand for two roles."""
    n, people = np.array([[25, 16]]), np.array([[100.0, 32.0]])
    found = planning.errors(n, np.array([[0.75, 0.25]]), people, 20.0)
    by_hand = math.sqrt(0.75**2 * 0.75 * 400 / 25 + 0.25**2 * 0.5 * 400 / 16)
    assert found[0] == pytest.approx(by_hand)
    assert planning.margin(found)[0] == pytest.approx(1.959964 * by_hand, rel=1e-6)


def test_nobody_or_one_answer_leaves_no_error():
    found = planning.errors(np.array([[0], [1]]), np.ones((2, 1)), np.array([[10.0], [10.0]]), 18.0)
    assert np.isnan(found).all()


def test_the_smallest_detectable_change_is_that_of_the_method():
    """1.96 sqrt(s1^2 + s2^2), section 5; with a power of 80% the factor is 1.96 + 0.84."""
    assert planning.detectable(3.0, 4.0) == pytest.approx(1.959964 * 5, rel=1e-6)
    assert planning.detectable(3.0, 4.0, 0.8) == pytest.approx(2.801585 * 5, rel=1e-6)


def test_a_change_as_large_as_promised_is_found_in_80_of_100_pairs_of_years():
    rng = np.random.default_rng(2)
    change = float(planning.detectable(2.0, 2.0, 0.8))
    differences = change + rng.normal(0, 2, 100_000) - rng.normal(0, 2, 100_000)
    found = differences > planning.detectable(2.0, 2.0)
    assert found.mean() == pytest.approx(0.8, abs=0.01)


def test_answers_for_a_margin_are_those_that_give_it():
    """(1.96 x 18 / 5)^2 = 49.8."""
    assert planning.answers_within(5, 18) == 50
    se = [planning.errors(np.array([[n]]), np.ones((1, 1)), np.array([[np.nan]]), 18.0)[0] for n in (50, 49)]
    assert planning.margin(se[0]) <= 5 < planning.margin(se[1])


def test_the_spread_between_areas_follows_from_the_icc():
    assert planning.spread_of(0.04, 18.0) == pytest.approx(3.6)
