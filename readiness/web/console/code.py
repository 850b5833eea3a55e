"""The second step: a code of the authenticator, or a recovery code."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from flask import Response, current_app, url_for

from readiness.access import signing_in
from readiness.access.faults import Unfit, Wait
from readiness.records import passkeys
from readiness.web.console import cookies, gate, passkey
from readiness.web.console.drawing import FormPage, form_page, with_sign_in
from readiness.web.console.forms import CodeForm, took

WRONG = "Security code is wrong or has been used: enter the one that your app shows now"
WRONG_RECOVERY = "Recovery code is wrong or has been used: enter another one, or use your passkey"
ONLY_PASSKEY = "Use your passkey, below. If you have lost it, enter a recovery code."


def ask() -> Response:
    """Ask for the code."""
    here = gate.signed()
    if here.sign_in.whole or not gate.protected(here.account):
        return gate.leading(url_for("console.home"))
    return _page(CodeForm())


def take() -> Response:
    """Take it, once; every try counts before it is looked at."""
    form, here = took(CodeForm), gate.signed()
    if here.sign_in.whole:
        return gate.leading(url_for("console.home"))
    if not form.code.data.strip():
        form.say(Unfit("code", "Enter a security code"))
        return _page(form)
    try:
        with current_app.extensions["database"].write() as session:
            settings = current_app.extensions["settings"]
            signing_in.count_factor(session, settings, here.account, gate.moment())
    except Wait as wait:
        form.say(Unfit("code", wait.message.removesuffix("."), wait.remedy))
        return _page(form, 429)
    with gate.desk() as acting:
        token = signing_in.with_factor(acting, here, form.code.data)
    if token is None:
        form.say(Unfit("code", WRONG if here.account.factor else WRONG_RECOVERY))
        return _page(form)
    response = with_sign_in(gate.leading(gate.wanted()), token)
    cookies.keep_known(response, here.account.email)
    return response


def _page(form: CodeForm, status: int = 200) -> Response:
    wish = gate.wanted()
    action = gate.with_next(url_for("console.code"), "" if wish == url_for("console.home") else wish)
    account = gate.signed().account
    with current_app.extensions["database"].read() as session:
        keyed = bool(passkeys.count(session, account))
    what = "Open the authenticator app on your phone." if account.factor else ONLY_PASSKEY
    if not account.factor:
        hint = "One of your recovery codes."
        form.looks = MappingProxyType({"code": replace(form.looks["code"], hint=hint)})
    lost = "If you have lost what you sign in with and your recovery codes, ask an administrator for help."
    posts = passkey.way("Use a passkey") if keyed else ()
    return form_page(
        FormPage("Enter your security code", form, action, "Sign in", (what, lost), posts=posts), status
    )
