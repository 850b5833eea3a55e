"""The questionnaire as each role will see it, before launch: the very pages that staff see, and nothing is kept.

Drawn by the templates and forms of `web.respond`, of a survey that is in no database. What was answered on the way
travels in the addresses, so that pages follow on it as they will for those who answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import Response, current_app, g, make_response, render_template, request, url_for

from readiness.access.faults import Missing
from readiness.fieldwork import setup_file
from readiness.fieldwork.drafts import Draft
from readiness.fieldwork.setup_types import Setup
from readiness.instrument.journey import AskedPage
from readiness.instrument.language import Same, offered, spoken
from readiness.records.tables import Assessment
from readiness.web.console import gate, scoped
from readiness.web.console.drawing import drawn
from readiness.web.console.forms import YesForm, took
from readiness.web.console.setting_up import expecting, so_far
from readiness.web.respond import answering, blanks, course, promises, sending, visits
from readiness.web.respond.device import Device
from readiness.web.respond.forms import PageForm
from readiness.web.respond.surveys import Survey
from readiness.web.respond.visits import Visit
from readiness.web.words import own_name

CHECK, DONE = "check", "done"


def choose(code: str) -> Response:
    """Let a role be chosen."""
    ahead = expecting.ahead()
    survey = _survey(code)
    return drawn(
        "setting_up/preview",
        section="assessments",
        code=code,
        roles=ahead.instrument.roles,
        languages=[(language, own_name(language)) for language in survey.original.languages],
    )


def start(code: str, role: str) -> Response:
    """Show the first page."""
    visit = _visit(code, role)
    survey = visit.survey
    return make_response(
        render_template(
            "respond/start.html",
            survey=survey,
            front=survey.instrument.front,
            promise=promises.told(survey.assessment.mode),
            form=PageForm(_token()),
            action=_address(visit),
            begun=None,
            own_link=survey.assessment.mode != "open",
            resume=_leave(code),
            idle_minutes=current_app.extensions["settings"].idle_minutes,
        )
    )


def begin(code: str, role: str) -> Response:
    """Go on to the first page of questions."""
    took(YesForm)
    visit = _visit(code, role)
    return gate.leading(_address(visit, visit.pages[0].id))


def show(code: str, role: str, page: str) -> Response:
    """Show a page of questions, the check page or the thanks."""
    visit = _visit(code, role)
    if page == CHECK:
        return make_response(_check(visit))
    if page == DONE:
        return make_response(render_template("respond/done.html", survey=visit.survey))
    asked = _asked(visit, page)
    return make_response(_page(visit, asked, PageForm(_token(), asked, answers=visit.draft.answers)))


def answer(code: str, role: str, page: str) -> Response:
    """Go on as those who answer do, or show what is wrong as they are shown it."""
    took(YesForm)
    visit = _visit(code, role)
    if page == CHECK:
        return gate.leading(_address(visit, CHECK if "_lang" in request.form else DONE))
    if page == DONE:
        return gate.leading(_leave(code))
    asked = _asked(visit, page)
    form = PageForm(_token(), asked, request.form)
    leaves = request.form.get("_go") == "back" or "_lang" in request.form
    if not form.validate() and not (leaves and not form.unusable):
        return make_response(_page(visit, asked, form), 422)
    return gate.leading(_next(visit.with_answers(form.given), asked))


def _next(visit: Visit, asked: AskedPage) -> str:
    """Return where the answer leads: to the same places as a real one."""
    go = request.form.get("_go")
    if go == "later":
        return _leave(visit.survey.code)
    if "_lang" in request.form:
        return _address(visit, asked.id)
    if "change" in request.args and go != "back":
        new = course.new_after_change(visit.pages, asked.id, visit.draft.answers)
        return _address(visit, new.id if new else CHECK)
    beside = (course.before if go == "back" else course.after)(visit.pages, asked.id)
    if beside:
        return _address(visit, beside.id)
    return _address(visit) if go == "back" else _address(visit, CHECK)


def _page(visit: Visit, asked: AskedPage, form: PageForm) -> str:
    return render_template(
        "respond/page.html",
        asked=asked,
        form=form,
        faults=form.faults or None,
        progress=answering.progress(visit, asked),
        action=_address(visit, asked.id, change="change" in request.args),
        delete=_leave(visit.survey.code),
    )


def _check(visit: Visit) -> str:
    leave = _leave(visit.survey.code)
    return render_template(
        "respond/check.html",
        parts=sending.parts(visit, lambda asked: _address(visit, asked.id, change=True)),
        faults=[],
        blanks=blanks.told(visit),
        form=PageForm(_token()),
        receipt="",
        action=_address(visit, CHECK),
        switch=_address(visit, CHECK),
        back=_address(visit, visit.pages[-1].id),
        delete=leave,
        later=leave,
    )


def _asked(visit: Visit, page: str) -> AskedPage:
    at = course.position(visit.pages, page)
    if at is None:
        raise Missing("There is no such page after these answers.", "Go back, or begin the preview anew.")
    return visit.pages[at]


def _visit(code: str, role: str) -> Visit:
    """Return the way of somebody of that role so far, and frame the page by the survey."""
    survey = _survey(code)
    named = next((one.name for one in survey.instrument.roles if one.id == role), None)
    if named is None:
        raise Missing("The questionnaire has no such role.", "Choose one of those that are listed.")
    wish = request.form.get("_lang") or request.args.get("lang")
    survey = visits.framed(survey.heard_in(wish))
    g.preview = {"who": named, "leave": _leave(code)}
    answers = {**so_far.read(request.args.get("so_far", "")), "role": role}
    return Visit(survey, Device(""), Draft(answers=answers, language=survey.language))


def _survey(code: str) -> Survey:
    """Return the survey as it would be if it were launched now."""
    ahead = expecting.ahead()
    seen, settings = ahead.reading.seen, current_app.extensions["settings"]
    threshold = max(seen.threshold or 0, settings.threshold)
    return _made(code, scoped.here().system.name, _Seen(seen), Same(ahead.instrument), threshold)


class _Seen:
    """A set-up as the key of a cache: two are the same if they say the same."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self._said = setup.model_dump_json()

    def __hash__(self) -> int:
        return hash(self._said)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Seen) and other._said == self._said


