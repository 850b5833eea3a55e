"""Inserting where a row may be there already: one statement decides, so that of many at once one alone wins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from readiness.records.tables import Table


def insert_or(session: Session, table: type[Table]) -> sqlite.Insert | postgresql.Insert:
    """Return an insert that can say what to do on a conflict, as the session's database writes it."""
    embedded = session.get_bind().dialect.name == "sqlite"
    return sqlite.insert(table) if embedded else postgresql.insert(table)


def inserted(session: Session, table: type[Table], values: Mapping[str, Any]) -> bool:
    """Insert the row and return True, or leave the one that is there and return False."""
    statement = insert_or(session, table).values(values).on_conflict_do_nothing().returning(literal(True))
    return session.scalar(statement) is not None
