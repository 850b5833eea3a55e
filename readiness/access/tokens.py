"""Tokens by which programs read what their owner may see: never more, and never for longer.

A token is 256 random bits behind a mark by which leaked ones are found; it is shown once and kept as its hash. It stems
from the rights that its owner had in one system when it was made. Every request asks which of those hold now, so that
it ends with them: a right that was taken back and given anew does not bring it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from readiness.access import keys, names, rights
from readiness.access.acting import Acting
from readiness.access.faults import Missing, NotAllowed, Refused, Unfit
from readiness.access.rights import Action
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.records import grants, tokens
from readiness.records.account_tables import Account, Grant
from readiness.records.database import Database, Session
from readiness.records.tables import System
from readiness.records.token_tables import Token

MARK = "rdy_"
"""What every token begins with, so that scanners for leaked secrets find it: `rdy_[A-Za-z0-9_-]{43}`."""
DAYS = 90
"""So long a token is good where nobody says otherwise."""
MOST_DAYS = 365
MOST_TOKENS = 20
"""So many may one person have at a time."""
MOST_A_MINUTE = 120
"""So many requests may be made with one token in a minute."""
LONGEST_NAME = 60
_SHAPE = re.compile(r"rdy_[A-Za-z0-9_-]{43}")


class Reading(StrEnum):
    """What a token may be good for: its scopes."""

    INSTRUMENTS = "instruments"
    RATES = "rates"
    RESULTS = "results"


NEEDS: Mapping[Reading, tuple[Action, ...]] = MappingProxyType(
    {
        Reading.INSTRUMENTS: (),
        Reading.RATES: (Action.SEE_RATES,),
        Reading.RESULTS: (Action.SEE_RESULTS, Action.SEE_PUBLISHED),
    }
)
"""One of these actions its owner must be allowed, somewhere in the system, to make a token for that."""


class WrongToken(ReadinessError):
    """There is no such token, or it is good no longer."""


class TooOften(ReadinessError):
    """The token was used too often in this minute."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(
            f"This token has made {MOST_A_MINUTE} requests in this minute, which is the most.",
            f"Wait {seconds} second{'' if seconds == 1 else 's'}, then go on more slowly.",
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """The token that somebody wants."""

    name: str
    system: int
    scopes: tuple[str, ...]
    ends_on: date


@dataclass(frozen=True, slots=True)
class Held:
    """A token that is good now, whose it is, of which system, and the rights that it stems from."""

    token: Token
    account: Account
    system: System
    grants: tuple[Grant, ...]


def make(acting: Acting, owner: Account, wanted: Wanted) -> tuple[Token, str]:
    """Make a token and return it with its text, which nobody can be shown again."""
    if sum(one.good(acting.today) for one, *_ in tokens.of(acting.session, owner)) >= MOST_TOKENS:
        raise Refused(f"You have {MOST_TOKENS} tokens already.", "Revoke one that is no longer used.")
    name = names.fit(wanted.name, "Enter a name for the token", LONGEST_NAME)
    held = grants.of(acting.session, owner)
    offered = open_to(held, wanted.system, acting.today)
    if not offered:
        raise Unfit("system", "Select a system that you have a right to")
    scopes = [str(one) for one in offered if one in wanted.scopes]
    if not scopes or len(scopes) != len(set(wanted.scopes)):
        raise Unfit("scopes", "Select what the token is to read")
    _require_end(acting.today, wanted.ends_on)
    text = MARK + keys.token()
    made = Token(hash=keys.hashed(text), account_id=owner.id, system_id=wanted.system, name=name)
    made.scopes, made.made_at, made.ends_on = scopes, acting.now, wanted.ends_on
    tokens.add(acting.session, made)
    acting.note(
        "token made", _told(made), system=_name(acting, made), scopes=", ".join(scopes), until=made.ends_on
    )
    return made, text


