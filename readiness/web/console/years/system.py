"""The journey of the whole system: every dimension, commitment and capability through the years."""

from __future__ import annotations

from flask import Response

from readiness.reporting.words import change_leads
from readiness.web.console.years import files, lines, looking
from readiness.web.console.years.source import Shown


def show(code: str) -> Response:
    """Show it."""
    return looking.at("the whole", _page)


def _page(shown: Shown) -> Response:
    found, name, say = shown.of("system"), lines.measured(shown), shown.printer.wording.say
    head = change_leads.system(shown.changes, shown.printer)
    given = files.addresses(shown, family="system")
    return looking.page(
        "lines",
        shown,
        about=say("change.page.journey"),
        head=head,
        picture=lines.side_by_side("journey", f"{head}.", found, shown, name),
        names=lines.legend(shown),
        tables=[
            lines.table(
                "journey-table",
                say("change.page.table"),
                say("change.page.figure"),
                found,
                shown,
                name,
                files=given,
            )
        ],
        texts=[],
    )
