"""My account: what I may do, my second factor, and where I am signed in."""

from __future__ import annotations

from flask import Response, current_app

from readiness.access import signing_in
from readiness.records import accounts
from readiness.web.console import gate, telling
from readiness.web.console.drawing import drawn


def show() -> Response:
    """Show it."""
    here = gate.signed()
    with current_app.extensions["database"].read() as session:
        left = accounts.recovery_codes(session, here.account)
        signed = signing_in.others(session, here.account, gate.moment())
        held = telling.rights_of(session, here.account, gate.today())
    return drawn("account", section="account", codes=left, signed=signed, here=here.sign_in.id, rights=held)
