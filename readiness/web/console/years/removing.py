"""Removing an action."""

from __future__ import annotations

from flask import Response, current_app, url_for

from readiness.fieldwork import undertaken
from readiness.web.console import gate
from readiness.web.console.drawing import FormPage, form_page
from readiness.web.console.forms import YesForm, took
from readiness.web.console.years import acting


def ask(code: str, number: int) -> Response:
    """Say what is lost, and ask."""
    with current_app.extensions["database"].read() as session:
        of = acting.desk(session)
        text = acting.required(session, of.assessment, number).text
    return form_page(
        FormPage(
            "Remove this action?",
            YesForm(),
            url_for("console.action_remove_sent", code=code, number=number),
            "Remove it",
            (
                text,
                "The next report will say nothing of it. What was given up is better kept, as stopped: that nothing "
                "came of it is worth knowing.",
            ),
            back=acting.back(),
            links=(("Change it instead", url_for("console.action", code=code, number=number)),),
            warning=True,
            section="assessments",
        )
    )


def take(code: str, number: int) -> Response:
    """Do it."""
    took(YesForm)
    with gate.desk() as desk:
        of = acting.desk(desk.session).assessment
        acting.required(desk.session, of, number)
        gone = undertaken.remove(desk.session, of, number)
        desk.note("action removed", acting.about(number), **undertaken.told(gone))
    return gate.leading(url_for("console.actions", code=code))
