"""Signing in at the organisation's identity provider, and out of it."""

from __future__ import annotations

import re
from typing import Any

from flask import Response, current_app, g, request, url_for

from readiness.access import keys, provider, slowing
from readiness.access import single_sign_on as sso
from readiness.access.acting import Acting
from readiness.access.faults import Missing, Refused, WrongSignIn
from readiness.config import Settings
from readiness.records.account_tables import Account
from readiness.web.console import cookies, gate
from readiness.web.console.drawing import Link, drawn, with_sign_in

COOKIE = "sso"
_SAID = 2000


def begin() -> Response:
    """Send the browser to the provider; nothing is kept here."""
    settings = _settings()
    if g.signed is not None and g.signed.sign_in.whole:
        return gate.leading(gate.wanted())
    try:
        found = provider.of(settings)
    except provider.Away as away:
        return _away(away)
    secret, wish = sso.begun(gate.moment()), gate.wanted()
    response = gate.leading(sso.leading(settings, found, secret, wish.removeprefix(request.script_root)))
    cookies.keep(response, COOKIE, secret, sso.SECONDS)
    return response


def back() -> Response:
    """Take what the provider sends, once, and sign in as who it is, or say what is wrong."""
    settings, secret = _settings(), cookies.found(COOKIE)
    if _sent("error"):  # changes nothing, so it is told whoever says it
        return _refused(_sent("error"))
    try:
        wish = sso.wish_of(settings, secret, _sent("state"), gate.moment())
        _once(settings, secret)
        if _sent("iss") not in ("", settings.oidc_issuer):
            return _refused("another issuer")
        who = sso.somebody(settings, secret, _sent("code"), gate.moment())
    except WrongSignIn as wrong:
        return _told("We could not sign you in", (wrong.message, wrong.remedy), 400)
    except provider.Away as away:
        return _away(away)
    account, token, whole = _entered(settings, who)
    wish = wish if gate.own_page(wish) else ""
    if whole:
        response = with_sign_in(
            gate.leading(f"{request.script_root}{wish}" or url_for("console.home")), token
        )
        cookies.keep_known(response, account.email)
    else:
        step = "console.code" if gate.protected(account) else "console.authenticator"
        response = with_sign_in(gate.leading(gate.with_next(url_for(step), wish)), token)
    cookies.forget(response, COOKIE)
    return response


def leave() -> Response:
    """Send the browser to where one signs out at the provider."""
    return gate.leading(sso.ending(_settings()) or url_for("console.signed_out"))


def way() -> Link | None:
    """Return the link that leads to the provider, where one is set."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.oidc_issuer:
        return None
    wish = gate.wanted()
    address = gate.with_next(url_for("console.sso"), "" if wish == url_for("console.home") else wish)
    return f"Sign in with {settings.oidc_name}", address


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    if not settings.oidc_issuer:
        raise Missing("There is no single sign-on here.", "Sign in with your password.")
    return settings


def _sent(name: str) -> str:
    return request.args.get(name, "")[:_SAID]


def _once(settings: Settings, secret: str) -> None:
    """Count the try, and take what a browser has begun only once."""
    database, now = current_app.extensions["database"], gate.moment()
    with database.write() as session:
        slowing.count_stranger(session, keys.keyed(settings, "tries of strangers"), now)
        sso.take_once(session, secret, now)


def _entered(settings: Settings, who: sso.Somebody) -> tuple[Account, str, bool]:
    """Sign somebody in; who may not is in the log all the same."""
    database = current_app.extensions["database"]
    try:
        with database.write() as session:
            return sso.enter(Acting(session, settings, gate.moment(), name="single sign-on"), who)
    except Refused:
        with database.write() as session:
            acting = Acting(session, settings, gate.moment(), name="single sign-on")
            acting.note("single sign-on refused", who.email or "an address that is not verified")
        raise


def _refused(error: str) -> Response:
    name = current_app.extensions["settings"].oidc_name
    kind = error if re.fullmatch(r"[a-z_ ]{1,60}", error) else "none given"
    texts = (
        f"You were not signed in with {name}. The reason is: {kind}.",
        "Try again, or ask your IT service desk.",
    )
    return _told("You were not signed in", texts, 400)


def _away(away: provider.Away) -> Response:
    name = current_app.extensions["settings"].oidc_name
    current_app.logger.error("Single sign-on: %s", away)
    texts = (
        f"Signing in with {name} does not work just now.",
        "Try again in a few minutes. If it lasts, tell whoever runs this server; administrators can sign in with their "
        "password meanwhile.",
    )
    return _told("Please try again in a moment", texts, 503)


def _told(title: str, texts: tuple[str, ...], status: int) -> Response:
    told: dict[str, Any] = {"title": title, "texts": texts, "status": status}
    response = drawn("message", told=told)
    response.status_code = status
    return response
