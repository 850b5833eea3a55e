"""What moved, judged over each family of figures at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from readiness.analysis import comparison, ranking
from readiness.baseline.years.types import Line, Point, Step, Trend

FEWEST_YEARS = 3


def judged(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines of one family with what moved since the year before, and over all years of three or more.

    Each of the two is a family of tests by itself.
    """
    years = len(lines[0].points) if lines else 0
    if years < 2:
        return tuple(lines)
    last = _steps(lines, years - 2)
    whole = _steps(lines, 0) if years >= FEWEST_YEARS else [None] * len(lines)
    found = [
        replace(line, last=step, whole=since) for line, step, since in zip(lines, last, whole, strict=True)
    ]
    return _with_trends(found) if years >= FEWEST_YEARS else tuple(found)


def _steps(lines: Sequence[Line], since: int) -> list[Step | None]:
    before, after = ([line.points[year] for line in lines] for year in (since, -1))
    found = comparison.change(*_arrays(before), *_arrays(after))
    return [
        Step(
            line.points[since].year,
            float(found.difference[n]),
            float(found.low[n]),
            float(found.high[n]),
            float(found.detectable[n]),
            float(found.p_adjusted[n]),
            str(found.verdict[n]),
        )
        if np.isfinite(found.low[n])
        else None
        for n, line in enumerate(lines)
    ]


def _arrays(points: Sequence[Point]) -> tuple[list[float], list[float]]:
    return (
        [point.mean.value if point.mean else np.nan for point in points],
        [point.se for point in points],
    )


def _with_trends(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Add each line's slope; those of one measure in several areas are pooled, as their means of one year are."""
    found = list(lines)
    for measure in dict.fromkeys(line.measure for line in lines):
        numbers = [n for n, line in enumerate(lines) if line.measure == measure]
        slopes = [_slope(lines[n]) for n in numbers]
        pooled = ranking.pool([one.slope for one in slopes], [one.se for one in slopes])
        together = pooled.n >= FEWEST_YEARS
        for place, n in enumerate(numbers):
            if np.isfinite(slopes[place].slope):
                low, high = float(pooled.low[place]), float(pooled.high[place])
                trend = Trend(float(pooled.mean[place]), low, high, together)
                found[n] = replace(lines[n], trend=trend)
    return tuple(found)


def _slope(line: Line) -> comparison.Slope:
    return comparison.slope([point.year for point in line.points], *_arrays(line.points))
