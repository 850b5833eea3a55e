"""Having documents made, calling that off, and having it tried again."""

from __future__ import annotations

from flask import Response, request, url_for

from readiness import building
from readiness.access.faults import Missing, NotAllowed, Refused
from readiness.building import Order
from readiness.errors import ReadinessError
from readiness.web.console import gate, scoped
from readiness.web.console.forms import YesForm, took
from readiness.web.console.route import CLOSED
from readiness.web.console.sharing import documents
from readiness.web.console.sharing.publishing import about


def make(code: str) -> Response:
    """Ask for one document, or for all that are not there."""
    took(YesForm)
    of, which = scoped.require_stage(CLOSED), request.form.get("which", "")
    with gate.desk() as acting:
        shelf = documents.shelf(acting.session, of)
        wanted = [one.order for one in shelf.documents if _chosen(one, which)]
        if not wanted and which != "all":
            raise Missing("There is no such document.", "Go back to the list of documents.")
        asked = [building.request(acting.session, of, order, acting.now) for order in wanted]
        if asked:
            named = asked[0].name if len(asked) == 1 else f"{len(asked)} documents"
            acting.note("document asked for", about(of), document=named)
    return _back(code, shelf.language)


def change(code: str, number: int) -> Response:
    """Call a document off, or have it tried again."""
    took(YesForm)
    of, does = scoped.require_stage(CLOSED), request.form.get("do", "")
    with gate.desk() as acting:
        found = documents.mine(acting.session, of, number)
        if does != "retry" and not documents.may_call_off(found.order):
            raise NotAllowed(
                "Others may wait for this document.", "Ask whoever leads the system if it is not to be made."
            )
        try:
            if does == "retry":
                building.retry(acting.session, found.number)
            else:
                building.cancel(acting.session, found.number, acting.now)
        except ReadinessError as error:
            raise Refused(error.message, "Go back to the list of documents.") from error
        told = "document tried again" if does == "retry" else "document called off"
        acting.note(told, about(of), document=found.name)
    return _back(code, found.order.language)


def name_of(order: Order) -> str:
    """Return how a form of the page names a document."""
    return f"{order.kind} {order.area}".strip()


def _chosen(one: documents.Document, which: str) -> bool:
    if which == "all":
        return one.wanting
    return name_of(one.order) == which


def _back(code: str, language: str) -> Response:
    return gate.leading(url_for("console.downloads", code=code, language=language or None))
