"""How often something was tried in its latest minute: one row for each link or assessment, none for an address."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case
from sqlalchemy.orm import Session

from readiness.records.inserts import insert_or
from readiness.records.tables import Assessment, Attempts


def counted(session: Session, assessment: Assessment, key: str, minute: int) -> int:
    """Count one try more and return how many there were in this minute, this one included."""
    new: Any = insert_or(session, Attempts).values(
        key=key, assessment_id=assessment.id, minute=minute, count=1
    )
    same = Attempts.minute == new.excluded.minute
    again = {"count": case((same, Attempts.count + 1), else_=1), "minute": new.excluded.minute}
    return int(
        session.scalar(
            new.on_conflict_do_update(index_elements=["key"], set_=again).returning(Attempts.count)
        )
    )
