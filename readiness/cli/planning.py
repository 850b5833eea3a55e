"""The commands that say before launch what an assessment will be able to show."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness.cli.group import database_of, plain_faults, readiness, settings_of

if TYPE_CHECKING:
    from readiness.baseline.planning import Plan, Rates
    from readiness.config import Settings
    from readiness.fieldwork.setup_file import Setup
    from readiness.instrument.types import Instrument

RATE_HELP = "Expected response rate in percent, as 25, or of one role, as gp=30; may be repeated."
GIVEN = "Name a set-up file, which `readiness assessment create --example` prints, or an assessment's code."


@readiness.command()
@click.argument("assessment", metavar="CODE|FILE")
@click.option("--rate", "written", multiple=True, metavar="[ROLE=]PERCENT", help=RATE_HELP)
@click.option("--like", metavar="CODE", help="Take the response rates of an assessment that has closed.")
@click.option("--sd", type=float, help="How much people differ, in points of 100 (default: 18).")
@click.option(
    "--icc",
    "iccs",
    type=float,
    multiple=True,
    help="How far areas differ, as ICC(1) (default: .02, .05 and .10).",
)
@click.option(
    "--simulations",
    type=click.IntRange(1, 1000),
    default=20,
    show_default=True,
    help="How many turnouts are tried out; more take longer and are more exact.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON that a program may read.")
@click.pass_context
@plain_faults
def plan(
    ctx: click.Context,
    assessment: str,
    written: tuple[str, ...],
    like: str | None,
    sd: float | None,
    iccs: tuple[float, ...],
    simulations: int,
    as_json: bool,
) -> None:
    """Say before launch what can be shown, how exact it will be, and what to do about it.

    From an assessment, or from a set-up file before anything is kept.

    Example: readiness plan assessment.toml --rate 25 --rate gp=30
    """
    from readiness.baseline import planning
    from readiness.cli.plan_text import as_text

    settings = settings_of(ctx)
    assumed = planning.assumed(sd, iccs)
    setup, instrument = given(settings, assessment)
    asked = planning.asked(setup, instrument, settings.threshold)
    rates = _rates(settings, written, like, instrument)
    quiet = not sys.stderr.isatty()
    with click.progressbar(length=simulations, label="Trying turnouts", file=sys.stderr, hidden=quiet) as bar:
        found = planning.plan(
            asked, rates, assumed, turnouts=simulations, reports=2 * simulations, progress=bar.update
        )
    click.echo(_json(found) if as_json else as_text(found), nl=False)


@readiness.command("try")
@click.argument("assessment", metavar="CODE|FILE")
@click.option("--rate", "written", multiple=True, metavar="[ROLE=]PERCENT", help=RATE_HELP)
@click.option("--like", metavar="CODE", help="Take the response rates of an assessment that has closed.")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="The new folder to write documents to."
)
@click.option("--seed", default=1, show_default=True, help="Another number, other simulated people.")
@click.pass_context
@plain_faults
def try_(
    ctx: click.Context, assessment: str, written: tuple[str, ...], like: str | None, out: Path, seed: int
) -> None:
    """Let simulated people answer, and write the documents to expect; no real answer is touched.

    Example: readiness try assessment.toml --rate 25 --out trial
    """
    from readiness.reporting import files

    files.require_new_folder(out)
    from readiness.baseline import planning
    from readiness.rehearsal import trial

    settings = settings_of(ctx)
    setup, instrument = given(settings, assessment)
    asked = planning.asked(setup, instrument, settings.threshold)
    prepared = trial.prepared(setup, asked, _rates(settings, written, like, instrument), seed)
    click.echo(f"{len(prepared.people):,} simulated people are answering; no real answer is touched.")
    with click.progressbar(length=len(prepared.people), label="Answers") as bar:
        made = trial.run(
            settings, prepared, out, bar.update, lambda name: click.echo(f"\n  {name}", nl=False)
        )
    click.echo(f"\n{len(made)} documents, clearly marked as simulated, are in {out}.")


def given(settings: Settings, assessment: str) -> tuple[Setup, Instrument]:
    """Return the set-up of a file, or of an assessment that has this code, and its questionnaire."""
    from readiness.fieldwork import lifecycle, setup_file, setup_kept
    from readiness.instrument.load import load_version
    from readiness.records import assessments

    path = Path(assessment)
    if path.suffix == ".toml" or path.is_file():
        setup = setup_file.read(path, settings.surveys)
        return setup, load_version(settings.surveys, setup.instrument, setup.version)
    with database_of(settings).read() as session:
        kept = assessments.by_code(session, assessment)
        return setup_kept.kept(session, kept), lifecycle.locked_instrument(kept, settings)


def _rates(settings: Settings, written: tuple[str, ...], like: str | None, instrument: Instrument) -> Rates:
    from readiness.baseline import planning
    from readiness.records import assessments

    if like is None:
        return planning.rates(written, instrument)
    if written:
        raise click.UsageError("Give --rate or --like, not both.")
    with database_of(settings).read() as session:
        return planning.last_year(session, assessments.by_code(session, like), instrument)


def _json(found: Plan) -> str:
    from readiness.rehearsal import plans

    return json.dumps(plans.told(found), indent=2, ensure_ascii=False) + "\n"
