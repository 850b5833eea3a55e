"""The heat map: areas by dimensions, each cell with its figure, so that nothing hangs on the shade."""

from __future__ import annotations

from itertools import pairwise

from flask import Response

from readiness.reporting import tables
from readiness.reporting.documents.baseline import heat
from readiness.web.console.results import looking
from readiness.web.console.results.source import Shown


def show(code: str) -> Response:
    """Show it."""
    return looking.at("heat map", _page)


def _page(shown: Shown) -> Response:
    findings, printer = shown.require_whole(), shown.printer
    found = heat(findings, printer)
    return looking.page(
        "map",
        shown,
        head=found["head"],
        explain=found["explain"],
        divided=found["divided"],
        columns=[("results_dimension", one.id, one.name) for one in findings.dimensions],
        rows=list(zip(findings.areas, tables.area_heat(findings, printer), strict=True)),
        whole=tables.system_heat(findings, printer),
        bands=key(),
    )


def key() -> list[str]:
    """Return what each shade stands for, least ready first."""
    edges = tables.BANDS
    middle = [f"{low}–{high - 1}" for low, high in pairwise(edges)]
    return [f"<{edges[0]}", *middle, f"{edges[-1]}+"]
