"""Downloading documents: what there is, how far each is, and who took what."""

from __future__ import annotations

from mimetypes import guess_type

from flask import Response, current_app, request, url_for

from readiness import building
from readiness.access.faults import Missing
from readiness.building import Status
from readiness.fieldwork import lifecycle, publishing
from readiness.records import audit, following
from readiness.records.tables import Assessment
from readiness.reporting import kinds
from readiness.web.console import gate, scoped, telling
from readiness.web.console.drawing import watched
from readiness.web.console.route import CLOSED
from readiness.web.console.sharing import documents
from readiness.web.console.sharing.publishing import about

TAKEN = "document downloaded"
HISTORY = (TAKEN, "shared report read", "shared report downloaded")
SHOWN = 30
SECONDS = 5
"""After so long a page that is being watched without scripts loads itself again."""


def show(code: str) -> Response:
    """List the documents that who is signed in may have."""
    of = scoped.require_stage(CLOSED)
    everything = scoped.sight().everything
    with current_app.extensions["database"].read() as session:
        shelf = documents.shelf(session, of)
        worker = building.workers(session, gate.moment())
        instrument = lifecycle.locked_instrument(of, current_app.extensions["settings"])
        differs = everything and publishing.differs(session, of, instrument)
        acts = audit.about(session, of.code, HISTORY, SHOWN, None if everything else gate.signed().account.id)
    reloads = shelf.underway and "watch" in request.args
    page = watched(
        "sharing/downloads",
        shelf.underway and not reloads,
        section="assessments",
        subject=scoped.here(),
        shelf=shelf,
        worker=worker,
        differs=differs,
        everything=everything,
        acts=[telling.act(one) for one in acts],
        watched=reloads,
        seconds=SECONDS,
        here=url_for("console.downloads", code=code, language=shelf.language or None),
        watch=url_for("console.downloads", code=code, language=shelf.language or None, watch=1),
    )
    if reloads:
        page.headers["Refresh"] = str(SECONDS)
    return page


def take(code: str, number: int) -> Response:
    """Give the file of a document that has been made."""
    of = scoped.require_stage(CLOSED)
    with current_app.extensions["database"].read() as session:
        found = documents.mine(session, of, number)
        stale = building.stale(session, of, found)
        stem = kinds.known(found.order.kind).stem(following.before(session, of) is None)
    path = None if stale else building.fetched(current_app.extensions["settings"], found)
    if path is None:
        raise Missing("This document is not there.", "Go back to the list and have it made.")
    data = path.read_bytes()
    with gate.desk() as acting:
        acting.note(TAKEN, about(of), document=found.name, published=found.order.edition or None)
    name = _file_name(stem, of, found, path.suffix)
    return Response(
        data,
        mimetype=guess_type(name)[0] or "application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _file_name(stem: str, of: Assessment, found: Status, suffix: str) -> str:
    parts = (stem, str(of.year), of.code, found.order.area, found.order.language)
    return "-".join(filter(None, parts)) + suffix
