"""How differently roles see the same thing: anchors only, tested, adjusted, and large enough to matter."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from readiness.analysis import comparison
from readiness.baseline.findings import RoleGap
from readiness.baseline.gate import Gate
from readiness.baseline.grouping import Floats
from readiness.baseline.subject import Subject

LARGE_ENOUGH = 0.2
"""Hedges' g from which a difference is worth a leader's attention."""
ALPHA = 0.05


def role_gaps(subject: Subject, gate: Gate) -> tuple[RoleGap, ...]:
    """Return the differences between two roles that are shown, largest first.

    All pairs of roles on all dimensions are one family: p-values are adjusted over it (Benjamini and Hochberg).
    """
    rows = {int(role): np.flatnonzero(subject.roles == role) for role in np.flatnonzero(subject.shown.roles)}
    scores = {
        (dimension, role): _scores(subject, dimension, of_role)
        for dimension in range(len(subject.instrument.dimensions))
        for role, of_role in rows.items()
    }
    withheld = {(int(d), int(role)) for role, d in np.argwhere(gate.withheld.get("roles", []))}
    enough = [
        place
        for place, values in scores.items()
        if len(values) >= gate.threshold and np.ptp(values) > 0 and place not in withheld
    ]
    pairs = [(d, a, b) for (d, a), (e, b) in combinations(enough, 2) if d == e]
    tests = [comparison.welch(scores[d, a], scores[d, b]) for d, a, b in pairs]
    adjusted = comparison.adjust(np.array([test.p for test in tests]))
    effects = [comparison.hedges_g(scores[d, a], scores[d, b]).g for d, a, b in pairs]
    found = [
        _gap(subject, pair, test, effect, float(p))
        for pair, test, effect, p in zip(pairs, tests, effects, adjusted, strict=True)
    ]
    shown = [gap for gap in found if abs(gap.g) >= LARGE_ENOUGH and gap.p < ALPHA]
    return tuple(sorted(shown, key=lambda gap: -gap.difference))


def _scores(subject: Subject, dimension: int, rows: NDArray[np.intp]) -> Floats:
    scores = subject.work.anchors[:, dimension].take(rows)
    return np.asarray(scores[~np.isnan(scores)])


def _gap(subject: Subject, pair: tuple[int, int, int], test: comparison.Welch, g: float, p: float) -> RoleGap:
    """Return the difference so that it is positive: the role that scores higher minus the one that scores lower."""
    dimension, first, second = pair
    low, high = test.low, test.high
    if test.difference < 0:
        first, second, g, low, high = second, first, -g, -high, -low
    roles = subject.instrument.roles
    return RoleGap(
        subject.instrument.dimensions[dimension].id,
        lower_role=roles[second].id,
        higher_role=roles[first].id,
        difference=abs(test.difference),
        low=low,
        high=high,
        g=g,
        p=p,
    )
