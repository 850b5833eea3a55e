"""A table as a file: the same figures as on the page, unrounded; what a spreadsheet would run is marked as text."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, request

from readiness.access.faults import Missing
from readiness.baseline.findings import Findings
from readiness.reporting.exports import csv
from readiness.reporting.published import ORDER, published
from readiness.web.console import gate
from readiness.web.console.results import looking
from readiness.web.console.results.source import Shown

OF_AN_AREA = (*(name for name in ORDER if name.startswith("area")), "innovations")
"""Tables whose rows are about areas: all that who sees an area alone may take away."""


def give(code: str, table: str) -> Response:
    """Give a published table as CSV; every time is a line in the log."""
    return looking.at("", lambda shown: _file(shown, table))


def _file(shown: Shown, name: str) -> Response:
    area = request.args.get("area", "")
    findings = _part(shown, area)
    allowed = ORDER if shown.whole and not area else OF_AN_AREA
    found = next(
        (one for one in published(findings, shown.printer) if one.id == name and name in allowed), None
    )
    if found is None:
        raise Missing("There is no such table.", "Go back to the results and choose one there.")
    with gate.desk() as acting:
        acting.note("results downloaded", looking.about(shown.assessment, f"table {name}"), area=area or None)
    return Response(
        csv.table(found, bom=True),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{shown.assessment.code}-{name}.csv"'},
    )


def _part(shown: Shown, area: str) -> Findings:
    """Return the findings of which the file is made: all, or those of one area."""
    if area:
        one, findings = shown.of_area(area)
        return replace(findings, areas=(one,))
    return shown.require_whole()
