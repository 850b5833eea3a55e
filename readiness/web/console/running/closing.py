"""Closing an assessment for good: what it destroys, a yes that nobody gives by mistake, and steps that failed."""

from __future__ import annotations

from flask import Response, url_for

from readiness.access.faults import Refused, Unfit
from readiness.building import kept
from readiness.errors import DatabaseAway, ReadinessError, TooFewAnswers
from readiness.fieldwork import lifecycle
from readiness.records import assessments
from readiness.records.tables import Assessment
from readiness.web.console import gate, once, scoped, telling
from readiness.web.console.drawing import drawn
from readiness.web.console.forms import Look
from readiness.web.console.running import asking
from readiness.web.console.running.forms import YES, CloseForm

HALF_DONE = (
    "half-done answers of people who have not sent them, and the trace of the order in which answers came"
)
DESTROYED = {
    "open": f"{HALF_DONE}.",
    "codes": f"all codes, used or not, {HALF_DONE}.",
    "personal": f"the list of invited people, the key of their links, {HALF_DONE}. From then on nobody can tell who "
    "answered what.",
}
ANYWAY = "Close it all the same: there will be no result, and it stays closed"
EARLY = "I know that: close it now, however many have answered"
HINT = "Then there is no result: {least} must have answered before anything may be shown. {why}"
WHY_EARLY = (
    "Whether they have is not told while people can answer: whoever asked each day would learn when somebody came. "
    "After the last day you are told before it closes."
)
WHY_LATE = "A closed assessment cannot be opened again. Better leave it open for longer, or ask more people."


def ask(code: str) -> Response:
    """Say what closing means, and ask for the title; of a closed assessment, offer to do what is left of it."""
    of, form = scoped.require_stage("open", "closed"), CloseForm()
    _require_left(of)
    if _early(of):
        _ask_anyway(form, of)
    return _page(form)


def take(code: str) -> Response:
    """Close it, or do what is left of it."""
    form, there = once.took(CloseForm), url_for("console.assessment", code=code)
    of = scoped.require_stage("open", "closed")
    _require_left(of)
    anyway = YES in (form.anyway.data or [])
    if anyway or _early(of):
        _ask_anyway(form, of)
    try:
        _require_yes(form, of, anyway)
        with once.claimed(there):
            _closed(of, anyway)
    except Unfit as fault:
        form.say(fault)
        return _page(form)
    except once.Done:
        raise
    except TooFewAnswers:
        few = f"Fewer than {of.threshold} people have answered, so nothing could ever be shown"
        form.say(Unfit("title", few, "Tick that you close it all the same, or leave it open"))
        _ask_anyway(form, of)
        return _page(form)
    except DatabaseAway as error:
        return _unfinished(error)
    except ReadinessError as error:
        raise Refused(error.message, error.remedy) from error
    return gate.leading(there)


def _require_left(of: Assessment) -> None:
    """Refuse to repeat what is done: every step writes whole files anew, and a line into the log."""
    if of.state == "closed" and not lifecycle.unfinished(of, asking.settings(), gate.today()):
        raise Refused("This assessment is closed, and nothing is left to do.", "Go on to its results.")


def _require_yes(form: CloseForm, of: Assessment, anyway: bool) -> None:
    typed = " ".join(str(form.title.data or "").split())
    if of.state == "open" and typed.casefold() != " ".join(of.title.split()).casefold():
        raise Unfit("title", f"Type the title exactly as it stands here: {of.title}")
    if _early(of) and not anyway:
        raise Unfit("anyway", "Tick that you close it even if too few have answered")


def _early(of: Assessment) -> bool:
    """Say whether people could still answer: until then no page depends on how many have."""
    return of.state == "open" and gate.today() <= of.closes_on


def _closed(of: Assessment, anyway: bool) -> None:
    """Close it; that it was begun is in the log before, so that no closing is without its line."""
    again = of.state == "closed"
    left = (of.closes_on - gate.today()).days
    with gate.desk() as acting:
        acting.note(
            "repeated the steps of closing" if again else "began to close",
            asking.about(),
            days_left=max(left, 0),
        )
    lifecycle.close(
        asking.database(), asking.settings(), of.code, gate.today(), only_if_enough=not (anyway or again)
    )
    with gate.desk() as acting:
        acting.note("closed", asking.about())
        if not again:  # so that the results are there when they are first asked for
            kept.ask(acting.session, assessments.by_code(acting.session, of.code))


def _unfinished(error: DatabaseAway) -> Response:
    """Say what could not be done, with a way to try again."""
    return drawn(
        "running/unfinished",
        section="assessments",
        subject=scoped.here(),
        form=CloseForm(),
        problem=error.message,
    )


def _ask_anyway(form: CloseForm, of: Assessment) -> None:
    """Ask what is to be done if too few have answered: of everybody, or of whom that is true."""
    early = _early(of)
    form.anyway.choices = [(YES, EARLY if early else ANYWAY)]
    form.anyway.label.text = "If too few have answered"
    hint = HINT.format(least=of.threshold, why=WHY_EARLY if early else WHY_LATE)
    form.looks = {**form.looks, "anyway": Look("checkboxes", hint=hint)}


def _page(form: CloseForm) -> Response:
    of = scoped.require_stage("open", "closed")
    left = (of.closes_on - gate.today()).days
    return drawn(
        "running/close",
        section="assessments",
        subject=scoped.here(),
        form=form,
        destroyed=DESTROYED[of.mode],
        left=left,
        last=telling.day(of.closes_on),
        threshold=of.threshold,
        closed=of.state == "closed",
    )
