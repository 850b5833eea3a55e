"""Coming back later: how, and on an open link the words that carry a draft to another device."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, current_app, g, make_response, render_template, request

from readiness.errors import TooMany
from readiness.fieldwork import limits, resuming
from readiness.fieldwork.ways.secret import new_secret
from readiness.records.database import Database
from readiness.web import tongues
from readiness.web.respond import addresses, course, device, visits
from readiness.web.respond.device import Device
from readiness.web.respond.forms import PROOF, PageForm
from readiness.web.respond.gone import FormRefused, NoSuchPage
from readiness.web.respond.surveys import Survey
from readiness.web.respond.visits import Visit
from readiness.web.words import _

DRAWS = 8
"""Of words, each of which finds its row taken by another code once in 65,536 for each code there is."""


def later(code: str) -> str:
    """Say how to come back; show the code once there is one."""
    visit = visits.opened(current_app.extensions["database"], code)
    settings = current_app.extensions["settings"]
    return render_template(
        "respond/later.html",
        survey=visit.survey,
        own_link=visit.survey.assessment.mode != "open",
        words=visit.draft.words,
        form=PageForm(visit.token),
        action=addresses.later(code),
        address=settings.base_url.rstrip("/") + addresses.resume(code),
        back=addresses.page(code, course.reached(visit.pages, visit.draft.answers)),
        idle_minutes=settings.idle_minutes,
    )


def words(code: str) -> Response:
    """Make a resume code, unless there is one, and show it."""
    database = current_app.extensions["database"]
    visit = visits.opened(database, code)
    if not PageForm(visit.token, typed=request.form).validate():
        raise FormRefused()
    _require_open(visit.survey)
    if not visit.draft.words and visit.gave(request.form[PROOF]):
        with database.write() as session:
            limits.new_code(session, visit.survey.assessment, visits.now())
        if not any(_has_words(database, visit) for _ in range(DRAWS)):
            raise TooMany("Very many codes have been asked for.", "Wait a moment and try again.")
    return addresses.leading(addresses.later(code))


def _has_words(database: Database, visit: Visit) -> bool:
    """Draw words and keep what they lead to; False where others lead there already."""
    assessment, found = visit.survey.assessment, resuming.new_words()
    keys = resuming.derived(current_app.extensions["settings"], assessment, found)
    draft = replace(visit.draft, words=found, words_row=keys.row.hex())
    with database.write() as session:
        kept = resuming.keep(session, assessment, keys, visit.device.secret, draft.way)
        if kept and not replace(visit, draft=draft).save(session):
            raise FormRefused()
    return kept


def ask(code: str) -> Response:
    """Ask for the code; a device that has nothing yet gets a secret, so that its form can be told from others."""
    _require_open(visits.survey(current_app.extensions["database"], code))
    here = device.found(code)
    new = here or Device(new_secret())
    response = make_response(_drawn(code, new))
    if here is None:
        device.keep(response, code, new)
    return response


def resume(code: str) -> Response:
    """Open the draft that the code leads to on this device, or say that it leads to none."""
    typed = request.form.get("words", "")
    database = current_app.extensions["database"]
    survey, here = visits.survey(database, code), visits.device_of(code)
    _require_open(survey)
    genuine = PageForm(visits.token(here, None), typed=request.form).validate()
    read = resuming.read(typed)
    found = _led_to(database, survey, read) if read else None
    if not genuine and (found is None or found[0] != here.secret):
        raise FormRefused()  # where the code has opened its draft here already, the form came twice
    if found is None:
        return make_response(_drawn(code, here, typed, _wrong(typed, read)), 422)
    came = Device(*found, visits.now())
    response = addresses.leading(_reached(database, survey, came))
    device.keep(response, code, came)
    return response


def _reached(database: Database, survey: Survey, came: Device) -> str:
    """Return where somebody stopped whom a code has just let in: they need not be asked whether it was them."""
    draft = visits.draft(database, survey, came)
    if draft is None:
        return addresses.start(survey.code)
    pages = Visit(survey, came, draft).pages
    return addresses.page(survey.code, course.reached(pages, draft.answers))


def _led_to(database: Database, survey: Survey, words: str) -> tuple[str, int] | None:
    """Where the words lead to a row, count the try, and only then do the work that it costs, while nobody waits."""
    settings, assessment = current_app.extensions["settings"], survey.assessment
    row = resuming.row(settings, assessment, words)
    if not resuming.leads(database, assessment, row):
        return None
    with database.write() as session:
        limits.resume(session, assessment, row, visits.now())
    return resuming.opened(database, assessment, resuming.derived(settings, assessment, words))


def _drawn(code: str, here: Device, typed: str = "", fault: str = "") -> str:
    return render_template(
        "respond/resume.html",
        form=PageForm(visits.token(here, None)),
        action=tongues.kept(addresses.resume(code), g.survey),
        typed=typed,
        fault=fault,
    )


def _wrong(typed: str, read: str | None) -> str:
    if not typed.strip():
        return _("Enter the five words of your code")
    if read is None:
        return _("Enter all five words as they were shown to you")
    return _("No half-done answers were found for these words: check each of them")


def _require_open(survey: Survey) -> None:
    """Where everybody has a link of their own, that link is the way back."""
    if survey.assessment.mode != "open":
        raise NoSuchPage("resume")
