"""The group of all commands, and what each of them stands on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from readiness import config
from readiness.errors import ReadinessError, WrongSetting

SECTIONS = {
    "Start": ("demo", "init", "serve"),
    "Instruments": ("check-surveys", "translate"),
    "Assessments": ("assessment", "plan", "try", "import"),
    "Asking": ("link", "poster", "qr", "codes", "invite", "rates"),
    "Results": (
        *("comments", "score", "change", "report", "export", "build", "builds", "worker"),
        *("publish", "unpublish", "action", "benchmark"),
    ),
    "People": ("user", "audit"),
}
SENTENCE = 120
UNUSABLE = "Name another file or folder, or see to the cause and try again."


class Whole(click.Group):
    """A group whose help tells what each of its commands does in a whole sentence, never cut off."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each command with its sentence."""
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, self.commands[name].get_short_help_str(SENTENCE)) for name in sorted(self.commands)]
            )


class Grouped(click.Group):
    """A group whose help lists its commands under headings, in the order in which they are needed."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each heading with its commands."""
        for heading, names in SECTIONS.items():
            rows = [(name, self.commands[name].get_short_help_str(SENTENCE)) for name in names]
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
        except OSError as error:
            if error.filename is None:  # no file's fault, such as a pipe that nobody reads any more
                raise
            click.echo(f"{error.filename} cannot be used: {error.strerror}. {UNUSABLE}", err=True)
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
