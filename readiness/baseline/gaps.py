"""How differently roles see the same thing: anchors only, tested, adjusted, and large enough to matter."""

from __future__ import annotations

from itertools import combinations

import numpy as np

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
    pairs = [
        (dimension, first, second)
        for dimension in range(len(subject.instrument.dimensions))
        for first, second in combinations(range(len(subject.instrument.roles)), 2)
        if _enough(subject, gate, dimension, first) and _enough(subject, gate, dimension, second)
    ]
    tests = [comparison.welch(_scores(subject, d, a), _scores(subject, d, b)) for d, a, b in pairs]
    adjusted = comparison.adjust(np.array([test.p for test in tests]))
    found = [
        _gap(subject, pair, test, float(p)) for pair, test, p in zip(pairs, tests, adjusted, strict=True)
    ]
    shown = [gap for gap in found if abs(gap.g) >= LARGE_ENOUGH and gap.p < ALPHA]
    return tuple(sorted(shown, key=lambda gap: -gap.difference))


def _scores(subject: Subject, dimension: int, role: int) -> Floats:
    scores = subject.work.anchors[subject.roles == role, dimension]
    return np.asarray(scores[~np.isnan(scores)])


def _enough(subject: Subject, gate: Gate, dimension: int, role: int) -> bool:
    return bool(subject.shown.roles[role]) and len(_scores(subject, dimension, role)) >= gate.threshold


def _gap(subject: Subject, pair: tuple[int, int, int], test: comparison.Welch, p: float) -> RoleGap:
    """Return the difference so that it is positive: the role that scores higher minus the one that scores lower."""
    dimension, first, second = pair
    g = comparison.hedges_g(_scores(subject, dimension, first), _scores(subject, dimension, second)).g
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
