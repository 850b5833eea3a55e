"""Sealed drafts by their ids: the database sees neither whose they are nor what is in them.

Every page of a survey reads one and keeps one. To put a statement together and wrap its result takes SQLAlchemy ten
times as long as SQLite takes to run it, so these few are written out and, on SQLite, handed to it directly, inside
the session's own transaction.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from readiness.records.tables import Assessment

_FOUND = text("SELECT sealed FROM draft WHERE id = :row AND assessment_id = :assessment")
_REMOVED = text("DELETE FROM draft WHERE id = :row AND assessment_id = :assessment")
_REPLACED = text(
    "UPDATE draft SET sealed = :sealed WHERE id = :row AND assessment_id = :assessment AND sealed = :before"
)
_KEPT = text(
    "INSERT INTO draft (id, assessment_id, sealed) VALUES (:row, :assessment, :sealed) "
    "ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed"
)


def keep(session: Session, assessment: Assessment, row: bytes, sealed: bytes) -> None:
    """Keep the sealed draft in place of the one before."""
    _run(session, _KEPT, row=row, assessment=assessment.id, sealed=sealed)


def replace(session: Session, assessment: Assessment, row: bytes, before: bytes, sealed: bytes) -> bool:
    """Keep the sealed draft in place of the one before; False where that one lies here no more."""
    done = _run(session, _REPLACED, row=row, assessment=assessment.id, before=before, sealed=sealed)
    return bool(done.rowcount == 1)


def found(session: Session, assessment: Assessment, row: bytes) -> bytes | None:
    """Return the sealed draft."""
    one = _run(session, _FOUND, row=row, assessment=assessment.id).fetchone()
    return bytes(one[0]) if one else None


def remove(session: Session, assessment: Assessment, row: bytes) -> None:
    """Remove the sealed draft."""
    _run(session, _REMOVED, row=row, assessment=assessment.id)


def _run(session: Session, statement: Any, **given: Any) -> Any:
    """Run the statement and return its cursor; the places for values are written alike for both databases."""
    connection = session.connection()
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        return driver.execute(statement.text, given)
    return connection.execute(statement, given)
