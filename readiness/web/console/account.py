"""My account: what I may do, my second factor, and where I am signed in."""

from __future__ import annotations

from typing import NamedTuple

from flask import Response, current_app

from readiness.access import signing_in
from readiness.access.passkeys import possible
from readiness.records import accounts, outside, passkeys
from readiness.records.account_tables import Passkey
from readiness.web.console import gate, telling
from readiness.web.console.drawing import drawn


class Row(NamedTuple):
    """A passkey in the list."""

    id: int
    name: str
    added: str
    used: str
    copied: bool


def show() -> Response:
    """Show it."""
    here = gate.signed()
    with current_app.extensions["database"].read() as session:
        left = accounts.recovery_codes(session, here.account)
        signed = signing_in.others(session, here.account, gate.moment())
        held = telling.rights_of(session, here.account, gate.today())
        keys = [_row(one) for one in passkeys.of(session, here.account)]
        there = outside.of(session, here.account) is not None
    settings = current_app.extensions["settings"]
    can, there_name = possible(settings), settings.oidc_name if there else ""
    given = {"codes": left, "signed": signed, "here": here.sign_in.id, "rights": held}
    return drawn("account", section="account", passkeys=keys, possible=can, outside=there_name, **given)


def _row(one: Passkey) -> Row:
    used = telling.day_of(one.used_at) if one.used_at else ""
    return Row(one.id, one.name, telling.day_of(one.added_at), used, one.copied_at is not None)
