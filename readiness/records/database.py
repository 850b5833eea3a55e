"""The one door to the database: sessions that read or write, and what its errors mean to a person."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import Connection
from sqlalchemy import exc as problem
from sqlalchemy.orm import Session as Session

from readiness.errors import DatabaseAway
from readiness.records import engines, schema
from readiness.records.direct import Change, Direct, Given
from readiness.records.emptying import Log
from readiness.records.turn import Turn

_SQLITE_AWAY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOTADB,
}
_REWRITTEN = ("response", "comment", "send", "draft", "single_use_code", "spent_mark", "attempts", "link")
_REWRITE_SQLITE = ("PRAGMA busy_timeout = 60000", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")
_REWRITE_POSTGRESQL = (
    "SET statement_timeout = 0",
    "SET lock_timeout = '60s'",
    *(f"VACUUM FULL {table}" for table in _REWRITTEN),
)


class Database:
    """The database at an address: `read()` and `write()` give a session, `upgrade()` brings its tables up to date."""

    def __init__(self, url: str) -> None:
        self.url = engines.understood(url)
        self.engine = engines.opened(self.url)
        self._immediate = self.engine.execution_options(immediate=True)
        self._turn = Turn(Path(f"{self.url.database}.turn"), engines.WAIT_SECONDS) if self.embedded else None
        self._log = Log(self.engine) if self.embedded else None
        self._direct = Direct(self.engine, self._turn, self._log)
        driver = self.engine.dialect.loaded_dbapi
        self._troubles = driver.OperationalError, driver.InterfaceError

    @property
    def embedded(self) -> bool:
        """Whether this is SQLite."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session in one transaction: all of it is kept on leaving, none of it after an error.

        Never open one inside another: the inner would wait for the outer.
        """
        with self._in_turn(), self._changed() as session:
            yield session

    @contextmanager
    def receive(self) -> Iterator[Session]:
        """Do the same for somebody's answers, and empty SQLite's log of them, in which one comes after the other."""
        with self._in_turn(), self._changed() as session:
            yield session
            if self._log:
                self._log.tells()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that sees one state of the database and keeps nothing."""
        with _said(), Session(self.engine, expire_on_commit=False) as session:
            yield session

    def row(self, statement: str, given: Given) -> Any:
        """Return the one row that a single statement asks for, or None."""
        try:
            return self._direct.row(statement, given)
        except Exception as error:
            self._tell(error)

    def done(self, change: Change, given: Given) -> bool:
        """Keep a small change in a transaction of its own, and say whether its row was there."""
        try:
            return self._direct.done(change, given)
        except Exception as error:
            self._tell(error)

    def upgrade(self) -> None:
        """Bring the tables up to date, all or nothing; does no harm when they are."""
        with self.changing() as connection:
            schema.upgrade(connection)

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """Give a connection in one transaction, to change the tables themselves."""
        with self._in_turn(), _said(), self._immediate.begin() as connection:
            yield connection

    def current(self) -> bool:
        """Say whether the tables are those that this program knows."""
        with _said(), self.engine.connect() as connection:
            return schema.revision(connection) == schema.head()

    def require_current(self) -> None:
        """Refuse to work on tables of another version of this program."""
        with _said(), self.engine.connect() as connection:
            schema.require(schema.revision(connection))

    def rewrite(self) -> None:
        """Write the answers' files anew, so that no trace of removed rows or of their order stays in them."""
        with self._in_turn(), _said(), engines.bare(self.engine) as cursor:
            for statement in _REWRITE_SQLITE if self.embedded else _REWRITE_POSTGRESQL:
                cursor.execute(statement)
            if self.embedded and cursor.fetchone()[0]:
                raise _away("its log is still being read")
        if self._log:  # that it was done is noted next, and would stay in the log
            self._log.tells(at_once=True)

    def dispose(self) -> None:
        """Close all connections."""
        self._direct.close()
        if self._log:
            self._log.close()
        self.engine.dispose()

    @contextmanager
    def _changed(self) -> Iterator[Session]:
        session = Session(self._immediate, expire_on_commit=False)
        with _said(), session, session.begin():
            yield session

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """Let writers queue here, fairly, instead of polling for SQLite's one write lock."""
        if self._turn is None:
            yield
            return
        with _waited():
            self._turn.take()
        try:
            yield
            if self._log:
                self._log.empty()
        finally:
            self._turn.give()

    def _tell(self, error: Exception) -> NoReturn:
        """Do the same as `_said` for what the driver itself has said."""
        with _said(), _waited():
            if isinstance(error, self._troubles) and not isinstance(error, sqlite3.Error):
                raise _away(str(error).partition("\n")[0]) from error
            raise error


@contextmanager
def _waited() -> Iterator[None]:
    """Turn a turn to write that did not come into what a person may read."""
    try:
        yield
    except TimeoutError as error:
        raise _away("it was busy for too long") from error
    except OSError as error:
        raise _away(str(error.strerror)) from error


@contextmanager
def _said() -> Iterator[None]:
    """Turn what a database says about itself into what a person may read; mistakes in this program stay mistakes."""
    try:
        yield
    except problem.TimeoutError as error:
        raise _away("all its connections are in use") from error
    except problem.DBAPIError as error:
        if _is_away(error):
            raise _away(str(error.orig).partition("\n")[0]) from error
        raise
    except sqlite3.Error as error:
        if _is_sqlite_away(error):
            raise _away(str(error)) from error
        raise


def _is_away(error: problem.DBAPIError) -> bool:
    if isinstance(error.orig, sqlite3.Error):
        return _is_sqlite_away(error.orig)
    return error.connection_invalidated or isinstance(
        error, (problem.OperationalError, problem.InterfaceError)
    )


def _is_sqlite_away(error: sqlite3.Error) -> bool:
    """SQLite calls nearly everything operational; its codes tell a full disk from a misspelt statement."""
    return (getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF) in _SQLITE_AWAY


def _away(why: str) -> DatabaseAway:
    remedy = "Wait a moment and try again; nothing was half kept."
    return DatabaseAway(f"The database cannot be used now: {why}.", remedy)
