"""Deleting what was entered and not yet sent."""

from __future__ import annotations

from flask import Response, current_app, render_template, request

from readiness.fieldwork import drafts
from readiness.web.respond import addresses, course, device, visits
from readiness.web.respond.forms import PageForm
from readiness.web.respond.gone import FormRefused
from readiness.web.respond.visits import Visit


def ask(code: str) -> str:
    """Ask before deleting; where nothing is left, say so."""
    secret = device.secret(code)
    with current_app.extensions["database"].read() as session:
        survey = visits.survey(session, code)
        draft = visits.draft(session, survey, secret) if secret else None
    if secret is None or draft is None:
        return render_template("respond/nothing.html", survey=survey)
    visit = Visit(visits.framed(survey.heard_in(draft.language)), secret, draft)
    return render_template(
        "respond/delete.html",
        form=PageForm(visit.token),
        action=addresses.delete(code),
        back=addresses.page(code, course.reached(visit.pages, draft.answers)),
    )


def delete(code: str) -> Response:
    """Delete the draft and take the device's secret away."""
    with current_app.extensions["database"].write() as session:
        survey, secret = visits.survey(session, code), visits.secret(code)
        if not PageForm(device.token(secret), typed=request.form).validate():
            raise FormRefused()
        drafts.destroy(session, survey.assessment, secret)
    response = addresses.leading(addresses.delete(code))
    device.forget(response, code)
    return response
