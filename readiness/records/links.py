"""Open links and single-use codes as they are kept."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from readiness.records.tables import Assessment, CodeBatch, Link, SingleUseCode

Way = Link | CodeBatch
"""What may lead to an assessment and say where somebody works."""


def open_link(
    session: Session, assessment: Assessment, place: str | None, organisation: str | None
) -> Link | None:
    """Return the open link of the assessment, or of one of its places or organisations, that is in use."""
    asked = select(Link).where(Link.assessment_id == assessment.id, Link.revoked_on.is_(None))
    return session.scalar(
        asked.where(
            Link.place.is_not_distinct_from(place), Link.organisation.is_not_distinct_from(organisation)
        ).limit(1)
    )


def all_open(session: Session, assessment: Assessment) -> list[Link]:
    """Return every open link of the assessment, those that were taken back too, in the order of their making."""
    return list(session.scalars(select(Link).where(Link.assessment_id == assessment.id).order_by(Link.id)))


def add(session: Session, link: Link) -> Link:
    """Keep a new open link."""
    session.add(link)
    session.flush()
    return link


def by_token(session: Session, token: str) -> tuple[Assessment, Link] | None:
    """Return the assessment that an open link leads to, and the link itself."""
    asked = select(Assessment, Link).join(Link, Link.assessment_id == Assessment.id)
    found = session.execute(asked.where(Link.token == token)).first()
    return (found[0], found[1]) if found else None


def by_hash(session: Session, code_hash: bytes) -> tuple[Assessment, CodeBatch] | None:
    """Return the assessment that a single-use code leads to, and its batch."""
    asked = select(Assessment, CodeBatch).join(CodeBatch, CodeBatch.assessment_id == Assessment.id)
    asked = asked.join(SingleUseCode, SingleUseCode.batch_id == CodeBatch.id)
    found = session.execute(asked.where(SingleUseCode.hash == code_hash)).first()
    return (found[0], found[1]) if found else None


def way(session: Session, assessment: Assessment, id: int) -> Way | None:
    """Return the open link or the batch of codes with that id, as the assessment's mode has it."""
    found = session.get(CodeBatch, id) if assessment.mode == "codes" else session.get(Link, id)
    return found if found is not None and found.assessment_id == assessment.id else None


def count_answer(session: Session, link: int) -> None:
    """Count one answer more that came by an organisation's open link."""
    session.execute(
        update(Link)
        .where(Link.id == link, Link.organisation.is_not(None))
        .values(answers=Link.answers + 1)
        .execution_options(synchronize_session=False)
    )


def add_codes(session: Session, batch: CodeBatch, hashes: Iterable[bytes]) -> CodeBatch:
    """Keep a batch of codes by their hashes, in the order of these, which is no order at all."""
    session.add(batch)
    session.flush()
    rows = [{"hash": one, "batch_id": batch.id, "spent": False} for one in sorted(hashes)]
    session.execute(insert(SingleUseCode), rows)
    return batch


def batches(session: Session, assessment: Assessment) -> list[tuple[CodeBatch, int]]:
    """Return the assessment's batches of codes, each with how many of its codes are spent."""
    spent = func.count().filter(SingleUseCode.spent)
    asked = select(CodeBatch, spent).outerjoin(SingleUseCode, SingleUseCode.batch_id == CodeBatch.id)
    asked = asked.where(CodeBatch.assessment_id == assessment.id).group_by(CodeBatch.id)
    return [(batch, number) for batch, number in session.execute(asked.order_by(CodeBatch.id))]
