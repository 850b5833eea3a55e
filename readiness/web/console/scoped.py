"""Which assessment an address of the console is about, and what who is signed in may do with it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, g

from readiness.access import rights
from readiness.access.faults import Missing, NotAllowed, Refused
from readiness.access.rights import Action, Scope, Sight
from readiness.errors import UnknownAssessment
from readiness.records import assessments, setups
from readiness.records.database import Session
from readiness.records.tables import Assessment, SetupDraft, System
from readiness.web.console import gate
from readiness.web.console.route import SETTING_UP


@dataclass(frozen=True, slots=True)
class Subject:
    """An assessment, or one that is still being set up, and its system; as it was when the page was asked for."""

    code: str
    system: System
    assessment: Assessment | None
    draft: SetupDraft | None

    @property
    def stage(self) -> str:
        """Where it stands: one of the stages of `route`."""
        return self.assessment.state if self.assessment else SETTING_UP

    @property
    def title(self) -> str:
        """What people call it."""
        found = (
            self.assessment.title
            if self.assessment
            else str((self.draft and self.draft.tables.get("title")) or "")
        )
        return found or "New assessment"


def enter(code: str, who: str) -> None:
    """Let who is signed in to an assessment's page, or refuse; an assessment of others looks like none."""
    with current_app.extensions["database"].read() as session:
        found = subject(session, code)
    held = [one for one in g.grants if found and one.system_id == found.system.id and one.holds(gate.today())]
    if found is None or not held:
        raise Missing("There is no such assessment.", "Go to Assessments to see those that you may open.")
    if who in set(Action) and not rights.may_somewhere(held, Action(who), found.system.id, gate.today()):
        raise NotAllowed(
            "Your right to this assessment does not open this page.",
            "Ask an administrator if you need it.",
        )
    g.subject = found


def subject(session: Session, code: str) -> Subject | None:
    """Return what has that code."""
    try:
        found = assessments.by_code(session, code)
    except UnknownAssessment:
        draft = setups.by_code(session, code)
        return Subject(code, session.get_one(System, draft.system_id), None, draft) if draft else None
    return Subject(code, assessments.system(session, found), found, None)


def here() -> Subject:
    """Return what this page is about."""
    found: Subject = g.subject
    return found


def may(action: Action, area: str | None = None, organisation: str | None = None) -> bool:
    """Say whether who is signed in may do this to the whole of what this page is about, or to that part of it."""
    return rights.may(g.grants, action, Scope(here().system.id, area, organisation), gate.today())


def may_somewhere(action: Action) -> bool:
    """Say whether who is signed in may do this to some part at least of what this page is about."""
    return rights.may_somewhere(g.grants, action, here().system.id, gate.today())


def require_stage(*stages: str) -> Assessment:
    """Return the assessment this page is about, or say that it is not yet, or no longer, at that stage."""
    assessment = here().assessment
    if assessment is None or here().stage not in stages:
        raise Refused(
            _TOO_SOON_OR_LATE[here().stage], "Go to the assessment's page: it lists what can be done now."
        )
    return assessment


def sight() -> Sight:
    """Return what who is signed in may see of results; every page and file of results asks here."""
    return rights.sight(g.grants, here().system.id, gate.today())


_TOO_SOON_OR_LATE = {
    SETTING_UP: "This assessment is still being set up.",
    "draft": "This assessment is not open yet.",
    "open": "This assessment is open: people are answering.",
    "closed": "This assessment is closed.",
}
