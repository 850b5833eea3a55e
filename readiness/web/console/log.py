"""The audit log: all of it for administrators, their own acts for everybody else."""

from __future__ import annotations

from flask import Response, current_app, request, url_for

from readiness.access import audit as log
from readiness.access.rights import Action
from readiness.records import audit
from readiness.web.console import gate, telling
from readiness.web.console.drawing import drawn

ON_A_PAGE = 50


def show() -> Response:
    """Show a page of it, the newest first."""
    everything = gate.may(Action.READ_LOG)
    whose = None if everything else gate.signed().account.id
    page = max(1, min(request.args.get("page", 1, int), 1_000_000))
    with current_app.extensions["database"].read() as session:
        total = audit.count(session, whose)
        found = audit.page(session, (page - 1) * ON_A_PAGE, ON_A_PAGE, whose)
        acts = [telling.act(one) for one in found]
    return drawn(
        "log",
        section="log",
        acts=acts,
        everything=everything,
        total=total,
        newer=url_for("console.log", page=page - 1) if page > 1 else "",
        older=url_for("console.log", page=page + 1) if page * ON_A_PAGE < total else "",
    )


def as_csv() -> Response:
    """Give the whole log as a file, which is an act of its own."""
    with gate.desk() as acting:
        acting.note("audit log exported", "the audit log")
    with current_app.extensions["database"].read() as session:
        written = log.as_csv(audit.entries(session)).encode("utf-8-sig")
    return Response(
        written,
        mimetype="text/csv",
        headers={"Content-Disposition": 'attachment; filename="audit.csv"'},
    )
