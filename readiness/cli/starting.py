"""Commands that set an installation up, show it and serve it."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from ipaddress import ip_address

import click

from readiness import config
from readiness.cli.group import database_of, plain_faults, readiness, settings_of


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
@click.option(
    "--threads",
    default=4,
    show_default=True,
    help="Threads of each process; more only get in each other's way.",
)
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


def _serve(settings: config.Settings, host: str, port: int, workers: int = 2, threads: int = 4) -> None:
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
    people = run.everybody()
    click.echo(f"{people:,} simulated people of a made-up system are answering, in three years.")
    with click.progressbar(length=people, label="Answers") as bar:
        shown = run.run(settings, database_of(settings), date.today(), bar.update)
    click.echo(f"\nThe newest year's report, clearly marked as simulated:\n  {shown.report}")
    click.echo(f"\nWhat changed in three years:\n  {shown.change}")
    click.echo(f"\nThe same figures in the terminal:\n  {_typed()} score {shown.code}")
    if no_serve:
        return
    click.echo(f"\nAnswer next year's round yourself, on this machine:\n  {shown.link}\n")
    _serve(settings, "127.0.0.1", port)


def _typed() -> str:
    """Return the command as it was typed, so that what we print can be typed again."""
    return sys.argv[0] if sys.argv[0].endswith("bin/readiness") else "readiness"
