"""Where a row lies must not tell when it came.

Ids of answers are random, and no moment stands beside them. But SQLite puts a new row where its page has room, and
PostgreSQL at the end of its table, under the number of its transaction. Whoever copies the files or dumps the table
while people answer could read from that in which order they did. So a new row is stored together with some that are
there already, in random order, as if all of them had come at this moment.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from typing import Any

from sqlalchemy import Table, text
from sqlalchemy.orm import Session

from readiness.records import tables
from readiness.records.tables import Assessment, Comment, Response

PAGE = 8192
"""Bytes of a page of SQLite, at least."""
WHOLE, CUT = 2030, 1003
"""Of a row with more bytes than the first SQLite keeps at least the second in the page, and the rest elsewhere."""
OTHERS = 32
"""On PostgreSQL so many others are stored anew with each row; of 200 people, less than one is then found by chance."""


def stir(
    session: Session, assessment: Assessment, kind: type[Response] | type[Comment], rows: Iterable[bytes]
) -> None:
    """Store these rows once more, each with others of its table, so that nobody sees which of them are new."""
    new = list(rows)
    if not new:
        return
    driver = session.connection().connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        for row in new:
            _stir_page(driver, kind.__tablename__, row)
    else:
        _stir_table(session, assessment, kind.__table__, new)  # type: ignore[arg-type]


def _stir_page(driver: sqlite3.Connection, table: str, row: bytes) -> None:
    """Store all rows anew that can share a page with this one; they keep their ids, which alone say on which page."""
    near = [
        *_beside(driver, _FROM.format(table=table), row),
        *_beside(driver, _BEFORE.format(table=table), row),
    ]
    near.sort(key=lambda _: tables.random_id())
    # What others refer to is gone for a moment only.
    driver.execute("PRAGMA defer_foreign_keys = 1")
    driver.executemany(_REMOVED.format(table=table), [one[:1] for one in near])
    values = ", ".join("?" * (len(near[0]) - 1))
    driver.executemany(_STORED.format(table=table, values=values), [one[1:] for one in near])


def _beside(driver: sqlite3.Connection, asked: str, row: bytes) -> list[tuple[Any, ...]]:
    """Return the next rows in one direction, until they fill a page."""
    found: list[tuple[Any, ...]] = []
    room = PAGE
    with closing(driver.execute(asked, (row,))) as rows:
        while room > 0 and (one := rows.fetchone()):
            found.append(one)
            room -= _within(one)
    return found


def _within(row: tuple[Any, ...]) -> int:
    """Return how much of a page the row takes, at least: its texts, and for each column what says how long it is."""
    size = len(row) + sum(len(value) for value in row[1:] if isinstance(value, str | bytes))
    return size if size <= WHOLE else CUT


def _stir_table(session: Session, assessment: Assessment, table: Table, new: list[bytes]) -> None:
    """Store the rows anew with others of the assessment, all under other random ids and in the order of these."""
    given = {"assessment": assessment.id, "from": tables.random_id()}
    named = {"table": table.name, "others": OTHERS}
    held = [bytes(row) for row in session.scalars(text(_OTHERS.format(**named)), given)]
    before = list({*held, *new})
    after = [tables.random_id() for _ in before]
    columns = ", ".join(column.name for column in table.columns if column.name != "id")
    session.execute(text(_ANEW.format(columns=columns, **named)), {"before": before, "after": after})


_FROM = "SELECT id, * FROM {table} WHERE id >= ? ORDER BY id"
_BEFORE = "SELECT id, * FROM {table} WHERE id < ? ORDER BY id DESC"
_REMOVED = "DELETE FROM {table} WHERE id = ?"
_STORED = "INSERT INTO {table} VALUES ({values})"
_OTHERS = """
    SELECT id FROM {table} WHERE id IN (
        (SELECT id FROM {table} WHERE assessment_id = :assessment AND id >= :from ORDER BY id LIMIT {others})
        UNION ALL
        (SELECT id FROM {table} WHERE assessment_id = :assessment AND id < :from ORDER BY id LIMIT {others})
        LIMIT {others}
    ) FOR UPDATE SKIP LOCKED
"""
"""Neighbours by random ids are random ones; nobody waits for those that another stores anew at this moment."""
_ANEW = """
    WITH taken AS (DELETE FROM {table} WHERE id = ANY(:before) RETURNING *)
    INSERT INTO {table} (id, {columns})
    SELECT renamed.after, {columns} FROM taken
    JOIN unnest(CAST(:before AS bytea[]), CAST(:after AS bytea[])) AS renamed (before, after)
    ON taken.id = renamed.before
    ORDER BY renamed.after
"""
