"""Single statements of the pages that everybody passes, without SQLAlchemy.

Every page of a survey reads one row and changes one. To give a session, a transaction and a result takes SQLAlchemy
several times as long as the database takes for the row, and PostgreSQL a message to and fro for each of the steps. Here
a statement goes to the driver as it is, on connections of their own that are outside any transaction: one message.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from typing import Any

from sqlalchemy import Engine

from readiness.records.emptying import Log
from readiness.records.together import Together
from readiness.records.turn import Turn

Given = Mapping[str, Any]
AT_ONCE_SECONDS = 1.0
"""A connection that a restart has cut says so at once; where it took longer, the server is silent on others too."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one row and of what goes with it, all or nothing, as each of the two databases is told it."""

    steps: tuple[str, ...]
    """For SQLite; each is run where the one before has changed a row."""
    whole: str
    """The same for PostgreSQL as one statement, which returns a row where the first step has changed one."""


class Direct:
    """The driver's own connections to one database: as many as there are threads that use them at once."""

    def __init__(self, engine: Engine, turn: Turn | None, log: Log | None) -> None:
        self._engine = engine
        self._free: list[Any] = []
        self._together = Together(turn, log, self._taken, self._given_back) if turn and log else None

    def row(self, statement: str, given: Given) -> Any:
        """Return the one row that is asked for, or None."""
        return self._run(statement, given)

    def done(self, change: Change, given: Given) -> bool:
        """Keep the change, and say whether its row was there."""
        if self._together:
            return self._together.done(change.steps, given)
        return self._run(change.whole, given) is not None

    def close(self) -> None:
        """Close the connections that nobody uses at the moment."""
        with suppress(IndexError):  # another thread may have taken the last one meanwhile
            while self._free:
                self._free.pop().close()

    def _run(self, statement: str, given: Given) -> Any:
        """Run the statement; where a kept connection turns out to be gone, as after a restart, on another.

        Nobody waits for one silent connection after the other: the first that was waited for ends it.
        """
        end = monotonic() + AT_ONCE_SECONDS
        while True:
            kept, connection = bool(self._free), self._taken()
            try:
                return self._on(connection, statement, given)
            except Exception:
                gone = kept and getattr(connection, "closed", False)
                connection.close()
                if gone and monotonic() > end:
                    self.close()
                    raise
                if not gone:
                    raise

    def _on(self, connection: Any, statement: str, given: Given) -> Any:
        if isinstance(connection, sqlite3.Connection):
            cursor = connection.execute(statement, given)
        else:
            cursor = connection.execute(_for_psycopg(statement), given, prepare=True)
        rows = cursor.fetchall()
        self._free.append(connection)
        return rows[0] if rows else None

    def _taken(self) -> Any:
        try:
            return self._free.pop()
        except IndexError:
            return self._opened()

    def _given_back(self, connection: Any) -> None:
        self._free.append(connection)

    def _opened(self) -> Any:
        """Open a connection as the engine does, with all its settings, and take it out of the engine's hands."""
        pooled = self._engine.raw_connection()
        connection: Any = pooled.driver_connection
        pooled.detach()
        if not isinstance(connection, sqlite3.Connection):
            connection.autocommit = True
        return connection


@lru_cache(maxsize=64)
def _for_psycopg(statement: str) -> str:
    """Write the places for values as the driver of PostgreSQL wants them."""
    return re.sub(r"(?<!:):(\w+)", r"%(\1)s", statement)
