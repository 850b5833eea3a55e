"""Commands for the ways in which answers come: links, and files of answers that were collected elsewhere."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from readiness.cli.group import database_of, plain_faults, readiness, settings_of
from readiness.config import Settings

PLACE = click.option("--place", help="For one place, which is then not asked.")
ORGANISATION = click.option(
    "--organisation", help="For one organisation, whose type and place are then not asked."
)
EXPIRES = click.option(
    "--expires", type=click.DateTime(["%Y-%m-%d"]), help="The last day on which it may be used."
)


@readiness.command()
@click.argument("code")
@PLACE
@ORGANISATION
@EXPIRES
@click.option("--revoke", is_flag=True, help="Take the link back; the next one that you ask for is another.")
@click.option("--list", "listed", is_flag=True, help="List all open links of the assessment.")
@click.pass_context
@plain_faults
def link(
    ctx: click.Context,
    code: str,
    place: str | None,
    organisation: str | None,
    expires: datetime | None,
    revoke: bool,
    listed: bool,
) -> None:
    """Print the address that people open to answer, take it back, or list all.

    Example: readiness link CODE --organisation mill-lane
    """
    from readiness.fieldwork.ways import links
    from readiness.records import assessments

    settings = settings_of(ctx)
    with database_of(settings).write() as session:
        to = assessments.by_code(session, code)
        if listed:
            _list(session, settings, to)
            return
        if revoke:
            _revoke(session, to, place, organisation)
            return
        _require_words(settings, to)
        made = links.open_link(session, to, place, organisation, expires.date() if expires else None)
        click.echo(_address(settings, made.token))
    _warn_unless_open(to)


@readiness.command()
@click.argument("code")
@click.option("--number", required=True, type=int, help="How many: one for each person who is asked.")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The new CSV file to write."
)
@PLACE
@ORGANISATION
@EXPIRES
@click.pass_context
@plain_faults
def codes(
    ctx: click.Context,
    code: str,
    number: int,
    out: Path,
    place: str | None,
    organisation: str | None,
    expires: datetime | None,
) -> None:
    """Make single-use links for an organisation's own mail merge; they are shown this once.

    Example: readiness codes CODE --organisation mill-lane --number 14 --out mill-lane.csv
    """
    from readiness.fieldwork.ways import codes as single_use
    from readiness.records import assessments

    settings = settings_of(ctx)
    with database_of(settings).write() as session:
        to = assessments.by_code(session, code)
        _require_words(settings, to)
        day = expires.date() if expires else None
        tokens = single_use.make(session, to, number, place, organisation, day)
        # Before the codes are kept for good: a file that cannot be written leaves none behind that nobody has.
        single_use.write(out, [_address(settings, token) for token in tokens])
    click.echo(f"{number:,} links, each good for one answer, are in {out}. They cannot be printed again.")
    _warn_unless_open(to)


@readiness.command("import")
@click.argument("code")
@click.argument("answers", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--template", is_flag=True, help="Print the columns and an example row and end.")
@click.pass_context
@plain_faults
def import_(ctx: click.Context, code: str, answers: Path | None, template: bool) -> None:
    """Take answers that were collected elsewhere, all or nothing.

    Example: readiness import CODE answers.csv
    """
    from readiness.fieldwork import importing, lifecycle
    from readiness.records import assessments

    settings = settings_of(ctx)
    database = database_of(settings)
    with database.read() as session:
        into = assessments.by_code(session, code)
        local = assessments.local(session, into)
    if not template:
        importing.require_taking(into)
    instrument = lifecycle.locked_instrument(into, settings)
    if template:
        click.echo(importing.template(instrument, local), nl=False)
        return
    if answers is None:
        raise click.UsageError("Name a file of answers, or print its columns with --template.")
    rows = importing.read(answers, instrument, local)
    importing.require_real(rows, instrument, local, answers.name)
    with database.write() as session:
        count = importing.import_answers(session, into, instrument, rows)
    click.echo(f"{count:,} answer {'set was' if count == 1 else 'sets were'} imported into {code}.")


def _address(settings: Settings, token: str) -> str:
    return f"{settings.base_url.rstrip('/')}/l/{token}"


def _require_words(settings: Settings, to: Any) -> None:
    from readiness.fieldwork import lifecycle

    if to.state == "open":
        lifecycle.locked_instrument(to, settings)


def _warn_unless_open(to: Any) -> None:
    if to.state != "open":
        state = "is closed" if to.state == "closed" else "is not open yet"
        remedy = "" if to.state == "closed" else f" Open it first: readiness assessment open {to.code}"
        click.echo(f"{to.title} ({to.code}) {state}: no answers are taken.{remedy}", err=True)


def _revoke(session: Any, to: Any, place: str | None, organisation: str | None) -> None:
    from readiness.fieldwork.ways import links

    if links.revoke(session, to, date.today(), place, organisation) is None:
        click.echo("There is no such link in use.", err=True)
    else:
        click.echo("The link is taken back. Who opens it is told to look for a newer one.")


def _list(session: Any, settings: Settings, to: Any) -> None:
    from readiness.records import links

    for one in links.all_open(session, to):
        about = one.organisation or one.place or "everyone"
        until = f"  until {one.expires_on}" if one.expires_on else ""
        taken = "  taken back" if one.revoked_on else ""
        click.echo(f"{_address(settings, one.token)}  {about}{until}{taken}")
