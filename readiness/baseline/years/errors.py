"""The error of a year's figure as one of several years (decision 0034)."""

from __future__ import annotations

from math import sqrt

HIGHEST_RATE = 0.95


def of_years(se: float, rate: float) -> float:
    """Return a standard error without the correction for a finite staff of which a part, of 1, answered.

    The correction says how near the mean of those who answered is to that of all who worked there that year. What
    moved from year to year is more than that: staff come and go, and people do not answer alike twice.
    """
    return se / sqrt(1 - min(rate, HIGHEST_RATE))
