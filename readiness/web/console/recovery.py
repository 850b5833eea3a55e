"""New recovery codes."""

from __future__ import annotations

from flask import Response, url_for

from readiness.access import recovery
from readiness.access.faults import Unfit
from readiness.web.console import gate
from readiness.web.console.drawing import FormPage, drawn, form_page
from readiness.web.console.forms import OwnForm, ProvedForm, YesForm, took


def ask() -> Response:
    """Ask for the password first."""
    return _page(_form()())


def take() -> Response:
    """Make ten new codes and show them this once."""
    form, here = took(_form()), gate.signed()
    try:
        gate.prove(form.current.data or "" if isinstance(form, ProvedForm) else "")
    except Unfit as fault:
        form.say(fault)
        return _page(form)
    with gate.desk() as acting:
        codes = recovery.renew(acting, here.account)
    return drawn("codes", section="account", codes=codes, done="You have new recovery codes")


def _form() -> type[OwnForm]:
    gate.require_fresh()
    return YesForm if gate.signed().account.password is None else ProvedForm


def _page(form: OwnForm) -> Response:
    texts = ("You get ten new codes. Those that you have now can no longer be used.",)
    back = ("My account", url_for("console.account"))
    action = url_for("console.recovery")
    page = FormPage(
        "Get new recovery codes", form, action, "Get new codes", texts, back=back, section="account"
    )
    return form_page(page)
