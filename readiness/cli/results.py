"""Commands that show and print findings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from readiness.cli import verifying
from readiness.cli.group import database_of, plain_faults, readiness, settings_of


@readiness.command()
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="Print JSON that a program may read.")
@click.pass_context
@plain_faults
def score(ctx: click.Context, code: str, as_json: bool) -> None:
    """Print the findings of a closed assessment.

    Example: readiness score CODE --json
    """
    from readiness.reporting.exports.json import as_json as json_of
    from readiness.reporting.exports.text import as_text as text_of

    found = _findings(ctx, code)
    click.echo(json_of(found) if as_json else text_of(found, settings_of(ctx).reports))


@readiness.command()
@click.argument("code", required=False)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The PDF to write (default: reports/baseline-<year>-<code>.pdf in the instance folder).",
)
@click.option(
    "--verify",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Say instead whether a report is what this database gives: exit code 0 same, 3 differs, 1 cannot be told.",
)
@click.option("--json", "as_json", is_flag=True, help="With --verify: print JSON that a program may read.")
@click.pass_context
@plain_faults
def report(
    ctx: click.Context, code: str | None, out: Path | None, verify: Path | None, as_json: bool
) -> None:
    """Write the baseline report of a closed assessment as PDF, or verify one.

    Example: readiness report CODE --out baseline.pdf
    """
    if verify:
        verifying.verify(settings_of(ctx), verify, as_json)
        return
    if code is None:
        raise click.UsageError("Name the assessment by its CODE, or a file with --verify.", ctx)
    from readiness.reporting.documents.report import write

    settings, found = settings_of(ctx), _findings(ctx, code)
    if out is None:
        out = settings.instance / "reports" / f"baseline-{found.heading.year}-{found.heading.code}.pdf"
        out.parent.mkdir(parents=True, exist_ok=True)
    click.echo(str(write(found, settings.reports, out)))


def _findings(ctx: click.Context, code: str) -> Any:
    """Return the protected findings of a closed assessment."""
    from readiness.building.making import findings_of

    settings = settings_of(ctx)
    with database_of(settings).read() as session:
        return findings_of(session, code, settings)
