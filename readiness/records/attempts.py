"""How often something was tried in its latest minute: one row for each link or assessment, none for an address."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, case, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from readiness.records.tables import Assessment, Attempts


def counted(session: Session, assessment: Assessment, key: str, minute: int) -> int:
    """Count one try more and return how many there were in this minute, this one included."""
    connection = session.connection()
    given = {"of": key, "assessment": assessment.id, "now": minute}
    return int(connection.scalar(_COUNTED[connection.dialect.name], given) or 0)


def latest(session: Session, key: str) -> int | None:
    """Return the latest minute in which that was tried; waits for nobody."""
    return session.scalar(select(Attempts.minute).where(Attempts.key == key))


def _counted(dialect: Any) -> Any:
    """Put the statement together once: it takes longer to build than to run."""
    new = dialect.insert(Attempts.__table__).values(
        key=bindparam("of"), assessment_id=bindparam("assessment"), minute=bindparam("now"), count=1
    )
    same = Attempts.minute == new.excluded.minute
    again = {"count": case((same, Attempts.count + 1), else_=1), "minute": new.excluded.minute}
    return new.on_conflict_do_update(index_elements=["key"], set_=again).returning(Attempts.__table__.c.count)


_COUNTED = {"sqlite": _counted(sqlite), "postgresql": _counted(postgresql)}
