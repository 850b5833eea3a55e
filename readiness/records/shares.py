"""Links to what is published, as they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from readiness.records.publication_tables import Share
from readiness.records.tables import Assessment


def add(session: Session, made: Share) -> Share:
    """Keep a new link."""
    session.add(made)
    session.flush()
    return made


def by_hash(session: Session, hashed: bytes) -> tuple[Share, Assessment] | None:
    """Return the link whose token has that hash, ended or not, with its assessment."""
    both = select(Share, Assessment).join(Assessment, Assessment.id == Share.assessment_id)
    found = session.execute(both.where(Share.hash == hashed)).one_or_none()
    return (found[0], found[1]) if found else None


def by_id(session: Session, assessment: Assessment, number: int) -> Share | None:
    """Return the assessment's link of that number."""
    return session.scalar(select(Share).where(Share.id == number, Share.assessment_id == assessment.id))


def of(session: Session, assessment: Assessment) -> Sequence[Share]:
    """Return every link that ever was made, newest first."""
    return session.scalars(
        select(Share).where(Share.assessment_id == assessment.id).order_by(Share.id.desc())
    ).all()


def opening(session: Session, assessment: Assessment, today: date) -> int:
    """Return how many links open today."""
    return sum(one.ended_at is None and today <= one.ends_on for one in of(session, assessment))


def end_all(session: Session, assessment: Assessment, by: str, now: int) -> int:
    """End every link that has not ended, and return how many."""
    ended = (
        update(Share)
        .where(Share.assessment_id == assessment.id, Share.ended_at.is_(None))
        .values(ended_at=now, ended_by=by)
        .execution_options(synchronize_session=False)
    )
    return int(session.execute(ended).rowcount)  # type: ignore[attr-defined]
