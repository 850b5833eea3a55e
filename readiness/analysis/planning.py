"""What answers will be able to say, worked out before anybody has answered.

Numbers of answers are binomial, each person answering or not without regard to the others. Reliability of a group's
mean is ICC(2), after Spearman and Brown: n ICC(1) / (1 + (n - 1) ICC(1)). Margins are half-widths of 95% intervals
with finite-population correction (Cochran, 1977, Sampling Techniques, 2.6), as in `estimates`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import bdtr, ndtri

from readiness.analysis import grouped
from readiness.analysis.arrays import FloatArray, IntArray
from readiness.analysis.grouped import Z95

RELIABLE = 0.70
"""The reliability from which the mean of a group is usually taken to tell groups apart."""
POWER = 0.80


def chance_of(least: int, people: Sequence[int], rates: Sequence[float]) -> float:
    """Return how likely `least` or more answer, of groups of so many people, each answering at its rate.

    Exact: the binomials of the groups are added up term by term, as far as `least`. Raises ValueError for rates
    outside 0 to 1 and for negative numbers.
    """
    return 1.0 if least <= 0 else float(np.clip(1 - _few(least, people, rates).sum(), 0.0, 1.0))


def rate_for(least: int, people: Sequence[int], chance: float = 0.9) -> int | None:
    """Return the lowest whole percentage, the same for all groups, at which `least` answer with that chance.

    None where even everybody would be too few.
    """
    if sum(people) < least:
        return None
    low, high = 0, 100
    while high - low > 1:
        middle = (low + high) // 2
        enough = chance_of(least, people, [middle / 100] * len(people)) >= chance
        low, high = (low, middle) if enough else (middle, high)
    return high


def range_of(people: Sequence[int], rates: Sequence[float], level: float = 0.95) -> tuple[int, int]:
    """Return between which numbers of answers the count lies with that chance, by the normal approximation."""
    n, p = np.asarray(people, dtype=np.float64), np.asarray(rates, dtype=np.float64)
    centre, reach = float(n @ p), float(ndtri((1 + level) / 2)) * math.sqrt(float(n @ (p * (1 - p))))
    return max(0, math.ceil(centre - reach)), min(int(n.sum()), math.floor(centre + reach))


def reliability(n: float, icc: float) -> float:
    """Return the reliability of the mean of n answers, where groups differ by that ICC(1)."""
    return n * icc / (1 + (n - 1) * icc) if n > 0 else 0.0


def answers_for(icc: float, wanted: float = RELIABLE) -> int:
    """Return how many answers a group's mean needs for that reliability; ICC(1) and reliability lie between 0 and 1."""
    if not (0 < icc < 1 and 0 < wanted < 1):
        raise ValueError(f"icc and wanted must lie between 0 and 1; they are {icc} and {wanted}.")
    exact = wanted / (1 - wanted) * (1 - icc) / icc
    return math.ceil(exact - 1e-9)  # 21 must not become 22 by rounding error


def answers_within(points: float, sd: float) -> int:
    """Return how many answers, out of very many people, make a mean exact to so many points either way."""
    return math.ceil((Z95 * sd / points) ** 2)


def spread_of(icc: float, sd: float) -> float:
    """Return the standard deviation between true group means that belongs to an ICC(1), where people differ by sd."""
    return sd * math.sqrt(icc)


def errors(n: IntArray, shares: FloatArray, headcounts: FloatArray, sd: float) -> FloatArray:
    """Return the standard error of each group's mean on a role mix; all arrays are groups x roles.

    A headcount of nan is unknown and gives no correction; where no role has two answers the error is nan.
    """
    return grouped.stratified(n, np.zeros(n.shape), sd**2 * np.maximum(n - 1.0, 0.0), shares, headcounts).se


def margin(se: npt.ArrayLike) -> FloatArray:
    """Return half the width of the 95% interval."""
    return np.asarray(Z95 * np.asarray(se, dtype=np.float64))


def detectable(first: npt.ArrayLike, second: npt.ArrayLike, power: float | None = None) -> FloatArray:
    """Return the smallest change between two years' means that the answers can show, from their standard errors.

    Without `power` the change that just is significant, which a true change of that size reaches in half of all
    cases; with it, the true change that is found with that chance.
    """
    reach = Z95 + (float(ndtri(power)) if power is not None else 0.0)
    both = np.hypot(np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64))
    return np.asarray(reach * both)


def _few(least: int, people: Sequence[int], rates: Sequence[float]) -> FloatArray:
    """Return the chances of 0, 1 ... least - 1 answers in all."""
    chances = np.zeros(least)
    chances[0] = 1.0
    for n, p in zip(people, rates, strict=True):
        if n < 0 or not 0 <= p <= 1:
            raise ValueError(f"people must be 0 or more and rates between 0 and 1; they are {n} and {p}.")
        upto = np.arange(min(n, least - 1) + 1, dtype=np.float64)
        one = np.diff(bdtr(upto, n, p), prepend=0.0)
        chances = np.convolve(chances, one)[:least]
    return chances
