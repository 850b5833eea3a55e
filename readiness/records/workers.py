"""Which workers are there: each writes now and then that it lives, and takes that back when it ends."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from readiness.records.inserts import insert_or
from readiness.records.publication_tables import WorkerSeen

_FORGOTTEN = 24 * 60 * 60


def seen(session: Session, name: str, now: int) -> None:
    """Write that a worker lives; those that nobody has seen for a day are forgotten."""
    statement = insert_or(session, WorkerSeen).values(name=name, seen_at=now)
    session.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"seen_at": now}))
    session.execute(delete(WorkerSeen).where(WorkerSeen.seen_at < now - _FORGOTTEN))


def gone(session: Session, name: str) -> None:
    """Write that a worker has ended."""
    session.execute(delete(WorkerSeen).where(WorkerSeen.name == name))


def any_since(session: Session, moment: int) -> bool:
    """Say whether any worker has said since that moment that it lives."""
    return session.scalar(select(WorkerSeen.name).where(WorkerSeen.seen_at > moment).limit(1)) is not None
