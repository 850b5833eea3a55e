"""Deleting what was entered and not yet sent."""

from __future__ import annotations

from flask import Response, current_app, render_template, request

from readiness.fieldwork import drafts
from readiness.web import tongues
from readiness.web.respond import addresses, course, device, visits
from readiness.web.respond.forms import PageForm
from readiness.web.respond.gone import FormRefused
from readiness.web.respond.visits import Visit


def ask(code: str) -> str:
    """Ask before deleting; where nothing is left, say so. What lay untouched for too long can still be deleted."""
    here = device.found(code)
    with current_app.extensions["database"].read() as session:
        survey = visits.survey(session, code)
        left = here is not None and drafts.kept(session, survey.assessment, here.secret)
        draft = visits.draft(session, survey, here) if here else None
    if here is None or not left:
        return render_template("respond/nothing.html", survey=survey)
    return render_template(
        "respond/delete.html",
        form=PageForm(here.token),
        back=_back(Visit(visits.framed(survey.heard_in(draft.language)), here, draft)) if draft else None,
        action=tongues.kept(addresses.delete(code), survey),
    )


def delete(code: str) -> Response:
    """Delete the draft and take the device's secret away."""
    with current_app.extensions["database"].write() as session:
        survey, here = visits.survey(session, code), visits.device_of(code)
        if not PageForm(here.token, typed=request.form).validate():
            raise FormRefused()
        drafts.destroy(session, survey.assessment, here.secret)
    response = addresses.leading(tongues.kept(addresses.delete(code), survey))
    device.forget(response, code)
    return response


def _back(visit: Visit) -> str:
    return addresses.page(visit.survey.code, course.reached(visit.pages, visit.draft.answers))
