"""Single-use codes and personal links, each spent by one statement: of many who try at once, one alone wins."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, literal, select, update
from sqlalchemy.orm import Session

from readiness.records.inserts import inserted
from readiness.records.tables import Assessment, Attempts, CodeBatch, Link, SingleUseCode, SpentMark


def spend_code(session: Session, code_hash: bytes) -> bool:
    """Spend the code; False where it is spent already or was never made."""
    free = SingleUseCode.hash == code_hash, SingleUseCode.spent.is_(False)
    statement = update(SingleUseCode).where(*free).values(spent=True).returning(literal(True))
    return session.scalar(statement.execution_options(synchronize_session=False)) is not None


def code_spent(session: Session, code_hash: bytes) -> bool:
    """Say whether the code is spent."""
    return bool(session.scalar(select(SingleUseCode.spent).where(SingleUseCode.hash == code_hash)))


def spend_mark(session: Session, assessment: Assessment, mark: bytes, withdrawn: bool = False) -> bool:
    """Spend a personal link by its mark, or take it back; False where it was spent or withdrawn already."""
    return inserted(
        session, SpentMark, {"mark": mark, "assessment_id": assessment.id, "withdrawn": withdrawn}
    )


def mark_state(session: Session, mark: bytes) -> bool | None:
    """Return None for a free personal link, False for one that was answered with, True for one taken back."""
    return session.scalar(select(SpentMark.withdrawn).where(SpentMark.mark == mark))


def marks(session: Session, assessment: Assessment) -> Collection[bytes]:
    """Return the marks of all personal links that were answered with or taken back."""
    return set(session.scalars(select(SpentMark.mark).where(SpentMark.assessment_id == assessment.id)))


def forget(session: Session, assessment: Assessment) -> None:
    """Destroy all codes and marks, and what was counted by organisation; how many may be told, rounded, beforehand."""
    batches = select(CodeBatch.id).where(CodeBatch.assessment_id == assessment.id)
    session.execute(delete(SingleUseCode).where(SingleUseCode.batch_id.in_(batches)))
    for table in (SpentMark, Attempts):
        session.execute(delete(table).where(table.assessment_id == assessment.id))
    session.execute(update(Link).where(Link.assessment_id == assessment.id).values(answers=0))
