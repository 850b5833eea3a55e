"""Sealed drafts by their ids: the database sees neither whose they are nor what is in them.

Every page of a survey reads one and keeps one, so the statements are put together once: SQLAlchemy takes longer to
build one than SQLite to run it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from readiness.records.tables import Assessment, Draft

_DRAFT = Draft.__table__
_THIS = (_DRAFT.c.id == bindparam("row"), _DRAFT.c.assessment_id == bindparam("assessment"))
_FOUND = select(_DRAFT.c.sealed).where(*_THIS)
_REPLACED = update(Draft.__table__).where(*_THIS).values(sealed=bindparam("new"))  # type: ignore[arg-type]
_REMOVED = delete(Draft.__table__).where(*_THIS)  # type: ignore[arg-type]


def _kept(dialect: Any) -> Any:
    new = dialect.insert(_DRAFT).values(
        id=bindparam("row"), assessment_id=bindparam("assessment"), sealed=bindparam("sealed")
    )
    return new.on_conflict_do_update(index_elements=["id"], set_={"sealed": new.excluded.sealed})


_KEPT = {"sqlite": _kept(sqlite), "postgresql": _kept(postgresql)}


def keep(session: Session, assessment: Assessment, row: bytes, sealed: bytes) -> None:
    """Keep the sealed draft in place of the one before."""
    connection = session.connection()
    connection.execute(
        _KEPT[connection.dialect.name], {"row": row, "assessment": assessment.id, "sealed": sealed}
    )


def replace(session: Session, assessment: Assessment, row: bytes, sealed: bytes) -> bool:
    """Keep the sealed draft in place of the one before; False where there is none."""
    given = {"row": row, "assessment": assessment.id, "new": sealed}
    return session.connection().execute(_REPLACED, given).rowcount == 1


def found(session: Session, assessment: Assessment, row: bytes) -> bytes | None:
    """Return the sealed draft."""
    return session.connection().scalar(_FOUND, {"row": row, "assessment": assessment.id})


def remove(session: Session, assessment: Assessment, row: bytes) -> None:
    """Remove the sealed draft."""
    session.connection().execute(_REMOVED, {"row": row, "assessment": assessment.id})
