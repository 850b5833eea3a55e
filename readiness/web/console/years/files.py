"""A table of what moved as a file: the same figures as on the page, unrounded."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, request

from readiness.access.faults import Missing
from readiness.baseline.years import Changes
from readiness.reporting.exports import csv
from readiness.reporting.published.changes import published_changes
from readiness.web.console import gate
from readiness.web.console.results import looking as results
from readiness.web.console.years import looking
from readiness.web.console.years.source import Shown

MOVED = ("changed_moves", "changed_points")
"""The two tables that hold a line together: how far it moved, and its figure of every year."""


def give(code: str, table: str) -> Response:
    """Give a table as CSV, narrowed to a family of figures or to an area; every time is a line in the log."""
    area = request.args.get("area", "")
    return looking.at("", lambda shown: _file(shown, table, area), area)


def addresses(shown: Shown, *tables: str, family: str = "", area: str = "") -> tuple[tuple[str, str], ...]:
    """Return what each of these files holds and its address, for the table of a page; without names what moved."""
    asked = {name: value for name, value in (("family", family), ("area", area)) if value}
    return tuple(
        (
            shown.printer.wording.say(f"export.table.{one}.title"),
            looking.to(shown, "moved_table", table=one, **asked),
        )
        for one in tables or MOVED
    )


def _file(shown: Shown, name: str, area: str) -> Response:
    changes = _part(shown.changes, request.args.get("family", ""), area)
    made = published_changes(changes, shown.printer)
    found = next((one for one in made if one.id == name), None)
    if found is None:
        raise Missing("There is no such table.", "Go back to what has moved and choose one there.")
    about = results.about(shown.assessment, f"what moved, table {name}")
    with gate.desk() as acting:
        acting.note("results downloaded", about, area=area or None)
    called = "-".join(filter(None, (shown.assessment.code, name, area)))
    return Response(
        csv.table(found, bom=True),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{called}.csv"'},
    )


def _part(changes: Changes, family: str, area: str) -> Changes:
    """Return the lines of one family or of one area; what stands beside them stays."""
    lines = changes.of(family) if family else changes.lines
    if area:
        lines = tuple(one for one in lines if one.kind == "area" and area in one.group.split("+"))
    if not lines and (family or area):
        raise Missing("There is no such table.", "Go back to what has moved and choose one there.")
    return replace(changes, lines=lines)
