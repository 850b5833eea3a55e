"""How the figures were made, how good the data are, and what is not shown and why."""

from __future__ import annotations

from flask import Response

from readiness.reporting.documents import closing_pages
from readiness.reporting.words.printed import Printer
from readiness.web.console.results import looking
from readiness.web.console.results.grids import Grid, GridRow
from readiness.web.console.results.source import Shown


def show(code: str) -> Response:
    """Show it."""
    return looking.at("method", _page)


def _page(shown: Shown) -> Response:
    findings, printer = shown.require_whole(), shown.printer
    found = closing_pages.method(findings, printer)
    return looking.page(
        "method",
        shown,
        method=found,
        checks=_checks(found["checks"], printer),
        reliability=_reliability(found, printer),
        drivers=_drivers(found["drivers"], printer),
        hidden=closing_pages.hidden(findings, printer),
        made=closing_pages.made(findings, printer),
        words=printer.wording.parts("glossary.words"),
    )


def _checks(found: list[tuple[str, str]], printer: Printer) -> Grid:
    heads = (printer.wording.say("label.quality"), printer.wording.say("label.result"))
    rows = tuple(GridRow(name, (value,)) for name, value in found)
    return Grid("checks", printer.wording.say("caption.quality"), heads, rows, "quality")


def _reliability(found: dict[str, object], printer: Printer) -> Grid:
    say, flagged = printer.wording.say, bool(found["flagged"])
    labels = ("dimension", "alpha", "interval", "omega", *(("score", "without_flagged") if flagged else ()))
    rows = tuple(
        GridRow(
            row["name"],
            (
                row["alpha"],
                row["interval"],
                row["omega"],
                *((row["score"], row["without"]) if flagged else ()),
            ),
        )
        for row in found["reliability"]  # type: ignore[attr-defined]
    )
    heads = tuple(say(f"label.{label}") for label in labels)
    return Grid("reliability", say("quality.reliability"), heads, rows, "dimensions")


def _drivers(found: list[object], printer: Printer) -> Grid:
    say = printer.wording.say
    rows = tuple(GridRow(row.name, (row.share, row.interval)) for row in found)  # type: ignore[attr-defined]
    heads = tuple(say(f"label.{label}") for label in ("dimension", "share", "interval"))
    return Grid("drivers", say("quality.drivers"), heads, rows, "drivers")
