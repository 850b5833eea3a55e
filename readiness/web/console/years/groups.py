"""Roles and places through the years."""

from __future__ import annotations

from flask import Response

from readiness.reporting.words import change_leads, change_lines
from readiness.web.console.years import files, lines, looking
from readiness.web.console.years.source import Shown

KINDS = (("roles", "label.role"), ("places", "label.place"))


def show(code: str) -> Response:
    """Show them."""
    return looking.at("roles and places", _page)


def _page(shown: Shown) -> Response:
    name, changes, printer = lines.grouped(shown), shown.changes, shown.printer
    say = printer.wording.say
    every = [line for family, _ in KINDS for line in shown.of(family)]
    moved = [line for line in every if line.last and line.last.told]
    told = [
        change_lines.moved(line, line.last, changes, printer)
        for line in lines.largest_first(moved)
        if line.last
    ]
    return looking.page(
        "lines",
        shown,
        about=say("change.page.groups"),
        head=change_leads.how_many("groups", every, printer),
        picture=None,
        names=[],
        tables=[
            lines.table(
                f"{family}-table",
                say(
                    "change.screen.groups_by",
                    name=say("change.measure.general"),
                    part=printer.inside(say(first)),
                ),
                say(first),
                shown.of(family, measure="general"),
                shown,
                name,
                files=files.addresses(shown, family=family),
            )
            for family, first in KINDS
        ],
        texts=told,
    )
