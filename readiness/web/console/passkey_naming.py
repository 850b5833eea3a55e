"""Adding a passkey, first step: what it is called, and the proof that it is its owner who adds it."""

from __future__ import annotations

from flask import Response, current_app, g, request, url_for

from readiness.access import passkeys
from readiness.access.faults import Refused, Unfit
from readiness.records import passkeys as kept
from readiness.web.console import gate
from readiness.web.console.drawing import FormPage, Link, form_page
from readiness.web.console.forms import NameForm, OwnForm, ProvedForm, ProvedNameForm, YesForm, took


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


def must_prove() -> bool:
    """Say whether who is signed in has to prove who it is first; half a sign-in has just given the password."""
    here = gate.signed()
    if not here.sign_in.whole:
        return False
    if here.account.password is None:
        gate.require_fresh()
        return False
    with current_app.extensions["database"].read() as session:
        proved = passkeys.asked(session, g.sign_in_token, passkeys.PROVED, gate.moment())
    return proved is None


def prove(form: OwnForm) -> None:
    """Ask for the password, or use up the proof by a passkey; what is wrong is an Unfit."""
    if isinstance(form, ProvedForm | ProvedNameForm):
        gate.prove(form.current.data or "")
    elif gate.signed().sign_in.whole and gate.signed().account.password is not None:
        with gate.desk() as acting:
            used = passkeys.spent(acting.session, g.sign_in_token, passkeys.PROVED, acting.now)
        if used is None:
            raise Refused("It is more than five minutes since you proved who you are.", "Start again.")


def another_way(form: OwnForm) -> tuple[Link, ...]:
    """Return the button that lets a passkey stand in for the password, where there is one to show."""
    if not isinstance(form, ProvedForm | ProvedNameForm):
        return ()
    with current_app.extensions["database"].read() as session:
        some = kept.count(session, gate.signed().account)
    begin = url_for("console.passkey_begin")
    return (("Use a passkey instead of the password", gate.with_next(begin, request.path)),) if some else ()


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
