"""Setting an authenticator app up: a QR code, the same as text, and a first code as proof that it works."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

from flask import Response, current_app, url_for

from readiness.access import keys, passkeys, signing_in, totp
from readiness.access.faults import Unfit
from readiness.web.console import gate
from readiness.web.console.drawing import drawn, with_sign_in
from readiness.web.console.forms import ChangeFactorForm, FactorForm, took
from readiness.web.respond.gone import FormRefused


def ask() -> Response:
    """Show a new secret."""
    here = gate.signed()
    if not here.sign_in.whole and gate.protected(here.account):
        return gate.leading(url_for("console.code"))
    return _page(_form()(), totp.new_secret())


def take() -> Response:
    """Take the first code; recovery codes are shown this once."""
    here, kind = gate.signed(), _form()
    form = took(kind)
    secret = _opened(form)
    try:
        if isinstance(form, ChangeFactorForm):
            gate.prove(form.current.data or "")
        with gate.desk() as acting:
            token, codes = signing_in.set_factor(acting, here, secret, form.code.data)
    except Unfit as fault:
        form.say(fault)
        return _page(form, secret)
    return with_sign_in(drawn("codes", codes=codes, done="Your authenticator is set up"), token)


def _form() -> type[FactorForm]:
    here = gate.signed()
    if not here.sign_in.whole:
        return FactorForm
    if here.account.password is None:
        gate.require_fresh()
        return FactorForm
    return ChangeFactorForm


def _opened(form: FactorForm) -> bytes:
    """Return the secret that we showed: sealed on the way, so that nobody can slip in one of their own."""
    settings, account = current_app.extensions["settings"], gate.signed().account
    try:
        box = urlsafe_b64decode(form.secret.data or "")
    except ValueError as error:
        raise FormRefused() from error
    secret = keys.opened(settings, "set-up", box, account.id) if len(box) > 28 else None
    if secret is None:
        raise FormRefused()
    return secret


def _page(form: FactorForm, secret: bytes) -> Response:
    settings, account = current_app.extensions["settings"], gate.signed().account
    issuer, whole = settings.organisation or "Readiness", gate.signed().sign_in.whole
    written = totp.written(secret)
    return drawn(
        "authenticator",
        form=form,
        sealed=urlsafe_b64encode(keys.sealed(settings, "set-up", secret, account.id)).decode(),
        picture=_picture(totp.address(secret, issuer, account.email)),
        written=" ".join(written[at : at + 4] for at in range(0, len(written), 4)),
        issuer=issuer,
        action=url_for("console.authenticator"),
        change=whole,
        passkeys=passkeys.possible(settings) and not whole,
    )


def _picture(address: str) -> tuple[int, str]:
    """Return how many squares wide the QR code is, and its dark ones as the path of an SVG."""
    import segno

    rows = list(segno.make(address, error="m", micro=False).matrix_iter(border=4))
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, one in enumerate(row) if one)
    return len(rows), "".join(dark)
