"""Checking all answers, sending them once, and thanks."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from flask import Response, current_app, g, make_response, render_template, request

from readiness.errors import InstrumentChanged, Unanswered
from readiness.fieldwork import drafts, limits, submitting
from readiness.fieldwork.ways import links, spending
from readiness.instrument import kinds
from readiness.instrument.journey import AskedPage, AskedQuestion
from readiness.records.database import Session
from readiness.web import tongues
from readiness.web.respond import addresses, blanks, device, visits
from readiness.web.respond.forms import PROOF, PageForm
from readiness.web.respond.gone import DraftGone, FormRefused, NoCookie, NotBegun
from readiness.web.respond.visits import Visit
from readiness.web.words import _


class Part(NamedTuple):
    """One page's answers on the check page."""

    id: str
    title: str
    change: str
    rows: list[tuple[str, str]]


def check(code: str) -> str:
    """Show all answers with ways to change them."""
    return _drawn(visits.opened(current_app.extensions["database"], code), [])


def send(code: str) -> Response:
    """Keep the answers, once, whatever happens on the way: the receipt in the form decides."""
    try:
        try:
            _sent(code)
        except (
            InstrumentChanged
        ):  # it may be that a language was added: then what is remembered is out of date
            current_app.extensions["surveys"].forget(code)
            _sent(code)
    except Unanswered as error:
        visit = visits.opened(current_app.extensions["database"], code)
        return make_response(_drawn(visit, _faults(visit, error)), 422)
    response = addresses.leading(tongues.kept(addresses.done(code), g.survey))
    here = device.found(code)
    if here is None or here.gave(request.form.get(PROOF, "")):
        device.forget(
            response, code
        )  # a form that comes twice must not take what somebody else has begun since
    return response


def done(code: str) -> str:
    """Give thanks and say what comes next; the page is the same for everyone."""
    survey = visits.survey(current_app.extensions["database"], code)
    return render_template("respond/done.html", survey=survey)


def _sent(code: str) -> None:
    with current_app.extensions["database"].receive() as session:
        _stored(session, code, request.form.get("_receipt", ""))


def _stored(session: Session, code: str, receipt: str) -> None:
    """Store the draft under its receipt; where there is no such draft any more, see that it has been stored before."""
    try:
        visit = visits.opened(session, code)
    except (NoCookie, NotBegun, DraftGone):
        _require_sent_before(session, code, receipt)
        return
    if receipt != visit.draft.receipt:
        _require_sent_before(session, code, receipt)
    elif PageForm(visit.token, typed=request.form).validate():
        _kept(session, visit)
        drafts.destroy(session, visit.survey.assessment, visit.device.secret)
    else:
        raise FormRefused()


def _kept(session: Session, visit: Visit) -> None:
    """Keep the answers and spend the link in one transaction; what the link says of a person stands as it says."""
    settings, survey, draft = current_app.extensions["settings"], visit.survey, visit.draft
    links.require_usable(session, survey.assessment, draft.way, visits.today())
    answers = {**draft.answers, **draft.known}
    new = submitting.submit(
        session,
        survey.assessment,
        survey.instrument,
        survey.local,
        answers,
        draft.receipt,
        visits.today(),
        visits.now() - draft.begun if draft.begun else None,
    )
    if new:
        spending.spend(session, settings, survey.assessment, visit.device.secret, draft.way)
        limits.send(session, settings, survey.assessment, draft.way, visits.now())


def _require_sent_before(session: Session, code: str, receipt: str) -> None:
    """Let a form pass that was sent before: after a double click, a refresh or a cut connection all is well."""
    if not submitting.sent(session, visits.survey(session, code).assessment, receipt):
        visits.opened(session, code)
        raise FormRefused()


def _drawn(visit: Visit, faults: list[tuple[str, str]]) -> str:
    pages, code = visit.pages, visit.survey.code
    return render_template(
        "respond/check.html",
        parts=parts(visit, lambda asked: addresses.page(code, asked, change=True)),
        faults=faults,
        blanks=blanks.told(visit),
        form=PageForm(visit.token),
        receipt=visit.draft.receipt,
        action=addresses.check(code),
        back=addresses.page(code, pages[-1]),
        delete=addresses.delete(code),
        later=addresses.later(code),
    )


def parts(visit: Visit, change: Callable[[AskedPage], str]) -> list[Part]:
    """Return each page's answers, with the address at which they can be changed."""
    return [
        Part(
            asked.id, asked.title, change(asked), [(one.text, _shown(visit, one)) for one in asked.questions]
        )
        for asked in visit.pages
    ]


def _shown(visit: Visit, question: AskedQuestion) -> str:
    return kinds.shown(question, visit.draft.answers.get(question.key))


def _faults(visit: Visit, error: Unanswered) -> list[tuple[str, str]]:
    """Return each fault with the address of its field on the page that asks it."""
    code = visit.survey.code
    return [
        (f"{_(error.faults[one.key])}: {one.text}", f"{addresses.page(code, asked, change=True)}#{one.key}")
        for asked in visit.pages
        for one in asked.questions
        if one.key in error.faults
    ]
