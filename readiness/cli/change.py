"""The command that says what changed since the years before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness.cli.group import database_of, plain_faults, readiness, settings_of
from readiness.errors import ReadinessError

if TYPE_CHECKING:
    from readiness.baseline.years import Changes
    from readiness.config import Settings

ENDINGS = (".json", ".pdf", ".html", ".xlsx", ".csv")


@readiness.command()
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="Print JSON that a program may read.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=f"Write a file instead; its ending says which: {', '.join(ENDINGS)}.",
)
@click.option("--language", help="In this language of the questionnaire and not in its own, such as cy.")
@click.pass_context
@plain_faults
def change(ctx: click.Context, code: str, as_json: bool, out: Path | None, language: str | None) -> None:
    """Say what moved since the year before, what did not, what cannot be told, and what was done.

    Example: readiness change CODE --out change.pdf
    """
    from readiness.reporting.exports.change_json import as_json as json_of
    from readiness.reporting.exports.change_text import as_text
    from readiness.reporting.published import printer_of

    if as_json and out:
        raise click.UsageError("--json prints and --out writes: choose one.", ctx)
    if out and out.suffix.lower() not in ENDINGS:
        raise ReadinessError(
            f"{out} ends in none of {', '.join(ENDINGS)}, so it is not clear what to write.",
            f"Name a file such as {out.with_suffix(ENDINGS[0])}.",
        )
    settings = settings_of(ctx)
    with database_of(settings).read() as session:
        from readiness.building.years import changes_of

        found = changes_of(session, code, settings, language)
    if out:
        click.echo(str(_written(found, settings, out)))
        return
    printer = printer_of(found.now, settings.reports)
    click.echo(json_of(found, printer) if as_json else as_text(found, printer), nl=as_json)


def _written(found: Changes, settings: Settings, out: Path) -> Path:
    """Write the file that its ending names."""
    from readiness.reporting import files
    from readiness.reporting.exports.change_forms import FORMS

    files.require_place(out)
    return files.write_whole(out, FORMS[out.suffix.lower()[1:]](found, settings.reports))
