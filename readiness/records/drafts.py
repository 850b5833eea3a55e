"""Sealed drafts by their ids: the database sees neither whose they are nor what is in them."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from readiness.records.inserts import insert_or
from readiness.records.tables import Assessment, Draft


def keep(session: Session, assessment: Assessment, row: bytes, sealed: bytes) -> None:
    """Keep the sealed draft in place of the one before."""
    values = {"id": row, "assessment_id": assessment.id, "sealed": sealed}
    statement = insert_or(session, Draft).values(values)
    session.execute(statement.on_conflict_do_update(index_elements=["id"], set_={"sealed": sealed}))


def found(session: Session, assessment: Assessment, row: bytes) -> bytes | None:
    """Return the sealed draft."""
    return session.scalar(select(Draft.sealed).where(Draft.id == row, Draft.assessment_id == assessment.id))


def remove(session: Session, assessment: Assessment, row: bytes) -> None:
    """Remove the sealed draft."""
    session.execute(delete(Draft).where(Draft.id == row, Draft.assessment_id == assessment.id))
