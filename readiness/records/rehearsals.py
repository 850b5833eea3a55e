"""Rehearsals as a queue of work (`records.queue`): of each assessment the newest plan and trial, for a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from readiness.records.queue import UNDERWAY, Steps
from readiness.records.queue_tables import Rehearsal

STEPS = Steps(Rehearsal)
any_free, take, keep, give_back = STEPS.any_free, STEPS.take, STEPS.keep, STEPS.give_back
failed = STEPS.failed
KEPT_SECONDS = 24 * 60 * 60
"""So long after it was asked for a rehearsal can be looked at."""


def add(session: Session, code: str, kind: str, asked: Mapping[str, Any], now: int) -> Rehearsal:
    """Ask for a rehearsal in the place of the last of that kind; asking for the very same that goes on gives that."""
    forget(session, now)
    before = newest(session, code, kind, now)
    if before is not None and before.asked == dict(asked) and before.state in UNDERWAY:
        return before
    session.execute(delete(Rehearsal).where(Rehearsal.code == code, Rehearsal.kind == kind))
    made = Rehearsal(code=code, kind=kind, asked=dict(asked), asked_at=now, ends_at=now + KEPT_SECONDS)
    session.add(made)
    session.flush()
    return made


def newest(session: Session, code: str, kind: str, now: int) -> Rehearsal | None:
    """Return the newest of that kind that is not to be thrown away yet."""
    asked = select(Rehearsal).where(Rehearsal.code == code, Rehearsal.kind == kind, Rehearsal.ends_at > now)
    newest_first = asked.order_by(Rehearsal.id.desc()).limit(1)
    return session.scalar(newest_first.execution_options(populate_existing=True))


def forget(session: Session, now: int) -> None:
    """Throw away what is older than a day."""
    session.execute(delete(Rehearsal).where(Rehearsal.ends_at <= now))


def results(session: Session) -> list[dict[str, Any]]:
    """Return what came of all that are kept."""
    return [found for found in session.scalars(select(Rehearsal.result)) if found]


def done(session: Session, number: int, worker: str, result: Mapping[str, Any], now: int) -> bool:
    """Say what came of it; False where it was thrown away or is another's."""
    return STEPS.ended(session, number, worker, now, result=dict(result))
