"""From the link to the first question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import Response, current_app, render_template, request

from readiness.fieldwork import drafts, limits, sweeping
from readiness.fieldwork.drafts import Draft
from readiness.fieldwork.ways import links, spending
from readiness.fieldwork.ways.secret import new_secret
from readiness.instrument import journey
from readiness.records.database import Session
from readiness.web.respond import addresses, course, device, promises, visits
from readiness.web.respond.device import Device
from readiness.web.respond.forms import PageForm
from readiness.web.respond.gone import FormRefused
from readiness.web.respond.surveys import Survey
from readiness.web.respond.visits import Visit


def link(token: str) -> Response:
    """Lead from the link to an address without token, and leave on the device what it needs; changes nothing here."""
    settings = current_app.extensions["settings"]
    with current_app.extensions["database"].read() as session:
        entry = links.follow(session, settings, token, visits.today())
    code = entry.assessment.code
    response = addresses.leading(addresses.start(code, lang=request.args.get("lang")))
    before = device.found(code)
    if entry.secret is None:
        # Everybody has this link, so that it opens nobody's draft again: only the device's own secret does.
        came = replace(before, way=entry.way) if before else Device(new_secret(), entry.way)
    else:
        came = Device(entry.secret, entry.way, visits.now())
    device.keep(response, code, came)
    return response


def start(code: str) -> str:
    """Say who asks, why, how long it takes and what happens to the answers."""
    database = current_app.extensions["database"]
    own, here = visits.survey(database, code), visits.device_of(code)
    lying = drafts.lying(database, own.assessment, here.secret)
    draft = visits.awake(lying, here)
    begun_in = own.heard_in(draft.language if draft else None)
    survey = visits.framed(begun_in.heard_in(request.args.get("lang")))
    return render_template(
        "respond/start.html",
        survey=survey,
        front=survey.instrument.front,
        promise=promises.told(survey.assessment.mode),
        form=PageForm(visits.token(here, lying)),
        action=addresses.begin(code),
        begun=_reached(Visit(survey, here, draft)) if draft else None,
        own_link=survey.assessment.mode != "open",
        resume=addresses.resume(code),
        idle_minutes=current_app.extensions["settings"].idle_minutes,
    )


def begin(code: str) -> Response:
    """Make an empty draft, unless a double click has made it already, and go to the first page.

    What lies there is replaced only by a form that was shown while it did: not by one that comes late.
    """
    with current_app.extensions["database"].write() as session:
        survey, here = visits.survey(session, code), visits.device_of(code)
        lying = drafts.lying(session, survey.assessment, here.secret)
        form = PageForm(visits.token(here, lying), typed=request.form)
        if not form.validate():
            raise FormRefused()
        draft = visits.awake(lying, here)
        visits.require_own_link(survey, here, draft)
        late = lying is not None and not form.key.startswith(lying.name)
        if lying and late and draft is None:
            raise visits.gone(survey, here, lying)
        draft = None if "_again" in request.form and not late else draft
        visit = Visit(survey, here, draft) if draft else anew(session, survey, here)
    return addresses.leading(addresses.page(code, visit.pages[0]))


def anew(session: Session, survey: Survey, here: Device, given: Mapping[str, object] | None = None) -> Visit:
    """Begin a draft in place of any that lies there, with some answers where there are any, and count the beginning."""
    settings = current_app.extensions["settings"]
    visit = Visit(survey, here, _new_draft(session, survey, here)).with_answers(given or {})
    sweeping.sweep(session, settings, survey.assessment, visits.today())
    visit.begin(session)
    limits.begin(session, settings, survey.assessment, here.way, visits.now())
    return visit


def _new_draft(session: Session, survey: Survey, here: Device) -> Draft:
    """Return an empty draft of somebody whose link may still be answered with."""
    settings, assessment = current_app.extensions["settings"], survey.assessment
    links.require_usable(session, assessment, here.way, visits.today())
    spending.require_free(session, settings, assessment, here.secret)
    drafts.destroy(session, assessment, here.secret)
    known = _asked_about(survey, links.known(session, assessment, here.way))
    language = survey.heard_in(request.form.get("_lang", "")).language
    return Draft(answers=known, known=known, language=language, way=here.way, begun=visits.now())


def _asked_about(survey: Survey, known: Mapping[str, str]) -> dict[str, str]:
    """Leave out what this questionnaire does not ask, or not with that answer."""
    pages = journey.pages(survey.instrument, survey.local, {})
    offered = {
        question.key: {option.value for option in question.options}
        for page in pages
        for question in page.questions
    }
    return {key: value for key, value in known.items() if value in offered.get(key, ())}


def _reached(visit: Visit) -> str:
    pages = visit.pages
    return addresses.page(visit.survey.code, course.reached(pages, visit.draft.answers))
