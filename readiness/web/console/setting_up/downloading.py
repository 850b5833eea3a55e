"""A set-up as the file that the command line reads."""

from __future__ import annotations

from flask import Response, current_app

from readiness.fieldwork import setup_drafts, setup_kept
from readiness.records import assessments
from readiness.web.console import gate, scoped


def send(code: str) -> Response:
    """Send what is filled in, or what an assessment was launched with."""
    subject = scoped.here()
    if subject.draft is not None:
        tables = dict(subject.draft.tables)
    else:
        with current_app.extensions["database"].read() as session:
            kept = setup_kept.kept(session, assessments.by_code(session, code))
        tables = setup_drafts.written(kept)
    with gate.desk() as acting:
        acting.note("set-up downloaded", f"assessment {code} ({subject.title})")
    text = setup_drafts.as_file(tables, subject.system.name)
    named = {"Content-Disposition": f'attachment; filename="set-up-{code}.toml"'}
    return Response(text, mimetype="application/toml", headers=named)
