"""Deciding about one comment: show it, show part of it, or withhold it; and taking that back."""

from __future__ import annotations

from flask import Response, url_for

from readiness.access.acting import Acting
from readiness.access.faults import Missing, Refused
from readiness.errors import ReadinessError
from readiness.fieldwork.moderating import moderation
from readiness.fieldwork.moderating.moderation import REASONS, NotDecided, Reading, Readings
from readiness.records.comments import Decision
from readiness.records.tables import Assessment
from readiness.web.console import gate, scoped
from readiness.web.console.drawing import drawn
from readiness.web.console.forms import CommentForm, YesForm, took
from readiness.web.console.route import CLOSED
from readiness.web.console.sharing import moderating
from readiness.web.console.sharing.publishing import about

ACTS = {"shown": "comment approved", "withheld": "comment withheld"}


def ask(code: str, handle: str) -> Response:
    """Show a comment and ask what is to become of it."""
    of = scoped.require_stage(CLOSED)
    with gate.desk() as acting:
        found = moderating.found(acting.session, of)
        reading = _required(found, handle)
        acting.note("comments read", about(of), comment=reading.handle)
    comment = reading.comment
    do = {"withheld": "withhold", "shown": "part" if comment.cut else "show"}.get(reading.state)
    words = comment.cut or " ".join(comment.text.split())
    form = CommentForm(do=do, words=words, reason=comment.reason)
    return _page(code, found, reading, form)


def take(code: str, handle: str) -> Response:
    """Keep what is decided, unless somebody else has decided meanwhile or it is to be looked at twice."""
    form, of = took(CommentForm), scoped.require_stage(CLOSED)
    with gate.desk() as acting:
        found = moderating.found(acting.session, of, alone=True)
        reading = _required(found, handle)
        if form.seen.data != moderating.seen(reading):
            return _page(code, found, reading, form, meanwhile=True)
        try:
            decision = _decided(form, reading)
        except ReadinessError as error:
            field = {"part": form.words, "withhold": form.reason}.get(form.do.data or "", form.do)
            field.errors = [f"{error.message} {error.remedy}".strip().removesuffix(".")]
            return _page(code, found, reading, form)
        left = found.left(reading, decision)
        if left and form.sure.data != _named(decision):
            return _page(code, found, reading, form, left=left, sure=_named(decision))
        _keep(acting, of, reading, decision)
    return gate.leading(_next(code, found, reading))


def show_whole(code: str) -> Response:
    """Approve a comment from the list, as it was written; one in which something stands out is looked at first."""
    form, of = took(CommentForm), scoped.require_stage(CLOSED)
    with gate.desk() as acting:
        found = moderating.found(acting.session, of, alone=True)
        reading = _required(found, form.handle.data or "")
        alone = url_for("console.comment", code=code, handle=reading.handle)
        if form.seen.data != moderating.seen(reading) or reading.clues:
            return gate.leading(alone)
        try:
            decision = moderation.show(reading)
        except NotDecided:
            return gate.leading(alone)
        _keep(acting, of, reading, decision)
    return gate.leading(url_for("console.comments", code=code))


def undo(code: str, handle: str) -> Response:
    """Let a comment wait again."""
    took(YesForm)
    of = scoped.require_stage(CLOSED)
    with gate.desk() as acting:
        reading = _required(moderating.found(acting.session, of, alone=True), handle)
        try:
            moderation.undo(acting.session, reading)
        except NotDecided as error:
            raise Refused(error.message, error.remedy) from error
        acting.note("decision about a comment undone", about(of), comment=reading.handle)
    return gate.leading(url_for("console.comment", code=code, handle=handle))


def _decided(form: CommentForm, reading: Reading) -> Decision:
    """Return what the form decides."""
    if form.do.data == "show":
        return moderation.show(reading)
    if form.do.data == "part":
        return moderation.show(reading, form.words.data or " ")
    if form.do.data == "withhold":
        if form.reason.data not in REASONS:
            raise NotDecided("Select why it is withheld")
        return moderation.withhold(form.reason.data)
    raise NotDecided("Select what is to become of this comment")


def _keep(acting: Acting, of: Assessment, reading: Reading, decision: Decision) -> None:
    moderation.keep(acting.session, {reading: decision})
    cut = "yes" if decision.cut else None
    acting.note(ACTS[decision.state], about(of), comment=reading.handle, shortened=cut)


def _named(decision: Decision) -> str:
    """Return what a second look says yes to: these very words."""
    return f"{decision.state} {decision.cut or ''}"


def _required(found: Readings, handle: str) -> Reading:
    try:
        return found.of(handle)
    except NotDecided as error:
        raise Missing("There is no such comment to read.", "Go back to the list of comments.") from error


def _next(code: str, found: Readings, done: Reading) -> str:
    """Return the page of the next comment that waits, after this one or from the beginning."""
    waiting = [one for one in found.readings if one.state == moderating.WAITING and one != done]
    order = {one.handle: place for place, one in enumerate(found.readings)}
    after = [one for one in waiting if order[one.handle] > order[done.handle]] or waiting
    if not after or done.state != moderating.WAITING:
        return url_for("console.comments", code=code)
    return url_for("console.comment", code=code, handle=after[0].handle)


def _page(
    code: str,
    found: Readings,
    reading: Reading,
    form: CommentForm,
    meanwhile: bool = False,
    left: tuple[str, ...] = (),
    sure: str = "",
) -> Response:
    return drawn(
        "sharing/comment",
        section="assessments",
        subject=scoped.here(),
        card=moderating.card(reading),
        form=form,
        faults=[
            (field.errors[0], f"#{field.id}") for field in (form.do, form.words, form.reason) if field.errors
        ],
        reasons=tuple(REASONS.items()),
        waiting=found.count(moderating.WAITING),
        meanwhile=meanwhile,
        left=left,
        sure=sure,
    )
