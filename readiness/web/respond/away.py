"""When somebody sends a page after too long a pause: what was entered before is closed, what was just typed is not.

What is on the page is on the screen of whoever sends it, so showing it again tells nobody anything. With a link of
one's own or a code the rest opens again; on an open link without a code nothing opens it, and a new beginning can take
this page along.
"""

from __future__ import annotations

from flask import Response, current_app, make_response
from werkzeug.datastructures import MultiDict

from readiness.web.respond import addresses, starting, unsaved, visits
from readiness.web.respond.forms import PROOF, PageForm
from readiness.web.respond.gone import DraftGone, NotBegun, OtherLink
from readiness.web.respond.surveys import Survey
from readiness.web.words import ngettext

ANEW = "anew"
"""What the button sends that begins again."""
Typed = MultiDict[str, str]


def answered(gone: DraftGone, page: str, typed: Typed) -> Response:
    """Return the page with what was typed on it and how to go on, or begin again with it where that was chosen."""
    form = _form(gone.survey, page, typed)
    if not form.key.startswith(gone.name):
        raise OtherLink()
    if gone.survey.assessment.mode != "open":
        return make_response(unsaved.drawn(form, typed, _link_opens(_minutes())), 410)
    return _anew(gone.survey, form, typed, addresses.resume(gone.survey.code) if gone.has_code else "")


def swept(code: str, page: str, typed: Typed) -> Response:
    """Do the same where the draft of an open link was deleted meanwhile, after some days."""
    survey = visits.survey(current_app.extensions["database"], code)
    form = _form(survey, page, typed)
    if survey.assessment.mode != "open":
        raise NotBegun()
    return _anew(survey, form, typed)


def _form(survey: Survey, page: str, typed: Typed) -> PageForm:
    """Return the form as it was sent, if this device was given it."""
    token = typed.get(PROOF, "")
    if not visits.device_of(survey.code).gave(token):
        raise OtherLink()
    return PageForm(token, unsaved.likeliest(survey, page, typed), typed)


def _anew(survey: Survey, form: PageForm, typed: Typed, resume: str = "") -> Response:
    """Begin again with the page where that was chosen, or offer it."""
    faults: list[tuple[str, str]] = []
    if typed.get("_go") == ANEW:
        if not form.unusable:
            return _begun(survey, form)
        form.validate()
        faults = form.faults
    told = (_code_opens if resume else _nothing_opens)(_minutes())
    return make_response(unsaved.drawn(form, typed, told, anew=ANEW, resume=resume, faults=faults), 410)


def _begun(survey: Survey, form: PageForm) -> Response:
    """Begin again with what is on the page, and lead to the first one."""
    with current_app.extensions["database"].write() as session:
        now = visits.survey(session, survey.code).heard_in(survey.language)
        visit = starting.anew(session, now, visits.device_of(survey.code), form.given)
    return addresses.leading(addresses.page(survey.code, visit.pages[0]))


def _minutes() -> int:
    return int(current_app.extensions["settings"].idle_minutes)


def _nothing_opens(minutes: int) -> str:
    return ngettext(
        "You were away for more than %(number)s minute, so what was entered on the pages before is closed, and "
        "nobody who uses this device can open it. What is on this page is still here. At the end of the page you can "
        "begin again with it.",
        "You were away for more than %(number)s minutes, so what was entered on the pages before is closed, and "
        "nobody who uses this device can open it. What is on this page is still here. At the end of the page you can "
        "begin again with it.",
        minutes,
    )


def _code_opens(minutes: int) -> str:
    return ngettext(
        "You were away for more than %(number)s minute, so what was entered on the pages before is closed. Your code "
        "opens it. What is on this page is still here. See the end of the page for how to go on.",
        "You were away for more than %(number)s minutes, so what was entered on the pages before is closed. Your code "
        "opens it. What is on this page is still here. See the end of the page for how to go on.",
        minutes,
    )


def _link_opens(minutes: int) -> str:
    return ngettext(
        "You were away for more than %(number)s minute, so what you entered is closed. Nothing is lost, and what is "
        "on this page is still here. Open your link again on this device, then come back to this page and choose "
        "Continue.",
        "You were away for more than %(number)s minutes, so what you entered is closed. Nothing is lost, and what is "
        "on this page is still here. Open your link again on this device, then come back to this page and choose "
        "Continue.",
        minutes,
    )
