"""Signing out, here and everywhere else."""

from __future__ import annotations

from flask import Response, current_app, request, url_for

from readiness.access import signing_in
from readiness.access import single_sign_on as sso
from readiness.records import outside
from readiness.web.console import cookies, gate
from readiness.web.console.drawing import drawn
from readiness.web.console.forms import YesForm, took


def sign_out() -> Response:
    """Sign out of this browser."""
    took(YesForm)
    with gate.desk() as acting:
        there = outside.of(acting.session, gate.signed().account) is not None
        signing_in.out(acting, gate.signed())
    response = gate.leading(url_for("console.signed_out", of="both" if there else None))
    cookies.forget(response, cookies.SIGN_IN)
    return response


def signed_out() -> Response:
    """Say that it is done."""
    settings = current_app.extensions["settings"]
    there = settings.oidc_name if request.args.get("of") == "both" and sso.ending(settings) else ""
    return drawn("signed_out", there=there)


def everywhere() -> Response:
    """Sign out of every other browser."""
    took(YesForm)
    with gate.desk() as acting:
        signing_in.out_everywhere(acting, gate.signed())
    return gate.leading(url_for("console.account"))
