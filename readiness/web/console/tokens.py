"""My tokens: what programs of mine may read, until when, and when they last did."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from flask import Response, current_app

from readiness.access import tokens as making
from readiness.access.tokens import Reading
from readiness.records import grants, tokens
from readiness.records.account_tables import Account, Grant
from readiness.records.database import Session
from readiness.records.tables import System
from readiness.records.token_tables import Token
from readiness.web.console import gate, telling
from readiness.web.console.drawing import drawn

NAMES = {
    Reading.INSTRUMENTS: "Questionnaires",
    Reading.RATES: "Response rates",
    Reading.RESULTS: "Findings",
}
MEANINGS = {
    Reading.INSTRUMENTS: "Dimensions, statements, scales and roles of every version.",
    Reading.RATES: "Rounded and once a day, as far as your right shows them.",
    Reading.RESULTS: "As far as your right shows them: of most people, what is published.",
}


class Row(NamedTuple):
    """A token as people read it."""

    number: int
    name: str
    system: str
    reads: str
    state: str
    """In force, or Ended."""
    days: str
    """Until when it is good, and when it was last used."""
    ends: str
    used: str


def show() -> Response:
    """List them."""
    here = gate.signed().account
    with current_app.extensions["database"].read() as session:
        found = rows(session, here)
    able = any(one.system_id is not None and one.holds(gate.today()) for one in gate.held())
    return drawn("tokens", section="account", rows=found, able=able)


def rows(session: Session, owner: Account) -> list[Row]:
    """Return the tokens of an account that were not revoked."""
    mine, today = grants.of(session, owner), gate.today()
    return [_row(token, system, mine, today) for token, _, system in tokens.of(session, owner)]


def reads(scopes: list[str]) -> str:
    """Say what a token reads."""
    said = [NAMES[one] for one in Reading if one in scopes]
    return ", ".join([*said[:1], *(one.lower() for one in said[1:])])


def _row(token: Token, system: System, mine: list[Grant], today: date) -> Row:
    works = token.good(today) and making.stem(mine, token, today)
    ends = telling.day(token.ends_on)
    used = telling.day(token.used_on) if token.used_on else "Never"
    days = f"Until {ends}, last used: {used[0].lower()}{used[1:]}."
    state = "In force" if works else "Ended"
    return Row(token.id, token.name, system.name, reads(token.scopes), state, days, ends, used)
