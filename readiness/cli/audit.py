"""Commands for the audit log: check that it is as it was written, and write it to a file."""

from __future__ import annotations

import os
from pathlib import Path

import click

from readiness.cli.group import Whole, database_of, plain_faults, readiness, settings_of


@readiness.group(cls=Whole)
def audit() -> None:
    """The log of who did what.

    Example: readiness audit check
    """


@audit.command()
@click.option(
    "--noted", default="", help="The head of an earlier check, such as 41-0f3a...: is it still there?"
)
@click.pass_context
@plain_faults
def check(ctx: click.Context, noted: str) -> None:
    """Check that no entry was changed, removed or moved, and print the log's head, to be noted elsewhere.

    Example: readiness audit check
    """
    from readiness.access import audit as log

    settings = settings_of(ctx)
    with database_of(settings).read() as session:
        head = log.check(session, settings, noted)
    click.echo(f"{head.number:,} entries, each as it was written. Note this head elsewhere: {head}")


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of CSV.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="The file to write; else the terminal."
)
@click.pass_context
@plain_faults
def export(ctx: click.Context, as_json: bool, out: Path | None) -> None:
    """Write the whole log as CSV or JSON.

    Example: readiness audit export --out audit.csv
    """
    from readiness.access import audit as log
    from readiness.records import audit as kept

    with database_of(settings_of(ctx)).read() as session:
        written = (log.as_json if as_json else log.as_csv)(kept.entries(session))
    if out is None:
        click.echo(written, nl=False)
        return
    with open(out, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(written.encode("utf-8" if as_json else "utf-8-sig"))
    click.echo(f"The audit log is in {out}.")
