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
        left = drafts.lying(session, survey.assessment, here.secret) if here else None
    if here is None or left is None:
        return render_template("respond/nothing.html", survey=survey)
    draft = visits.awake(left, here)
    return render_template(
        "respond/delete.html",
        form=PageForm(visits.token(here, left)),
        back=_back(Visit(visits.framed(survey.heard_in(draft.language)), here, draft)) if draft else None,
        action=tongues.kept(addresses.delete(code), survey),
    )


def delete(code: str) -> Response:
    """Delete the draft for which the form was shown, and take the device's secret away."""
    with current_app.extensions["database"].write() as session:
        survey, here = visits.survey(session, code), device.found(code)
        lying = drafts.lying(session, survey.assessment, here.secret) if here else None
        response = addresses.leading(tongues.kept(addresses.delete(code), survey))
        if here is None or lying is None:
            return response  # it is deleted already: the form came twice
        form = PageForm(visits.token(here, lying), typed=request.form)
        if not form.validate():
            raise FormRefused()
        if not form.key.startswith(lying.name):
            return response  # it came late, and another draft was begun since
        drafts.destroy(session, survey.assessment, here.secret)
    device.forget(response, code)
    return response


def _back(visit: Visit) -> str:
    return addresses.page(visit.survey.code, course.reached(visit.pages, visit.draft.answers))
