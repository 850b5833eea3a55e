"""What was done beside what moved, where it was done and where it was not."""

from __future__ import annotations

from flask import Response

from readiness.baseline.years import Outcome
from readiness.reporting.words import change_leads, change_lines, change_notes
from readiness.web.console.results.grids import Grid, GridRow
from readiness.web.console.years import files, looking
from readiness.web.console.years.source import Shown


def show(code: str) -> Response:
    """Show it."""
    return looking.at("what was done", _page)


def _page(shown: Shown) -> Response:
    changes, printer = shown.changes, shown.printer
    effect = changes.effect
    return looking.page(
        "outcomes",
        shown,
        about=printer.wording.say("change.question.done"),
        head=change_leads.done(changes, printer),
        told=[change_notes.action(one, printer) for one in changes.outcomes],
        none="" if changes.outcomes else change_notes.done(changes, printer)[0],
        effect=change_notes.effect(effect, printer) if effect and effect.actions > 1 else "",
        trial=printer.wording.say("change.trial"),
        table=_table(shown),
    )


def _table(shown: Shown) -> Grid:
    say = shown.printer.wording.say
    heads = ("named", "what", "who_did", "expected", "there", "least", "elsewhere", "beyond")
    rows = tuple(_row(one, shown) for one in shown.changes.outcomes)
    return Grid(
        "outcomes-table",
        say("change.screen.outcomes"),
        tuple(say(f"change.page.{one}") for one in heads),
        rows,
        words=(0, 1),
        files=files.addresses(shown, "changed_actions") if rows else (),
    )


def _row(one: Outcome, shown: Shown) -> GridRow:
    printer, step, of = shown.printer, one.there, one.action
    say = printer.wording.say
    own = "readiness" if of.dimension is None else of.dimension
    what = printer.inside(change_lines.measure(own, one.measure_name, printer))
    there, elsewhere, beyond = (
        printer.none,
        say("change.screen.not_compared"),
        say("change.screen.not_compared"),
    )
    if step:
        there = f"{change_lines.signed(step.difference, printer)} ({printer.range(step.low, step.high)})"
    if one.elsewhere is not None:
        elsewhere = f"{change_lines.signed(one.elsewhere, printer)} ({one.elsewhere_areas})"
    if one.low is not None and one.high is not None:
        beyond = f"{change_lines.signed(one.beyond, printer)} ({printer.range(one.low, one.high)})"
    state = say(f"change.state.{of.state}")
    return GridRow(
        f"{one.area_name or say('change.screen.everywhere')}: {what}",
        (
            of.text,
            ", ".join(filter(None, (of.owner, state))),
            f"+{of.expected}" if of.expected else "",
            there,
            printer.number(step.detectable) if step else printer.none,
            elsewhere,
            beyond,
        ),
    )
