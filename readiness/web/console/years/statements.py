"""Statements that everybody was asked, and what gets in the way, through the years."""

from __future__ import annotations

from flask import Response

from readiness.baseline.years import Line
from readiness.web.console.years import lines, looking
from readiness.web.console.years.source import Shown


def show(code: str) -> Response:
    """Show them, what moved most first."""
    return looking.at("statements and barriers", _page)


def _page(shown: Shown) -> Response:
    items, barriers = (lines.largest_first(shown.of(family)) for family in ("items", "barriers"))
    return looking.page(
        "lines",
        shown,
        about="Statements and barriers",
        head=lines.head([*items, *barriers], "statements and barriers", shown),
        picture=None,
        caption="",
        names=[],
        tables=[
            lines.table(
                "statements-table",
                "Scores of statements, 0 to 100, what moved most first",
                "Statement",
                items,
                shown,
                _in_full,
            ),
            lines.table(
                "barriers-table",
                "Percent of people who name each barrier, what moved most first",
                "Barrier",
                barriers,
                shown,
                _in_full,
            ),
        ],
        texts=[],
    )


def _in_full(line: Line) -> str:
    """Return what people were asked, never shortened: it is all that its row is about."""
    return line.measure_name
