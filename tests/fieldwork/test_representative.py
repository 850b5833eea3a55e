"""The R-indicator against figures worked out by hand, and against chance that it must not take for unevenness."""

from __future__ import annotations

import random
from statistics import fmean

import pytest

from readiness.fieldwork.rates.representative import Stratum, balance


def test_groups_that_answer_at_the_same_rate_are_representative() -> None:
    found = balance([Stratum(10_000, 4_000), Stratum(30_000, 12_000)])
    assert found is not None
    assert found.value == 1.0
    assert found.low < 1.0 == found.high


def test_two_halves_at_forty_and_sixty_percent_give_eighty() -> None:
    """S is the standard deviation of .4 and .6, which is .1, so R = 1 - 2 (.1); chance is small in large groups."""
    found = balance([Stratum(1_000_000, 400_000), Stratum(1_000_000, 600_000)])
    assert found is not None
    assert found.value == pytest.approx(0.8, abs=1e-5)


def test_groups_weigh_by_their_people() -> None:
    """A tenth at 1, the rest at 0: S^2 = .1 (.9), R = 1 - 2 (.3) = .4."""
    found = balance([Stratum(100_000, 100_000), Stratum(900_000, 0)])
    assert found is not None
    assert found.value == pytest.approx(0.4, abs=1e-5)


def test_all_of_one_half_and_none_of_the_other_is_as_bad_as_can_be() -> None:
    found = balance([Stratum(500, 500), Stratum(500, 0)])
    assert found is not None
    assert (found.value, found.high) == pytest.approx((0.0, 0.0), abs=0.01)


@pytest.mark.parametrize("strata", [[], [Stratum(100, 40)], [Stratum(100, 40), Stratum(1, 1)]])
def test_fewer_than_two_groups_say_nothing(strata: list[Stratum]) -> None:
    assert balance(strata) is None


@pytest.mark.parametrize("blur", [0.0, 6.0])
def test_chance_and_blur_are_not_taken_for_unevenness(blur: float) -> None:
    """Squared spread is right on average, its interval holds the truth, and without adjustment it would not be."""
    chance, rates = random.Random(7), {60: 0.35, 90: 0.45, 140: 0.4, 300: 0.5, 110: 0.3}
    everyone = sum(rates)
    common = sum(people * rate for people, rate in rates.items()) / everyone
    truth = sum(people * (rate - common) ** 2 for people, rate in rates.items()) / everyone
    squares, naive, held = [], [], []
    for _ in range(2_000):
        strata = [
            Stratum(people, sum(chance.random() < rate for _ in range(people)) + chance.gauss(0, blur))
            for people, rate in rates.items()
        ]
        found = balance(strata, blur)
        assert found is not None
        overall = sum(one.answered for one in strata) / everyone
        naive.append(
            sum(one.people * (one.answered / one.people - overall) ** 2 for one in strata) / everyone
        )
        squares.append(((1 - found.value) / 2) ** 2)
        held.append(found.low <= 1 - 2 * truth**0.5 <= found.high)
    assert abs(fmean(squares) - truth) < 0.1 * truth
    assert fmean(naive) > 1.2 * truth
    assert fmean(held) > 0.92
