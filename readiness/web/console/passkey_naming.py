"""Adding a passkey, first step: what it is called, and the proof that it is its owner who adds it."""

from __future__ import annotations

from flask import Response, current_app, g, url_for

from readiness.access import passkeys
from readiness.access.faults import Refused, Unfit
from readiness.web.console import gate
from readiness.web.console.drawing import FormPage, form_page
from readiness.web.console.forms import NameForm, ProvedNameForm, YesForm, took
from readiness.web.console.proving import another_way, must_prove, prove


def ask() -> Response:
    """Ask for the name, and for the password unless a passkey has just proved who it is."""
    here = gate.signed()
    require_possible()
    if not here.sign_in.whole and gate.protected(here.account):
        return gate.leading(url_for("console.code"))
    return _page((ProvedNameForm if must_prove() else NameForm)())


def take() -> Response:
    """Go on to the second step, in which the device makes it."""
    form, here = took(ProvedNameForm if must_prove() else NameForm), gate.signed()
    require_possible()
    if not here.sign_in.whole and gate.protected(here.account):
        return gate.leading(url_for("console.code"))
    try:
        name = passkeys.fit_name(form.name.data)
        prove(form)
    except Unfit as fault:
        form.say(fault)
        return _page(form)
    with gate.desk() as acting:
        passkeys.ask(acting.session, g.sign_in_token, passkeys.ADD, acting.now, name)
    return gate.leading(url_for("console.passkey_new"))


def require_possible() -> None:
    """Refuse where no browser would make a passkey."""
    if not passkeys.possible(current_app.extensions["settings"]):
        raise Refused(
            "Browsers allow no passkeys at this address: it has no name of its own, or no https.",
            "Ask whoever runs this server to serve it by name, over https.",
        )


def _page(form: NameForm | YesForm) -> Response:
    whole = gate.signed().sign_in.whole
    texts: tuple[str, ...] = (
        "A passkey is kept by your computer, your phone or a security key, which asks for your fingerprint, your face "
        "or a PIN. With it you sign in in one step, without password and code.",
    )
    if whole:
        texts = (*texts, "All other browsers in which you are signed in are signed out.")
    back = ("My account", "console.account") if whole else ("Authenticator app", "console.authenticator")
    return form_page(
        FormPage(
            "Add a passkey",
            form,
            url_for("console.passkey_add"),
            "Continue",
            texts,
            back=(back[0], url_for(back[1])),
            posts=another_way(form),
            section="account" if whole else "",
        )
    )
