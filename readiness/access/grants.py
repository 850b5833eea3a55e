"""Giving, approving and taking back rights: nobody can give results to themselves or by themselves alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from readiness.access.acting import Acting
from readiness.access.faults import Missing, Refused, Unfit
from readiness.access.rights import Role
from readiness.records import accounts, audit, grants, sign_ins
from readiness.records.account_tables import Account, Grant


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody is to be given."""

    role: Role
    system: str = ""
    area: str = ""
    organisation: str = ""
    ends_on: date | None = None


def give(acting: Acting, account: Account, wanted: Wanted, rescue: bool = False) -> Grant:
    """Give a role; it waits for a second person, save that of the first two administrators there ever are.

    One administrator alone could never find a second person to agree. `rescue` is for the command line, where nobody
    is left who can administer.
    """
    if account.deactivated_at is not None:
        raise Refused(f"{account.email} is deactivated.", "Invite the person again first.")
    made = _grant(acting, account, wanted)
    if any(_same(one, made) for one in grants.of(acting.session, account)):
        raise Refused(f"{account.email} has been given this already.")
    audit.head(acting.session)  # two who give at one moment count one after the other
    few = grants.administrators_ever(acting.session) < 2
    at_once = wanted.role is Role.ADMINISTRATOR and (few or rescue)
    made.approved_at = acting.now if at_once else None
    grants.add(acting.session, made)
    acting.note("right given", account, grant=made.id, waits=not at_once, **_told(acting, made))
    _sign_out(acting, account)
    return made


def approve(acting: Acting, number: int) -> Grant:
    """Say yes to a grant, as a second person: neither who gave it nor who gets it."""
    grant, account = required(acting, number)
    if not grant.waiting:
        raise Refused("This right does not wait for anybody.")
    if acting.who == grant.given_by:
        raise Refused(
            "Whoever gave a right cannot approve it too.",
            "Ask another administrator to sign in and say yes.",
        )
    if acting.who == account.id:
        raise Refused("Nobody approves a right of their own.", "Ask another administrator.")
    if not account.active:
        raise Refused(
            f"{account.email} has not accepted the invitation yet.",
            "Approve it when they have: you can then ask them whether it was they who did.",
        )
    grant.approved_by, grant.approved_at = acting.who, acting.now
    acting.note("right approved", account, grant=grant.id, **_told(acting, grant))
    _sign_out(acting, account)
    return grant


def take_back(acting: Acting, number: int) -> Grant:
    """Take a right back at once; the last administrator stays one."""
    grant, account = required(acting, number)
    if grant.role == Role.ADMINISTRATOR and not grant.waiting:
        require_another_administrator(acting, account)
    grant.ended_at = acting.now
    acting.note("right taken back", account, grant=grant.id, **_told(acting, grant))
    _sign_out(acting, account)
    return grant


def take_all_back(acting: Acting, account: Account) -> None:
    """Take every right of an account back."""
    for grant in grants.of(acting.session, account):
        grant.ended_at = acting.now


def let_wait(acting: Acting, account: Account) -> int:
    """Let all that shows results wait for a second person's yes again; return how many."""
    again = [one for one in grants.of(acting.session, account) if one.role != Role.ADMINISTRATOR]
    for grant in again:
        grant.given_by, grant.given_at = acting.who, acting.now
        grant.approved_by = grant.approved_at = None
    return len(again)


def require_another_administrator(acting: Acting, account: Account) -> None:
    """Refuse what would leave nobody who can sign in and administer."""
    held = grants.administrators(acting.session, alone=True)
    if not any(one.id != account.id and one.active for _, one in held):
        raise Refused(
            f"{account.email} is the only administrator who can sign in.", "Make somebody else one first."
        )


def required(acting: Acting, number: int) -> tuple[Grant, Account]:
    """Return a grant that was not taken back, and whose it is."""
    found = grants.by_id(acting.session, number)
    if found is None or found[0].ended_at is not None:
        raise Missing(f"There is no right {number}.", "`readiness user list` shows all of them.")
    return found


def _grant(acting: Acting, account: Account, wanted: Wanted) -> Grant:
    if wanted.ends_on and wanted.ends_on < acting.today:
        raise Unfit("ends_on", "Last day must be today or in the future")
    made = Grant(account_id=account.id, role=str(wanted.role), ends_on=wanted.ends_on)
    made.given_by, made.given_at = acting.who, acting.now
    if wanted.role is Role.ADMINISTRATOR:
        return made
    system = grants.system(acting.session, wanted.system)
    if system is None:
        raise Unfit("system", _unknown(wanted.system), _known(acting))
    made.system_id = system.id
    if wanted.role is Role.AREA_LEAD:
        made.area = _part("area", wanted.area, grants.areas(acting.session, system))
    if wanted.role is Role.ORGANISATION_LEAD:
        known = grants.organisations(acting.session, system)
        made.organisation = _part("organisation", wanted.organisation, known)
    return made


def _unknown(name: str) -> str:
    return f"There is no system {name!r}" if name else "Select the system"


def _known(acting: Acting) -> str:
    names = [one.name for one in grants.systems(acting.session)]
    return (
        f"Systems are: {', '.join(names)}."
        if names
        else "Name one under Systems, or create an assessment: it names its system."
    )


def _part(kind: str, slug: str, known: dict[str, str]) -> str:
    if slug not in known:
        raise Unfit(kind, f"Select the {kind}", f"Known are: {', '.join(known) or 'none yet'}.")
    return slug


def _same(one: Grant, other: Grant) -> bool:
    mine, yours = ((it.role, it.system_id, it.area, it.organisation) for it in (one, other))
    return mine == yours


def _told(acting: Acting, grant: Grant) -> dict[str, object]:
    system = next((one.name for one in grants.systems(acting.session) if one.id == grant.system_id), None)
    return {
        "role": grant.role,
        "system": system,
        "area": grant.area,
        "organisation": grant.organisation,
        "until": grant.ends_on,
    }


def _sign_out(acting: Acting, account: Account) -> None:
    """End every sign-in of whose rights have changed, save the one that does it."""
    own = acting.sign_in if acting.who == account.id else None
    sign_ins.end_all(acting.session, accounts.held(acting.session, account), but=own)
