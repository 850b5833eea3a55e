"""What leads did after a report, as it is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from readiness.records.following_tables import Action
from readiness.records.tables import Assessment


def add(session: Session, action: Action) -> Action:
    """Keep a new action."""
    session.add(action)
    session.flush()
    return action


def by_id(session: Session, assessment: Assessment, number: int) -> Action | None:
    """Return the action of that number after that assessment's report, held until this transaction ends."""
    asked = select(Action).where(Action.id == number, Action.assessment_id == assessment.id)
    return session.scalar(asked.with_for_update().execution_options(populate_existing=True))


def after(session: Session, assessment: Assessment) -> list[Action]:
    """Return what was done after an assessment's report, in the order in which it was written down."""
    asked = select(Action).where(Action.assessment_id == assessment.id)
    return list(session.scalars(asked.order_by(Action.id)))


def described(session: Session, assessment: Assessment) -> list[list[Any]]:
    """Return all that reports tell of what was done after an assessment's report, in plain values: not the notes."""
    return [
        [one.id, one.area, one.dimension, one.text, one.owner, _day(one.started_on), one.expected, one.state]
        for one in after(session, assessment)
    ]


def _day(of: date | None) -> str | None:
    return of.isoformat() if of else None


def remove(session: Session, action: Action) -> None:
    """Forget an action."""
    session.delete(action)
    session.flush()
