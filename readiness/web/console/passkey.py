"""Showing a passkey: to sign in with it alone, as the second factor, or to prove who one is once signed in."""

from __future__ import annotations

from typing import NamedTuple

from flask import Response, current_app, g, url_for

from readiness.access import passkeys, signing_in
from readiness.access import single_sign_on as sso
from readiness.access.acting import Acting
from readiness.access.faults import Wait, WrongSignIn
from readiness.access.passkeys import PROVE, PROVED, SECOND, SIGN_IN, Shown
from readiness.records import accounts
from readiness.records.account_tables import Account
from readiness.web.console import cookies, gate
from readiness.web.console.drawing import Link, drawn, scripted, with_sign_in
from readiness.web.console.forms import PasskeyForm, YesForm, fresh, took

SLOW_OR_WRONG = (
    "That passkey could not be used: it is none of this account's, or it took longer than five minutes. Try again, or "
    "choose the other way below"
)
COPIED = (
    "This passkey may have been copied, so we no longer take it. Sign in another way, remove it under My account, "
    "and tell an administrator"
)


class Purpose(NamedTuple):
    """What a passkey is asked for now."""

    name: str
    title: str
    account: Account | None
    """Whose it has to be, where that is known."""
    other: Link
    """What to do without one."""


def ask() -> Response:
    """Let the browser show one if it was given a challenge, or offer to begin."""
    fresh()
    return _page(_purpose())


def begin() -> Response:
    """Give this browser a challenge."""
    took(YesForm)
    purpose = _purpose()
    if passkeys.possible(current_app.extensions["settings"]):
        with current_app.extensions["database"].write() as session:
            if purpose.account is None:
                signing_in.count_passkey(session, current_app.extensions["settings"], None, gate.moment())
            passkeys.ask(session, g.sign_in_token, purpose.name, gate.moment())
    return gate.leading(_with_next("console.passkey"))


def take() -> Response:
    """Take what the browser answers, once; every try counts before it is looked at."""
    answer, purpose = took(PasskeyForm).answer.data or "", _purpose()
    database, settings = current_app.extensions["database"], current_app.extensions["settings"]
    with database.read() as session:
        claimed = purpose.account or passkeys.whose(session, answer)
    known = cookies.known_for(claimed.email) if claimed else ""
    try:
        with database.write() as session:
            _count(session, purpose, claimed, known)
            pending = passkeys.spent(session, g.sign_in_token, purpose.name, gate.moment())
        shown = passkeys.shown(database, settings, purpose.account, pending, answer)
    except Wait as wait:
        return _page(purpose, f"{wait.message} {wait.remedy}".removesuffix("."), 429)
    except WrongSignIn:
        _note_failure(purpose, claimed)
        return _page(purpose, SLOW_OR_WRONG)
    return _go_on(purpose, shown, known)


def way(text: str) -> tuple[Link, ...]:
    """Return the button that leads here, where browsers allow passkeys at our address."""
    possible = passkeys.possible(current_app.extensions["settings"])
    return ((text, _with_next("console.passkey_begin")),) if possible else ()


def _purpose() -> Purpose:
    if g.signed is None:
        other = ("Sign in with your password instead", _with_next("console.sign_in"))
        return Purpose(SIGN_IN, "Sign in with a passkey", None, other)
    account = g.signed.account
    if not g.signed.sign_in.whole:
        other = ("Use a code instead", _with_next("console.code"))
        return Purpose(SECOND, "Show your passkey", account, other)
    instead = ("Use your password instead", gate.wanted())
    none = ("Go back to My account", url_for("console.account"))
    return Purpose(PROVE, "Prove that it is you", account, instead if account.password else none)


def _count(session: object, purpose: Purpose, claimed: Account | None, known: str) -> None:
    given = session, current_app.extensions["settings"]
    if purpose.name == SIGN_IN or claimed is None:
        signing_in.count_passkey(*given, claimed, gate.moment(), known)  # type: ignore[arg-type]
    elif purpose.name == SECOND:
        signing_in.count_factor(*given, claimed, gate.moment())  # type: ignore[arg-type]
    else:
        signing_in.count_proof(*given, claimed, gate.moment())  # type: ignore[arg-type]


def _go_on(purpose: Purpose, shown: Shown, known: str) -> Response:
    """Sign in, or note the proof; where the passkey has a double, say so: the log knows by then."""
    token: str | None = None
    with gate.desk(shown.account if purpose.account is None else None) as acting:
        account = accounts.held(acting.session, shown.account)
        alone = purpose.name == SIGN_IN and not sso.may_use_password(acting.session, acting.settings, account)
        good = account.active and not alone and passkeys.take(acting, shown)
        if good and purpose.name == PROVE:
            signing_in.forget_proofs(acting.session, acting.settings, account)
            passkeys.ask(acting.session, g.sign_in_token, PROVED, acting.now)
        elif good:
            half = g.signed if purpose.name == SECOND else None
            token = signing_in.with_passkey(acting, account, half, known)
    if alone:
        name = current_app.extensions["settings"].oidc_name
        return _page(purpose, f"Passkeys alone are for administrators only: sign in with {name}")
    if not good:
        return _page(purpose, COPIED)
    if token is None:
        return gate.leading(gate.wanted())
    response = with_sign_in(gate.leading(gate.wanted()), token)
    cookies.keep_known(response, shown.account.email)
    return response


def _note_failure(purpose: Purpose, claimed: Account | None) -> None:
    if claimed is None:
        return
    with current_app.extensions["database"].write() as session:
        settings, now = current_app.extensions["settings"], gate.moment()
        who = {"account": purpose.account} if purpose.account else {"name": "somebody not signed in"}
        acting = Acting(session, settings, now, **who)
        acting.note("second factor failed" if purpose.account else "sign-in failed", claimed, by="passkey")


def _page(purpose: Purpose, fault: str = "", status: int = 200) -> Response:
    settings = current_app.extensions["settings"]
    options = ""
    with current_app.extensions["database"].read() as session:
        pending = passkeys.asked(session, g.sign_in_token, purpose.name, gate.moment())
        if pending is not None and passkeys.possible(settings):
            options = passkeys.to_show(session, settings, purpose.account, pending)
    given = {
        "title": purpose.title,
        "options": options,
        "form": PasskeyForm() if options else YesForm(),
        "action": _with_next("console.passkey" if options else "console.passkey_begin"),
        "fault": fault,
        "other": purpose.other,
        "possible": passkeys.possible(settings),
    }
    response = (scripted if options else drawn)("passkey", **given)
    response.status_code = status
    return response


def _with_next(name: str) -> str:
    wish = gate.wanted()
    return gate.with_next(url_for(name), "" if wish == url_for("console.home") else wish)
