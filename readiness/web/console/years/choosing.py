"""Where something is done about results: everywhere, or in one area."""

from __future__ import annotations

from flask import Response, current_app, url_for

from readiness.access.faults import Unfit
from readiness.web.console import gate
from readiness.web.console.drawing import FormPage, form_page
from readiness.web.console.forms import offered, took
from readiness.web.console.years import acting
from readiness.web.console.years.forms import OWN, WhereForm

EVERYWHERE = "everywhere"


def ask(code: str) -> Response:
    """Ask where."""
    form = WhereForm()
    return _page(code, form, _offer(form))


def take(code: str) -> Response:
    """Go on to what is done there."""
    form = took(WhereForm)
    known = _offer(form)
    if form.area.data not in known:
        form.say(Unfit("area", "Select where it is done"))
        return _page(code, form, known)
    kind, _, area = form.area.data.partition(":")
    return gate.leading(
        url_for("console.action_new", code=code, area=area)
        if kind == OWN
        else url_for("console.action_new", code=code)
    )


def _offer(form: WhereForm) -> set[str]:
    with current_app.extensions["database"].read() as session:
        of = acting.desk(session)
    choices = [(EVERYWHERE, acting.EVERYWHERE)] if of.everywhere else []
    choices += [(f"{OWN}:{slug}", name) for slug, name in of.own.items()]
    offered(form.area, choices)
    return {value for value, _ in choices}


def _page(code: str, form: WhereForm, known: set[str]) -> Response:
    return form_page(
        FormPage(
            "Record what is done",
            form,
            url_for("console.action_where_sent", code=code),
            "Continue",
            (
                "What is done in one area can later be set beside the areas in which nothing was done about the same. "
                "What is done everywhere has nothing to stand beside.",
            ),
            back=acting.back(),
            section="assessments",
        )
    )
