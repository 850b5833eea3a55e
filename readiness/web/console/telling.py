"""Rights, moments and acts in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from readiness.access import audit
from readiness.access.rights import MEANINGS, NAMES, Role
from readiness.errors import ReadinessError
from readiness.records import accounts, grants
from readiness.records.account_tables import Account, AuditEntry, Grant
from readiness.records.database import Session

_COMMAND = re.compile(r"\breadiness [a-z]|`|--[a-z]")
_PARTS = re.compile(r"(?<=[.:;!?])\s+")


@dataclass(frozen=True, slots=True)
class Right:
    """A right as people read it."""

    number: int
    whose: str
    account: int
    name: str
    of: str
    meaning: str
    until: str
    state: str
    """In force, Waiting or Ended."""
    giver: int | None
    given_by: str
    system: int | None


@dataclass(frozen=True, slots=True)
class Act:
    """An entry of the log as people read it."""

    number: int
    at: str
    actor: str
    action: str
    about: str
    details: str


def rights_of(session: Session, account: Account, today: date) -> list[Right]:
    """Return what an account has been given."""
    return [_right(session, one, account, today) for one in grants.of(session, account)]


def all_rights(session: Session, today: date) -> list[Right]:
    """Return what everybody has been given."""
    return [_right(session, one, account, today) for one, account in grants.all(session)]


def right(session: Session, grant: Grant, account: Account, today: date) -> Right:
    """Return one right."""
    return _right(session, grant, account, today)


def act(entry: AuditEntry) -> Act:
    """Return an entry of the log."""
    details = ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in sorted(entry.details.items()))
    return Act(entry.number, moment(entry.at), entry.actor, entry.action, entry.about, details)


def moment(seconds: int) -> str:
    """Return a moment as people write it, in the time of the server."""
    at = audit.moment(seconds).astimezone()
    return f"{day(at.date())}, {at:%H:%M}"


def day_of(seconds: int) -> str:
    """Return the day of a moment, in the time of the server."""
    return day(audit.moment(seconds).astimezone().date())


def day(of: date) -> str:
    """Return a day as people write it."""
    return f"{of.day} {of:%B %Y}"


def remedy(error: ReadinessError) -> str:
    """Return what to do, without the commands that only whoever runs the server could type."""
    if "whoever runs" in error.remedy or not _COMMAND.search(error.remedy):
        return error.remedy
    parts = (one for one in _PARTS.split(error.remedy) if one and not _COMMAND.search(one))
    left = " ".join(parts).rstrip(":;, ").removesuffix(".")
    return f"{left}." if left else "Go to the assessment's page: it says what can be done."


def _right(session: Session, grant: Grant, account: Account, today: date) -> Right:
    giver = accounts.by_id(session, grant.given_by) if grant.given_by else None
    return Right(
        number=grant.id,
        whose=account.name or account.email,
        account=account.id,
        name=NAMES[Role(grant.role)],
        of=_of(session, grant),
        meaning=MEANINGS[Role(grant.role)],
        until=day(grant.ends_on) if grant.ends_on else "",
        state="Waiting" if grant.waiting else "In force" if grant.holds(today) else "Ended",
        giver=grant.given_by,
        given_by=giver.name or giver.email if giver else "the command line",
        system=grant.system_id,
    )


def _of(session: Session, grant: Grant) -> str:
    system = next((one for one in grants.systems(session) if one.id == grant.system_id), None)
    if system is None:
        return ""
    part: Mapping[str, str] = {}
    if grant.area:
        part = grants.areas(session, system)
    if grant.organisation:
        part = grants.organisations(session, system)
    slug = grant.area or grant.organisation or ""
    return f"{part.get(slug, slug)}, {system.name}" if slug else system.name
