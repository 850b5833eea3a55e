"""What has moved, as it is published: the very object that the published change report and its pages are made of."""

from __future__ import annotations

from typing import NoReturn

from flask import Response, current_app

from readiness.building import moved
from readiness.building.moved import PUBLISHED
from readiness.fieldwork import publishing
from readiness.records import following
from readiness.records.database import Session
from readiness.records.tables import Assessment
from readiness.reporting.exports.change_json import as_json
from readiness.reporting.published import printer_of
from readiness.web.api import answers, door
from readiness.web.api.findings import language_of, wait_for
from readiness.web.api.problems import Problem


def show(code: str) -> Response:
    """Give it; nobody is given more by a program than the report shows everybody."""
    settings = current_app.extensions["settings"]
    with current_app.extensions["database"].read() as session:
        of = door.found(session, code)
        _require(session, of)
        language = language_of(of)
        found = moved.changes(settings, session, of, PUBLISHED, language)
    if found is None:
        _wait(of)
    door.note(f"what moved up to {of.code}")
    return answers.sent(as_json(found, printer_of(found.now, settings.reports)))


def _require(session: Session, of: Assessment) -> None:
    """Say why nothing can be given."""
    if of.state != "closed":
        raise Problem("not-yet", "Nobody sees a result before the assessment closes.")
    if not door.sight().published or not publishing.moved(session, of):
        first = following.before(session, of) is None
        raise Problem(
            "not-shown",
            "The assessment follows no other: nothing has moved yet."
            if first
            else "What has moved is not published.",
            "Wait until whoever leads the system publishes it with the results of both years.",
        )


def _wait(of: Assessment) -> NoReturn:
    """Have it worked out, once and in every language, and say when to ask again."""
    with current_app.extensions["database"].write() as session:
        here = moved.progress(session, of, PUBLISHED, "")
        if here is None or not (here.underway or here.state == "failed"):
            here = moved.ask(session, of, PUBLISHED, "", door.moment())
    wait_for(here, f"What moved up to {of.code} is yet to be worked out.")
