"""From the link to the first question."""

from __future__ import annotations

from babel import Locale
from flask import Response, current_app, render_template, request

from readiness.fieldwork import drafts, links
from readiness.fieldwork.drafts import Draft
from readiness.web.respond import addresses, course, device, visits
from readiness.web.respond.forms import PageForm
from readiness.web.respond.gone import FormRefused
from readiness.web.respond.surveys import Survey
from readiness.web.respond.visits import Visit


def link(token: str) -> Response:
    """Lead from the link to an address without token, and give the device a secret if it has none."""
    with current_app.extensions["database"].read() as session:
        assessment = links.follow(session, token, visits.today())
        carried = {"lang": request.args.get("lang"), "place": links.place(session, token)}
    response = addresses.leading(addresses.start(assessment.code, **carried))
    if device.secret(assessment.code) is None:
        device.keep(response, assessment.code, drafts.new_secret())
    return response


def start(code: str) -> str:
    """Say who asks, why, how long it takes and what happens to the answers."""
    with current_app.extensions["database"].read() as session:
        own = visits.survey(session, code)
        secret = visits.secret(code)
        draft = visits.draft(session, own, secret)
    wanted = request.args.get("lang") or (draft.language if draft else own.language)
    survey = visits.framed(own.heard_in(wanted))
    return render_template(
        "respond/start.html",
        survey=survey,
        front=survey.instrument.front,
        form=PageForm(device.token(secret)),
        action=addresses.begin(code),
        languages=_languages(survey),
        place=request.args.get("place"),
        begun=_reached(Visit(survey, secret, draft)) if draft else None,
    )


def begin(code: str) -> Response:
    """Make an empty draft, unless a double click has made it already, and go to the first page."""
    with current_app.extensions["database"].write() as session:
        survey, secret = visits.survey(session, code), visits.secret(code)
        if not PageForm(device.token(secret), typed=request.form).validate():
            raise FormRefused()
        draft = None if "_again" in request.form else visits.draft(session, survey, secret)
        visit = Visit(survey, secret, draft or _new_draft(survey))
        visit.save(session)
    return addresses.leading(addresses.page(code, visit.pages[0]))


def _new_draft(survey: Survey) -> Draft:
    language, place = request.form.get("_lang", ""), request.form.get("_place")
    known = any(one.id == place for one in survey.local.places)
    return Draft(
        answers={"place": place} if known else {},
        language=survey.heard_in(language).language,
        place=place if known else None,
    )


def _reached(visit: Visit) -> str:
    pages = visit.pages
    return addresses.page(visit.survey.code, course.reached(pages, visit.draft.answers))


def _languages(survey: Survey) -> list[tuple[str, str, str | None]]:
    """Return each language with its own name and the address that chooses it; nothing where there is only one."""
    if len(survey.instrument.languages) < 2:
        return []
    place = request.args.get("place")
    return [
        (code, _name(code), None if code == survey.language else _start(survey, code, place))
        for code in survey.instrument.languages
    ]


def _start(survey: Survey, language: str, place: str | None) -> str:
    return addresses.start(survey.code, lang=language, place=place)


def _name(code: str) -> str:
    return (Locale.parse(code).get_language_name(code) or code).capitalize()
