"""New recovery codes."""

from __future__ import annotations

from flask import Response, url_for

from readiness.access import recovery
from readiness.access.faults import Unfit
from readiness.web.console import gate
from readiness.web.console.drawing import FormPage, drawn, form_page
from readiness.web.console.forms import ProvedForm, took


def ask() -> Response:
    """Ask for the password first."""
    return _page(ProvedForm())


def take() -> Response:
    """Make ten new codes and show them this once."""
    form, here = took(ProvedForm), gate.signed()
    try:
        gate.prove(form.current.data or "")
    except Unfit as fault:
        form.say(fault)
        return _page(form)
    with gate.desk() as acting:
        codes = recovery.renew(acting, here.account)
    return drawn("codes", section="account", codes=codes, done="You have new recovery codes")


def _page(form: ProvedForm) -> Response:
    texts = ("You get ten new codes. Those that you have now can no longer be used.",)
    back = ("My account", url_for("console.account"))
    action = url_for("console.recovery")
    page = FormPage(
        "Get new recovery codes", form, action, "Get new codes", texts, back=back, section="account"
    )
    return form_page(page)
