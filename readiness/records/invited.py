"""The list of invited people: a store of its own for each assessment, beside the database and not in it.

One SQLite file that only the user of the software may read. It holds addresses and, for each round of mail, how far a
person's mail has got; no moment finer than a day. People are kept in the order of their random ids, which is no order.
In a round of reminders those who need none are noted like those who were sent one, so that a finished round says
nothing about who had answered. Whoever is deleted is overwritten, and closing the assessment destroys the file.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from readiness.errors import DatabaseAway, ReadinessError, WrongState

INVITATION = 0
"""The round of the invitations; the rounds after it are reminders."""

_WAIT_SECONDS = 5
_PRAGMAS = {
    "journal_mode": "truncate",
    "secure_delete": 1,
    "foreign_keys": 1,
    "synchronous": 2,
    "temp_store": 2,
}
"""What every connection must have: no write-ahead log, which keeps copies of what was deleted; FULL, so that a mail
that was noted as begun stays noted over a power cut; no temporary copies on the disk."""
_TABLES = """
    CREATE TABLE IF NOT EXISTS person (
        id BLOB PRIMARY KEY,
        address TEXT NOT NULL UNIQUE COLLATE NOCASE,
        role TEXT, place TEXT, organisation TEXT, language TEXT,
        opted_out INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS mail (
        person BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
        round INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('sending', 'sent', 'waiting', 'refused')),
        said TEXT,
        day TEXT NOT NULL,
        PRIMARY KEY (person, round)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS round (number INTEGER PRIMARY KEY, day TEXT NOT NULL, finished INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS tested (text BLOB PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS told (step INTEGER PRIMARY KEY, opted_out INTEGER);
"""
_DUE = """
    SELECT id, address, role, place, organisation, language FROM person
    LEFT JOIN mail AS now ON now.person = id AND now.round = :round
    WHERE NOT opted_out AND (now.state IS NULL OR now.state = 'waiting' OR (now.state = 'sending' AND :again))
"""
_REMINDED = """
    AND EXISTS (SELECT 1 FROM mail WHERE person = id AND round = 0 AND state IN ('sent', 'sending'))
    AND NOT EXISTS (SELECT 1 FROM mail WHERE person = id AND round <> :round
        AND (state = 'refused' OR (day = :day AND state IN ('sent', 'sending'))))
"""
"""Reminded are those whose invitation went out, whose address was not refused, and who had no other mail that day."""
_CLAIM = """
    INSERT INTO mail (person, round, state, day)
    SELECT id, :round, 'sending', :day FROM person WHERE id = :person AND NOT opted_out
    ON CONFLICT (person, round) DO UPDATE SET state = 'sending', said = NULL, day = excluded.day
    WHERE state = 'waiting' OR (state = 'sending' AND :again)
"""


class NoList(ReadinessError):
    """The assessment has no list of invited people, or none any more."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is invited."""

    id: bytes
    address: str
    role: str | None = None
    place: str | None = None
    organisation: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """A round of reminders: its number, the day of its latest mail, and whether everyone was gone through."""

    number: int
    day: date
    finished: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people are on the list, and how far the mails of one round have got."""

    people: int
    opted_out: int
    sent: int
    sending: int
    waiting: int
    refused: int


class Invited:
    """An open list."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, people: Iterable[Person]) -> int:
        """Put those on the list whose address is not on it, all or none, and return how many these are."""
        rows = [(p.id, p.address, p.role, p.place, p.organisation, p.language) for p in people]
        asked = (
            "INSERT INTO person (id, address, role, place, organisation, language) "
            "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (address) DO NOTHING"
        )
        self._connection.execute("BEGIN IMMEDIATE")
        with self._connection:
            return self._connection.executemany(asked, rows).rowcount

    def all(self) -> Iterator[Person]:
        """Yield everyone, in no order that says anything."""
        asked = "SELECT id, address, role, place, organisation, language FROM person ORDER BY id"
        yield from (Person(*row) for row in self._connection.execute(asked))

    def by_address(self, address: str) -> Person | None:
        """Return who has that address, in capitals or small letters."""
        return self._one("address = ?", address)

    def by_id(self, person: bytes) -> Person | None:
        """Return the person with that id."""
        return self._one("id = ?", person)

    def addresses(self) -> set[str]:
        """Return all addresses in small letters, to tell who of a file is on the list already."""
        return {row[0].lower() for row in self._connection.execute("SELECT address FROM person")}

    def languages(self) -> set[str | None]:
        """Return the languages that people on the list are to be written in."""
        return {row[0] for row in self._connection.execute("SELECT DISTINCT language FROM person")}

    def remove(self, person: bytes) -> None:
        """Delete a person and write the file anew, so that no byte of the address stays in it."""
        self._connection.execute("DELETE FROM person WHERE id = ?", (person,))
        # What is deleted is overwritten, but a page that was split once may hold another copy of it.
        self._connection.execute("VACUUM")

    def opt_out(self, person: bytes) -> bool:
        """Note that a person wants no more mail; False where nobody on the list has that id."""
        asked = "UPDATE person SET opted_out = 1 WHERE id = ?"
        return self._connection.execute(asked, (person,)).rowcount > 0

    def told(self) -> tuple[int, int | None] | None:
        """Return the latest step for which was worked out how many want no more mail, and what is told of it."""
        found = self._connection.execute("SELECT step, opted_out FROM told ORDER BY step DESC LIMIT 1")
        row: tuple[int, int | None] | None = found.fetchone()
        return row

    def tell(self, step: int, opted_out: int | None) -> None:
        """Keep what is told at a step, once: whoever comes later the same day is told the same."""
        asked = "INSERT INTO told (step, opted_out) VALUES (?, ?) ON CONFLICT DO NOTHING"
        self._connection.execute(asked, (step, opted_out))

    def due(self, number: int, day: date, again: bool = False) -> list[Person]:
        """Return who still has to be gone through in that round; `again` adds those who may have had their mail."""
        asked = _DUE if number == INVITATION else _DUE + _REMINDED
        values = {"round": number, "day": day.isoformat(), "again": again}
        return [Person(*row) for row in self._connection.execute(f"{asked} ORDER BY id", values)]

    def claim(self, person: bytes, number: int, day: date, again: bool = False) -> bool:
        """Note that a mail is about to be sent; False where it was before, or where the person wants none now."""
        values = {"person": person, "round": number, "day": day.isoformat(), "again": again}
        return self._connection.execute(_CLAIM, values).rowcount > 0

    def note(self, person: bytes, number: int, state: str, said: str | None = None) -> None:
        """Note what became of a mail that was about to be sent, and what the mail server said of it."""
        asked = "UPDATE mail SET state = ?, said = ? WHERE person = ? AND round = ?"
        self._connection.execute(asked, (state, said, person, number))

    def release(self, people: Iterable[bytes], number: int) -> None:
        """Forget that mails of this round were begun: they were not sent."""
        gone = [(person, number) for person in people]
        self._connection.execute("BEGIN IMMEDIATE")
        with self._connection:
            self._connection.executemany("DELETE FROM mail WHERE person = ? AND round = ?", gone)

    def begin_round(self, number: int, day: date) -> None:
        """Note that a round is under way."""
        self._note_round(number, day, finished=False)

    def finish_round(self, number: int, day: date) -> None:
        """Note that everyone was gone through."""
        self._note_round(number, day, finished=True)

    def reminders(self) -> list[Round]:
        """Return the rounds of reminders so far, in order."""
        asked = "SELECT number, day, finished FROM round WHERE number > 0 ORDER BY number"
        return [
            Round(number, date.fromisoformat(day), bool(done))
            for number, day, done in self._connection.execute(asked)
        ]

    def counts(self, number: int = INVITATION) -> Counts:
        """Count the list, and the mails of one round."""
        states = dict(
            self._connection.execute(
                "SELECT state, count(*) FROM mail WHERE round = ? GROUP BY state", (number,)
            )
        )
        asked = "SELECT count(*), coalesce(sum(opted_out), 0) FROM person"
        people, opted_out = self._connection.execute(asked).fetchone()
        return Counts(
            people,
            opted_out,
            **{name: states.get(name, 0) for name in ("sent", "sending", "waiting", "refused")},
        )

    def refusals(self) -> list[tuple[str, str]]:
        """Return the addresses to which no invitation could be brought yet, with what the mail server said.

        Only of invitations: that a reminder was refused would tell that somebody had not answered.
        """
        asked = (
            "SELECT address, coalesce(said, '') FROM mail JOIN person ON id = person "
            "WHERE round = 0 AND state IN ('refused', 'waiting') ORDER BY address"
        )
        return [(address, said) for address, said in self._connection.execute(asked)]

    def note_test(self, text: bytes) -> None:
        """Note that a test mail with this text was sent."""
        self._connection.execute("INSERT INTO tested (text) VALUES (?) ON CONFLICT DO NOTHING", (text,))

    def tested(self, text: bytes) -> bool:
        """Say whether a test mail with this text was sent."""
        found = self._connection.execute("SELECT 1 FROM tested WHERE text = ?", (text,))
        return found.fetchone() is not None

    def _one(self, where: str, value: str | bytes) -> Person | None:
        # `where` is one of the two written above, never something from outside.
        asked = f"SELECT id, address, role, place, organisation, language FROM person WHERE {where}"  # nosec B608
        row = self._connection.execute(asked, (value,)).fetchone()
        return Person(*row) if row else None

    def _note_round(self, number: int, day: date, finished: bool) -> None:
        asked = (
            "INSERT INTO round (number, day, finished) VALUES (?, ?, ?) "
            "ON CONFLICT (number) DO UPDATE SET day = excluded.day, finished = excluded.finished"
        )
        self._connection.execute(asked, (number, day.isoformat(), finished))


@contextmanager
def opened(folder: Path, code: str, make: bool = False) -> Iterator[Invited]:
    """Open the assessment's list; where there is none, `make` one or raise NoList."""
    path = _path(folder, code)
    if make:
        _make(path)
    elif not path.exists():
        raise NoList(
            f"Nobody is on the list of {code}.", f"Add people: readiness invite add {code} people.csv"
        )
    with _said(), closing(_connected(path)) as connection:
        yield Invited(connection)


@contextmanager
def alone(folder: Path, code: str) -> Iterator[None]:
    """Let one process at a time send; the claim ends with the process, however it ends."""
    path = folder / f"{code}.sending"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise WrongState(
                f"Mails of {code} are being sent by another command.", "Wait until it has ended."
            ) from error
        yield


def exists(folder: Path, code: str) -> bool:
    """Say whether the assessment has a list."""
    return _path(folder, code).exists()


def destroy(folder: Path, code: str) -> None:
    """Overwrite the assessment's list and remove it, with all that SQLite may have put beside it."""
    for ending in ("db", "db-journal", "db-wal", "db-shm", "sending", "upload"):
        _destroy(folder / f"{code}.{ending}")


def upload(folder: Path, code: str) -> Path:
    """Return where a file of people lies that waits for a yes."""
    return folder / f"{code}.upload"


def destroy_upload(folder: Path, code: str) -> None:
    """Overwrite it and remove it."""
    _destroy(upload(folder, code))


def _destroy(path: Path) -> None:
    try:
        _overwrite(path)
        path.unlink()
    except FileNotFoundError:
        return


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(bytes(min(left, 1 << 20)))
        file.flush()
        os.fsync(file.fileno())


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _connected(path: Path) -> sqlite3.Connection:
    """Open the file, see that SQLite has taken on what protects it, and make its tables."""
    connection = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
    for name, value in _PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")
        if connection.execute(f"PRAGMA {name}").fetchone()[0] != value:
            connection.close()
            raise DatabaseAway(f"SQLite refuses {name}={value} for {path}.", "Keep it on a local disk.")
    connection.executescript(_TABLES)
    return connection


@contextmanager
def _said() -> Iterator[None]:
    """Turn what SQLite says into what a person may read; nothing of the list is in it."""
    try:
        yield
    except sqlite3.Error as error:
        raise DatabaseAway(
            "The list of invited people cannot be used now: it is busy, its disk is full, or it was destroyed "
            "because the assessment was closed.",
            "Look with `readiness assessment list`, then try again.",
        ) from error


def _path(folder: Path, code: str) -> Path:
    return folder / f"{code}.db"
