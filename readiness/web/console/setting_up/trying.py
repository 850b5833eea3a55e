"""The very report to expect, from simulated answers: asked for here, built by a worker, thrown away after a day."""

from __future__ import annotations

from flask import Response, current_app, send_file, url_for

from readiness.access.faults import Missing
from readiness.building import rehearsing
from readiness.building.rehearsing import Status
from readiness.web.console import gate
from readiness.web.console.drawing import watched
from readiness.web.console.forms import YesForm, took
from readiness.web.console.setting_up import expecting
from readiness.web.console.setting_up.expecting import Ahead, Form

STEPS = {
    "answers": "simulated people are answering",
    "figures": "figures are being drawn",
    "layout": "pages are being laid out",
    "writing": "files are being written",
}


def ask(code: str) -> Response:
    """Show the newest trial, or how far it is, and the form that asks for another."""
    ahead = expecting.ahead()
    status = _status(code)
    return _page(ahead, expecting.shown(ahead, status.asked if status else None), status)


def take(code: str) -> Response:
    """Ask for a trial with these rates."""
    took(YesForm)
    ahead = expecting.ahead()
    form = expecting.taken(ahead)
    if form.faults or ahead.reading.setup is None:
        return _page(ahead, form, None)
    with gate.desk() as acting:
        rehearsing.request(acting.session, code, "trial", ahead.asked(form.rates), acting.now)
        acting.note("trial asked for", f"assessment {code}", rate=form.rates["everybody"])
    return gate.leading(url_for("console.trial", code=code))


def fetch(code: str, file: str) -> Response:
    """Send a document of the newest trial."""
    status = _status(code)
    found = next((one for one in status.files if one.name == file), None) if status else None
    path = rehearsing.fetched(current_app.extensions["settings"], found) if found else None
    if path is None:
        raise Missing("This trial has been thrown away.", "Go back and ask for another: it shows the same.")
    with gate.desk() as acting:
        acting.note("trial downloaded", f"assessment {code}", file=file)
    return send_file(path, as_attachment=True, download_name=file, etag=False, conditional=False, max_age=0)


def _status(code: str) -> Status | None:
    with current_app.extensions["database"].read() as session:
        return rehearsing.status(session, code, "trial", gate.moment())


def _page(ahead: Ahead, form: Form, status: Status | None) -> Response:
    page = watched(
        "setting_up/trial",
        status is not None and not status.ended,
        section="assessments",
        code=ahead.code,
        form=form,
        status=status,
        step=STEPS.get(status.step, "figures are being worked out") if status else "",
        absent=not expecting.worker_is_there(),
        changed=ahead.differs_from(status),
        ready=ahead.reading.setup is not None,
    )
    page.status_code = 422 if form.faults else 200
    return page