def open_to(held: Iterable[Grant], system: int, today: date) -> tuple[Reading, ...]:
    """Return for what somebody with these rights may make a token of that system; nothing where there is no right."""
    mine = [one for one in held if one.system_id == system and one.holds(today)]
    return tuple(
        one
        for one, actions in NEEDS.items()
        if mine and (not actions or any(rights.may_somewhere(mine, each, system, today) for each in actions))
    )


def revoke(acting: Acting, number: int) -> Account:
    """Revoke a token of one's own, or anybody's as an administrator, and return whose it was."""
    found = tokens.by_id(acting.session, number)
    mine = found is not None and acting.account is not None and found[1].id == acting.account.id
    if found is None or found[0].revoked_at is not None or not (mine or _administers(acting)):
        raise Missing("There is no such token.", "It may have been revoked already.")
    token, owner, system = found
    token.revoked_at = acting.now
    acting.note("token revoked", _told(token), owner=owner.email, system=system.name)
    return owner


def held(session: Session, text: str, today: date) -> Held:
    """Return what somebody holds who shows this text, or say why it is good for nothing."""
    found = tokens.by_hash(session, keys.hashed(text)) if _SHAPE.fullmatch(text) else None
    if found is None:
        raise WrongToken(
            "There is no such token.", "Check that all of it was copied, or make a new one in the console."
        )
    token, account, system = found
    if not token.good(today):
        why = "was revoked" if token.revoked_at is not None else f"ended after {token.ends_on.isoformat()}"
        raise WrongToken(f"This token {why}.", "Make a new one in the console.")
    if not account.active:
        raise WrongToken(
            "The account that made this token was deactivated.",
            "Somebody with a right to the system makes another.",
        )
    mine = stem(grants.of(session, account), token, today)
    if not mine:
        raise NotAllowed(
            f"The right to {system.name} that this token stems from has ended.",
            "Once its owner has been given a right again, they make a new token.",
        )
    return Held(token, account, system, mine)


def stem(of_owner: Iterable[Grant], token: Token, today: date) -> tuple[Grant, ...]:
    """Return those rights of the owner that hold now and held when the token was made."""
    return tuple(
        one
        for one in of_owner
        if one.system_id == token.system_id
        and one.holds(today)
        and one.approved_at is not None
        and one.approved_at <= token.made_at
    )


def count(database: Database, here: Held, now: int, today: date) -> None:
    """Count one request of the token, or refuse it; who goes on too often costs a look and no change."""
    minute, left = now // 60, 60 - now % 60
    if here.token.minute == minute and here.token.requests >= MOST_A_MINUTE:
        raise TooOften(left)
    with database.write() as session:
        if not tokens.counted(session, here.token, minute, today, MOST_A_MINUTE):
            raise TooOften(left)


def note_use(database: Database, settings: Settings, here: Held, resource: str, now: int) -> None:
    """Write in the log that the token reads the resource, the first time in an hour."""
    with database.write() as session:
        if tokens.used_first(session, here.token, resource, now // 3600):
            by = Acting(session, settings, now, here.account)
            by.note("token used", resource, token=f"{here.token.id} ({here.token.name})")


def _require_end(today: date, ends_on: date) -> None:
    last = today + timedelta(days=MOST_DAYS)
    if ends_on < today:
        raise Unfit("ends_on", "Last day must be today or in the future")
    if ends_on > last:
        raise Unfit("ends_on", f"Last day must be {last.day} {last:%B %Y} or earlier, a year from now")


def _administers(acting: Acting) -> bool:
    if acting.account is None:
        return True
    held = grants.of(acting.session, acting.account)
    return rights.may(held, Action.MANAGE_PEOPLE, rights.Scope(), acting.today)


def _told(token: Token) -> str:
    return f"token {token.id} ({token.name})"


def _name(acting: Acting, token: Token) -> str:
    return acting.session.get_one(System, token.system_id).name
