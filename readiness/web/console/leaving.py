"""Signing out, here and everywhere else."""

from __future__ import annotations

from flask import Response, url_for

from readiness.access import signing_in
from readiness.web.console import cookies, gate
from readiness.web.console.drawing import drawn
from readiness.web.console.forms import YesForm, took


def sign_out() -> Response:
    """Sign out of this browser."""
    took(YesForm)
    with gate.desk() as acting:
        signing_in.out(acting, gate.signed())
    response = gate.leading(url_for("console.signed_out"))
    cookies.forget(response, cookies.SIGN_IN)
    return response


def signed_out() -> Response:
    """Say that it is done."""
    return drawn("signed_out")


def everywhere() -> Response:
    """Sign out of every other browser."""
    took(YesForm)
    with gate.desk() as acting:
        signing_in.out_everywhere(acting, gate.signed())
    return gate.leading(url_for("console.account"))
