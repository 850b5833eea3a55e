"""Removing a passkey."""

from __future__ import annotations

from flask import Response, current_app, url_for

from readiness.access import passkeys
from readiness.access.faults import Missing, Unfit
from readiness.records import passkeys as kept
from readiness.records.account_tables import Passkey
from readiness.web.console import gate
from readiness.web.console.drawing import FormPage, form_page, with_sign_in
from readiness.web.console.forms import OwnForm, ProvedForm, YesForm, took
from readiness.web.console.proving import another_way, must_prove, prove


def ask(key: int) -> Response:
    """Say what will be lost, and ask."""
    return _page(_form()(), _mine(key))


def take(key: int) -> Response:
    """Do it and sign every other browser out."""
    form, here = took(_form()), gate.signed()
    passkey = _mine(key)
    try:
        prove(form)
    except Unfit as fault:
        form.say(fault)
        return _page(form, passkey)
    with gate.desk() as acting:
        token = passkeys.remove(acting, here, passkey.id)
    return with_sign_in(gate.leading(url_for("console.account")), token)


def _form() -> type[OwnForm]:
    return ProvedForm if must_prove() else YesForm


def _mine(key: int) -> Passkey:
    with current_app.extensions["database"].read() as session:
        mine = [one for one in kept.of(session, gate.signed().account) if one.id == key]
    if not mine:
        raise Missing("There is no such passkey.", "It may have been removed already.")
    return mine[0]


def _page(form: OwnForm, passkey: Passkey) -> Response:
    texts = (
        "You can no longer sign in with it, and all other browsers are signed out.",
        "Remove it from the device too: there it looks as if it were still good.",
    )
    return form_page(
        FormPage(
            f"Remove the passkey {passkey.name}?",
            form,
            url_for("console.passkey_remove", key=passkey.id),
            "Remove",
            texts,
            back=("My account", url_for("console.account")),
            warning=True,
            posts=another_way(form),
            section="account",
        )
    )
