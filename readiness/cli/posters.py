"""Commands that make a link ready to be put up: a poster, and the bare code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness.cli.group import database_of, plain_faults, readiness, settings_of
from readiness.cli.links import ORGANISATION, PLACE
from readiness.config import Settings
from readiness.errors import ReadinessError

if TYPE_CHECKING:
    from readiness.reporting.documents.poster import Poster


@readiness.command()
@click.argument("code")
@PLACE
@ORGANISATION
@click.option("--language", help="Say it in this language too, which then stands first, such as cy.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The PDF to write (default: posters/<code>.pdf in the instance folder).",
)
@click.pass_context
@plain_faults
def poster(
    ctx: click.Context,
    code: str,
    place: str | None,
    organisation: str | None,
    language: str | None,
    out: Path | None,
) -> None:
    """Write an A4 poster of an open link as PDF, with a code to scan.

    Example: readiness poster CODE --place north
    """
    from readiness.reporting.documents.poster import write

    settings = settings_of(ctx)
    made = _poster(settings, code, place, organisation, language)
    if out is None:
        parts = (code, organisation or place, language)
        out = settings.instance / "posters" / f"{'-'.join(filter(None, parts))}.pdf"
        out.parent.mkdir(parents=True, exist_ok=True)
    click.echo(str(write(made, settings.reports, out)))


@readiness.command()
@click.argument("code")
@PLACE
@ORGANISATION
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The picture to write: .svg or .png.",
)
@click.pass_context
@plain_faults
def qr(ctx: click.Context, code: str, place: str | None, organisation: str | None, out: Path) -> None:
    """Write the QR code of an open link as a picture.

    Example: readiness qr CODE --out code.svg
    """
    from readiness.reporting import files
    from readiness.reporting.documents import qr as drawn

    draw = {".svg": drawn.svg, ".png": drawn.png}.get(out.suffix.lower())
    if draw is None:
        raise ReadinessError(
            f"{out} is no picture that can be made.", "Name a file that ends in .svg or .png."
        )
    files.require_place(out)
    made = _poster(settings_of(ctx), code, place, organisation, None)
    click.echo(str(files.write_whole(out, draw(made.address))))


def _poster(
    settings: Settings, code: str, place: str | None, organisation: str | None, language: str | None
) -> Poster:
    """Return what the poster of the link says; the link is made if there is none yet."""
    from readiness.building import posters
    from readiness.fieldwork.ways import links
    from readiness.records import assessments

    with database_of(settings).write() as session:
        to = assessments.by_code(session, code)
        link = links.open_link(session, to, place, organisation)
        return posters.said(session, settings, to, (link,), language)[0]
