"""Changing my password."""

from __future__ import annotations

from flask import Response, current_app, url_for

from readiness.access import people, signing_in
from readiness.access.faults import Refused, Unfit
from readiness.web.console import gate
from readiness.web.console.drawing import FormPage, form_page, with_sign_in
from readiness.web.console.forms import ChangePasswordForm, took


def ask() -> Response:
    """Ask for the old and the new one."""
    _require_one()
    return _page(ChangePasswordForm())


def take() -> Response:
    """Change it and sign every other browser out."""
    form, here = took(ChangePasswordForm), gate.signed()
    _require_one()
    try:
        gate.prove(form.current.data or "")
        hashed = people.fit_password(form.password.data or "", here.account.name, here.account.email)
    except Unfit as fault:
        form.say(fault)
        return _page(form)
    with gate.desk() as acting:
        token = signing_in.change_password(acting, here, hashed)
    return with_sign_in(gate.leading(url_for("console.account")), token)


def _require_one() -> None:
    if gate.signed().account.password is None:
        name = current_app.extensions["settings"].oidc_name
        raise Refused(
            f"You have no password here: you sign in with {name}.",
            "To have one, ask an administrator for a link.",
        )


def _page(form: ChangePasswordForm) -> Response:
    texts = ("All other browsers in which you are signed in are signed out.",)
    back = ("My account", url_for("console.account"))
    action = url_for("console.password")
    return form_page(
        FormPage("Change your password", form, action, "Change password", texts, back=back, section="account")
    )
