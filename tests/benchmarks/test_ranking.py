"""The simulation behind the ranking: it repeats itself, holds what the method page says, and finds a worse rule out."""

import math

import numpy as np
import pytest

from benchmarks import ranking as simulation
from readiness.analysis import ranking

REPORTS = 150


def as_if_known(survey: simulation.Survey, seed: int) -> simulation.Said:
    """Pool as the product does, but take errors from a few answers for known ones."""
    return simulation.product(
        simulation.Survey(survey.truth, survey.gaps, survey.errors, np.full(simulation.AREAS, np.nan)), seed
    )


def raw(survey: simulation.Survey, seed: int) -> simulation.Said:
    """Name the three lowest means, as a league table does: no pooling, and no doubt."""
    chance = (np.argsort(np.argsort(-survey.gaps)) < simulation.MOST).astype(float)
    return simulation.Said(survey.gaps - survey.errors, survey.gaps + survey.errors, chance)


def own_doubt_only(survey: simulation.Survey, seed: int) -> simulation.Said:
    """Take each area on its own: its own interval, and the chance that its own errors give."""
    draws = np.random.default_rng(seed).normal(survey.gaps, survey.errors, (2_000, simulation.AREAS))
    third = np.sort(draws, axis=1)[:, [-simulation.MOST]]
    reach = 1.96 * survey.errors
    return simulation.Said(survey.gaps - reach, survey.gaps + reach, (draws >= third).mean(axis=0))


@pytest.fixture(scope="module")
def ours() -> simulation.Outcome:
    return simulation.simulated(0.05, REPORTS, seed=7)


def within(figure: simulation.Figure, low: float, high: float, errors: float = 3) -> bool:
    return low - errors * figure.error <= figure.value <= high + errors * figure.error


def test_a_small_run_gives_the_known_figures() -> None:
    found = simulation.simulated(0.05, 12, seed=3)
    assert found == simulation.simulated(0.05, 12, seed=3)
    assert found != simulation.simulated(0.05, 12, seed=4)
    assert found.coverage.value == pytest.approx(116 / 1.2)
    assert found.clear_a_report.value == pytest.approx(10 / 12)
    assert found.raw_true.value == pytest.approx(25 / 0.36)


@pytest.mark.slow
def test_what_the_method_page_says_holds_within_chance(ours: simulation.Outcome) -> None:
    assert ours.coverage.error < 1
    assert within(ours.coverage, 94, 95)
    assert within(ours.clear_true, 91, 96)
    assert within(ours.alarmed, 45, 50)


@pytest.mark.slow
def test_without_true_differences_hardly_a_report_names_a_priority() -> None:
    found = simulation.simulated(0.0, REPORTS, seed=8)
    assert found.alarmed.value <= 3
    assert found.coverage.value > 97
    assert math.isnan(found.clear_true.value)
    assert math.isnan(found.raw_true.value)


@pytest.mark.slow
def test_errors_taken_for_known_hold_less(ours: simulation.Outcome) -> None:
    # The same surveys, so that what differs is the rule alone.
    known = simulation.simulated(0.05, REPORTS, seed=7, rule=as_if_known)
    assert known.coverage.value < ours.coverage.value
    assert known.clear_a_report.value >= ours.clear_a_report.value


@pytest.mark.slow
def test_a_league_table_claims_what_is_not_true(ours: simulation.Outcome) -> None:
    table = simulation.simulated(0.05, REPORTS, seed=7, rule=raw)
    assert table.clear_a_report.value == simulation.MOST
    assert table.clear_true.value == pytest.approx(ours.raw_true.value)
    assert table.clear_true.value + 4 * table.clear_true.error < 90 <= ours.clear_true.value


@pytest.mark.slow
def test_areas_taken_one_by_one_raise_false_alarms() -> None:
    alone = simulation.simulated(0.0, REPORTS, seed=8, rule=own_doubt_only)
    assert alone.alarmed.value - 4 * alone.alarmed.error > 3


def test_monte_carlo_errors_are_those_of_the_mean_and_of_a_ratio() -> None:
    parts = np.array([1.0, 0.0, 1.0, 1.0])
    mean = simulation._share(parts, np.ones(4))
    assert mean.value == 0.75
    assert mean.error == pytest.approx(math.sqrt(0.75 * 0.25 / 4))
    ratio = simulation._share(np.array([2.0, 0.0]), np.array([2.0, 1.0]))
    # Residuals 2 - 2/3 * 2 and 0 - 2/3: the second report's claim and the first's two do not count as three draws.
    assert (ratio.value, ratio.error) == pytest.approx((2 / 3, math.sqrt(2 * (2 / 3) ** 2) / 3))
    assert math.isnan(simulation._share(np.zeros(3), np.zeros(3)).value)


def test_people_who_rate_two_areas_make_their_answers_go_together() -> None:
    random = np.random.default_rng(0)
    area = np.repeat(np.arange(simulation.AREAS), 60)
    means = np.array(
        [
            np.bincount(area, simulation._deviations(area, simulation.TWO_AREAS, random)) / 60
            for _ in range(4_000)
        ]
    )
    alone = np.array(
        [np.bincount(area, simulation._deviations(area, 0.0, random)) / 60 for _ in range(4_000)]
    )
    # In either case an answer's variance is 1; of 130 answers 30 pairs each add 2 x .6 to the whole's variance.
    np.testing.assert_allclose(means.var(axis=0), 1 / 60, rtol=0.15)
    whole = means.mean(axis=1).var() / alone.mean(axis=1).var()
    assert whole == pytest.approx(1 + 2 * 0.6 * 0.3 / 1.3, abs=0.1)


def test_the_survey_is_summed_up_as_the_product_does() -> None:
    survey = simulation._survey(0.05, 0.0, np.random.default_rng(1))
    assert survey.freedom.min() >= simulation.FEWEST - 1
    # Errors near sd / sqrt(n), and the rule sees nothing else of the truth than gaps and errors.
    expected = simulation.SD * math.sqrt(0.95) / np.sqrt(survey.freedom + 1)
    np.testing.assert_allclose(survey.errors, expected, rtol=0.5)
    said = simulation.product(survey, 0)
    np.testing.assert_array_equal(said.low, ranking.pool(survey.gaps, survey.errors, survey.freedom).low)


def test_the_printed_table(capsys: pytest.CaptureFixture[str]) -> None:
    simulation.main(2)
    out, err = capsys.readouterr()
    rows = [line for line in out.splitlines() if line.startswith("| 0.")]
    assert [row.split("|")[1].strip() for row in rows] == ["0.00", "0.02", "0.05", "0.10"] * 2
    assert all("±" in row.split("|")[2] for row in rows)
    assert rows[0].split("|")[3].strip() == "-"
    assert "30% of people" in out
    assert "seconds of one core" in err
