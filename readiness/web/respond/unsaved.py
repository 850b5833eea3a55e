"""When a page cannot be kept, as while the database is away: it comes back with all that was typed on it."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, current_app, make_response, render_template, request
from werkzeug.datastructures import MultiDict

from readiness.instrument import journey
from readiness.instrument.journey import AskedPage
from readiness.web.respond import device, visits
from readiness.web.respond.forms import PROOF, PageForm
from readiness.web.respond.gone import OtherLink
from readiness.web.respond.surveys import Survey
from readiness.web.words import _

OURS = (PROOF, "_go", "_lang")
"""What the form carries beside answers."""


def page(code: str, page: str, typed: MultiDict[str, str]) -> Response:
    """Return the page with what was typed on it, to be sent again."""
    survey = current_app.extensions["surveys"].remembered(code)
    asked = likeliest(visits.framed(visits.heard(survey)), page, typed) if survey else None
    here = device.found(code)
    if here is None or not here.gave(typed.get(PROOF, "")):
        raise OtherLink()
    notice = _(
        "We could not keep this page just now. What you entered is still here: wait a moment, "
        "then choose Continue again."
    )
    drawn_again = drawn(PageForm(typed[PROOF], asked, typed), typed, notice)
    return make_response(drawn_again, 503, {"Retry-After": "10"})


def drawn(form: PageForm, typed: MultiDict[str, str], notice: str, **ways: object) -> str:
    """Return a page with all that was typed on it, and other ways to go on where there are any."""
    return render_template(
        "respond/unsaved.html",
        asked=form.asked,
        form=form,
        kept=[(key, value) for key, value in typed.items(multi=True) if key not in form and key not in OURS],
        action=request.full_path.rstrip("?"),
        notice=notice,
        **ways,
    )


def likeliest(survey: Survey, page: str, typed: MultiDict[str, str]) -> AskedPage | None:
    """Return the page as the person most likely saw it: their role, which we cannot look up now, shows in its keys."""
    seen = [asked for pages in _possible(survey, typed) for asked in pages if asked.id == page]
    return max(seen, key=lambda asked: sum(one.key in typed for one in asked.questions), default=None)


def _possible(survey: Survey, typed: MultiDict[str, str]) -> Iterator[tuple[AskedPage, ...]]:
    areas = [area.id for area in survey.local.areas if any(key.startswith(f"{area.id}.") for key in typed)]
    for role in survey.instrument.roles:
        answers = {**typed, "role": role.id, "areas": areas}
        yield journey.pages(survey.instrument, survey.local, answers)
