"""How evenly the groups of a system have answered, as one figure: the R-indicator.

R = 1 - 2 S, S the headcount-weighted standard deviation of the answer rates over groups (Schouten, Cobben and Bethlehem
2009, "Indicators for the representativeness of survey response", Survey Methodology 35). R is 1 where every group
answered at the same rate, and 0 where half of the people belong to groups of whom all answered and half to groups of
whom nobody did.

Even where everybody is equally likely to answer, observed rates differ by chance, which makes S too large. As in the
bias adjustment of Shlomo, Skinner and Schouten (2012, Journal of Statistical Planning and Inference 142) the part that
chance is expected to have is taken off S^2. Here everyone is asked and nobody is drawn, so an observed rate r_h of N_h
people varies by p_h (1 - p_h) / N_h, estimated without bias by r_h (1 - r_h) / (N_h - 1). Counts that were blurred with
variance b add b / N_h^2; r_h (1 - r_h), which the blur makes smaller by as much on average, is mended first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

_Z = 1.96


@dataclass(frozen=True, slots=True)
class Stratum:
    """One group: how many people belong to it (at least 2), and how many answered; that may be blurred."""

    people: int
    answered: float


@dataclass(frozen=True, slots=True)
class Balance:
    """Representativeness from 0 to 1, with its 95% interval."""

    value: float
    low: float
    high: float


def balance(strata: Iterable[Stratum], blur: float = 0.0) -> Balance | None:
    """Return the R-indicator of the groups; `blur` is the standard deviation of the counts' blur, in people.

    The interval holds both chance and blur: of S^2 the variance is sum of w_h^2 (4 d_h^2 v_h + 2 v_h^2), with w_h a
    group's share of all people, d_h its distance from the common rate and v_h the variance of its rate. None for
    fewer than two groups.
    """
    groups = [one for one in strata if one.people > 1]
    if len(groups) < 2:
        return None
    everyone = sum(one.people for one in groups)
    common = sum(one.answered for one in groups) / everyone
    square = chance = variance = 0.0
    for one in groups:
        share, apart, of_rate = (
            one.people / everyone,
            one.answered / one.people - common,
            _variance(one, blur),
        )
        square += share * apart**2
        # The common rate moves along with the group's own, which leaves 1 - share of the group's variance.
        chance += share * (1 - share) * of_rate
        variance += share**2 * (4 * apart**2 * of_rate + 2 * of_rate**2)
    middle, width = square - chance, _Z * sqrt(variance)
    return Balance(*(_indicator(found) for found in (middle, middle + width, middle - width)))


def _variance(one: Stratum, blur: float) -> float:
    rate, of_blur = one.answered / one.people, (blur / one.people) ** 2
    return max(0.0, rate * (1 - rate) + of_blur) / (one.people - 1) + of_blur


def _indicator(square: float) -> float:
    return max(0.0, 1 - 2 * sqrt(max(0.0, square)))
