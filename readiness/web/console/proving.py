"""Proving who it is before what must not be done on a screen that was left open: by password, passkey or new sign-in.

Who has a password gives it, or shows a passkey. Who has none, since they sign in at their organisation's provider, must
have signed in a moment ago, or shows a passkey where that is offered.
"""

from __future__ import annotations

from flask import Response, current_app, g, request, url_for

from readiness.access import passkeys
from readiness.access.faults import Refused
from readiness.records import passkeys as kept
from readiness.web.console import gate
from readiness.web.console.drawing import Link
from readiness.web.console.forms import OwnForm

FIELD = "current"
"""The password once more, in every form that asks for it."""


def must_prove() -> bool:
    """Say whether the form has to ask for the password; half a sign-in has just given it."""
    here = gate.signed()
    if not here.sign_in.whole or _proved():
        return False
    if here.account.password is None:
        gate.require_fresh()
        return False
    return True


def by_passkey() -> Response | None:
    """Lead whoever can prove it by nothing but a passkey to the page that asks for it, and then back to this one."""
    here = gate.signed()
    if here.account.password is not None or gate.fresh() or _proved() or not _passkeys():
        return None
    return gate.leading(gate.with_next(url_for("console.passkey"), request.path))


def prove(form: OwnForm) -> None:
    """Ask for the password, or use up the proof by a passkey; what is wrong is an Unfit."""
    if FIELD in form.looks:
        gate.prove(form[FIELD].data or "")
    elif gate.signed().sign_in.whole and not gate.fresh():
        with gate.desk() as acting:
            used = passkeys.spent(acting.session, g.sign_in_token, passkeys.PROVED, acting.now)
        if used is None:
            raise Refused("It is more than five minutes since you proved who you are.", "Start again.")


def another_way(form: OwnForm) -> tuple[Link, ...]:
    """Return the button that lets a passkey stand in for the password, where there is one to show."""
    if FIELD not in form.looks or not _passkeys():
        return ()
    begin = gate.with_next(url_for("console.passkey_begin"), request.path)
    return (("Use a passkey instead of the password", begin),)


def _proved() -> bool:
    with current_app.extensions["database"].read() as session:
        return passkeys.asked(session, g.sign_in_token, passkeys.PROVED, gate.moment()) is not None


def _passkeys() -> bool:
    if not passkeys.possible(current_app.extensions["settings"]):
        return False
    with current_app.extensions["database"].read() as session:
        return kept.count(session, gate.signed().account) > 0
