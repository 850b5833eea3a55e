"""Where most change is needed: areas ranked by their gap, pooled, and never without their uncertainty."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from readiness.analysis import ranking
from readiness.baseline.findings import AreaFinding, Need

MOST = 3
"""How many areas count as those in most need."""
TIERS = {
    ranking.CLEAR: "clear",
    ranking.LIKELY: "likely",
    ranking.UNCLEAR: "untold",
    ranking.NOT_AMONG: "other",
}


def with_need(areas: tuple[AreaFinding, ...], seed: int) -> tuple[AreaFinding, ...]:
    """Return the areas with how each stands among those shown; with three or fewer there is no order."""
    shown = [area for area in areas if area.readiness]
    if len(shown) <= MOST:
        return areas
    gaps = np.array([100 - area.readiness.value for area in shown if area.readiness])
    errors = np.array([area.readiness.se for area in shown if area.readiness])
    pooled = ranking.pool(gaps, errors)
    most = ranking.most_in_need(gaps, errors, k=MOST, seed=seed)
    sets = ranking.rank_sets(gaps, errors, seed=seed)
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
