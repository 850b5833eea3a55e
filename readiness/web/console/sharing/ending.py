"""Taking a link to the published report back."""

from __future__ import annotations

from flask import Response, current_app, url_for

from readiness.access import sharing
from readiness.web.console import gate, scoped
from readiness.web.console.drawing import FormPage, form_page
from readiness.web.console.forms import YesForm, took
from readiness.web.console.route import CLOSED


def ask(code: str, number: int) -> Response:
    """Say what ends, and ask."""
    of = scoped.require_stage(CLOSED)
    with current_app.extensions["database"].read() as session:
        found = sharing.required(session, of, number)
    return form_page(
        FormPage(
            f"Take back the link for {found.whom}?",
            YesForm(),
            url_for("console.unshare", code=code, number=number),
            "Take it back",
            (
                "It opens nothing any more, for good. What they have saved or printed stays with them.",
                "If they are to read the report again, make a new link.",
            ),
            back=("Share the published report", url_for("console.shares", code=code)),
            warning=True,
            section="assessments",
        )
    )


def take(code: str, number: int) -> Response:
    """Do it."""
    took(YesForm)
    of = scoped.require_stage(CLOSED)
    with gate.desk() as acting:
        sharing.end(acting, of, number)
    return gate.leading(url_for("console.shares", code=code))
