"""Emptying SQLite's log.

SQLite writes each changed page to a log first, and the pages of the last thousand changes stay in that file, one
transaction after the other. Whoever copies it reads from it in which order the last hundred answers came. So once an
answer is kept, the log is written into the database and cut to nothing. That takes several syncs of the disk, for which
all who write wait; so it is done twice a second at most, and what comes in between waits for the next change.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from time import monotonic
from typing import Any

from sqlalchemy import Engine
from sqlalchemy import exc as problem

PAUSE_SECONDS = 0.5
"""From one time to the next, in each process."""
WAIT_MILLISECONDS = 100
"""For those who are reading at this moment; where one reads for longer, it is tried again after the pause."""


class Log:
    """The log of one database. Call it in one's turn to write alone, after a transaction has ended."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Any = None
        self._tells = False
        self._tried = -PAUSE_SECONDS

    def tells(self, at_once: bool = False) -> None:
        """Note that it is to be emptied, since it holds an answer; `at_once` however soon after the last time."""
        self._tells = True
        if at_once:
            self._tried = -PAUSE_SECONDS

    def empty(self) -> None:
        """Empty it if it holds an answer, unless that was tried a moment ago."""
        if not self._tells or monotonic() - self._tried < PAUSE_SECONDS:
            return
        self._tells, self._tried = not self._emptied(), monotonic()

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _emptied(self) -> bool:
        """Say whether it is empty: somebody may read from it still, or the disk may refuse."""
        with suppress(sqlite3.Error, problem.DBAPIError):
            busy, *_ = self._opened().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy
        self.close()
        return False

    def _opened(self) -> Any:
        if self._connection is None:
            pooled = self._engine.raw_connection()
            self._connection = pooled.driver_connection
            pooled.detach()
            self._connection.execute(f"PRAGMA busy_timeout = {WAIT_MILLISECONDS}")
        return self._connection
