"""How many areas a ranking will probably tell apart: the product's own, on simulated areas that truly differ."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from readiness.analysis import planning, ranking
from readiness.baseline.grouping import Floats, Population
from readiness.baseline.need import MOST, freedom_of
from readiness.baseline.planning.kinds import Apart, Asked, Assumed, Group, Rates
from readiness.baseline.planning.precision import of_areas

REPORTS = 40
FEWEST = 4
EFFORT = 800
"""Areas times reports that are simulated at most for each spread, but never fewer than `FEWEST` reports."""
LEVEL = 50.0
RATHER = 0.5
"""An area that is rather shown than not is ranked."""


def apart(
    asked: Asked,
    staff: Population,
    rates: Rates,
    assumed: Assumed,
    areas: Sequence[Group],
    seed: int,
    reports: int = REPORTS,
) -> tuple[Apart, ...]:
    """Return, for each ICC(1), what a report would say of the areas that are rather shown than not."""
    found = of_areas(asked, staff, rates)
    errors = found.errors(assumed.sd)
    likely = [(area.likelihood or 0.0) >= RATHER for area in areas]
    shown = np.array(likely, dtype=np.bool_) & np.isfinite(errors)
    df = freedom_of(found.n[shown], found.shares[shown], found.people[shown])
    return tuple(_apart(icc, assumed.sd, errors[shown], df, seed, reports) for icc in assumed.iccs)


def _apart(icc: float, sd: float, errors: Floats, df: Floats, seed: int, reports: int) -> Apart:
    spread, needed, areas = planning.spread_of(icc, sd), planning.answers_for(icc), len(errors)
    if areas <= MOST:
        # With three or fewer the report gives no order.
        return Apart(icc, spread, needed, areas, None, None, None)
    rng = np.random.default_rng([seed, round(1e6 * icc)])
    clear, told = [], []
    for report in range(min(reports, max(FEWEST, EFFORT // areas))):
        gaps = LEVEL + spread * rng.standard_normal(areas) + errors * rng.standard_normal(areas)
        tier = ranking.most_in_need(gaps, errors, k=MOST, seed=report, df=df).tier
        clear.append(int((tier == ranking.CLEAR).sum()))
        told.append(clear[-1] + int((tier == ranking.NOT_AMONG).sum()))
    return Apart(
        icc,
        spread,
        needed,
        areas,
        float(np.mean(told)),
        float(np.mean(clear)),
        float(np.mean(np.array(clear) > 0)),
    )
