"""The assessments that somebody has a right to, and one of them with all that can be done about it now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from flask import Response, current_app, g, url_for

from readiness.access.rights import Action
from readiness.records import assessments, following, grants, setups
from readiness.records.database import Session
from readiness.records.tables import Assessment, SetupDraft
from readiness.web.console import gate, scoped, telling
from readiness.web.console.drawing import drawn
from readiness.web.console.route import SETTING_UP, SIGNED_IN
from readiness.web.console.routes import TASKS


class Row(NamedTuple):
    """An assessment in the list."""

    code: str
    title: str
    system: str
    stage: str
    days: str


class Doing(NamedTuple):
    """Something that can be done."""

    text: str
    hint: str
    address: str


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
    return drawn("assessment", section="assessments", subject=subject, days=days, tasks=tasks(code))


def tasks(code: str) -> list[Doing]:
    """Return what can be done now with the assessment that this page is about."""
    stage, follows = scoped.here().stage, _follows()
    return [
        Doing(task.text, task.hint, url_for(f"console.{task.name}", code=code))
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
    return [*_begun(setups.all(session), systems), *_kept(assessments.all(session), systems)]


def _begun(found: Iterable[SetupDraft], systems: dict[int, str]) -> list[Row]:
    return [
        Row(
            one.code, str(one.tables.get("title") or "New assessment"), systems[one.system_id], SETTING_UP, ""
        )
        for one in found
        if one.system_id in systems
    ]


def _kept(found: Iterable[Assessment], systems: dict[int, str]) -> list[Row]:
    return [
        Row(one.code, one.title, systems[one.system_id], one.state, _days(one.opens_on, one.closes_on))
        for one in found
        if one.system_id in systems
    ]


def _open_to_me(name: str) -> bool:
    who = gate.WHO[f"console.{name}"]
    return who == SIGNED_IN or scoped.may_somewhere(Action(who))


def _days(first: date, last: date) -> str:
    return f"{telling.day(first)} to {telling.day(last)}"
