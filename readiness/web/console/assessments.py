"""The assessments that somebody has a right to, and one of them with all that can be done about it now."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from flask import Response, current_app, g, url_for

from readiness.access.rights import Action
from readiness.records import assessments, following, grants, setups
from readiness.records.database import Session
from readiness.records.tables import Assessment, SetupDraft
from readiness.web.console import gate, next_step, scoped, telling
from readiness.web.console.drawing import drawn
from readiness.web.console.next_step import Next
from readiness.web.console.route import SETTING_UP, SIGNED_IN
from readiness.web.console.routes import TASKS


class Row(NamedTuple):
    """An assessment in the list."""

    code: str
    title: str
    system: str
    stage: str
    days: str
    next: Next


class Doing(NamedTuple):
    """Something that can be done."""

    text: str
    hint: str
    address: str
    rare: bool


def show() -> Response:
    """List them."""
    with current_app.extensions["database"].read() as session:
        rows = mine(session)
    return drawn("assessments", section="assessments", rows=rows, starts=gate.may_set_up())


def one(code: str) -> Response:
    """Show one of them."""
    subject = scoped.here()
    assessment = subject.assessment
    days = _days(assessment.opens_on, assessment.closes_on) if assessment else ""
    with current_app.extensions["database"].read() as session:
        now = _next(session, assessment or subject.draft, subject.system.name)
    return drawn("assessment", section="assessments", subject=subject, days=days, next=now, tasks=tasks(code))


def _next(session: Session, of: Assessment | SetupDraft | None, system: str) -> Next:
    """Say what is next for whoever is signed in."""
    if isinstance(of, Assessment):
        return next_step.of_assessment(session, of)
    return next_step.of_setup(of, system) if of else Next("There is nothing for you to do here.")


def tasks(code: str) -> list[Doing]:
    """Return what can be done now with the assessment that this page is about."""
    stage, follows = scoped.here().stage, _follows()
    return [
        Doing(task.text, task.hint, url_for(f"console.{task.name}", code=code), task.rare)
        for task in TASKS
        if stage in task.stages and (follows or not task.following) and _open_to_me(task.name)
    ]


def _follows() -> bool:
    """Say whether this page's assessment follows another."""
    of = scoped.here().assessment
    with current_app.extensions["database"].read() as session:
        return of is not None and following.before(session, of) is not None


def mine(session: Session) -> list[Row]:
    """Return the assessments of the systems of which who is signed in holds a right; those being set up first."""
    held = {one.system_id for one in g.grants if one.holds(gate.today())}
    systems = {one.id: one.name for one in grants.systems(session) if one.id in held}
    found: list[SetupDraft | Assessment] = [*setups.all(session), *assessments.all(session)]
    return [_row(session, one, systems[one.system_id]) for one in found if one.system_id in systems]


def _row(session: Session, one: SetupDraft | Assessment, system: str) -> Row:
    now = _next(session, one, system)
    if isinstance(one, Assessment):
        return Row(one.code, one.title, system, one.state, _days(one.opens_on, one.closes_on), now)
    return Row(one.code, str(one.tables.get("title") or "New assessment"), system, SETTING_UP, "", now)


def _open_to_me(name: str) -> bool:
    who = gate.WHO[f"console.{name}"]
    return who == SIGNED_IN or scoped.may_somewhere(Action(who))


def _days(first: date, last: date) -> str:
    return f"{telling.day(first)} to {telling.day(last)}"
