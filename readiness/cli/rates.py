"""The command that shows who has answered, as far as anybody may know it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import click

from readiness.cli.group import database_of, plain_faults, readiness, settings_of
from readiness.cli.tables import Page, empty, row, short

if TYPE_CHECKING:
    from rich.table import Table

    from readiness.fieldwork.rates import Group, Rates

WIDTH = 90
NONE = "not shown"
TABLES = {
    "role": "By role",
    "place": "By place",
    "area": "By clinical area (one person may answer for several)",
    "organisation": "By organisation",
}


@readiness.command()
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="Print JSON that a program may read.")
@click.pass_context
@plain_faults
def rates(ctx: click.Context, code: str, as_json: bool) -> None:
    """Print how many have answered, by group: rounded, blurred, and the same all day.

    Example: readiness rates CODE
    """
    from readiness.fieldwork import lifecycle
    from readiness.fieldwork import rates as working
    from readiness.records import assessments

    settings, today = settings_of(ctx), date.today()
    with database_of(settings).write() as session:
        of = assessments.by_code(session, code)
        if of.state == "closed":
            found = working.latest(session, of)
        else:
            instrument = lifecycle.locked_instrument(of, settings)
            listed = lifecycle.rates_by_list(session, settings, of)
            found = working.of_today(session, of, instrument, today, settings.secret_key, listed)
    left = (of.closes_on - today).days
    heading = f"{of.title} ({of.code})"
    click.echo(_json(found, code, left) if as_json else _text(found, heading, of.threshold, left), nl=False)


def _json(found: Rates, code: str, left: int) -> str:
    from readiness.fieldwork.rates.showing import plain

    return json.dumps(plain(found, code, left), indent=2, ensure_ascii=False) + "\n"


def _text(found: Rates, heading: str, threshold: int, left: int) -> str:
    """Return the rates as a terminal shows them."""
    page = Page(WIDTH)
    for line in (heading, _total(found), _when(found, left)):
        page.add(line)
    for name, title in TABLES.items():
        if found.tables[name]:
            page.add(_table(title, found.tables[name]), apart=True)
    if found.tables["page"]:
        page.add(_pages(found), apart=True)
    for line in (_even(found), _push(found), _explained(found, threshold)):
        page.add(line, apart=True)
    return page.text()


def _total(found: Rates) -> str:
    total = found.total
    if total.answered is None:
        return "Too few people have answered for a figure."
    if total.rate is None:
        return f"About {total.answered:,} people have answered; how many there are is not known."
    return f"About {_count(total)} of {total.asked:,} people have answered ({_rate(total)})."


def _when(found: Rates, left: int) -> str:
    day = f"{found.day.day} {found.day:%B %Y}"
    if found.closed:
        return f"As it stood at closing, {day}."
    days = {0: "today is the last day", 1: "1 day left"}.get(
        left, f"{left} days left" if left > 0 else "its last day is over"
    )
    return f"Worked out on {day}, once a day; {days}."


def _table(title: str, groups: tuple[Group, ...]) -> Table:
    table = empty(title, ("Group", "Answered", "Of", "Rate"))
    for group in groups:
        asked = f"{group.asked:,}" if group.asked is not None else "not known"
        row(table, short(group.name), _count(group), asked, _rate(group))
    return table


def _pages(found: Rates) -> Table:
    title = f"Pages (blurred more, mostly by less than {2 * found.page_blur})"
    table = empty(title, ("Page", "People who reached it"))
    for group in found.tables["page"]:
        row(table, short(group.name), _count(group))
    return table


def _count(group: Group) -> str:
    if group.answered is None:
        return NONE
    return f"{group.answered:,}{' or more' if group.or_more else ''}"


def _rate(group: Group) -> str:
    if group.rate is None:
        return NONE if group.answered is None else "not known"
    return f"{group.rate}%{' or more' if group.or_more else ''}"


def _even(found: Rates) -> str:
    if found.balance is None:
        return "Representativeness: not shown, too little is known for a figure that says anything."
    value, low, high = (
        round(100 * one) for one in (found.balance.value, found.balance.low, found.balance.high)
    )
    return (
        f"Representativeness: {value} of 100 (between {low} and {high}). At 100 all groups answer at the same "
        "rate; the lower the figure, the more some groups speak for others."
    )


def _push(found: Rates) -> str:
    lowest = [f"{short(group.name)} ({_rate(group)})" for _, group in found.lowest()]
    if not lowest:
        return "Where to push: no group that can be shown lies clearly under the whole."
    return f"Where to push: {', '.join(lowest)}."


def _explained(found: Rates, threshold: int) -> str:
    return (
        f"Counts are rounded to 5 and blurred on purpose, mostly by less than {2 * found.blur}, so that no figure "
        "tells whether somebody has answered; from one day to the next they may even fall. A group is not shown where "
        f"fewer than {threshold} people have answered, where the blur leaves that in doubt, or where it would give "
        "away another."
    )
