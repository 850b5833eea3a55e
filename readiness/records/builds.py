"""Documents to be built, as a queue; and findings to be found for the screen, which wait in the same one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from readiness.records import workers
from readiness.records.queue import ENDED, MOST_ATTEMPTS, UNDERWAY, Queue
from readiness.records.queue_tables import Build
from readiness.records.tables import Assessment

__all__ = ["ENDED", "MOST_ATTEMPTS", "UNDERWAY"]
FINDINGS = "findings"
"""The kind of a build that is no document: findings, found and kept to be read on screen."""
CHANGES = "changes"
"""Another: what several years' findings say side by side, kept to be read on screen."""
ON_SCREEN = (FINDINGS, CHANGES)
_LOOKED_AT = 50
QUEUE = Queue(Build)
add, by_id = QUEUE.add, QUEUE.by_id
any_free, take, keep, give_back = QUEUE.any_free, QUEUE.take, QUEUE.keep, QUEUE.give_back
done, failed, cancel, retry = QUEUE.done, QUEUE.failed, QUEUE.cancel, QUEUE.retry


def recent(session: Session, assessment: Assessment | None = None, most: int = 100) -> Sequence[Build]:
    """Return the documents asked for of one assessment or of all, newest first."""
    asked = select(Build).where(Build.kind.not_in(ON_SCREEN)).order_by(Build.id.desc()).limit(most)
    return session.scalars(asked.where(Build.assessment_id == assessment.id) if assessment else asked).all()


def latest(session: Session, assessment: Assessment, kind: str, options: Mapping[str, str]) -> Build | None:
    """Return the build of that kind and those options that was asked for last."""
    asked = select(Build).where(Build.assessment_id == assessment.id, Build.kind == kind)
    found = session.scalars(asked.order_by(Build.id.desc()).limit(_LOOKED_AT))
    return next((one for one in found if one.options == dict(options)), None)


def alive(session: Session, now: int, lately: int) -> bool:
    """Say whether any worker shows life: it said so or ended a build in so many seconds, or has a build."""
    if workers.any_since(session, now - lately):
        return True
    ended = and_(Build.state.in_(("done", "failed")), Build.ended_at > now - lately)
    life = or_(Build.taken_until > now, ended)
    return session.scalar(select(Build.id).where(life).limit(1)) is not None


def waiting_of(session: Session, assessment_id: int) -> set[int]:
    """Return the numbers of an assessment's builds that have not ended."""
    asked = select(Build.id).where(Build.assessment_id == assessment_id, Build.state.in_(UNDERWAY))
    return set(session.scalars(asked))
