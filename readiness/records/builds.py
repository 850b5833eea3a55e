"""Documents to be built, as a queue: who asks puts a row in, a worker takes it for so long as it keeps saying so.

Every step is one transaction that names the state it expects, so that of two workers at once one alone has the build,
and one that was thought dead and is not finds that the build is no longer its own. `now` is in seconds since 1970.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from readiness.records.tables import Assessment, Build

MOST_ATTEMPTS = 3
"""So many workers may be lost over one build before nobody tries it again."""
KEPT = 500
"""So many builds that have ended are remembered."""
ENDED = ("done", "failed", "cancelled")
UNDERWAY = ("waiting", "running")


def add(session: Session, assessment: Assessment, kind: str, options: Mapping[str, str], now: int) -> Build:
    """Ask for a document; who asks for what somebody else waits for already gets that very build."""
    for one in _of(session, assessment, UNDERWAY):
        if (one.kind, one.options) == (kind, dict(options)):
            return one
    made = Build(assessment_id=assessment.id, kind=kind, options=dict(options), asked_at=now)
    session.add(made)
    session.flush()
    _forget_old(session)
    return made


def by_id(session: Session, number: int) -> Build | None:
    """Return the build of that number."""
    return session.get(Build, number, populate_existing=True)


def recent(session: Session, assessment: Assessment | None = None, most: int = 100) -> Sequence[Build]:
    """Return the builds of one assessment or of all, newest first."""
    asked = select(Build).order_by(Build.id.desc()).limit(most)
    return session.scalars(asked.where(Build.assessment_id == assessment.id) if assessment else asked).all()


def waiting_of(session: Session, assessment_id: int) -> set[int]:
    """Return the numbers of an assessment's builds that have not ended."""
    asked = select(Build.id).where(Build.assessment_id == assessment_id, Build.state.in_(UNDERWAY))
    return set(session.scalars(asked))


def any_free(session: Session, now: int) -> bool:
    """Say whether any build waits for a worker; only looks, and locks nothing."""
    return session.scalar(select(Build.id).where(_free(now)).limit(1)) is not None


def take(session: Session, worker: str, now: int, until: int, rather: int | None = None) -> Build | None:
    """Take the build that has waited longest, of the assessment `rather` if there is one; None where nothing waits."""
    free = select(Build).where(_free(now))
    order = ((Build.assessment_id != rather,) if rather is not None else ()) + (Build.id,)
    found = session.scalar(free.order_by(*order).limit(1).with_for_update(skip_locked=True))
    if found is None:
        return None
    if found.attempts >= MOST_ATTEMPTS:
        _end(found, "failed", now)
        found.problem = found.problem or f"{found.attempts} workers were lost over it."
        session.flush()
        return take(session, worker, now, until, rather)
    found.state, found.worker, found.taken_until = "running", worker, until
    found.attempts, found.step, found.percent = found.attempts + 1, "", 0
    session.flush()
    return found


def keep(session: Session, number: int, worker: str, until: int, step: str, percent: int) -> bool:
    """Go on having the build, and say how far it is; False where it was cancelled or is another's."""
    return _changed(session, number, worker, taken_until=until, step=step, percent=percent)


def done(session: Session, number: int, worker: str, key: str, now: int) -> bool:
    """Say that the file is there; False where the build was cancelled or is another's."""
    return _changed(
        session, number, worker, state="done", key=key, step="", percent=100, problem="", **_over(now)
    )


def failed(session: Session, number: int, worker: str, problem: str, now: int) -> bool:
    """Say why the document cannot be made."""
    return _changed(session, number, worker, state="failed", problem=problem[:500], **_over(now))


def give_back(session: Session, number: int, worker: str, problem: str = "", counted: bool = True) -> bool:
    """Let another worker try; a worker that was asked to stop does not count as a try."""
    less = {} if counted else {"attempts": Build.attempts - 1}
    free = {"state": "waiting", "worker": None, "taken_until": None, "step": "", "percent": 0}
    return _changed(session, number, worker, problem=problem[:500], **free, **less)


def cancel(session: Session, number: int, now: int) -> bool:
    """Call a build off; its worker notices. False where it has ended."""
    found = session.get(Build, number, populate_existing=True, with_for_update=True)
    if found is None or found.state in ENDED:
        return False
    _end(found, "cancelled", now)
    return True


def retry(session: Session, number: int) -> bool:
    """Put a build that failed or was cancelled in the queue again; False where there is nothing to try again."""
    found = session.get(Build, number, populate_existing=True, with_for_update=True)
    if found is None or found.state not in ("failed", "cancelled"):
        return False
    found.state, found.problem, found.attempts, found.ended_at = "waiting", "", 0, None
    return True


def _free(now: int) -> ColumnElement[bool]:
    """Return the condition that a build waits, or that its worker is lost."""
    return or_(Build.state == "waiting", and_(Build.state == "running", Build.taken_until < now))


def _of(session: Session, assessment: Assessment, states: Sequence[str]) -> Sequence[Build]:
    same = select(Build).where(Build.assessment_id == assessment.id, Build.state.in_(states))
    return session.scalars(same.order_by(Build.id)).all()


def _over(now: int) -> dict[str, Any]:
    return {"worker": None, "taken_until": None, "ended_at": now}


def _end(build: Build, state: str, now: int) -> None:
    build.state, build.worker, build.taken_until, build.ended_at = state, None, None, now


def _changed(session: Session, number: int, worker: str, /, **values: Any) -> bool:
    """Change a build that this worker has; False where it has it no longer."""
    own = update(Build).where(Build.id == number, Build.state == "running", Build.worker == worker)
    changed = session.execute(own.values(**values).execution_options(synchronize_session=False))
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def _forget_old(session: Session) -> None:
    """Remember only the latest that have ended."""
    ended = select(Build.id).where(Build.state.in_(ENDED)).order_by(Build.id.desc()).offset(KEPT)
    old = list(session.scalars(ended))
    if old:
        session.execute(delete(Build).where(Build.id.in_(old)))
