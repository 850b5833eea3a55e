"""A queue of work for workers: who asks puts a row in, a worker takes it for so long as it keeps saying so.

Every step is one transaction that names the state it expects, so that of two workers at once one alone has the work,
and one that was thought dead and is not finds that it is no longer its own. `now` is in seconds since 1970.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from readiness.records.queue_tables import Build, Errand, Rehearsal, Work
from readiness.records.tables import Assessment

MOST_ATTEMPTS = 3
"""So many workers may be lost over one piece of work before nobody tries it again."""
KEPT = 500
"""So many pieces of work that have ended are remembered."""
ENDED = ("done", "failed", "cancelled")
UNDERWAY = ("waiting", "running")
_LOG = logging.getLogger(__name__)
Row = TypeVar("Row", Build, Errand, Rehearsal)
Order = TypeVar("Order", Build, Errand)


@dataclass(frozen=True, slots=True)
class Steps(Generic[Row]):
    """The steps of the work in a table, from the moment it is there."""

    table: type[Row]

    def by_id(self, session: Session, number: int) -> Row | None:
        """Return the row of that number."""
        return session.get(self.table, number, populate_existing=True)

    def any_free(self, session: Session, now: int) -> bool:
        """Say whether anything waits for a worker; only looks, and locks nothing."""
        return session.scalar(select(self.table.id).where(self._free(now)).limit(1)) is not None

    def take(
        self, session: Session, worker: str, now: int, until: int, rather: int | None = None
    ) -> Row | None:
        """Take what has waited longest, of the assessment `rather` if there is any; None where nothing waits."""
        free = select(self.table).where(self._free(now)).order_by(*self._first(rather), self.table.id)
        found = session.scalar(free.limit(1).with_for_update(skip_locked=True))
        if found is None:
            return None
        if found.attempts >= MOST_ATTEMPTS:
            _end(found, "failed", now)
            found.problem = found.problem or f"{found.attempts} workers were lost over it."
            session.flush()
            self._log(found.id, found.problem)
            return self.take(session, worker, now, until, rather)
        found.state, found.worker, found.taken_until = "running", worker, until
        found.attempts, found.step, found.percent = found.attempts + 1, "", 0
        session.flush()
        return found

    def keep(self, session: Session, number: int, worker: str, until: int, step: str, percent: int) -> bool:
        """Go on having it, and say how far it is; False where it was cancelled or is another's."""
        return self._changed(session, number, worker, taken_until=until, step=step, percent=percent)

    def ended(self, session: Session, number: int, worker: str, now: int, **result: Any) -> bool:
        """Say that it is done, and what came of it; False where it was cancelled or is another's."""
        over = {"state": "done", "step": "", "percent": 100, "problem": "", **_over(now)}
        return self._changed(session, number, worker, **over, **result)

    def failed(self, session: Session, number: int, worker: str, problem: str, now: int) -> bool:
        """Say why it cannot be done, to whoever asked and in the log."""
        self._log(number, problem)
        return self._changed(session, number, worker, state="failed", problem=problem[:500], **_over(now))

    def give_back(
        self, session: Session, number: int, worker: str, problem: str = "", counted: bool = True
    ) -> bool:
        """Let another worker try; a worker that was asked to stop does not count as a try."""
        if problem:
            self._log(number, problem)
        less = {} if counted else {"attempts": self.table.attempts - 1}
        free = {"state": "waiting", "worker": None, "taken_until": None, "step": "", "percent": 0}
        return self._changed(session, number, worker, problem=problem[:500], **free, **less)

    def cancel(self, session: Session, number: int, now: int) -> bool:
        """Call something off; its worker notices. False where it has ended."""
        found = session.get(self.table, number, populate_existing=True, with_for_update=True)
        if found is None or found.state in ENDED:
            return False
        _end(found, "cancelled", now)
        return True

    def retry(self, session: Session, number: int) -> bool:
        """Put what failed or was cancelled in the queue again; False where there is nothing to try again."""
        found = session.get(self.table, number, populate_existing=True, with_for_update=True)
        if found is None or found.state not in ("failed", "cancelled"):
            return False
        found.state, found.problem, found.attempts, found.ended_at = "waiting", "", 0, None
        return True

    def _first(self, rather: int | None) -> tuple[ColumnElement[bool], ...]:
        """Return what comes before the longest wait."""
        return ()

    def _free(self, now: int) -> ColumnElement[bool]:
        """Return the condition that something waits, or that its worker is lost."""
        table = self.table
        return or_(table.state == "waiting", and_(table.state == "running", table.taken_until < now))

    def _log(self, number: int, problem: str) -> None:
        """Write all that is known into the worker's log, under what pages name; a problem tells nothing of people."""
        _LOG.error("%s: %s", reference(self.table.__tablename__, number), problem)

    def _changed(self, session: Session, number: int, worker: str, /, **values: Any) -> bool:
        """Change what this worker has; False where it has it no longer."""
        table = self.table
        own = update(table).where(table.id == number, table.state == "running", table.worker == worker)
        changed = session.execute(own.values(**values).execution_options(synchronize_session=False))
        return bool(changed.rowcount)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Queue(Steps[Order]):
    """A table of what is asked for of assessments."""

    def add(
        self, session: Session, assessment: Assessment, kind: str, options: Mapping[str, str], now: int
    ) -> Order:
        """Ask for something; who asks for what somebody else waits for already gets that very row."""
        for one in self.of(session, assessment, UNDERWAY):
            if (one.kind, one.options) == (kind, dict(options)):
                return one
        made: Order = self.table(assessment_id=assessment.id, kind=kind, options=dict(options), asked_at=now)
        session.add(made)
        session.flush()
        self._forget_old(session)
        return made

    def recent(
        self, session: Session, assessment: Assessment | None = None, most: int = 100
    ) -> Sequence[Order]:
        """Return what was asked for of one assessment or of all, newest first."""
        asked = select(self.table).order_by(self.table.id.desc()).limit(most)
        own = self.table.assessment_id == assessment.id if assessment else None
        return session.scalars(asked if own is None else asked.where(own)).all()

    def of(self, session: Session, assessment: Assessment, states: Sequence[str]) -> Sequence[Order]:
        """Return what was asked for of an assessment and is in one of these states, oldest first."""
        table = self.table
        same = select(table).where(table.assessment_id == assessment.id, table.state.in_(states))
        return session.scalars(same.order_by(table.id)).all()

    def done(self, session: Session, number: int, worker: str, key: str, now: int) -> bool:
        """Say that it is done; False where it was cancelled or is another's."""
        return self.ended(session, number, worker, now, key=key)

    def _first(self, rather: int | None) -> tuple[ColumnElement[bool], ...]:
        return (self.table.assessment_id != rather,) if rather is not None else ()

    def _forget_old(self, session: Session) -> None:
        """Remember only the latest that have ended."""
        table = self.table
        ended = select(table.id).where(table.state.in_(ENDED)).order_by(table.id.desc()).offset(KEPT)
        old = list(session.scalars(ended))
        if old:
            session.execute(delete(table).where(table.id.in_(old)))


def reference(table: str, number: int) -> str:
    """Return by what a piece of work is known on pages and in the log."""
    return f"{table}-{number}"


def _over(now: int) -> dict[str, Any]:
    return {"worker": None, "taken_until": None, "ended_at": now}


def _end(row: Work, state: str, now: int) -> None:
    row.state, row.worker, row.taken_until, row.ended_at = state, None, None, now
