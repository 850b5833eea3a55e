"""Commands for accounts and rights: for the first administrator, and for the day on which nobody can sign in."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from readiness.cli.group import Whole, database_of, plain_faults, readiness, settings_of

if TYPE_CHECKING:
    from readiness.access.acting import Acting
    from readiness.records.account_tables import Grant

ROLES = ("administrator", "system-lead", "area-lead", "organisation-lead", "viewer")


@readiness.group(cls=Whole)
def user() -> None:
    """Accounts of those who run assessments, and what they may do.

    Example: readiness user list
    """


@user.command()
@click.argument("email")
@click.pass_context
@plain_faults
def first(ctx: click.Context, email: str) -> None:
    """Invite the first administrator and print the link that makes the account.

    Example: readiness user first jo.bloggs@example.org
    """
    from readiness.access import people

    with acting(ctx) as desk:
        account, token = people.first(desk, email)
        click.echo(_link(desk, token))
    click.echo(f"The link is for {account.email} alone, good once, for 7 days.", err=True)


@user.command()
@click.argument("email")
@click.pass_context
@plain_faults
def invite(ctx: click.Context, email: str) -> None:
    """Invite somebody and print the link that makes the account; the account has no rights yet.

    Example: readiness user invite jo.bloggs@example.org
    """
    from readiness.access import people

    with acting(ctx) as desk:
        account, token = people.invite(desk, email)
        click.echo(_link(desk, token))
    click.echo(f"The link is for {account.email} alone, good once, for 7 days.", err=True)


@user.command("list")
@click.pass_context
@plain_faults
def list_(ctx: click.Context) -> None:
    """List all accounts, each with its rights and their numbers.

    Example: readiness user list
    """
    from readiness.records import accounts, grants

    with database_of(settings_of(ctx)).read() as session:
        found = accounts.all(session)
        systems = {one.id: one.name for one in grants.systems(session)}
        held = {one.id: grants.of(session, one) for one in found}
    for account in found:
        click.echo(f"{account.email}  {account.state}  {account.name}".rstrip())
        for grant in held[account.id]:
            click.echo(f"    {grant.id}  {_told(grant, systems)}")
    if not found:
        click.echo("There is no account yet. Next: readiness user first EMAIL")


@user.command()
@click.argument("email")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--system", default="", help="The name of the system; needed for all but administrators.")
@click.option("--area", default="", help="The id of the clinical area that an area lead leads.")
@click.option(
    "--organisation", default="", help="The id of the organisation that an organisation lead leads."
)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day on which it holds.")
@click.pass_context
@plain_faults
def grant(
    ctx: click.Context,
    email: str,
    role: str,
    system: str,
    area: str,
    organisation: str,
    until: datetime | None,
) -> None:
    """Give a role; an administrator then has to approve it in the browser.

    Example: readiness user grant jo.bloggs@example.org administrator
    """
    from readiness.access import grants, people
    from readiness.access.rights import Role

    wanted = grants.Wanted(Role(role), system, area, organisation, until.date() if until else None)
    with acting(ctx) as desk:
        made = grants.give(desk, people.required(desk.session, email), wanted)
        waits = made.waiting
    click.echo(f"Right {made.id} {'waits for an administrator to approve it' if waits else 'is in force'}.")


@user.command()
@click.argument("number", type=int)
@click.pass_context
@plain_faults
def approve(ctx: click.Context, number: int) -> None:
    """Say yes, as the second person, to a right that an administrator gave in the browser.

    Example: readiness user approve 12
    """
    from readiness.access import grants

    with acting(ctx) as desk:
        grants.approve(desk, number)
    click.echo(f"Right {number} is in force.")


@user.command()
@click.argument("number", type=int)
@click.pass_context
@plain_faults
def revoke(ctx: click.Context, number: int) -> None:
    """Take a right back at once.

    Example: readiness user revoke 12
    """
    from readiness.access import grants

    with acting(ctx) as desk:
        grants.take_back(desk, number)
    click.echo(f"Right {number} is taken back.")


@user.command()
@click.argument("email")
@click.option(
    "--second-factor", is_flag=True, help="The authenticator is lost too; rights are approved anew."
)
@click.pass_context
@plain_faults
def reset(ctx: click.Context, email: str, second_factor: bool) -> None:
    """Sign somebody out and print a link for a new password, good for an hour.

    Example: readiness user reset jo.bloggs@example.org
    """
    from readiness.access import people

    with acting(ctx) as desk:
        account = people.required(desk.session, email)
        click.echo(_link(desk, people.offer_new_password(desk, account, second_factor)))
    click.echo(f"The link is for {account.email} alone, good once, for an hour.", err=True)


@user.command()
@click.argument("email")
@click.pass_context
@plain_faults
def deactivate(ctx: click.Context, email: str) -> None:
    """Take all rights from an account and let nobody sign in with it any more.

    Example: readiness user deactivate jo.bloggs@example.org
    """
    from readiness.access import people

    with acting(ctx) as desk:
        account = people.required(desk.session, email)
        people.deactivate(desk, account)
    click.echo(f"{account.email} is deactivated and signed out everywhere.")


@contextmanager
def acting(ctx: click.Context) -> Iterator[Acting]:
    """Give one transaction in which whoever types the command acts."""
    from readiness import config
    from readiness.access.acting import Acting

    settings = settings_of(ctx)
    config.require_secret(settings)
    with database_of(settings).write() as session:
        now = int(datetime.now(UTC).timestamp())
        yield Acting(session, settings, now, name=f"command line ({_typist()})")


def _typist() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number that has no name
        return "unknown"


def _link(desk: Any, token: str) -> str:
    return f"{desk.settings.base_url.rstrip('/')}/console/join/{token}"


def _told(grant: Grant, systems: dict[int, str]) -> str:
    of = ", ".join(filter(None, (systems.get(grant.system_id or 0), grant.area, grant.organisation)))
    until = f" until {grant.ends_on}" if grant.ends_on else ""
    waits = "  waits for approval" if grant.waiting else ""
    return f"{grant.role}{f' of {of}' if of else ''}{until}{waits}"
