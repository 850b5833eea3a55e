"""Taking published results back: what ends, what cannot be undone."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, current_app, url_for

from readiness.access.faults import Refused
from readiness.fieldwork import publishing
from readiness.fieldwork.publishing import By
from readiness.records import shares
from readiness.records.tables import Assessment
from readiness.web.console import gate, scoped
from readiness.web.console.drawing import FormPage, form_page
from readiness.web.console.forms import YesForm, took
from readiness.web.console.route import CLOSED
from readiness.web.console.sharing.publishing import about


def ask(code: str) -> Response:
    """Say what ends, and ask."""
    of = scoped.require_stage(CLOSED)
    with current_app.extensions["database"].read() as session:
        if publishing.published(session, of) is None:
            raise Refused("These results are not published.", "There is nothing to take back.")
        links, later = shares.opening(session, of, gate.today()), publishing.told_by(session, of)
    return form_page(
        FormPage(
            "Take the published results back?",
            YesForm(),
            url_for("console.withdraw", code=code),
            "Take them back",
            (
                "Area leads, organisation leads and viewers no longer see the report; system leads still do.",
                _links(links),
                *_later(later),
                "What somebody has printed, saved or sent on stays with them. A report that was read cannot be unread.",
                "You can publish again later. It can then show fewer of people's words than before, and never others.",
            ),
            back=("Publish results", url_for("console.publication", code=code)),
            warning=True,
            section="assessments",
        )
    )


def take(code: str) -> Response:
    """Do it."""
    took(YesForm)
    of = scoped.require_stage(CLOSED)
    with gate.desk() as acting:
        by = By(gate.signed().account.email, acting.now)
        ended = publishing.take_back(acting.session, of, by)
        acting.note("results taken back", about(of), links_ended=ended)
    return gate.leading(url_for("console.publication", code=code))


def _later(assessments: Sequence[Assessment]) -> list[str]:
    return [
        f"What has moved since, which is published with {one.title}, is no longer shown either."
        for one in assessments
    ]


def _links(number: int) -> str:
    if not number:
        return "There is no link that opens the report without an account."
    one = number == 1
    return (
        f"{number} {'link opens' if one else 'links open'} the report without an account: "
        f"{'it ends' if one else 'they end'} at once, for good."
    )
