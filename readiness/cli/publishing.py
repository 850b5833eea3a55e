"""Commands by which results are published, and taken back."""

from __future__ import annotations

import click

from readiness.cli.group import database_of, plain_faults, readiness, settings_of
from readiness.cli.users import acting

YES = click.option("--yes", is_flag=True, help="Do not ask whether that is right.")


@readiness.command()
@click.argument("code")
@click.option(
    "--moved/--not-moved",
    default=True,
    help="With what has moved since the years before, where these are published; on unless it is switched off.",
)
@YES
@click.pass_context
@plain_faults
def publish(ctx: click.Context, code: str, moved: bool, yes: bool) -> None:
    """Publish a closed assessment's results: everybody with a right to its system may see the report from then on.

    Example: readiness publish CODE
    """
    from readiness.building import editions, editions_of_years
    from readiness.building.making import findings_of
    from readiness.fieldwork import lifecycle, publishing
    from readiness.fieldwork.publishing import By
    from readiness.records import assessments

    settings = settings_of(ctx)
    database = database_of(settings)
    with database.read() as session:
        of = assessments.by_code(session, code)
        system = assessments.system(session, of).name
        findings_of(session, code, settings)  # what cannot be shown is refused before anybody is asked
        since = publishing.since(session, of) if moved else None
    with_it = f" and what has moved since {since}" if since else ""
    if not yes:
        click.confirm(
            f"Everybody with a right to {system} will see the report of {of.title}{with_it}. Publish it?",
            abort=True,
        )
    with acting(ctx) as desk:
        of = assessments.by_code(desk.session, code)
        instrument = lifecycle.locked_instrument(of, settings)
        made = publishing.publish(desk.session, of, instrument, By(desk.name, desk.now), moved)
        desk.note("results published", f"assessment {code} ({of.title})", version=made.id, moved_since=since)
    editions.filled(database, made.id, settings)
    if since:
        editions_of_years.filled(database, made.id, settings)
    click.echo(
        f"The results of {of.title} are published{f', with what has moved since {since}' if since else ''}."
    )


@readiness.command()
@click.argument("code")
@YES
@click.pass_context
@plain_faults
def unpublish(ctx: click.Context, code: str, yes: bool) -> None:
    """Take published results back: they are shown no longer, and links to them end. Copies stay with who has them.

    Example: readiness unpublish CODE
    """
    from readiness.fieldwork import publishing
    from readiness.fieldwork.publishing import By
    from readiness.records import assessments

    if not yes:
        click.confirm(
            "Nobody but those who lead the system will see the report, and links to it end for good. Take it back?",
            abort=True,
        )
    with acting(ctx) as desk:
        of = assessments.by_code(desk.session, code)
        ended = publishing.take_back(desk.session, of, By(desk.name, desk.now))
        desk.note("results taken back", f"assessment {code} ({of.title})", links_ended=ended)
    click.echo(f"The results of {of.title} are published no longer.")
