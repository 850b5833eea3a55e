"""One page of questions: shown, kept, and left in the direction that was asked for."""

from __future__ import annotations

from flask import Response, current_app, make_response, render_template, request
from werkzeug.datastructures import MultiDict

from readiness.errors import DatabaseAway
from readiness.instrument.journey import AskedPage
from readiness.records.database import Database
from readiness.web.respond import addresses, away, course, unanswered, unsaved, visits
from readiness.web.respond.forms import PROOF, PageForm, marked
from readiness.web.respond.gone import DraftGone, NoSuchPage, NotBegun, OtherLink
from readiness.web.respond.visits import Visit
from readiness.web.words import _

TRIES = 12
"""How often a page is saved anew where another of the same person came between, by a double click or a second tab.

Each time that one is too late another has been kept: more than the threads of a server at once cannot come between."""


def show(code: str, page: str) -> Response:
    """Show a page with what was answered on it before."""
    visit = visits.opened(current_app.extensions["database"], code)
    asked = _asked(visit, page)
    answers = visit.draft.answers
    return unanswered.drawn(
        visit,
        asked,
        progress(visit, asked),
        lambda token: _drawn(visit, asked, PageForm(token, asked, answers=answers)),
    )


def answer(code: str, page: str) -> Response:
    """Keep what was answered on a page, or show it again, as it was typed, with what is wrong."""
    try:
        return _kept(code, page, request.form)
    except DatabaseAway:
        return unsaved.page(code, page, request.form)
    except DraftGone as gone:
        return away.answered(gone, page, request.form)
    except NotBegun:
        return away.swept(code, page, request.form)


def _kept(code: str, page: str, typed: MultiDict[str, str]) -> Response:
    """Work the page out without the database's lock, and save it in one step where nothing was saved meanwhile."""
    database, mark, sent = current_app.extensions["database"], marked(typed), typed.get(PROOF, "")
    for _try in range(TRIES):
        visit = visits.opened(database, code, typed.get("_lang"))
        if typed.get("_go") == away.ANEW and visit.device.gave(sent) and not visit.gave(sent):
            return addresses.leading(
                addresses.page(code, visit.pages[0])
            )  # it was begun again by a double click
        asked = _asked(visit, page)
        form = PageForm(visit.token, asked, typed)
        accepted = form.validate() or (_leaves(typed) and form.genuine and not form.unusable)
        if not visit.gave(sent):
            raise OtherLink()
        if visit.has_taken(asked.id, mark):
            return _repeated(visit, asked, form, accepted)
        visit = visit.took(asked.id, mark)
        if accepted:
            visit = visit.with_answers(form.given)
        if _saved(database, visit, asked, typed, accepted):
            break
    else:
        raise DatabaseAway("The draft was saved by others each time.", "Wait a moment and try again.")
    if accepted:
        return addresses.leading(_next(visit, asked, _back(typed)))
    return make_response(_drawn(visit, asked, form, faults=form.faults), 422)


def _saved(
    database: Database, visit: Visit, asked: AskedPage, typed: MultiDict[str, str], accepted: bool
) -> bool:
    """Save what is to be saved; False where the draft has changed since it was opened."""
    if accepted:
        return visit.move(database, asked if _leaves(typed) else course.after(visit.pages, asked.id))
    if not _switched(typed):
        return True
    with database.write() as session:
        return visit.save(session)


def _repeated(visit: Visit, asked: AskedPage, form: PageForm, accepted: bool) -> Response:
    """Answer a form that was taken in before as it was then; where the page was changed since, ask which is meant."""
    answers = visit.draft.answers
    if accepted and all(answers.get(key) == value for key, value in form.given.items()):
        return addresses.leading(_next(visit, asked, _back(request.form)))
    notice = _(
        "You have sent this page like this once before, and changed it since. If you want it to be like this again, "
        "choose Continue."
    )
    return make_response(_drawn(visit, asked, form, faults=form.faults or None, notice=notice), 409)


def _asked(visit: Visit, page: str) -> AskedPage:
    pages = visit.pages
    at = course.position(pages, page)
    if at is None:
        raise NoSuchPage(page)
    return pages[at]


def _next(visit: Visit, asked: AskedPage, back: bool) -> str:
    """Return where to go: one page on or back, or to the check page when an answer was only changed."""
    code, pages, changing = visit.survey.code, visit.pages, "change" in request.args
    if _stops(request.form):
        return addresses.later(code)
    if _switched(request.form):
        return addresses.page(code, asked, changing)
    if changing:
        new = None if back else course.new_after_change(pages, asked.id, visit.draft.answers)
        return addresses.page(code, new, change=True) if new else addresses.check(code)
    beside = (course.before if back else course.after)(pages, asked.id)
    if beside:
        return addresses.page(code, beside)
    return addresses.start(code) if back else addresses.check(code)


def _back(typed: MultiDict[str, str]) -> bool:
    return typed.get("_go") == "back"


def _switched(typed: MultiDict[str, str]) -> bool:
    """Say whether the same page was asked for in another language."""
    return "_lang" in typed


def _stops(typed: MultiDict[str, str]) -> bool:
    """Say whether somebody wants to go on later."""
    return typed.get("_go") == "later"


def _leaves(typed: MultiDict[str, str]) -> bool:
    """Say whether the page may be left as it is, with blanks that have to be filled later."""
    return _back(typed) or _switched(typed) or _stops(typed)


def _drawn(
    visit: Visit,
    asked: AskedPage,
    form: PageForm,
    faults: list[tuple[str, str]] | None = None,
    notice: str = "",
) -> str:
    code = visit.survey.code
    return render_template(
        "respond/page.html",
        asked=asked,
        form=form,
        faults=faults,
        notice=notice,
        progress=progress(visit, asked),
        action=addresses.page(code, asked, "change" in request.args),
        delete=addresses.delete(code),
    )


def progress(visit: Visit, asked: AskedPage) -> str:
    """Say which page this is, and of how many."""
    number, total = (course.position(visit.pages, asked.id) or 0) + 1, course.length(visit, visit.pages)
    if course.settled(visit):
        return _("Page %(number)s of %(total)s", number=number, total=total)
    return _("Page %(number)s of about %(total)s", number=number, total=total)
