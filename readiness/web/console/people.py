"""People: who has an account, and what they have been given."""

from __future__ import annotations

from flask import Response, current_app, request

from readiness.access.faults import Missing
from readiness.records import accounts, passkeys
from readiness.records.account_tables import Account
from readiness.records.database import Session
from readiness.web.console import gate, telling, tokens
from readiness.web.console.drawing import drawn


def show() -> Response:
    """Show everybody, and the rights that wait for a yes."""
    today = gate.today()
    with current_app.extensions["database"].read() as session:
        found = accounts.all(session)
        rights = telling.all_rights(session, today)
    rows = [(one, [right for right in rights if right.account == one.id]) for one in found]
    me = gate.signed().account.id
    waiting = [one for one in rights if one.state == "Waiting"]
    return drawn("people", section="people", rows=rows, waiting=waiting, me=me)


def one(number: int) -> Response:
    """Show one person."""
    with current_app.extensions["database"].read() as session:
        account = found(session, number)
        rights = telling.rights_of(session, account, gate.today())
        programs = tokens.rows(session, account)
        factor = _factor(account, passkeys.count(session, account))
    me = gate.signed().account.id
    joined = telling.moment(account.joined_at) if account.joined_at else ""
    mailed = request.args.get("mailed", "")
    given = {
        "account": account,
        "rights": rights,
        "me": me,
        "joined": joined,
        "mailed": mailed,
        "factor": factor,
        "tokens": programs,
    }
    return drawn("person", section="people", **given)


def _factor(account: Account, keys: int) -> str:
    """Say what the second factor is."""
    kept = "a passkey" if keys == 1 else f"{keys} passkeys" if keys else ""
    return " and ".join(filter(None, ("authenticator app" if account.factor else "", kept))).capitalize()


def found(session: Session, number: int) -> Account:
    """Return the account of that number."""
    account = accounts.by_id(session, number) if number < 2**31 else None
    if account is None:
        raise Missing("There is no such person.", "Go to People to see everybody.")
    return account
