"""What next year's answers could show, from this year's: how far a figure has to move to be told from chance.

Imports nothing that counts, since pages ask here.
"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

from readiness.baseline.findings import AreaFinding, Findings, Mean
from readiness.baseline.years.errors import of_years

REACH = NormalDist().inv_cdf(0.975) * sqrt(2)
"""As many answers in both years, so that the error of what moved is that of one year times the root of two."""


def smallest(findings: Findings, area: str | None, measure: str | None) -> float | None:
    """Return by how many points a figure has to move until next year to be told from chance, with as many answers.

    None where the figure is not shown. `measure` None is readiness as a whole.
    """
    if area is None:
        return _moves(_of_whole(findings, measure), findings.rate)
    found = next((one for one in findings.areas if one.id == area), None)
    return _moves(_of_area(found, measure), found.rate) if found else None


def _moves(mean: Mean | None, percent: float | None) -> float | None:
    return REACH * of_years(mean.se, (percent or 0.0) / 100) if mean else None


def _of_whole(findings: Findings, measure: str | None) -> Mean | None:
    if measure is None:
        return findings.general
    cells = {one.id: one.cell for one in findings.dimensions} | {
        id: cell for id, _, cell in findings.components
    }
    return cells[measure].mean if measure in cells else None


def _of_area(area: AreaFinding, measure: str | None) -> Mean | None:
    if measure is None:
        return area.readiness
    cells = dict(area.dimensions) | {id: cell for id, _, cell in area.components}
    return cells[measure].mean if measure in cells else None
