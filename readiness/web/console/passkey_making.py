"""Adding a passkey, second step: the device makes it."""

from __future__ import annotations

from flask import Response, current_app, g, url_for

from readiness.access import passkeys
from readiness.web.console import gate
from readiness.web.console.drawing import drawn, scripted, with_sign_in
from readiness.web.console.forms import PasskeyForm, took
from readiness.web.console.passkey_naming import require_possible


def ask() -> Response:
    """Let the browser make one, if the first step was taken a moment ago."""
    here, settings = gate.signed(), current_app.extensions["settings"]
    with current_app.extensions["database"].read() as session:
        pending = passkeys.asked(session, g.sign_in_token, passkeys.ADD, gate.moment())
        if pending is None:
            return gate.leading(url_for("console.passkey_add"))
        options = passkeys.to_make(session, settings, here.account, pending)
    return scripted(
        "passkey_new",
        form=PasskeyForm(),
        options=options,
        name=pending.note,
        section="account" if here.sign_in.whole else "",
    )


def take() -> Response:
    """Keep it, sign every other browser out, and show recovery codes where it is the first second factor."""
    form, here = took(PasskeyForm), gate.signed()
    require_possible()
    with gate.desk() as acting:
        pending = passkeys.spent(acting.session, g.sign_in_token, passkeys.ADD, acting.now)
    if pending is None:
        return gate.leading(url_for("console.passkey_add"))
    made = passkeys.made(current_app.extensions["settings"], pending, form.answer.data or "")
    with gate.desk() as acting:
        token, codes = passkeys.add(acting, here, made)
    if codes:
        return with_sign_in(drawn("codes", codes=codes, done="Your passkey is set up"), token)
    return with_sign_in(gate.leading(url_for("console.account")), token)
