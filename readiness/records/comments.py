"""People's own words, joined to nothing else, and what was decided about each."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from readiness.records.inserts import insert_or
from readiness.records.tables import Assessment, Comment, Moderation


@dataclass(frozen=True, slots=True)
class Consented:
    """A comment that its author allows to be quoted, and what was decided about it."""

    id: bytes
    question: str
    text: str
    """As it was written: for those who moderate, and for nobody else."""
    state: str | None = None
    """`shown`, `withheld`, or None while it is waiting."""
    reason: str | None = None
    cut: str | None = None
    """What of it is shown, where parts were left out."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to become of a comment."""

    state: str
    reason: str | None = None
    cut: str | None = None


def consented(session: Session, assessment: Assessment) -> list[Consented]:
    """Return the comments that may be quoted once they are approved, in the order of their random ids."""
    asked = (
        select(
            Comment.id, Comment.question, Comment.text, Moderation.state, Moderation.reason, Moderation.cut
        )
        .outerjoin(Moderation, Moderation.comment_id == Comment.id)
        .where(Comment.assessment_id == assessment.id, Comment.quotable)
        .order_by(Comment.id)
    )
    return [Consented(bytes(row[0]), *row[1:]) for row in session.execute(asked)]


def waiting(session: Session, assessment: Assessment, least: int) -> int:
    """Return how many comments wait to be read, of questions to which at least so many were given to be quoted."""
    undecided = func.count().filter(Moderation.state.is_(None))
    asked = select(undecided).select_from(Comment).outerjoin(Moderation, Moderation.comment_id == Comment.id)
    asked = asked.where(Comment.assessment_id == assessment.id, Comment.quotable)
    return sum(session.scalars(asked.group_by(Comment.question).having(func.count() >= least)))


def background(session: Session, assessment: Assessment) -> list[tuple[str, str]]:
    """Return question and words of the comments that may be read and never quoted, in the order of their random ids."""
    asked = select(Comment.question, Comment.text).where(
        Comment.assessment_id == assessment.id, Comment.quotable.is_(False)
    )
    return [(question, words) for question, words in session.execute(asked.order_by(Comment.id))]


def decide(session: Session, comment: Consented, decision: Decision) -> None:
    """Keep what was decided about a comment, in place of what was decided before; findings are found anew."""
    values = {"state": decision.state, "reason": decision.reason, "cut": decision.cut}
    statement = insert_or(session, Moderation).values(comment_id=comment.id, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["comment_id"], set_=values))
    _changed(session, comment)


def undo(session: Session, comment: Consented) -> None:
    """Forget what was decided about a comment."""
    session.execute(
        delete(Moderation)
        .where(Moderation.comment_id == comment.id)
        .execution_options(synchronize_session=False)
    )
    _changed(session, comment)


def _changed(session: Session, comment: Consented) -> None:
    """Have findings found anew."""
    of_it = Assessment.id == select(Comment.assessment_id).where(Comment.id == comment.id).scalar_subquery()
    changed = update(Assessment).where(of_it).values(revision=Assessment.revision + 1)
    session.execute(changed.execution_options(synchronize_session=False))
