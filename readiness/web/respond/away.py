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
from readiness.web.respond.gone import DraftGone, OtherLink
from readiness.web.words import ngettext

ANEW = "anew"
"""What the button sends that begins again."""


def answered(gone: DraftGone, page: str, typed: MultiDict[str, str]) -> Response:
    """Return the page with what was typed on it and how to go on, or begin again with it where that was chosen."""
    code, is_open = gone.survey.code, gone.survey.assessment.mode == "open"
    asked = unsaved.likeliest(gone.survey, page, typed)
    form = PageForm(gone.token, asked, typed)
    if not visits.device_of(code).gave(typed.get(PROOF, "")) or not form.key.startswith(gone.name):
        raise OtherLink()
    ways: dict[str, object] = (
        {"anew": ANEW, "code": gone.has_code and addresses.resume(code)} if is_open else {}
    )
    if is_open and typed.get("_go") == ANEW:
        if not form.unusable:
            return _begun(gone, form)
        form.validate()
        ways["faults"] = form.faults
    return make_response(unsaved.drawn(asked, form, typed, _told(is_open), **ways), 410)


def _begun(gone: DraftGone, form: PageForm) -> Response:
    """Begin again with what is on the page, and lead to the first one."""
    code = gone.survey.code
    with current_app.extensions["database"].write() as session:
        survey = visits.survey(session, code).heard_in(gone.survey.language)
        visit = starting.anew(session, survey, visits.device_of(code), form.given)
    return addresses.leading(addresses.page(code, visit.pages[0]))


def _told(is_open: bool) -> str:
    minutes = current_app.extensions["settings"].idle_minutes
    if is_open:
        return ngettext(
            "You were away for more than %(number)s minute, so what was entered on the pages before is closed, and "
            "nobody who uses this device can open it. What is on this page is still here.",
            "You were away for more than %(number)s minutes, so what was entered on the pages before is closed, and "
            "nobody who uses this device can open it. What is on this page is still here.",
            minutes,
        )
    return ngettext(
        "You were away for more than %(number)s minute, so what you entered is closed. Nothing is lost, and what is "
        "on this page is still here. Open your link again on this device, then come back to this page and choose "
        "Continue.",
        "You were away for more than %(number)s minutes, so what you entered is closed. Nothing is lost, and what is "
        "on this page is still here. Open your link again on this device, then come back to this page and choose "
        "Continue.",
        minutes,
    )
