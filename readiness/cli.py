"""The command line: one short function a command. Faults go to standard error with their remedy, exit code 1."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import click

from readiness import config
from readiness.errors import FileFaults, ReadinessError, WrongSetting

SECTIONS = {
    "Start": ("demo", "init", "serve"),
    "Instruments": ("check-surveys",),
    "Assessments": ("assessment", "link", "import"),
    "Results": ("score", "report"),
}


class Grouped(click.Group):
    """A group whose help lists its commands under headings, in the order in which they are needed."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each heading with its commands."""
        for heading, names in SECTIONS.items():
            rows = [(name, self.commands[name].get_short_help_str(90)) for name in names]
            with formatter.section(heading):
                formatter.write_dl(rows)


def plain_faults(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn a fault that a person can mend into its sentence on standard error and exit code 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except ReadinessError as error:
            click.echo(str(error), err=True)
            sys.exit(1)

    return run


@click.group(cls=Grouped, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--instance",
    type=click.Path(path_type=Path),
    help="Folder of the database and settings (default: instance).",
)
@click.version_option(package_name="readiness")
@click.pass_context
def readiness(ctx: click.Context, instance: Path | None) -> None:
    """How ready a health and care system is to adopt innovation, and where most change is needed.

    Example: readiness demo
    """
    ctx.obj = instance


def settings_of(ctx: click.Context) -> config.Settings:
    """Return the settings of the instance that the command was given."""
    return config.load(ctx.find_root().obj)


def database_of(settings: config.Settings) -> Any:
    """Return the instance's database, refusing one of an older version."""
    from readiness.records.database import Database

    _require_instance(settings)
    database = Database(settings.database_url)
    database.require_current()
    return database


def _require_instance(settings: config.Settings) -> None:
    if not settings.database and not (settings.instance / "readiness.db").exists():
        raise WrongSetting(f"There is no database in {settings.instance}.", "Run `readiness init` first.")


@readiness.command()
@click.pass_context
@plain_faults
def init(ctx: click.Context) -> None:
    """Make the instance: its folder, a secret, an up-to-date database.

    Example: readiness init
    """
    settings = prepared(settings_of(ctx))
    click.echo(f"Ready: {settings.instance} (database {settings.database_url.split('@')[-1]}).")


def prepared(settings: config.Settings) -> config.Settings:
    """Return the settings of an instance that now has its folder, its secret and an up-to-date database."""
    from readiness.records.database import Database

    config.keep_secret(settings)
    Database(settings.database_url).upgrade()
    return config.load(settings.instance)


@readiness.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", default=2, show_default=True, help="Processes; about one a core.")
@click.option("--threads", default=16, show_default=True, help="Threads of each process.")
@click.pass_context
@plain_faults
def serve(ctx: click.Context, host: str, port: int, workers: int, threads: int) -> None:
    """Let people answer in their browsers.

    Example: readiness serve --port 8000
    """
    settings = settings_of(ctx)
    database_of(settings).dispose()
    _serve(settings, host, port, workers, threads)


def _serve(settings: config.Settings, host: str, port: int, workers: int = 2, threads: int = 16) -> None:
    from readiness.web.server import serve as run

    click.echo(f"Listening on http://{host}:{port} (Ctrl+C ends it).")
    run(settings, host, port, workers, threads)


@readiness.command()
@click.option("--no-serve", is_flag=True, help="End after the report instead of starting the server.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.pass_context
@plain_faults
def demo(ctx: click.Context, no_serve: bool, port: int) -> None:
    """Show the whole thing: simulated people answer, a report is made, a survey is open.

    Example: readiness demo --no-serve
    """
    from readiness.demo import run

    settings = replace(prepared(settings_of(ctx)), base_url=f"http://127.0.0.1:{port}")
    people = run.size(run.turnout())
    click.echo(f"About {people:,} simulated people of a made-up system are answering.")
    with click.progressbar(length=people, label="Answers") as bar:
        shown = run.run(settings, database_of(settings), date.today(), bar.update)
    click.echo(
        f"\nThe baseline report of all {shown.people:,} answers, clearly marked as simulated:\n  {shown.report}"
    )
    click.echo(f"\nThe same figures in the terminal:\n  {_typed()} score {shown.code}")
    if no_serve:
        return
    click.echo(f"\nAnswer next year's round yourself, on this machine:\n  {shown.link}\n")
    _serve(settings, "127.0.0.1", port)


def _typed() -> str:
    """Return the command as it was typed, so that what we print can be typed again."""
    return sys.argv[0] if sys.argv[0].endswith("bin/readiness") else "readiness"


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


@readiness.group()
def assessment() -> None:
    """Create, open, close and list assessments."""


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
        made = lifecycle.create(session, setup_file.read(setup, settings.surveys), settings)
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

    settings = settings_of(ctx)
    with database_of(settings).write() as session:
        opened = lifecycle.open_(session, code, settings, date.today())
        click.echo(
            f"{opened.code}  {opened.title} is open until {opened.closes_on}. Next: readiness link {opened.code}"
        )


@assessment.command()
@click.argument("code")
@click.pass_context
@plain_faults
def close(ctx: click.Context, code: str) -> None:
    """End the answering for good; half-done answers are destroyed.

    Example: readiness assessment close CODE
    """
    from readiness.fieldwork import lifecycle

    closed = lifecycle.close(database_of(settings_of(ctx)), code, date.today())
    click.echo(
        f"{closed.code}  {closed.title} is closed. Next: readiness report {closed.code} --out baseline.pdf"
    )


@assessment.command("list")
@click.pass_context
@plain_faults
def list_(ctx: click.Context) -> None:
    """List all assessments, newest year first.

    Example: readiness assessment list
    """
    from readiness.records import assessments

    with database_of(settings_of(ctx)).read() as session:
        found = assessments.all(session)
        for each in found:
            click.echo(
                f"{each.code}  {each.year}  {each.state:<6}  {each.opens_on} to {each.closes_on}  {each.title}"
            )
    if not found:
        click.echo(
            "There is no assessment yet. Next: readiness assessment create --example > assessment.toml"
        )


@readiness.command()
@click.argument("code")
@click.option("--place", help="Make the link of one place, which is then not asked.")
@click.pass_context
@plain_faults
def link(ctx: click.Context, code: str, place: str | None) -> None:
    """Print the address that people open to answer.

    Example: readiness link CODE
    """
    from readiness.fieldwork import links
    from readiness.records import assessments

    settings = settings_of(ctx)
    with database_of(settings).write() as session:
        made = links.open_link(session, assessments.by_code(session, code), place)
        click.echo(f"{settings.base_url.rstrip('/')}/l/{made.token}")


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
    instrument = lifecycle.locked_instrument(into, settings)
    if template:
        click.echo(importing.template(instrument, local), nl=False)
        return
    if answers is None:
        raise click.UsageError("Name a file of answers, or print its columns with --template.")
    rows = importing.read(answers, instrument, local)
    with database.write() as session:
        count = importing.import_answers(session, into, instrument, rows)
    click.echo(f"{count:,} answer sets were imported into {code}.")


@readiness.command()
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="Print JSON that a program may read.")
@click.pass_context
@plain_faults
def score(ctx: click.Context, code: str, as_json: bool) -> None:
    """Print the findings of a closed assessment.

    Example: readiness score CODE --json
    """
    from readiness.reporting.json import as_json as json_of
    from readiness.reporting.text import as_text as text_of

    found = _findings(ctx, code)
    click.echo(json_of(found) if as_json else text_of(found, settings_of(ctx).reports))


@readiness.command()
@click.argument("code")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The PDF to write."
)
@click.pass_context
@plain_faults
def report(ctx: click.Context, code: str, out: Path) -> None:
    """Write the baseline report of a closed assessment as PDF.

    Example: readiness report CODE --out baseline.pdf
    """
    from readiness.reporting.report import write

    found = _findings(ctx, code)
    click.echo(str(write(found, settings_of(ctx).reports, out)))


def _findings(ctx: click.Context, code: str) -> Any:
    """Return the protected findings of a closed assessment."""
    from readiness.baseline import baseline
    from readiness.fieldwork import lifecycle
    from readiness.records import assessments

    settings = settings_of(ctx)
    with database_of(settings).read() as session:
        of = assessments.by_code(session, code)
        return baseline(session, of, lifecycle.locked_instrument(of, settings), settings.threshold)
