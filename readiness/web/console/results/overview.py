"""The first page of the results: the answer, what to do first, who answered, and what the other pages say."""

from __future__ import annotations

from flask import Response

from readiness.baseline.findings import Findings
from readiness.reporting import tables
from readiness.reporting.documents.baseline import who
from readiness.reporting.documents.story import story
from readiness.reporting.words import headlines, message
from readiness.reporting.words.printed import Printer
from readiness.web.console.results import looking
from readiness.web.console.results.grids import Grid, GridRow
from readiness.web.console.results.source import Shown


def show(code: str) -> Response:
    """Show it."""
    return looking.at("overview", _page)


def _page(shown: Shown) -> Response:
    if shown.whole is None:
        return looking.page(
            "own_areas", shown, areas=[(one, message.front(one, shown.printer)) for one in shown.areas]
        )
    findings, printer = shown.whole, shown.printer
    return looking.page(
        "overview",
        shown,
        story=story(findings, printer),
        who=headlines.who(findings, printer),
        groups=[_who(one, findings, printer) for one in who(findings, printer)["tables"]],
        onward=onward(findings, printer),
    )


def onward(findings: Findings, printer: Printer) -> list[tuple[str, str, str]]:
    """Return name of the page, its subject, and the finding that it opens with: a story by itself."""
    say = printer.wording.say
    found = [
        ("results_need", say("section.need"), headlines.need(findings, printer)),
        ("results_map", say("section.map"), headlines.heat_map(findings, printer)),
        ("results_dimensions", say("section.system"), headlines.system(findings, printer)),
        ("results_roles", say("section.groups"), headlines.roles(findings, printer)),
        ("results_barriers", say("section.barriers"), headlines.barriers(findings, printer)),
        ("results_priorities", say("section.importance"), headlines.importance(findings, printer)),
    ]
    return (
        found if findings.areas else [one for one in found if one[0] not in ("results_need", "results_map")]
    )


def _who(found: dict[str, object], findings: Findings, printer: Printer) -> tuple[Grid, str]:
    """Return a table of who answered, and what must be said of it."""
    say, kind = printer.wording.say, str(found["kind"])
    rows = tables.who_rows(dict(tables.groups_of(findings))[kind], findings.n, printer)
    rated = bool(found["with_rates"])
    labels = ("answered", "asked", "rate") if rated else ("answered", "of_all")
    heads = (say(f"label.{kind}"), *(say(f"label.{name}") for name in labels))
    made = tuple(
        GridRow(row.name, (row.share, row.interval, row.note) if rated else (row.share, row.note))
        for row in rows
    )
    return Grid(f"who-{kind}", say(f"caption.who_{kind}"), heads, made, "groups"), str(found["notes"])
