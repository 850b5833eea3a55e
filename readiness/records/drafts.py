"""Sealed drafts by their ids: the database sees neither whose they are nor what is in them.

Every page of a survey reads one and keeps one. To put a statement together and wrap its result takes SQLAlchemy ten
times as long as SQLite takes to run it, so these few are written out. Inside a session's transaction they are handed to
SQLite directly; where nothing else has to be in one transaction with them, they go to the driver alone.
"""

from __future__ import annotations

import sqlite3
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from readiness.records.database import Database
from readiness.records.direct import Change
from readiness.records.tables import Assessment

Place = Session | Database
"""Where to look: in a session, or by a statement of its own."""

_FOUND = text("SELECT sealed FROM draft WHERE id = :row AND assessment_id = :assessment")
_REMOVED = text("DELETE FROM draft WHERE id = :row AND assessment_id = :assessment")
_REPLACED = text(
    "UPDATE draft SET sealed = :sealed, sweeps = :sweeps "
    "WHERE id = :row AND assessment_id = :assessment AND sealed = :before"
)
_KEPT = text(
    "INSERT INTO draft (id, assessment_id, sealed, sweeps) VALUES (:row, :assessment, :sealed, :sweeps) "
    "ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed, sweeps = excluded.sweeps"
)

_ADDED = text(
    "INSERT INTO draft (id, assessment_id, sealed) VALUES (:row, :assessment, :sealed) ON CONFLICT (id) DO NOTHING"
)

_MOVED = Change(
    (
        _REPLACED.text,
        "INSERT INTO page_count (assessment_id, page, people) VALUES (:assessment, :page, 1) "
        "ON CONFLICT (assessment_id, page) DO UPDATE SET people = page_count.people + 1",
    ),
    "WITH moved AS (UPDATE draft SET sealed = :sealed, sweeps = CAST(:sweeps AS smallint) "
    "WHERE id = :row AND assessment_id = :assessment AND sealed = :before RETURNING 1), "
    "counted AS (INSERT INTO page_count (assessment_id, page, people) "
    "SELECT CAST(:assessment AS integer), CAST(:page AS text), 1 FROM moved "
    "ON CONFLICT (assessment_id, page) DO UPDATE SET people = page_count.people + 1) "
    "SELECT 1 FROM moved",
)
_SWEPT = text("DELETE FROM draft WHERE assessment_id = :assessment AND sweeps >= :most")
_COUNTED = text(
    "UPDATE draft SET sweeps = sweeps + 1 WHERE assessment_id = :assessment AND sweeps IS NOT NULL"
)
_STAYED = Change((_REPLACED.text,), f"{_REPLACED.text} RETURNING 1")


def keep(session: Session, assessment: Assessment, row: bytes, sealed: bytes, sweeps: int | None) -> None:
    """Keep the sealed draft in place of the one before."""
    _run(session, _KEPT, row=row, assessment=assessment.id, sealed=sealed, sweeps=sweeps)


def add(session: Session, assessment: Assessment, row: bytes, sealed: bytes) -> bool:
    """Keep the sealed row; False where one lies there already."""
    done = _run(session, _ADDED, row=row, assessment=assessment.id, sealed=sealed)
    return bool(done.rowcount == 1)


class Moved(NamedTuple):
    """How a sealed draft lay, and how it is to lie from now on."""

    row: bytes
    before: bytes
    sealed: bytes
    sweeps: int | None


def replace(session: Session, assessment: Assessment, moved: Moved) -> bool:
    """Keep the sealed draft in place of the one before; False where that one lies here no more."""
    done = _run(session, _REPLACED, assessment=assessment.id, **moved._asdict())
    return bool(done.rowcount == 1)


def move(database: Database, assessment: Assessment, moved: Moved, page: str | None) -> bool:
    """Do the same as `replace` by itself, and count one person more on the page, if one is named.

    All count on the same few rows, each of which PostgreSQL holds until the transaction ends: one statement is short.
    """
    given = {"assessment": assessment.id, **moved._asdict()}
    return database.done(_MOVED, {**given, "page": page}) if page else database.done(_STAYED, given)


def found(place: Place, assessment: Assessment, row: bytes) -> bytes | None:
    """Return the sealed draft."""
    given = {"row": row, "assessment": assessment.id}
    one = (
        place.row(_FOUND.text, given)
        if isinstance(place, Database)
        else _run(place, _FOUND, **given).fetchone()
    )
    return bytes(one[0]) if one else None


def sweep(session: Session, assessment: Assessment, most: int) -> None:
    """Remove what so many sweeps have found untouched, and count this one for all others that may be swept."""
    _run(session, _SWEPT, assessment=assessment.id, most=most)
    _run(session, _COUNTED, assessment=assessment.id)


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
