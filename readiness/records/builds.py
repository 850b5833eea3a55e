"""Documents to be built, as a queue."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from readiness.records.queue import ENDED, MOST_ATTEMPTS, UNDERWAY, Queue
from readiness.records.tables import Build

__all__ = ["ENDED", "MOST_ATTEMPTS", "UNDERWAY"]
QUEUE = Queue(Build)
add, by_id, recent = QUEUE.add, QUEUE.by_id, QUEUE.recent
any_free, take, keep, give_back = QUEUE.any_free, QUEUE.take, QUEUE.keep, QUEUE.give_back
done, failed, cancel, retry = QUEUE.done, QUEUE.failed, QUEUE.cancel, QUEUE.retry


def waiting_of(session: Session, assessment_id: int) -> set[int]:
    """Return the numbers of an assessment's builds that have not ended."""
    asked = select(Build.id).where(Build.assessment_id == assessment_id, Build.state.in_(UNDERWAY))
    return set(session.scalars(asked))
