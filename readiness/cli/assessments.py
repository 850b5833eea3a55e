"""Commands about assessments and their instruments."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readiness.cli.group import Whole, database_of, plain_faults, readiness, settings_of
from readiness.errors import FileFaults

if TYPE_CHECKING:
    from readiness.records.tables import Assessment


@readiness.command("check-surveys")
@click.pass_context
@plain_faults
def check_surveys(ctx: click.Context) -> None:
    """Check every instrument and name all faults at once.

    Example: readiness check-surveys
    """
    from readiness.instrument.check import check
    from readiness.instrument.load import available

    surveys = settings_of(ctx).surveys
    faults = check(surveys)
    if faults:
        raise FileFaults(faults)
    names = [f"{instrument} {version}" for instrument, version in sorted(available(surveys))]
    click.echo(f"No faults in {surveys}: {', '.join(names) or 'there is no instrument in it'}.")


@readiness.group(cls=Whole)
def assessment() -> None:
    """Create, open, close and list assessments.

    Example: readiness assessment list
    """


@assessment.command()
@click.argument("setup", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--example", is_flag=True, help="Print an example of a set-up file and end.")
@click.pass_context
@plain_faults
def create(ctx: click.Context, setup: Path | None, example: bool) -> None:
    """Create an assessment from a set-up file and print its code.

    Example: readiness assessment create assessment.toml
    """
    from readiness.fieldwork import lifecycle, setup_file

    if example:
        click.echo(setup_file.EXAMPLE, nl=False)
        return
    if setup is None:
        raise click.UsageError("Name a set-up file, or print one with --example.")
    settings = settings_of(ctx)
    with database_of(settings).write() as session:
        read = setup_file.read(setup, settings.surveys)
        made = lifecycle.create(session, read, settings)
        if read.threshold is not None and read.threshold < made.threshold:
            click.echo(
                f"The set-up's threshold of {read.threshold} is lower than the installation's: "
                f"{made.threshold} is used.",
                err=True,
            )
        click.echo(f"{made.code}  {made.title}, a draft. Next: readiness assessment open {made.code}")


@assessment.command("open")
@click.argument("code")
@click.pass_context
@plain_faults
def open_(ctx: click.Context, code: str) -> None:
    """Lock the instrument and let people answer.

    Example: readiness assessment open CODE
    """
    from readiness.fieldwork import lifecycle
    from readiness.fieldwork.ways import modes

    settings = settings_of(ctx)
    with database_of(settings).write() as session:
        opened = lifecycle.open_(session, code, settings, date.today())
        click.echo(
            f"{opened.code}  {opened.title} is open until {opened.closes_on}. {modes.next_step(opened)}"
        )


@assessment.command("add-languages")
@click.argument("code")
@click.pass_context
@plain_faults
def add_languages(ctx: click.Context, code: str) -> None:
    """Offer translations that were added to the questionnaire since the assessment was opened.

    Example: readiness assessment add-languages CODE
    """
    from readiness.fieldwork import lifecycle

    settings = settings_of(ctx)
    with database_of(settings).write() as session:
        added = lifecycle.add_languages(session, code, settings)
    if added:
        click.echo(
            f"{code} can now also be answered in: {', '.join(added)}. From now on these files are locked too."
        )
    else:
        click.echo(f"The questionnaire of {code} has no language that is not offered already.")


@assessment.command()
@click.argument("code")
@click.option("--anyway", is_flag=True, help="Close even if too few have answered for any result.")
@click.pass_context
@plain_faults
def close(ctx: click.Context, code: str, anyway: bool) -> None:
    """End the answering for good; half-done answers are destroyed.

    Example: readiness assessment close CODE
    """
    from readiness.fieldwork import lifecycle

    settings = settings_of(ctx)
    closed = lifecycle.close(database_of(settings), settings, code, date.today(), only_if_enough=not anyway)
    further = (
        "" if anyway else f" Next: readiness comments {closed.code}, then readiness report {closed.code}"
    )
    click.echo(f"{closed.code}  {closed.title} is closed.{further}")


@assessment.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON that a program may read.")
@click.pass_context
@plain_faults
def list_(ctx: click.Context, as_json: bool) -> None:
    """List all assessments, newest year first.

    Example: readiness assessment list
    """
    from readiness.fieldwork import lifecycle
    from readiness.records import assessments

    settings = settings_of(ctx)
    with database_of(settings).read() as session:
        found = assessments.all(session)
    told = [lifecycle.trouble(each, settings) for each in found]
    left = [lifecycle.unfinished(each, settings, date.today()) for each in found]
    if as_json:
        rows = [_plain(each, list(filter(None, said))) for each, *said in zip(found, told, left, strict=True)]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for each, trouble in zip(found, told, strict=True):
        mark = "  (questionnaire cannot be used)" if trouble else ""
        days = f"{each.opens_on} to {each.closes_on}"
        click.echo(f"{each.code}  {each.year}  {each.state:<6}  {days}  {each.title}{mark}")
    for trouble in filter(None, (*told, *left)):
        click.echo(trouble, err=True)
    if not found:
        click.echo(
            "There is no assessment yet. Next: readiness assessment create --example > assessment.toml"
        )


def _plain(one: Assessment, troubles: list[str]) -> dict[str, Any]:
    names = ("code", "title", "year", "state")
    days = {name: str(getattr(one, name)) for name in ("opens_on", "closes_on")}
    return {**{name: getattr(one, name) for name in names}, **days, "troubles": troubles}
