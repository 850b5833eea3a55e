"""Assessments that follow each other year by year: which follows which, and what became of areas and places."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from readiness.records.following_tables import Became, Following
from readiness.records.tables import Assessment

Told = tuple[str, str, str | None, bool]
"""(kind, past id, present id or None, whether only a part of it went there)."""


def chain(session: Session, assessment: Assessment) -> list[Assessment]:
    """Return the assessment and all before it that it goes back to, oldest first."""
    found = [assessment]
    while (past := before(session, found[0])) is not None:
        found.insert(0, past)
    return found


def before(session: Session, assessment: Assessment) -> Assessment | None:
    """Return the assessment that this one follows, if it follows one."""
    asked = select(Assessment).join(Following, Following.past_id == Assessment.id)
    return session.scalar(asked.where(Following.assessment_id == assessment.id))


def follow(session: Session, assessment: Assessment, past: Assessment, became: Iterable[Told]) -> None:
    """Let an assessment follow another, with what became of each group that changed."""
    session.add(Following(assessment_id=assessment.id, past_id=past.id))
    for position, (kind, was, now, part) in enumerate(became):
        told = {"kind": kind, "past": was, "now": now, "part": part}
        session.add(Became(assessment_id=assessment.id, position=position, **told))
    session.flush()


def followers(session: Session, assessment: Assessment) -> list[Assessment]:
    """Return the assessments that follow this one, newest first."""
    asked = select(Assessment).join(Following, Following.assessment_id == Assessment.id)
    return list(
        session.scalars(asked.where(Following.past_id == assessment.id).order_by(Assessment.id.desc()))
    )


def became(session: Session, assessment: Assessment) -> list[Became]:
    """Return what became of groups of the year before, as the lead told it."""
    asked = select(Became).where(Became.assessment_id == assessment.id)
    return list(session.scalars(asked.order_by(Became.position)))
