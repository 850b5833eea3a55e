"""How far the ranking of areas can be trusted: a simulation with known truth, next to the raw ranking.

Ten clinical areas with 12 to 90 answers each. At each ICC(1), areas truly differ by as much; the raw ranking names the
three lowest means, ours says what its tiers say. Run: python -m benchmarks.ranking [reports]
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np

from readiness.analysis import ranking

AREAS = 10
MOST = 3
FEWEST, MOST_ANSWERS = 12, 90
SD = 18.0
"""Standard deviation of a person's readiness in points of 100, as on published organisational data."""
ICCS = (0.0, 0.02, 0.05, 0.10)


@dataclass(frozen=True)
class Outcome:
    """What happened over many simulated reports at one ICC; shares in percent."""

    icc: float
    coverage: float
    """Pooled intervals that hold the true gap."""
    clear_true: float
    """"Clear priority" claims about an area that truly is among the three."""
    clear_a_report: float
    """Clear priorities named, per report."""
    alarmed: float
    """Reports that name a clear priority."""
    raw_true: float
    """Areas among the three lowest raw means that truly are among the three."""


def simulated(icc: float, reports: int, seed: int) -> Outcome:
    """Return the outcome of many reports at one ICC."""
    rng = np.random.default_rng(seed)
    between = SD * np.sqrt(icc)
    within = SD * np.sqrt(1 - icc)
    inside, claims, right, alarms, raw = 0, 0, 0, 0, 0
    for report in range(reports):
        truth = 50 + between * rng.standard_normal(AREAS)
        answers = rng.integers(FEWEST, MOST_ANSWERS + 1, AREAS)
        # The mean and standard error of each area's answers, drawn as a survey of normal answers would give them.
        gaps = truth + within / np.sqrt(answers) * rng.standard_normal(AREAS)
        errors = within * np.sqrt(rng.chisquare(answers - 1) / (answers - 1)) / np.sqrt(answers)
        most = set(np.argsort(-truth, kind="stable")[:MOST])
        pooled, found = ranking.pool(gaps, errors), ranking.most_in_need(gaps, errors, MOST, seed=report)
        clear = np.flatnonzero(found.probability >= 0.9)
        inside += int(((pooled.low <= truth) & (truth <= pooled.high)).sum())
        claims += len(clear)
        right += sum(1 for area in clear if area in most)
        alarms += len(clear) > 0
        raw += sum(1 for area in np.argsort(-gaps)[:MOST] if area in most)
    return Outcome(
        icc,
        coverage=100 * inside / (reports * AREAS),
        clear_true=100 * right / claims if claims and icc else float("nan"),
        clear_a_report=claims / reports,
        alarmed=100 * alarms / reports,
        raw_true=100 * raw / (reports * MOST) if icc else float("nan"),
    )


def main(reports: int) -> None:
    """Print the table that stands in docs/method.md."""
    print(
        f"{reports} simulated reports at each ICC(1); {AREAS} areas with {FEWEST} to {MOST_ANSWERS} answers.\n"
    )
    print("| ICC(1) | intervals that hold | clear priorities that are true | named a report |", end="")
    print(" reports that name one | raw lowest three that are true |")
    print("|---|---|---|---|---|---|")
    for index, icc in enumerate(ICCS):
        each = simulated(icc, reports, seed=index)
        true, raw = (("-" if np.isnan(x) else f"{x:.0f}%") for x in (each.clear_true, each.raw_true))
        print(
            f"| {icc:.2f} | {each.coverage:.1f}% | {true} | {each.clear_a_report:.2f} | {each.alarmed:.1f}% | {raw} |"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
