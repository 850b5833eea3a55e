"""Commands by which leads write down what is done about results."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from readiness.cli.group import Whole, database_of, plain_faults, readiness, settings_of
from readiness.cli.users import acting

if TYPE_CHECKING:
    from readiness.fieldwork.undertaken import Wanted
    from readiness.records.following_tables import Action

NOTHING = "none"
"""Takes back what an option said before."""
OPTIONS = (
    click.option("--area", help="The clinical area in which it is done, by its id; without it, everywhere."),
    click.option(
        "--moves",
        "dimension",
        help="What it is to move: the id of a dimension, commitment or capability; without it, readiness as a whole.",
    ),
    click.option("--owner", help="Who sees to it: a post rather than a person."),
    click.option("--start", "started", type=click.DateTime(["%Y-%m"]), help="The month in which it starts."),
    click.option("--expect", "expected", type=int, help="By how many points of 100 it is to move."),
    click.option("--state", help="planned, running, done or stopped."),
    click.option("--note", help="What came of it."),
)


def _with_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@readiness.group(cls=Whole)
def action() -> None:
    """What is done about a closed assessment's results, to be set beside what has moved a year later.

    Example: readiness action list CODE
    """


@action.command()
@click.argument("code")
@click.argument("text")
@_with_options
@click.pass_context
@plain_faults
def add(ctx: click.Context, code: str, text: str, **given: Any) -> None:
    """Write down what is done, where, and what it is to move by how much.

    Example: readiness action add CODE "Two protected hours a month" --area dermatology --moves resources --expect 5
    """
    from readiness.fieldwork import lifecycle, undertaken
    from readiness.records import assessments

    with acting(ctx) as desk:
        of = assessments.by_code(desk.session, code)
        instrument = lifecycle.locked_instrument(of, desk.settings)
        wanted = _wanted(undertaken.Wanted(text), given)
        made = undertaken.add(desk.session, of, instrument, wanted)
        desk.note("action recorded", f"assessment {code}: action {made.id}", **undertaken.told(wanted))
        warning = _too_little(ctx, code, wanted)
    click.echo(f"Action {made.id} is written down.")
    if warning:
        click.echo(warning, err=True)


@action.command("list")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="Print JSON that a program may read.")
@click.pass_context
@plain_faults
def list_(ctx: click.Context, code: str, as_json: bool) -> None:
    """List what was written down after an assessment's report.

    Example: readiness action list CODE
    """
    from readiness.fieldwork import lifecycle, undertaken
    from readiness.records import actions, assessments

    settings = settings_of(ctx)
    with database_of(settings).read() as session:
        of = assessments.by_code(session, code)
        found = actions.after(session, of)
        areas = {one.slug: one.name for one in assessments.areas(session, of)}
    if as_json:
        click.echo(json.dumps([_plainly(one) for one in found], indent=2, ensure_ascii=False))
        return
    measures = undertaken.measures(lifecycle.locked_instrument(of, settings))
    for one in found:
        click.echo(_line(one, areas, measures))
    if not found:
        click.echo(f"Nothing is written down after the report of {of.title}.")


@action.command()
@click.argument("code")
@click.argument("number", type=int)
@click.option("--text", help="What is done.")
@_with_options
@click.pass_context
@plain_faults
def change(ctx: click.Context, code: str, number: int, text: str | None, **given: Any) -> None:
    """Change what is written down; "none" takes an area, what it is to move or a note away.

    Example: readiness action change CODE 3 --state done --note "All practices have it"
    """
    from readiness.fieldwork import lifecycle, undertaken
    from readiness.records import assessments

    with acting(ctx) as desk:
        of = assessments.by_code(desk.session, code)
        instrument = lifecycle.locked_instrument(of, desk.settings)
        before = undertaken.as_wanted(undertaken.required(desk.session, of, number))
        wanted = _wanted(before if text is None else replace(before, text=text), given)
        changed = undertaken.change(desk.session, of, instrument, number, wanted)
        if changed:
            desk.note("action changed", f"assessment {code}: action {number}", **undertaken.told(wanted))
        warning = _too_little(ctx, code, wanted)
    click.echo(f"Action {number} is changed." if changed else f"Action {number} is as it was.")
    if warning:
        click.echo(warning, err=True)


@action.command()
@click.argument("code")
@click.argument("number", type=int)
@click.option("--yes", is_flag=True, help="Do not ask whether that is right.")
@click.pass_context
@plain_faults
def remove(ctx: click.Context, code: str, number: int, yes: bool) -> None:
    """Forget an action: the next report will not set it beside what moved. To end one, change its state instead.

    Example: readiness action remove CODE 3
    """
    from readiness.fieldwork import undertaken
    from readiness.records import assessments

    with database_of(settings_of(ctx)).read() as session:
        text = undertaken.required(session, assessments.by_code(session, code), number).text
    if not yes:
        click.confirm(f"The next report will say nothing of “{text}”. Remove it?", abort=True)
    with acting(ctx) as desk:
        gone = undertaken.remove(desk.session, assessments.by_code(desk.session, code), number)
        desk.note("action removed", f"assessment {code}: action {number}", **undertaken.told(gone))
    click.echo(f"Action {number} is removed.")


def _wanted(before: Wanted, given: Mapping[str, Any]) -> Wanted:
    """Return what is to be written down: as it was, but for what the options say."""
    said = {name: value for name, value in given.items() if value is not None}
    for name in ("area", "dimension"):
        if said.get(name) == NOTHING:
            said[name] = None
    if said.get("note") == NOTHING:
        said["note"] = ""
    if isinstance(said.get("started"), datetime):
        said["started"] = said["started"].date()
    return replace(before, **said)


def _too_little(ctx: click.Context, code: str, wanted: Wanted) -> str:
    """Say where less is expected than next year's answers can show; nothing where the findings are not kept."""
    from readiness.baseline.years.ahead import smallest
    from readiness.building import kept
    from readiness.records import assessments

    settings = settings_of(ctx)
    if wanted.expected is None:
        return ""
    with database_of(settings).read() as session:
        findings = kept.kept_findings(settings, session, assessments.by_code(session, code))
    least = smallest(findings, wanted.area, wanted.dimension) if findings else None
    if least is None or wanted.expected >= least:
        return ""
    return (
        f"With as many answers next year, a change of fewer than {least:.0f} points there cannot be told from chance: "
        "what is expected may come and not be seen."
    )


def _plainly(one: Action) -> dict[str, Any]:
    return {
        "number": one.id,
        "text": one.text,
        "area": one.area,
        "moves": one.dimension,
        "owner": one.owner,
        "start": f"{one.started_on:%Y-%m}" if one.started_on else None,
        "expected": one.expected,
        "state": one.state,
        "note": one.note,
    }


def _line(one: Action, areas: Mapping[str, str], measures: Mapping[str, str]) -> str:
    """Return an action as it is listed: what, then the rest below it."""
    where = areas[one.area] if one.area else "everywhere"
    moves = measures.get(one.dimension, one.dimension) if one.dimension else "readiness as a whole"
    more = [
        where,
        f"to move {moves}" + (f" by {one.expected}" if one.expected else ""),
        one.owner,
        f"from {one.started_on:%B %Y}" if one.started_on else "",
    ]
    note = f"\n      Came of it: {one.note}" if one.note else ""
    return f"{one.id:>4}  {one.state:<8} {one.text}\n      {'; '.join(part for part in more if part)}{note}"
