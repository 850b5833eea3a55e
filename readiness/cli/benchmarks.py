"""Commands that set a system's published figures beside other surveys', and beside another system's."""

from __future__ import annotations

from pathlib import Path

import click

from readiness.cli.group import Whole, database_of, plain_faults, readiness, settings_of
from readiness.cli.users import acting


@readiness.group(cls=Whole)
def benchmark() -> None:
    """Yardsticks: other surveys' published figures, and figures that systems exchange.

    Example: readiness benchmark show CODE
    """


@benchmark.command("list")
@click.pass_context
@plain_faults
def list_(ctx: click.Context) -> None:
    """List the published figures that there are, and what other systems sent.

    Example: readiness benchmark list
    """
    from readiness.building import exchanging
    from readiness.cli import benchmark_text
    from readiness.instrument import yardsticks

    settings = settings_of(ctx)
    found = yardsticks.load_all(settings.benchmarks, settings.surveys)
    click.echo(benchmark_text.listed(found, exchanging.kept(settings)), nl=False)


@benchmark.command()
@click.argument("code")
@click.argument("name", required=False)
@click.option(
    "--all", "everything", is_flag=True, help="Also inside clinical areas, and statement by statement."
)
@click.pass_context
@plain_faults
def show(ctx: click.Context, code: str, name: str | None, everything: bool) -> None:
    """Set an assessment's published figures beside other surveys', or beside those of the system of that NAME.

    Example: readiness benchmark show CODE ashdale-2026
    """
    from readiness.baseline.beside import beside
    from readiness.building import exchanging
    from readiness.cli import benchmark_text
    from readiness.errors import ReadinessError
    from readiness.instrument import yardsticks

    settings = settings_of(ctx)
    other = exchanging.one(settings, name) if name else None
    of = exchanging.published(database_of(settings), code, settings)
    if other is None:
        found = yardsticks.load_all(settings.benchmarks, settings.surveys)
        click.echo(benchmark_text.measured(of.findings, found, exchanging.kept(settings)), nl=False)
        return
    if other.trouble or other.exchange is None:
        raise ReadinessError(f"{other.name} is not used. {other.trouble}", "Import the file again.")
    told = beside(exchanging.told(of, settings), other.exchange)
    click.echo(benchmark_text.compared(told, of.findings, everything), nl=False)


@benchmark.command()
@click.argument("code")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file to write.")
@click.option("--replace", is_flag=True, help="Overwrite a file that exists already.")
@click.pass_context
@plain_faults
def export(ctx: click.Context, code: str, out: Path, replace: bool) -> None:
    """Write published figures for another system: aggregates alone, signed with this installation's key.

    Example: readiness benchmark export CODE --out ours.json
    """
    from readiness.access import signatures
    from readiness.building import exchanging
    from readiness.reporting import files

    settings = settings_of(ctx)
    files.require_place(out)
    files.require_new(out, replace)
    of = exchanging.published(database_of(settings), code, settings)
    data = exchanging.exported(exchanging.told(of, settings), settings)
    with acting(ctx) as desk:
        desk.note("figures exported", f"assessment {code}", digest=exchanging.digest(data))
        files.write_whole(out, data)
    click.echo(str(out))
    click.echo(f"Signed with the key {signatures.fingerprint(signatures.public(settings))}.", err=True)


@benchmark.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--from", "compared", default="", help="The fingerprint of the sender's key, once you have compared it."
)
@click.option("--replace", is_flag=True, help="Put it in place of other figures of that system and year.")
@click.pass_context
@plain_faults
def import_(ctx: click.Context, file: Path, compared: str, replace: bool) -> None:
    """Check and keep the figures that another system exported.

    Example: readiness benchmark import theirs.json --from "1a2b 3c4d 5e6f 7081 92a3 b4c5 d6e7 f809"
    """
    from readiness.building import exchanging

    settings = settings_of(ctx)
    with acting(ctx) as desk:
        made = exchanging.take(file, settings, compared, replace)
        desk.note("figures imported", f"benchmark {made.name}", key=made.fingerprint)
    click.echo(f"Kept as {made.name}. Next: readiness benchmark show CODE {made.name}")


@benchmark.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask whether that is right.")
@click.pass_context
@plain_faults
def remove(ctx: click.Context, name: str, yes: bool) -> None:
    """Remove the figures that another system sent; its key stays trusted.

    Example: readiness benchmark remove ashdale-2026
    """
    from readiness.building import exchanging

    settings = settings_of(ctx)
    exchanging.one(settings, name)
    if not yes:
        click.confirm(f"The figures of {name} will be removed. Remove them?", abort=True)
    with acting(ctx) as desk:
        exchanging.remove(settings, name)
        desk.note("figures removed", f"benchmark {name}")
    click.echo(f"{name} is removed.")


@benchmark.command()
@click.option("--forget", default="", metavar="FINGERPRINT", help="Trust that key of others no longer.")
@click.pass_context
@plain_faults
def key(ctx: click.Context, forget: str) -> None:
    """Print the fingerprint of this installation's key, made when it is asked for first, and those that are trusted.

    Example: readiness benchmark key
    """
    from readiness.access import signatures

    settings = settings_of(ctx)
    if forget:
        told = signatures.read_aloud(forget)
        with acting(ctx) as desk:
            signatures.forget(settings, told)
            desk.note("key forgotten", f"key {told}")
        click.echo(f"The key {told} is not trusted any more, nor is anything that it signed.")
        return
    click.echo(signatures.fingerprint(signatures.public(settings)))
    for other in signatures.trusted(settings):
        click.echo(f"Trusted: {other}", err=True)
