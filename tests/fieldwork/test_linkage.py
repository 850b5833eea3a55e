"""An attacker with every file after closing: can answers be laid beside the people, whose order of answering is known?

Two hundred people answer one after the other, by a link of their own. The attacker then holds the database's files, two
backups that were made on the way, on PostgreSQL the place and transaction of every row, and tries each order in which
anything lies. Chance alone links about one person in each group that can be told apart. A naive store, with hashed
tokens, random ids and no times, shows that these attacks work where nothing is done against them.
"""

from __future__ import annotations

import json
import random
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from readiness.config import Settings
from readiness.fieldwork import drafts, lifecycle, submitting
from readiness.fieldwork.drafts import Draft
from readiness.fieldwork.ways import codes, links, personal, spending
from readiness.instrument.types import Instrument
from readiness.records import assessments, tables
from readiness.records.database import Database
from readiness.records.tables import Assessment

pytestmark = pytest.mark.slow

PEOPLE = 200
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MOST = 5
BACKUPS = (80, 140)
"""After so many people a backup is made."""
own_links = pytest.mark.parametrize("mode", ["codes", "personal"], indirect=True)
sqlite_alone = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
postgresql_alone = pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)


@pytest.fixture(autouse=True)
def _same_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw the same random ids in every run, so that luck never decides this test."""
    drawn = random.Random(20261123)
    monkeypatch.setattr(tables, "random_id", lambda: drawn.randbytes(16))
    monkeypatch.setattr("readiness.records.responses.random_id", lambda: drawn.randbytes(16))


def told(person: int) -> str:
    """Return the comment by which the attacker recognises a person's answers."""
    return f"It is person number {person:04d} who says this."


