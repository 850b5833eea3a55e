"""Every form in which what changed is taken away: by the word that asks for it, each from several years at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from readiness.baseline.years import Changes
from readiness.reporting.documents import change_report
from readiness.reporting.exports import csv
from readiness.reporting.exports.change_json import as_json
from readiness.reporting.exports.change_workbook import workbook
from readiness.reporting.published import printer_of
from readiness.reporting.published.changes import published_changes


def _page(changes: Changes, reports: Path) -> bytes:
    return change_report.page(changes, reports, screen=True).encode(errors="replace")


def _json(changes: Changes, reports: Path) -> bytes:
    return (as_json(changes, printer_of(changes.now, reports)) + "\n").encode(errors="backslashreplace")


def _workbook(changes: Changes, reports: Path) -> bytes:
    return workbook(changes, printer_of(changes.now, reports))


def _csv(changes: Changes, reports: Path) -> bytes:
    printer = printer_of(changes.now, reports)
    return csv.long(published_changes(changes, printer), printer, bom=True)


FORMS: dict[str, Callable[[Changes, Path], bytes]] = {
    "pdf": change_report.rendered,
    "html": _page,
    "xlsx": _workbook,
    "csv": _csv,
    "json": _json,
}
"""By how the file's name ends."""
