"""The command that writes findings in forms to work with: workbook, CSV, JSON, pictures and slides."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness.cli.group import database_of, plain_faults, readiness, settings_of
from readiness.errors import ReadinessError

if TYPE_CHECKING:
    from readiness.reporting.exports.forms import Form, Order

KINDS = ("csv", "tables", "xlsx", "json", "figures", "pptx", "all")


@readiness.command()
@click.argument("code")
@click.option("--as", "kind", type=click.Choice(KINDS), default="all", show_default=True, help="The form.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The file or, for tables, figures and all, the folder or .zip (default: exports/ in the instance folder).",
)
@click.option("--replace", is_flag=True, help="Overwrite a file that exists already.")
@click.option("--language", help="In this language of the questionnaire and not in its own, such as cy.")
@click.option(
    "--bom/--no-bom", default=True, show_default=True, help="Begin CSV with a mark that Excel needs."
)
@click.pass_context
@plain_faults
def export(
    ctx: click.Context,
    code: str,
    kind: str,
    out: Path | None,
    replace: bool,
    bom: bool,
    language: str | None,
) -> None:
    """Write the published figures of a closed assessment to work with.

    \b
    csv      one long file, a row a figure
    tables   a CSV file a table, with README.csv that explains every column
    xlsx     a workbook with a sheet a table
    json     for programs; docs/findings.schema.json describes it
    figures  the main pictures as SVG and PNG
    pptx     slides with notes
    all      all of these

    Example: readiness export CODE --as xlsx --out findings.xlsx
    """
    from readiness.building.making import findings_of
    from readiness.reporting.exports.forms import FORMS, order

    settings, form = settings_of(ctx), FORMS[kind]
    if out is not None:
        _require(out, kind, form, replace)
    with database_of(settings).read() as session:
        found = findings_of(session, code, settings, language)
    if out is None:
        said = f"-{language}" if language else ""
        out = settings.instance / "exports" / f"{found.heading.year}-{code}-{kind}{said}{form.ending}"
        out.parent.mkdir(parents=True, exist_ok=True)
        _require(out, kind, form, replace)
    click.echo(str(_write(out, form, order(found, settings.reports, bom))))


def _require(out: Path, kind: str, form: Form, replace: bool) -> None:
    """Refuse, before any work is done, what cannot be written there or would take something away."""
    from readiness.reporting import files

    if not form.folder and out.suffix.lower() != form.ending:
        raise ReadinessError(
            f"{out} does not end in {form.ending}, so no program would know what is in it.",
            f"Name a file such as {out.with_suffix(form.ending)}, or another form than {kind}.",
        )
    if out.suffix.lower() in (".zip", form.ending):
        files.require_place(out)
        files.require_new(out, replace)
    else:
        files.require_new_folder(out)


def _write(out: Path, form: Form, of: Order) -> Path:
    from readiness.reporting import files
    from readiness.reporting.exports.zips import zipped

    made = form.make(of)
    if isinstance(made, bytes):
        return files.write_whole(out, made)
    if out.suffix.lower() == ".zip":
        return files.write_whole(out, zipped(made))
    return files.write_folder(out, made)
