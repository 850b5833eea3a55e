"""Commands that show and print findings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readiness.cli import verifying
from readiness.cli.group import database_of, plain_faults, readiness, settings_of
from readiness.config import Settings
from readiness.errors import ReadinessError

if TYPE_CHECKING:
    from readiness.baseline.findings import Findings


ALONE = ("area", "areas", "summary", "change")
"""Options that each ask for another document."""


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
@click.option("--area", metavar="ID", help="The report of one clinical area, by its id in the set-up file.")
@click.option("--areas", is_flag=True, help="The reports of all clinical areas, into a folder.")
@click.option("--summary", is_flag=True, help="The summary on one page, for a wall.")
@click.option("--change", is_flag=True, help="What changed since the years before, from the second year on.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The PDF to write, or the folder with --areas (default: reports/ in the instance folder).",
)
@click.option("--language", help="In this language of the questionnaire and not in its own, such as cy.")
@click.option(
    "--html", type=click.Path(path_type=Path), metavar="FILE", help="Write an accessible web page instead."
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
def report(ctx: click.Context, code: str | None, verify: Path | None, as_json: bool, **wanted: Any) -> None:
    """Write a report of a closed assessment: the whole, clinical areas', or a summary; or verify one.

    Example: readiness report CODE --area cardiology --out cardiology.pdf
    """
    _require_sense(ctx, code, verify, as_json, wanted)
    if verify:
        verifying.verify(settings_of(ctx), verify, as_json)
        return
    if wanted.pop("change"):
        click.echo(
            str(_changed(settings_of(ctx), code or "", wanted["out"], wanted["html"], wanted["language"]))
        )
        return
    for path in _written(settings_of(ctx), _findings(ctx, code or "", wanted["language"]), **wanted):
        click.echo(str(path))


def _require_sense(
    ctx: click.Context, code: str | None, verify: Path | None, as_json: bool, wanted: dict[str, Any]
) -> None:
    """Refuse what goes with nothing else that was asked for, rather than leave it undone."""
    if verify and (code is not None or any(wanted.values())):
        raise click.UsageError(
            "--verify looks at one file, which says itself what it is: add --json alone.", ctx
        )
    if verify:
        return
    if as_json:
        raise click.UsageError(
            "--json goes with --verify; for figures as JSON: `readiness score CODE --json`.", ctx
        )
    if code is None:
        raise click.UsageError("Name the assessment by its CODE, or a file with --verify.", ctx)
    if sum(one is not None and one is not False for one in map(wanted.get, ALONE)) > 1:
        raise click.UsageError("Choose one of --area, --areas, --summary and --change.", ctx)
    if wanted["html"] and (wanted["areas"] or wanted["out"]):
        raise click.UsageError("--html writes one page and goes with neither --areas nor --out.", ctx)
    if wanted["areas"] and wanted["out"] and wanted["out"].exists() and not wanted["out"].is_dir():
        raise click.UsageError(f"--areas writes a file for each area: {wanted['out']} is no folder.", ctx)


def _changed(
    settings: Settings, code: str, out: Path | None, html: Path | None, language: str | None
) -> Path:
    """Write what changed since the years before, and return where it stands."""
    from readiness.building.years import changes_of
    from readiness.reporting.documents import change_report

    with database_of(settings).read() as session:
        found = changes_of(session, code, settings, language)
    if html:
        return change_report.write_page(found, settings.reports, html)
    if out is None:
        out = settings.instance / "reports" / change_report.file_name(found, language)
        out.parent.mkdir(parents=True, exist_ok=True)
    return change_report.write(found, settings.reports, out)


def _written(
    settings: Settings,
    found: Findings,
    area: str | None,
    areas: bool,
    summary: bool,
    out: Path | None,
    html: Path | None,
    language: str | None,
) -> Iterator[Path]:
    """Write each document that is wanted and return where it stands."""
    from readiness.reporting.documents import report as documents

    document = (
        documents.SUMMARY if summary else documents.of_area(area) if area is not None else documents.BASELINE
    )
    if areas and not found.areas:
        raise ReadinessError(
            "This assessment has no clinical areas.", "Leave --areas out for the baseline report."
        )
    if html:
        yield documents.write_page(found, settings.reports, html, document)
        return
    folder = out if areas and out else settings.instance / "reports"
    if areas or not out:
        folder.mkdir(parents=True, exist_ok=True)
    for one in documents.of_areas(found) if areas else [document]:
        path = out if out and not areas else folder / documents.file_name(found, one, language)
        yield documents.write(found, settings.reports, path, one)


def _findings(ctx: click.Context, code: str, language: str | None = None) -> Any:
    """Return the protected findings of a closed assessment, in a language of its questionnaire."""
    from readiness.building.making import findings_of

    settings = settings_of(ctx)
    with database_of(settings).read() as session:
        return findings_of(session, code, settings, language)
