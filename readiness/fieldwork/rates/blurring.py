"""Counts that are shown day after day and yet do not tell whether one known person has answered.

Rounding is not enough. Whoever knows that only one colleague can have answered since yesterday learns from any change
of a figure that this colleague did, be the figure exact, rounded to 5 or held back until five more have come: on the
day on which it moves, somebody came. So the counts themselves are blurred before they are rounded, and the blur moves
from day to day like the counts do. The figure of step t (t = 0, 1, ... a step a day, and one for the closing) is

    n_t + sum over j <= t of f(t - j) z_j,    f(0) = 1, f(k) = f(k - 1) (1 - 1/(2k)),    z_j ~ N(0, (g/m)^2)

with g^2 the sum of f(k)^2 over all steps. f is the square root of the running sum, the best known way to blur a count
that is watched (Henzinger, Upadhyay and Upadhyay, "Almost tight error bounds on differentially private continual
counting", 2023). One person adds 1 from one step on, which in units of z is a vector of length g at most. All steps of
one figure together are therefore m-Gaussian differentially private (Dong, Roth and Su 2022): whoever knows all others'
answers with their days and asks every day tells "has answered" from "has not" no better than one draw of N(0, 1) from
one of N(m, 1), which is right Phi(m/2) of the time. Figures with blurs of their own add up as the root of the sum of
squares. With m = 0.35 that is 57% for one figure, and 70% for all nine that a person may stand in (total, role, place,
organisation, three clinical areas, role by place, pages reached) together; tossing a coin is right 50% of the time.
All that is done afterwards, such as rounding, holding still and hiding, cannot make it worse. (The tests play such a
reader: on days on which a figure rose, its one possible cause had answered 58% of the time, without the blur always.)

A blur of this kind has a standard deviation of g^2/m: about 6 people after four weeks.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from functools import cache
from math import ceil, sqrt
from statistics import NormalDist

PRIVACY = 0.35
"""How far apart, in standard deviations, "has answered" and "has not" lie for all steps of one figure together."""
STEP = 5
"""Shown counts are multiples of this."""
MARGIN = 2.0
"""A group is shown only if it lies so many standard deviations of the blur over the threshold.

The threshold also looks at the exact count, since nothing smaller may ever be shown. With the margin that look hardly
ever decides (1 in 40 at the edge), so that a group's appearing does not tell of its eleventh answer.
"""
_NORMAL = NormalDist()
_BITS = 53


@dataclass(frozen=True, slots=True)
class Blur:
    """The blur of one assessment's counts at one step: the same for the same figure and step, whoever asks."""

    secret: bytes
    """What only this installation knows, bound to the assessment; it moves the blur of every figure."""
    step: int
    """Which step it is, the first being 0."""
    steps: int
    """How many steps there are at most."""

    def spread(self, shares: int = 1) -> float:
        """Return the largest standard deviation of a figure, in people; `shares` figures share what one may tell."""
        return _length(self.steps) * sqrt(shares) / PRIVACY

    def blurred(self, figure: str, people: int, shares: int = 1) -> float:
        """Return the count with its blur; what is returned may be worked with freely, the count may not."""
        weights = _weights(self.step + 1)
        moved = sum(weights[self.step - j] * self._draw(figure, j) for j in range(self.step + 1))
        return people + moved * sqrt(_length(self.steps) * shares) / PRIVACY

    def _draw(self, figure: str, step: int) -> float:
        digest = hmac.digest(self.secret, f"{step} {figure}".encode(), "sha256")
        return _NORMAL.inv_cdf(((int.from_bytes(digest[:8]) >> (64 - _BITS)) + 0.5) / 2**_BITS)


def shown(exact: int, blurred: float, threshold: int, spread: float, before: int | None) -> int | None:
    """Return the count to show, or None where it is too small to show any.

    The figure stays at `before`, the last one shown, until the blurred count has moved away from it by 5.
    """
    lowest = threshold + MARGIN * spread - (STEP if before else 0)
    if exact < threshold or blurred < lowest:
        return None
    if before is not None and abs(blurred - before) < STEP:
        return before
    return max(STEP * ceil(threshold / STEP), STEP * round(blurred / STEP))


@cache
def _weights(count: int) -> tuple[float, ...]:
    weights = [1.0]
    for k in range(1, count):
        weights.append(weights[-1] * (1 - 1 / (2 * k)))
    return tuple(weights)


@cache
def _length(steps: int) -> float:
    """Return g^2: the squared length of what one person adds, and the variance of the sum of the last step's draws."""
    return sum(weight**2 for weight in _weights(steps))
