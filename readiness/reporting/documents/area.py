"""The report of one clinical area: its own first page that says it all, then what stands behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from readiness.baseline.findings import AreaFinding, Findings, Named
from readiness.reporting import tables
from readiness.reporting.documents import area_pages, closing_pages
from readiness.reporting.documents.counsel import counsel
from readiness.reporting.tables import ScoreRow, ShareRow
from readiness.reporting.words import area as words
from readiness.reporting.words import message
from readiness.reporting.words.picking import picked
from readiness.reporting.words.printed import Printer

LOWEST = 3
"""Dimensions on the first page."""
MOST_BARRIERS = 10
Page = dict[str, Any]


def context(findings: Findings, printer: Printer, position: int) -> Page:
    """Return all that the report of the area at that position prints."""
    one = findings.areas[position]
    name = printer.short(one.name)
    found = area_pages.area_page(one, position, findings, printer)
    return {
        "title": printer.wording.say("document.title_area", area=name),
        "area": {
            **found,
            "known": tables.shown(one),
            "front": message.front(one, printer),
            "lowest": lowest(found["dimensions"]),
            "statements": statements(one, findings, printer),
            "overlap": words.overlap(one, findings, printer),
            "standing": standing(one, findings, printer),
            "barriers_all": barriers(one, findings, printer),
            "advice": counsel(picked(one, findings, printer.wording.advice), printer),
        },
        "brief": brief(one, findings, printer),
        "made": closing_pages.made(findings, printer),
    }


def brief(one: AreaFinding, findings: Findings, printer: Printer) -> list[dict[str, str]]:
    """Return the method in brief; of an area without figures only why there are none, so that one page says it all."""
    parts = printer.wording.parts("method.brief", threshold=str(findings.heading.threshold))
    return closing_pages.fitting(parts, closing_pages.facts(findings)) if tables.shown(one) else parts[-1:]


def lowest(rows: list[ScoreRow]) -> list[ScoreRow]:
    """Return the rows with the lowest scores, lowest first."""
    shown = [row for row in rows if row.mean]
    return sorted(shown, key=lambda row: row.mean.value if row.mean else 0)[:LOWEST]


def statements(one: AreaFinding, findings: Findings, printer: Printer) -> list[list[ShareRow]]:
    """Return the statements about the area with the share who agree, and who do not know; none if none is shown."""
    if not any(item.cell.favourable for item in one.items):
        return []
    items = [replace(item, text=area_pages.of_this_area(item.text, one.name, printer)) for item in one.items]
    rows = [
        ShareRow(row.name, row.share, row.percent, row.interval, note=row.dont_know)
        for row in tables.statement_rows(items, findings, printer)
    ]
    return tables.kept_together(rows, lambda row: row.name, 50, 26)


def standing(one: AreaFinding, findings: Findings, printer: Printer) -> Page | None:
    """Return an area's readiness beside that of the others, whose names an area's own report does not tell."""
    others = sorted(area.readiness.value for area in findings.areas if area.readiness and area.id != one.id)
    if one.readiness is None or not others:
        return None
    return {
        "score": printer.score(one.readiness),
        "interval": printer.interval(one.readiness),
        "mean": one.readiness,
        "others": printer.wording.counted("label.other_areas", len(others)),
        "range": printer.range(others[0], others[-1]),
        "scores": others,
    }


def barriers(one: AreaFinding, findings: Findings, printer: Printer) -> list[ShareRow]:
    """Return the barriers named most here, the whole system's share beside each."""
    system: dict[str, Named] = {barrier.id: barrier for barrier in findings.barriers}
    rows = []
    for barrier in one.barriers[:MOST_BARRIERS]:
        row = tables.share_row(barrier.name, barrier.share, printer)
        everywhere = system.get(barrier.id)
        beside = printer.share(everywhere.share if everywhere else None)
        rows.append(ShareRow(row.name, row.share, row.percent, row.interval, note=beside))
    return rows
