"""Counts watched every day: the blur is as wide as it says, and whoever knows all others learns next to nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from math import sqrt
from statistics import NormalDist, fmean, pstdev

import numpy as np
import pytest
from scipy.linalg import solve_triangular, toeplitz

from readiness.fieldwork.rates import blurring
from readiness.fieldwork.rates.blurring import PRIVACY, Blur, shown

DAYS = 30
RUNS = 200
CEILING = NormalDist().cdf(PRIVACY / 2)
"""How often the best reader can be right about one figure, by the proof."""
Watched = Callable[[int, list[int]], list[int | None]]
"""What a reader is shown on each day, of the exact counts of each day, in one run."""


def secret(run: int) -> bytes:
    return f"run {run}".encode()


def stream(run: int, counts: list[int]) -> list[float]:
    return [Blur(secret(run), step, DAYS).blurred("role gp", n) for step, n in enumerate(counts)]


def protected(run: int, counts: list[int]) -> list[int | None]:
    spread, found = Blur(b"", 0, DAYS).spread(), []
    before: int | None = None
    for n, blurred in zip(counts, stream(run, counts), strict=True):
        before = shown(n, blurred, 11, spread, before)
        found.append(before)
    return found


def exact(_: int, counts: list[int]) -> list[int | None]:
    return list(counts)


def rounded(_: int, counts: list[int]) -> list[int | None]:
    return [5 * round(n / 5) for n in counts]


def held_back(_: int, counts: list[int]) -> list[int | None]:
    """Moves only after five more have come."""
    found, last = [], counts[0]
    for n in counts:
        last = n if n - last >= 5 else last
        found.append(last)
    return list(found)


def one_a_day(run: int) -> tuple[list[int], list[bool]]:
    """Forty have answered; from then on each day one known person alone can have answered, and half of them do."""
    chance = random.Random(run)
    came = [False, *(chance.random() < 0.5 for _ in range(DAYS - 1))]
    return [40 + sum(came[: day + 1]) for day in range(DAYS)], came


def right_by_movement(watched: Watched) -> tuple[float, float]:
    """How often "a figure that rose today means that today's person answered" is right: on those days, on all days."""
    on_rise, on_all = [], []
    for run in range(RUNS):
        counts, came = one_a_day(run)
        figures = watched(run, counts)
        for day in range(1, DAYS):
            rose = (figures[day] or 0) > (figures[day - 1] or 0)
            on_all.append(rose == came[day])
            if rose:
                on_rise.append(came[day])
    return fmean(on_rise), fmean(on_all)


@pytest.mark.parametrize("control", [exact, rounded, held_back])
def test_control_without_blur_tells_on_whom_it_moved(control: Watched) -> None:
    certain, _ = right_by_movement(control)
    assert certain == 1.0
    assert right_by_movement(exact) == (1.0, 1.0)


def test_lead_who_asks_every_day_while_single_known_people_answer_learns_next_to_nothing() -> None:
    on_rise, on_all = right_by_movement(protected)
    assert on_rise < 0.63
    assert on_all < CEILING


@pytest.mark.slow
def test_best_reader_who_knows_all_others_and_sees_every_day_is_hardly_better_than_a_coin() -> None:
    """The likelihood ratio on the unrounded stream: no reader of rounded figures can do better."""
    factor = np.tril(toeplitz(blurring._weights(DAYS)))
    right = []
    for run in range(1_000):
        chance = random.Random(run)
        first, answered = chance.randrange(DAYS), chance.random() < 0.5
        counts = [40 + (answered and day >= first) for day in range(DAYS)]
        one_more = solve_triangular(factor, [float(day >= first) for day in range(DAYS)], lower=True)
        seen = solve_triangular(factor, np.array(stream(run, counts)) - 40, lower=True)
        right.append((seen @ one_more > one_more @ one_more / 2) == answered)
    assert fmean(right) < CEILING + 3 * sqrt(0.25 / 1_000)
    assert CEILING < 0.57


def test_nine_figures_together_tell_no_more_than_the_documents_say() -> None:
    assert round(NormalDist().cdf(sqrt(9) * PRIVACY / 2), 2) == 0.70


def test_spread_is_that_of_the_last_step_and_no_step_has_a_wider_one() -> None:
    spread = Blur(b"", 0, DAYS).spread()
    last = [Blur(secret(run), DAYS - 1, DAYS).blurred("x", 0) for run in range(1_000)]
    first = [Blur(secret(run), 0, DAYS).blurred("x", 0) for run in range(1_000)]
    assert pstdev(last) == pytest.approx(spread, rel=0.06)
    assert abs(fmean(last)) < 0.5
    assert pstdev(first) < pstdev(last)
    assert 5.5 < spread < 6.5


def test_figures_that_share_what_one_may_tell_are_blurred_more() -> None:
    blur = Blur(b"secret", 3, DAYS)
    assert blur.blurred("x", 0, 16) == pytest.approx(4 * blur.blurred("x", 0))
    assert blur.spread(16) == pytest.approx(4 * blur.spread())


def test_weights_are_the_square_root_of_the_running_sum() -> None:
    factor = np.tril(toeplitz(blurring._weights(12)))
    assert np.allclose(factor @ factor, np.tril(np.ones((12, 12))))


def test_blur_is_the_same_each_time_and_another_for_each_figure_step_and_secret() -> None:
    one = Blur(b"secret", 3, DAYS)
    others = [
        one.blurred("role manager", 40),
        Blur(b"secret", 4, DAYS).blurred("role gp", 40),
        Blur(b"other", 3, DAYS).blurred("role gp", 40),
    ]
    assert one.blurred("role gp", 40) == Blur(b"secret", 3, DAYS).blurred("role gp", 40)
    assert len({one.blurred("role gp", 40), *others}) == 4


@pytest.mark.parametrize(
    ("exact", "blurred", "before", "expected"),
    [
        (10, 400.0, None, None),  # never under the threshold, whatever the blur says
        (400, 22.9, None, None),  # in doubt
        (400, 23.0, None, 25),
        (11, 23.1, None, 25),
        (100, 102.4, None, 100),
        (100, 102.6, None, 105),
        (100, 104.9, 100, 100),  # holds still
        (100, 105.1, 100, 105),
        (100, 94.9, 100, 95),  # and may fall
        (400, 18.5, 20, 20),  # does not flicker at the edge
        (400, 17.9, 20, None),
    ],
)
def test_what_is_shown(exact: int, blurred: float, before: int | None, expected: int | None) -> None:
    assert shown(exact, blurred, 11, 6.0, before) == expected


def test_shown_figure_is_never_under_the_threshold() -> None:
    assert shown(400, 21.9, 21, 0.0, None) == 25


def told_by(steps: list[int]) -> float:
    """Return how often the best reader is right about one figure where the last day is moved.

    `steps` are the steps that the assessment has on each day. The figures are L z, each day's as wide as its steps make
    it. One person adds 1 from some day on: in units of z a vector whose length says how far that stands out.
    """
    days = len(steps)
    mixing = toeplitz(blurring._weights(days), np.zeros(days))
    widths = np.array([Blur(b"", 0, step).spread() / sqrt(blurring._length(step)) for step in steps])
    from_each_day_on = np.tril(np.ones((days, days)))
    vectors = solve_triangular(widths[:, None] * mixing, from_each_day_on, lower=True)
    return float(NormalDist().cdf(np.linalg.norm(vectors, axis=0).max() / 2))


YEAR = 369
"""Steps of the longest assessment."""


@pytest.mark.parametrize(
    ("steps", "most"),
    [
        pytest.param([31] * 31, CEILING, id="not moved"),
        pytest.param([31] * 15 + [38] * 23, 0.572, id="a week later"),
        pytest.param([31] + [62] * 61, 0.574, id="twice as long"),
        pytest.param([31] * 30 + [YEAR] * (YEAR - 30), 0.582, id="to a year"),
        pytest.param([62] * 20 + [24] * 4, CEILING, id="earlier"),
        pytest.param([31, YEAR] * 15, 0.582, id="to a year and back every day"),
    ],
)
def test_moving_the_last_day_tells_little_more(steps: list[int], most: float) -> None:
    assert told_by(steps) <= most + 1e-9
