"""Where most change is needed: areas ranked by their gap, pooled, and never without their uncertainty."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from readiness.analysis import grouped, ranking
from readiness.analysis.arrays import divided
from readiness.baseline.findings import AreaFinding, Need
from readiness.baseline.grouping import Floats, Grouping, Ints
from readiness.baseline.subject import Subject

MOST = 3
"""How many areas count as those in most need."""
TIERS = {
    ranking.CLEAR: "clear",
    ranking.LIKELY: "likely",
    ranking.UNCLEAR: "untold",
    ranking.NOT_AMONG: "other",
}


def with_need(areas: tuple[AreaFinding, ...], subject: Subject, seed: int) -> tuple[AreaFinding, ...]:
    """Return the areas with how each stands among those shown; with three or fewer there is no order."""
    shown = [area for area in areas if area.readiness]
    if len(shown) <= MOST:
        return areas
    gaps = np.array([100 - area.readiness.value for area in shown if area.readiness])
    errors = np.array([area.readiness.se for area in shown if area.readiness])
    freedom = degrees_of_freedom(subject.by_area())[[bool(area.readiness) for area in areas]]
    pooled = ranking.pool(gaps, errors, freedom)
    most = ranking.most_in_need(gaps, errors, k=MOST, seed=seed, df=freedom)
    sets = ranking.rank_sets(gaps, errors, seed=seed, df=freedom)
    needs = {
        area.id: Need(
            tier=TIERS[str(most.tier[index])],
            probability=float(most.probability[index]),
            gap=float(pooled.mean[index]),
            gap_low=float(pooled.low[index]),
            gap_high=float(pooled.high[index]),
            rank_low=int(most.rank_low[index]),
            rank_high=int(most.rank_high[index]),
            set_low=int(sets.low[index]),
            set_high=int(sets.high[index]),
        )
        for index, area in enumerate(shown)
    }
    return tuple(replace(area, need=needs.get(area.id)) for area in areas)


def degrees_of_freedom(grouping: Grouping) -> Floats:
    """Return from how many independent deviations each group's standard error is estimated; nan from none."""
    strata = grouping.shares.shape[1]
    inside = grouping.cells >= 0
    times = None if grouping.times is None else grouping.times[inside]
    counts = np.bincount(grouping.cells[inside], times, minlength=grouping.groups * strata)
    n = np.rint(counts).astype(np.int64).reshape(-1, strata)
    return freedom_of(n, grouping.shares, grouping.headcounts)


def freedom_of(n: Ints, shares: Floats, headcounts: Floats) -> Floats:
    """Return the degrees of freedom of each group's standard error, from groups x strata.

    Satterthwaite (1946), Biometrics Bulletin 2, for a stratified mean whose strata vary alike, so that it follows from
    counts alone: (sum of a)^2 / sum of a^2 / (n - 1), a = share^2 (1 - n / N) / n. A role that counts for
    much and of which few answered governs it.
    """
    share = np.where(n > 0, shares, 0.0)
    part = share**2 * grouped.correction(n, headcounts) / np.maximum(n, 1)
    spread = (part**2 / np.maximum(n - 1, 1)).sum(axis=1)
    return divided(part.sum(axis=1) ** 2, spread)
