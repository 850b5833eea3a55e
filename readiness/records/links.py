"""Links as they are kept."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from readiness.records.tables import Assessment, Link


def open_link(session: Session, assessment: Assessment, place: str | None) -> Link | None:
    """Return the open link of the assessment, or of one of its places."""
    asked = select(Link).where(Link.assessment_id == assessment.id, Link.mode == "open")
    return session.scalar(
        asked.where(Link.place.is_(None) if place is None else Link.place == place).limit(1)
    )


def add(session: Session, assessment: Assessment, token: str, place: str | None) -> Link:
    """Keep a new open link."""
    link = Link(assessment_id=assessment.id, token=token, mode="open", place=place)
    session.add(link)
    session.flush()
    return link
