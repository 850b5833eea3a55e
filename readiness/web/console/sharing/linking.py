"""Making a link that opens the published report without an account; it is shown this once."""

from __future__ import annotations

from datetime import date

from flask import Response, current_app, url_for

from readiness.access import sharing
from readiness.access.faults import Refused, Unfit
from readiness.fieldwork import publishing
from readiness.web.console import gate, scoped, telling
from readiness.web.console.drawing import FormPage, drawn, form_page
from readiness.web.console.forms import ShareForm, took
from readiness.web.console.route import CLOSED


def ask(code: str) -> Response:
    """Ask for whom and until when."""
    of = scoped.require_stage(CLOSED)
    with current_app.extensions["database"].read() as session:
        if publishing.published(session, of) is None:
            raise Refused(
                "These results are not published.", "Publish them first: a link opens nothing else."
            )
    last: date = gate.today() + sharing.USUAL
    return _page(code, ShareForm(day=str(last.day), month=str(last.month), year=str(last.year)))


def take(code: str) -> Response:
    """Make the link and show it."""
    form, of = took(ShareForm), scoped.require_stage(CLOSED)
    try:
        with gate.desk() as acting:
            made, token = sharing.make(acting, of, form.whom.data, form.last_day)
    except Unfit as fault:
        form.say(fault)
        return _page(code, form)
    return drawn(
        "sharing/link",
        section="assessments",
        subject=scoped.here(),
        share=made,
        until=telling.day(made.ends_on),
        link=f"{current_app.extensions['settings'].base_url.rstrip('/')}/s/{token}",
    )


def _page(code: str, form: ShareForm) -> Response:
    return form_page(
        FormPage(
            "Make a link to the published report",
            form,
            url_for("console.share", code=code),
            "Make the link",
            (
                "Whoever has the link can read and download the published report, and what has moved where that is "
                "published with it, without an account, until its last day. They see nothing else, and you can take it "
                "back at any time.",
            ),
            back=("Share the published report", url_for("console.shares", code=code)),
            section="assessments",
        )
    )
