"""The command for those who translate an instrument."""

from __future__ import annotations

import re
from pathlib import Path

import click

from readiness.cli.group import plain_faults, readiness, settings_of
from readiness.errors import WrongSetting

_CODE = re.compile(r"[a-z]{2}")


@readiness.command()
@click.argument("instrument")
@click.argument("version")
@click.argument("language")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file instead.")
@click.option("--missing", is_flag=True, help="Name only the texts that have no translation yet.")
@click.pass_context
@plain_faults
def translate(
    ctx: click.Context, instrument: str, version: str, language: str, out: Path | None, missing: bool
) -> None:
    """Print an instrument's texts for a translator, each below its original.

    What is translated already is in it. Save it in the instrument's folder as translations/LANGUAGE.toml, but never
    in a version that an assessment has used: copy that to a new version first.

    Example: readiness translate innovation-readiness 2026.1 cy --out cy.toml
    """
    from readiness.instrument import language as languages
    from readiness.instrument.load import load_version

    found = load_version(settings_of(ctx).surveys, instrument, version)
    if not _CODE.fullmatch(language) or language == found.language:
        remedy = f"Name another one than {found.language} by its two letters, such as cy."
        raise WrongSetting(f'"{language}" is no language to translate into.', remedy)
    texts, lacking = languages.texts(found), languages.missing(found, language)
    if missing:
        for path in lacking:
            click.echo(f"{path}: {texts[path]}")
    else:
        _handed_over(languages.template(found, language), out)
    click.echo(f"{len(texts) - len(lacking)} of {len(texts)} texts are translated.", err=True)


def _handed_over(text: str, out: Path | None) -> None:
    """Print the text, or keep it in a file; in one step, so that no translation is lost half-way."""
    if out is None:
        click.echo(text, nl=False)
        return
    beside = out.with_name(f".{out.name}.part")
    try:
        beside.write_text(text, "utf-8")
        beside.replace(out)
    except OSError as error:
        raise WrongSetting(f"{out} cannot be written: {error.strerror}.", "Name another file.") from error