def given(answers: dict[str, Any], person: int) -> dict[str, Any]:
    """Return answers that nobody else gives: four digits to the base of five, and a comment."""
    keys = ("aim-1", "time-1", "time-2", "aim-nurse", "cardiology.commitment-1")
    digits = [person // 4**place % 4 for place in range(len(keys))]
    return {**answers, **dict(zip(keys, digits, strict=True)), "would-help": told(person)}


def all_answer(
    database: Database,
    settings: Settings,
    assessment: Assessment,
    tiny: Instrument,
    answers: dict[str, Any],
    today: date,
    backup: Any,
) -> None:
    """Let everyone open their link, save two pages and send, each after the one before."""
    with database.read() as session:
        local = assessments.local(session, assessment)
    for person, token in enumerate(tokens(database, settings, assessment)):
        with database.read() as session:
            entry = links.follow(session, settings, token, today)
        secret, draft = str(entry.secret), Draft(answers=given(answers, person), way=entry.way)
        with database.write() as session:
            drafts.begin(session, assessment, secret, replace(draft, touched=NOON))
        for page in ("about-you", "aim"):
            lies = drafts.opened(database, assessment, secret, NOON, idle_minutes=30)
            assert lies
            assert drafts.move(database, assessment, secret, lies, page)
        with database.write() as session:
            assert submitting.submit(session, assessment, tiny, local, draft.answers, draft.receipt, today)
            spending.spend(session, settings, assessment, secret, entry.way)
            drafts.destroy(session, assessment, secret)
        if person + 1 in BACKUPS:
            backup(person + 1)


def tokens(database: Database, settings: Settings, assessment: Assessment) -> list[str]:
    if assessment.mode == "codes":
        with database.write() as session:
            return codes.make(session, assessment, PEOPLE)
    key = personal.required_key(settings, assessment)
    return [personal.token(key, assessment.code, personal.new_person()) for _ in range(PEOPLE)]


def linked(order: list[int]) -> int:
    """Return how many people the order links with their answers, read forwards or backwards."""
    return max(sum(at == person for at, person in enumerate(way)) for way in (order, order[::-1]))


def by_place(data: bytes) -> list[int]:
    """Return the people in the order in which their comments lie in the bytes, each where it lies first."""
    places = {person: data.find(told(person).encode()) for person in range(PEOPLE)}
    return sorted((person for person, at in places.items() if at >= 0), key=places.__getitem__)


def parted(order: list[int], before: list[set[int]]) -> list[int]:
    """Return the order within the groups that two backups tell apart."""
    groups = [before[0], before[1] - before[0], set(order) - before[1]]
    return [person for group in groups for person in order if person in group]


def persons(rows: list[str]) -> list[int]:
    """Return whose comments these are."""
    return [int(found.split("number ")[1][:4]) for found in rows]


@own_links
@sqlite_alone
def test_nothing_in_the_files_of_sqlite_links_answers_with_people(
    database: Database,
    tiny_settings: Settings,
    assessment: Assessment,
    tiny: Instrument,
    answers: dict[str, Any],
    today: date,
    tmp_path: Path,
) -> None:
    def backup(number: int) -> None:
        with closing(sqlite3.connect(str(database.url.database))) as here:
            here.execute("VACUUM INTO ?", (str(tmp_path / f"backup-{number}.db"),))

    all_answer(database, tiny_settings, assessment, tiny, answers, today, backup)
    lifecycle.close(database, tiny_settings, assessment.code, today)
    file = Path(str(database.url.database))
    log = file.with_name(file.name + "-wal")
    assert not log.exists() or log.stat().st_size == 0
    orders = {"the file's bytes": by_place(file.read_bytes())}
    with closing(sqlite3.connect(file)) as here:
        for table in ("comment", "response"):
            column = "text" if table == "comment" else "answers"
            rows = [row[0] for row in here.execute(f"SELECT {column} FROM {table}")]
            orders[table] = persons(rows) if table == "comment" else [number(row) for row in rows]
        for table in ("draft", "send", "single_use_code", "spent_mark"):
            assert here.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    before = [in_backup(tmp_path / f"backup-{number}.db") for number in BACKUPS]
    assert [len(one) for one in before] == list(BACKUPS)
    for name, order in dict(orders).items():
        orders[f"{name}, parted by backups"] = parted(order, before)
    for number_ in BACKUPS:
        orders[f"backup {number_}"] = by_place((tmp_path / f"backup-{number_}.db").read_bytes())
    found = {name: linked(order) for name, order in orders.items()}
    assert max(found.values()) <= MOST, found


def number(answered: str) -> int:
    """Return whose answers these are, by what they rated."""
    kept = json.loads(answered)
    digits = [kept.get(key, 0) for key in ("aim-1", "time-1", "time-2", "aim-nurse")]
    return sum(int(digit) * 4**place for place, digit in enumerate(digits)) % PEOPLE


def in_backup(path: Path) -> set[int]:
    with closing(sqlite3.connect(path)) as here:
        return set(persons([row[0] for row in here.execute("SELECT text FROM comment")]))


@own_links
@postgresql_alone
def test_neither_place_nor_transaction_of_postgresql_links_answers_with_people(
    database: Database,
    tiny_settings: Settings,
    assessment: Assessment,
    tiny: Instrument,
    answers: dict[str, Any],
    today: date,
) -> None:
    before: list[set[int]] = []

    def backup(_: int) -> None:
        with database.read() as session:
            before.append(set(persons(list(session.scalars(text("SELECT text FROM comment"))))))

    all_answer(database, tiny_settings, assessment, tiny, answers, today, backup)
    lifecycle.close(database, tiny_settings, assessment.code, today)
    orders = {}
    with database.read() as session:
        for order in ("ctid", "xmin::text::bigint", "cmin::text::bigint", "id"):
            rows = session.scalars(text(f"SELECT text FROM comment ORDER BY {order}"))
            orders[order] = persons(list(rows))
            answered = session.scalars(text(f"SELECT answers::text FROM response ORDER BY {order}"))
            orders[f"response {order}"] = [number(row) for row in answered]
        transactions = session.scalar(text("SELECT count(DISTINCT xmin::text) FROM response"))
        left = [
            session.scalar(text(f"SELECT count(*) FROM {table}"))
            for table in ("draft", "send", "single_use_code", "spent_mark")
        ]
    for name, order in dict(orders).items():
        orders[f"{name}, parted by backups"] = parted(order, before)
    assert transactions == 1
    assert left == [0, 0, 0, 0]
    found = {name: linked(order) for name, order in orders.items()}
    assert max(found.values()) <= MOST, found


NAIVE = "CREATE TABLE answer (id VARCHAR(36) PRIMARY KEY, token_hash VARCHAR(64), words TEXT)"


def naive(people: int) -> Iterator[dict[str, str]]:
    """Yield what a store keeps that thinks hashed tokens, random ids and no times are enough."""
    for person in range(people):
        yield {"id": secrets.token_hex(16), "hash": secrets.token_hex(32), "words": told(person)}


def test_the_same_attacks_link_everybody_in_a_naive_store(database: Database) -> None:
    with database.changing() as connection:
        connection.execute(text(NAIVE))
    for row in naive(PEOPLE):
        with database.changing() as connection:
            connection.execute(text("INSERT INTO answer VALUES (:id, :hash, :words)"), row)
    order = "rowid" if database.embedded else "xmin::text::bigint"
    with database.read() as session:
        rows = list(session.scalars(text(f"SELECT words FROM answer ORDER BY {order}")))
    assert linked(persons(rows)) == PEOPLE


@sqlite_alone
def test_the_log_of_a_naive_store_links_everybody_too(database: Database) -> None:
    with database.changing() as connection:
        connection.execute(text(NAIVE))
    for row in naive(PEOPLE):
        with database.changing() as connection:
            connection.execute(text("INSERT INTO answer VALUES (:id, :hash, :words)"), row)
    file = Path(str(database.url.database))
    log = file.with_name(file.name + "-wal").read_bytes()
    assert linked(by_place(log)) >= PEOPLE / 4
