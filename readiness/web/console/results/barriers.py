"""What gets in the way: over all areas, and what is named most in each."""

from __future__ import annotations

from flask import Response

from readiness.reporting import tables
from readiness.reporting.words import headlines, sentences
from readiness.web.console.results import charts, grids, looking
from readiness.web.console.results.charts import Line
from readiness.web.console.results.grids import Grid, GridRow
from readiness.web.console.results.source import Shown


def show(code: str) -> Response:
    """Show it."""
    return looking.at("barriers", _page)


def _page(shown: Shown) -> Response:
    findings, printer, say = shown.require_whole(), shown.printer, shown.printer.wording.say
    rows = tables.named_rows(findings.barriers, printer)
    head = headlines.barriers(findings, printer)
    told = " ".join(say("alt.barrier", barrier=row.name, share=row.share) for row in rows)
    told = say("alt.barriers", count=str(len(rows)), barriers=told)
    top = {one.id for one in sentences.top_barriers(findings.barriers)[0]}
    lines = [
        Line(row.name, row.share, share=one.share, strong=one.id in top)
        for row, one in zip(rows, findings.barriers, strict=True)
    ]
    return looking.page(
        "barriers",
        shown,
        head=head if rows else say("barrier.not_asked"),
        asked=bool(rows),
        picture=charts.shares("barriers", f"{head}.", told, lines, printer) if top else None,
        table=grids.of_shares(
            "barriers-table", say("caption.barriers"), say("label.barrier"), rows, printer, "barriers"
        ),
        by_area=_by_area(shown),
    )


def _by_area(shown: Shown) -> Grid:
    """Return what is named most in each area."""
    printer, say = shown.printer, shown.printer.wording.say
    rows = []
    for one in shown.areas:
        top, _ = sentences.top_barriers(one.barriers)
        named = printer.wording.joined([printer.wording.quoted(printer.short(each.name)) for each in top])
        said = printer.wording.joined([printer.share(each.share) for each in top])
        address = looking.to(shown, "results_area", area=one.id)
        rows.append(GridRow(one.name, (named or printer.none, said or printer.none), address))
    heads = (say("label.area"), say("label.named_most"), say("label.share"))
    return Grid("by-area", say("head.barriers_by_area"), heads, tuple(rows), "area_barriers", words=(0,))