@lru_cache(maxsize=16)
def _made(code: str, system: str, seen: _Seen, same: Same, threshold: int) -> Survey:
    """Make the survey, once: pages that were drawn are kept by the very survey they are of."""
    setup, instrument = seen.setup, same.instrument
    assessment = Assessment(
        code=code,
        title=setup.title,
        year=setup.year,
        opens_on=setup.opens_on,
        closes_on=setup.closes_on,
        instrument=instrument.id,
        version=instrument.version,
        threshold=threshold,
        mode=setup.links,
        count_pages=False,
        front=setup.front.model_dump(exclude_defaults=True),
    )
    own = offered(instrument, setup.languages or None)
    return Survey(assessment, system, spoken(own, own.language), setup_file.local(setup), own.language, own)


def _address(visit: Visit, page: str = "", change: bool = False) -> str:
    """Return the address of a page of this preview, with what was answered so far but for words that were typed."""
    written = {
        question.key for asked in visit.pages for question in asked.questions if question.kind == "comment"
    }
    kept = {key: value for key, value in visit.draft.answers.items() if key not in (*written, "role")}
    role = str(visit.draft.answers.get("role", ""))
    given = {"change": "1" if change else "", "lang": visit.survey.language, "so_far": so_far.packed(kept)}
    carried = urlencode({name: value for name, value in given.items() if value})
    name = "preview_page" if page else "preview_start"
    parts: Mapping[str, Any] = {"page": page} if page else {}
    return f"{url_for(f'console.{name}', code=visit.survey.code, role=role, **parts)}?{carried}"


def _leave(code: str) -> str:
    return url_for("console.preview", code=code)


def _token() -> str:
    return YesForm().token
