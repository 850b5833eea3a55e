"""Roles and places through the years."""

from __future__ import annotations

from flask import Response

from readiness.reporting.words import change_lines
from readiness.web.console.years import lines, looking
from readiness.web.console.years.source import Shown

KINDS = (("roles", "Role"), ("places", "Place"))


def show(code: str) -> Response:
    """Show them."""
    return looking.at("roles and places", _page)


def _page(shown: Shown) -> Response:
    name, changes = lines.grouped(shown), shown.changes
    every = [line for family, _ in KINDS for line in shown.of(family)]
    moved = [line for line in every if line.last and line.last.told]
    told = [
        change_lines.moved(line, line.last, changes, shown.printer)
        for line in lines.largest_first(moved)
        if line.last
    ]
    return looking.page(
        "lines",
        shown,
        about="Roles and places",
        head=lines.head(every, "figures of roles and places", shown),
        picture=None,
        caption="",
        names=[],
        tables=[
            lines.table(
                f"{family}-table",
                f"Readiness where people work, by {first.lower()}",
                first,
                shown.of(family, measure="general"),
                shown,
                name,
            )
            for family, first in KINDS
        ],
        texts=told,
    )
