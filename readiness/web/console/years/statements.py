"""Statements that everybody was asked, and what gets in the way, through the years."""

from __future__ import annotations

from flask import Response

from readiness.baseline.years import Line
from readiness.reporting.words import change_leads
from readiness.web.console.years import files, lines, looking
from readiness.web.console.years.source import Shown

TABLES = (
    ("items", "change.screen.statements", "label.statement"),
    ("barriers", "change.screen.barriers", "label.barrier"),
)
"""Each family with the caption of its table, and what its rows are."""


def show(code: str) -> Response:
    """Show them, what moved most first."""
    return looking.at("statements and barriers", _page)


def _page(shown: Shown) -> Response:
    say = shown.printer.wording.say
    found = {family: lines.largest_first(shown.of(family)) for family, _, _ in TABLES}
    every = [line for each in found.values() for line in each]
    return looking.page(
        "lines",
        shown,
        about=say("change.page.items"),
        head=change_leads.how_many("items", every, shown.printer),
        picture=None,
        names=[],
        tables=[
            lines.table(
                f"{family}-table",
                say(caption),
                say(first),
                found[family],
                shown,
                _in_full,
                files=files.addresses(shown, family=family),
            )
            for family, caption, first in TABLES
        ],
        texts=[],
    )


def _in_full(line: Line) -> str:
    """Return what people were asked, never shortened: it is all that its row is about."""
    return line.measure_name
