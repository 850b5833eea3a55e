"""The published tables of an assessment, made from its findings once; every file and slide shows these.

A value is a number, a text, a date, yes or no, `Limit` (a share of which only "under 5%" or "over 95%" is told), or
None: hidden or not there, which nobody can tell apart. Figures are unrounded; who shows them rounds.
"""

from __future__ import annotations

from pathlib import Path

from readiness.baseline.findings import Findings
from readiness.reporting.published import areas, groups, system
from readiness.reporting.published.kinds import Column, Limit, Slot, Table, Unit, Value
from readiness.reporting.words import wording
from readiness.reporting.words.printed import Printer, one_line, printable

__all__ = ["Column", "Limit", "Slot", "Table", "Unit", "Value", "legible", "printer_of", "published"]

ORDER = (
    "assessment overall parts dimensions areas area_heat area_parts area_dimensions area_statements area_roles"
    " groups group_heat group_dimensions role_gaps barriers area_barriers innovations statements adopted comments"
    " drivers quality without_flagged"
).split()
"""In which order a reader meets them: the whole, where change is needed, who sees it how, what is in the way."""


def published(findings: Findings, printer: Printer) -> tuple[Table, ...]:
    """Return every published table, in the order in which a reader meets them."""
    found = legible(findings)
    made = [*system.tables(found, printer), *areas.tables(found, printer), *groups.tables(found, printer)]
    return tuple(sorted(made, key=lambda table: ORDER.index(table.id)))


def legible(findings: Findings) -> Findings:
    """Return the same findings with every text in one line and without marks that have no shape."""
    return printable(findings, one_line)


def printer_of(findings: Findings, reports: Path) -> Printer:
    """Return what prints figures in the language of the assessment."""
    return Printer(wording.load(reports, findings.heading.language))
