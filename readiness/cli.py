"""The command line: one short function a command. Faults go to standard error with their remedy, exit code 1."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import wraps
from ipaddress import ip_address
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
    _warn(settings)
    _serve(settings, host, port, workers, threads)


def _warn(settings: config.Settings) -> None:
    """Name each open assessment that nobody can answer."""
    from readiness.fieldwork import lifecycle
    from readiness.records import assessments

    database = database_of(settings)
    with database.read() as session:
        running = [one for one in assessments.all(session) if one.state == "open"]
    database.dispose()  # the server's processes open connections of their own
    for told in filter(None, (lifecycle.trouble(one, settings) for one in running)):
        click.echo(f"Warning: nobody can answer now. {told}", err=True)


def _serve(settings: config.Settings, host: str, port: int, workers: int = 2, threads: int = 16) -> None:
    from readiness.web.server import serve as run

    click.echo(f"Listening on http://{host}:{port} (Ctrl+C ends it).{_elsewhere(settings, host, port)}")
    run(settings, host, port, workers, threads)


def _elsewhere(settings: config.Settings, host: str, port: int) -> str:
    """Return where links lead and how to change it, or nothing where they lead straight to this server."""
    name = settings.host if _is_any(host) else host
    here = f"http://{name}" if port == 80 else f"http://{name}:{port}"
    if settings.base_url.rstrip("/") == here:
        return ""
    return (
        f"\nLinks start with {settings.base_url}, and only its host is answered. If people are to open another"
        f'\naddress, set it in {settings.instance / "settings.toml"}, such as:\n  base_url = "{here}"'
    )


def _is_any(host: str) -> bool:
    """Say whether this stands for all addresses of the machine."""
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False


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

    settings = settings_of(ctx)
    with database_of(settings).write() as session:
        opened = lifecycle.open_(session, code, settings, date.today())
        click.echo(
            f"{opened.code}  {opened.title} is open until {opened.closes_on}. Next: readiness link {opened.code}"
        )


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

    database = database_of(settings_of(ctx))
    closed = lifecycle.close(database, code, date.today(), only_if_enough=not anyway)
    further = "" if anyway else f" Next: readiness report {closed.code}"
    click.echo(f"{closed.code}  {closed.title} is closed.{further}")


@assessment.command("list")
@click.pass_context
@plain_faults
def list_(ctx: click.Context) -> None:
    """List all assessments, newest year first.

    Example: readiness assessment list
    """
    from readiness.fieldwork import lifecycle
    from readiness.records import assessments

    settings = settings_of(ctx)
    with database_of(settings).read() as session:
        found = assessments.all(session)
    told = [lifecycle.trouble(each, settings) for each in found]
    for each, trouble in zip(found, told, strict=True):
        mark = "  (questionnaire cannot be used)" if trouble else ""
        days = f"{each.opens_on} to {each.closes_on}"
        click.echo(f"{each.code}  {each.year}  {each.state:<6}  {days}  {each.title}{mark}")
    for trouble in filter(None, told):
        click.echo(trouble, err=True)
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
    from readiness.fieldwork import lifecycle, links
    from readiness.records import assessments

    settings = settings_of(ctx)
    with database_of(settings).write() as session:
        to = assessments.by_code(session, code)
        if to.state == "open":
            lifecycle.locked_instrument(to, settings)
        made = links.open_link(session, to, place)
        click.echo(f"{settings.base_url.rstrip('/')}/l/{made.token}")
    if to.state != "open":
        state = "is closed" if to.state == "closed" else "is not open yet"
        remedy = "" if to.state == "closed" else f" Open it first: readiness assessment open {code}"
        click.echo(f"{to.title} ({code}) {state}: this address takes no answers.{remedy}", err=True)


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
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The PDF to write (default: reports/baseline-<year>-<code>.pdf in the instance folder).",
)
@click.pass_context
@plain_faults
def report(ctx: click.Context, code: str, out: Path | None) -> None:
    """Write the baseline report of a closed assessment as PDF.

    Example: readiness report CODE --out baseline.pdf
    """
    from readiness.reporting.report import write

    settings, found = settings_of(ctx), _findings(ctx, code)
    if out is None:
        out = settings.instance / "reports" / f"baseline-{found.heading.year}-{found.heading.code}.pdf"
        out.parent.mkdir(parents=True, exist_ok=True)
    click.echo(str(write(found, settings.reports, out)))


def _findings(ctx: click.Context, code: str) -> Any:
    """Return the protected findings of a closed assessment."""
    from readiness.baseline import baseline
    from readiness.fieldwork import lifecycle
    from readiness.records import assessments

    settings = settings_of(ctx)
    with database_of(settings).read() as session:
        of = assessments.by_code(session, code)
        return baseline(session, of, lifecycle.locked_instrument(of, settings), settings.secret_key)
