"""What was done beside what moved, where it was done and where it was not."""

from __future__ import annotations

from flask import Response

from readiness.baseline.years import Outcome
from readiness.reporting.words import change_lines, change_notes
from readiness.web.console.results.grids import Grid, GridRow
from readiness.web.console.years import acting, looking
from readiness.web.console.years.source import Shown

DONE = ("running", "done")
NOT_COMPARED = "not compared"
"""Of what was not done, or was done everywhere, and where what moved is not shown."""


def show(code: str) -> Response:
    """Show it."""
    return looking.at("what was done", _page)


def _page(shown: Shown) -> Response:
    changes, printer = shown.changes, shown.printer
    effect = changes.effect
    return looking.page(
        "outcomes",
        shown,
        about="What was done, and what moved beside it",
        head=_head(shown),
        told=[change_notes.action(one, printer) for one in changes.outcomes],
        effect=change_notes.effect(effect, printer) if effect and effect.actions > 1 else "",
        trial=printer.wording.say("change.trial"),
        table=_table(shown),
    )


def _head(shown: Shown) -> str:
    """Return how much was recorded, and how much of it was done."""
    found, year = shown.changes.outcomes, shown.changes.years[-2]
    if not found:
        return f"Nothing was recorded after the report of {year}"
    done = sum(one.action.state in DONE for one in found)
    count = (
        f"{len(found)} action{' was' if len(found) == 1 else 's were'} recorded after the report of {year}"
    )
    return f"{count}: {done} running or done"


def _table(shown: Shown) -> Grid:
    heads = (
        "Where and what it was to move",
        "What was done",
        "State",
        "Expected",
        "Moved there (95% interval)",
        "Could be seen from",
        "Moved elsewhere",
        "Difference (95% interval)",
    )
    rows = tuple(_row(one, shown) for one in shown.changes.outcomes)
    caption = "Points of 100 since the year before; elsewhere is where nothing was done about the same"
    return Grid("outcomes-table", caption, heads, rows, words=(0,))


def _row(one: Outcome, shown: Shown) -> GridRow:
    printer, step = shown.printer, one.there
    own = "readiness" if one.action.dimension is None else one.action.dimension
    what = printer.inside(change_lines.measure(own, one.measure_name, printer))
    there, elsewhere, beyond = printer.none, NOT_COMPARED, NOT_COMPARED
    if step:
        there = f"{change_lines.signed(step.difference, printer)} ({printer.range(step.low, step.high)})"
    if one.elsewhere is not None:
        areas = f"{one.elsewhere_areas} area{'' if one.elsewhere_areas == 1 else 's'}"
        elsewhere = f"{change_lines.signed(one.elsewhere, printer)} in {areas}"
    if one.low is not None and one.high is not None:
        beyond = f"{change_lines.signed(one.beyond, printer)} ({printer.range(one.low, one.high)})"
    return GridRow(
        f"{one.area_name or acting.EVERYWHERE}: {what}",
        (
            one.action.text,
            printer.wording.say(f"change.state.{one.action.state}").capitalize(),
            f"+{one.action.expected}" if one.action.expected else "",
            there,
            printer.number(step.detectable) if step else printer.none,
            elsewhere,
            beyond,
        ),
    )
