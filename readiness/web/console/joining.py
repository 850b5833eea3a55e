"""Behind a one-time link: accepting an invitation, or setting a new password."""

from __future__ import annotations

from flask import Response, current_app, url_for

from readiness.access import people, signing_in
from readiness.access import single_sign_on as sso
from readiness.access.faults import Unfit
from readiness.records.account_tables import Account
from readiness.web.console import cookies, gate, letters, single_sign_on
from readiness.web.console.drawing import FormPage, form_page, with_sign_in
from readiness.web.console.forms import JoinForm, NewPasswordForm, OwnForm, fresh, took


def follow(token: str) -> Response:
    """Lead from the link to an address without token; changes nothing, since mail scanners look too."""
    _found(token)
    response = gate.leading(url_for("console.join"))
    cookies.keep(response, cookies.JOINING, token)
    return response


def ask() -> Response:
    """Ask for a name and a password, or for a password alone; lead to the provider who may not have one."""
    purpose, account = _found(cookies.found(cookies.JOINING))
    if not _may_have_password(account):
        return gate.leading(url_for("console.sign_in"))
    fresh()
    return _page(JoinForm() if purpose == "join" else NewPasswordForm(), account)


def take() -> Response:
    """Take them, once, and go on to the second factor."""
    token = cookies.found(cookies.JOINING)
    purpose, account = _found(token)
    form = took(JoinForm if purpose == "join" else NewPasswordForm)
    if not _may_have_password(account):
        return gate.leading(url_for("console.sign_in"))
    name, hashed = _fit(form, account)
    if form.faults:
        return _page(form, account)
    with gate.desk(account) as acting:
        if purpose == "join":
            joined = people.join(acting, token, name, hashed)
        else:
            joined = people.renew_password(acting, token, hashed)
        signed = signing_in.begin(acting.session, joined, acting.now, whole=False)
    if purpose == "join":
        letters.ask_for_a_yes_later(joined)
    step = "console.code" if gate.protected(joined) else "console.authenticator"
    response = with_sign_in(gate.leading(url_for(step)), signed)
    cookies.forget(response, cookies.JOINING)
    return response


def _found(token: str) -> tuple[str, Account]:
    with current_app.extensions["database"].read() as session:
        link, account = people.following(session, token, gate.moment())
        return link.purpose, account


def _may_have_password(account: Account) -> bool:
    with current_app.extensions["database"].read() as session:
        return sso.may_use_password(session, current_app.extensions["settings"], account)


def _fit(form: OwnForm, account: Account) -> tuple[str, str]:
    """Return the name and what is kept of the password; what is wrong is said in the form, all at once."""
    name, hashed = account.name, ""
    if isinstance(form, JoinForm):
        try:
            name = people.fit_name(form.name.data)
        except Unfit as fault:
            form.say(fault)
    try:
        hashed = people.fit_password(form["password"].data or "", name, account.email)
    except Unfit as fault:
        form.say(fault)
    return name, hashed


def _page(form: OwnForm, account: Account) -> Response:
    action = url_for("console.join")
    if isinstance(form, JoinForm):
        texts = (
            f"You have been invited with the address {account.email}. It is your name when you sign in.",
            "On the next page you set up an authenticator app on your phone. Have it at hand.",
        )
        first, second = single_sign_on.way(), "Or choose a password for here"
        return form_page(
            FormPage("Make your account", form, action, "Continue", texts, first=first, second=second)
        )
    whose = f"For the account of {account.email}. All other browsers are signed out."
    return form_page(FormPage("Choose a new password", form, action, "Continue", (whose,)))
