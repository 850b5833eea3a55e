"""How far the ranking of areas can be trusted: a simulation with known truth, next to the raw ranking.

Ten clinical areas with 12 to 90 answers each. At each ICC(1), areas truly differ by as much; the raw ranking names the
three lowest means, ours says what its tiers say. In a second table some people rate two areas, which the ranking takes
as independent all the same. Every figure stands with its Monte Carlo standard error; the seeds are fixed, so that the
same number of reports gives the same table. Run: python -m benchmarks.ranking [reports]
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from readiness.analysis import ranking

Floats = NDArray[np.float64]
AREAS = 10
MOST = 3
FEWEST, MOST_ANSWERS = 12, 90
SD = 18.0
"""Standard deviation of a person's readiness in points of 100, as on published organisational data."""
ICCS = (0.0, 0.02, 0.05, 0.10)
TWO_AREAS = 0.30
"""Share of people who rate two areas, in the second table."""
PERSON = 0.60
"""How their two ratings correlate inside areas: a third of readiness is the same answers, and some are milder."""


@dataclass(frozen=True)
class Survey:
    """One report's figures and the truth behind them, an entry an area."""

    truth: Floats
    gaps: Floats
    errors: Floats
    freedom: Floats


@dataclass(frozen=True)
class Said:
    """What a rule says of one survey: intervals and the chance to be among those in most need."""

    low: Floats
    high: Floats
    probability: Floats


@dataclass(frozen=True)
class Figure:
    """A simulated figure with its Monte Carlo standard error; nan where there is nothing to count."""

    value: float
    error: float


@dataclass(frozen=True)
class Outcome:
    """What happened over many simulated reports at one ICC; shares in percent."""

    icc: float
    coverage: Figure
    """Pooled intervals that hold the true gap."""
    clear_true: Figure
    """"Clear priority" claims about an area that truly is among the three."""
    clear_a_report: Figure
    """Clear priorities named, per report."""
    alarmed: Figure
    """Reports that name a clear priority."""
    raw_true: Figure
    """Areas among the three lowest raw means that truly are among the three."""


def product(survey: Survey, seed: int) -> Said:
    """Return what the report says."""
    pooled = ranking.pool(survey.gaps, survey.errors, survey.freedom)
    found = ranking.most_in_need(survey.gaps, survey.errors, MOST, seed, survey.freedom)
    return Said(pooled.low, pooled.high, found.probability)


def simulated(
    icc: float,
    reports: int,
    seed: int,
    two_areas: float = 0.0,
    rule: Callable[[Survey, int], Said] = product,
) -> Outcome:
    """Return the outcome of many reports at one ICC, `two_areas` of whose people rate two areas."""
    rng = np.random.default_rng(seed)
    inside, claims, right, raw = (np.empty(reports) for _ in range(4))
    for report in range(reports):
        survey = _survey(icc, two_areas, rng)
        said = rule(survey, report)
        most = np.argsort(-survey.truth, kind="stable")[:MOST]
        clear = np.flatnonzero(said.probability >= 0.9)
        inside[report] = ((said.low <= survey.truth) & (survey.truth <= said.high)).mean()
        claims[report], right[report] = len(clear), np.isin(clear, most).sum()
        raw[report] = np.isin(np.argsort(-survey.gaps)[:MOST], most).mean()
    # Without true differences, which three are in most need means nothing.
    known = 1.0 if icc else math.nan
    return Outcome(
        icc,
        coverage=_share(100 * inside, np.ones(reports)),
        clear_true=_share(known * 100 * right, claims),
        clear_a_report=_share(claims, np.ones(reports)),
        alarmed=_share(100.0 * (claims > 0), np.ones(reports)),
        raw_true=_share(known * 100 * raw, np.ones(reports)),
    )


def _survey(icc: float, two_areas: float, rng: np.random.Generator) -> Survey:
    """Draw true gaps and every person's answer, and sum them up as the product does."""
    truth = 50 + SD * math.sqrt(icc) * rng.standard_normal(AREAS)
    answers = rng.integers(FEWEST, MOST_ANSWERS + 1, AREAS)
    area = np.repeat(np.arange(AREAS), answers)
    deviation = SD * math.sqrt(1 - icc) * _deviations(area, two_areas, rng)
    mean = np.bincount(area, deviation) / answers
    squares = np.bincount(area, (deviation - mean[area]) ** 2)
    errors = np.sqrt(squares / (answers - 1) / answers)
    return Survey(truth, truth + mean, errors, answers - 1.0)


def _deviations(area: NDArray[np.int64], two_areas: float, rng: np.random.Generator) -> Floats:
    """Return each answer's deviation in within-area standard deviations; those of one person go together.

    Answers of people with two areas are put in the order of their areas, and the first half's people also gave the
    second half: each area so shares its people with one or two others, more than if they were spread over all.
    """
    own = rng.standard_normal(len(area))
    pairs = round(len(area) * two_areas / (1 + two_areas))
    both = np.sort(rng.permutation(len(area))[: 2 * pairs])
    person = rng.standard_normal(pairs)
    own[both] = math.sqrt(PERSON) * np.tile(person, 2) + math.sqrt(1 - PERSON) * own[both]
    return own


def _share(part: Floats, whole: Floats) -> Figure:
    """Return the sum of parts over the sum of wholes, a report counting as one draw, with its standard error."""
    total = float(whole.sum())
    if not total:
        return Figure(math.nan, math.nan)
    value = float(part.sum()) / total
    return Figure(value, math.sqrt(float(((part - value * whole) ** 2).sum())) / total)


def main(reports: int) -> None:
    """Print the tables that stand in docs/method.md."""
    start = time.process_time()
    areas = f"{AREAS} areas with {FEWEST} to {MOST_ANSWERS} answers"
    print(f"{reports:,} simulated reports at each ICC(1); {areas}.")
    _print_table(reports, 0.0)
    print(
        f"\nThe same where {TWO_AREAS:.0%} of people rate two areas, their two ratings correlating {PERSON:.2f}."
    )
    _print_table(reports, TWO_AREAS)
    print(f"\n{time.process_time() - start:.0f} seconds of one core.", file=sys.stderr)


def _print_table(reports: int, two_areas: float) -> None:
    print("\n| ICC(1) | intervals that hold | clear priorities that are true | named a report |", end="")
    print(" reports that name one | raw lowest three that are true |")
    print("|---|---|---|---|---|---|")
    for index, icc in enumerate(ICCS):
        each = simulated(icc, reports, index, two_areas)
        figures = (
            _printed(each.coverage, "%"),
            _printed(each.clear_true, "%"),
            _printed(each.clear_a_report, "", 3),
            _printed(each.alarmed, "%"),
            _printed(each.raw_true, "%"),
        )
        print(f"| {icc:.2f} | {' | '.join(figures)} |", flush=True)


def _printed(figure: Figure, unit: str, digits: int = 1) -> str:
    if math.isnan(figure.value):
        return "-"
    return f"{figure.value:.{digits}f}{unit} ± {figure.error:.{max(digits, 2)}f}"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4000)
