"""An attacker with every file after closing: can answers be laid beside the people, whose order of answering is known?

Two hundred people answer one after the other, a second apart, by a link of their own. The attacker then holds the
database's files, two backups that were made on the way, SQLite's file and log as they were copied after every tenth
person, on PostgreSQL the place and transaction of every row, and tries each order in which anything lies or came.
Chance alone links about one person in each group that can be told apart. A naive store, with hashed tokens, random ids
and no times, shows that these attacks work where nothing is done against them.
"""

from __future__ import annotations

import itertools
import random
import secrets
import sqlite3
from collections.abc import Callable, Iterator
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
from readiness.records import assessments, emptying, tables
from readiness.records.database import Database
from readiness.records.tables import Assessment
from tests.fieldwork.attacker import (
    PEOPLE,
    Copy,
    answering,
    by_chance,
    by_place,
    commenting,
    linked,
    parted,
    rated,
    told,
)

pytestmark = pytest.mark.slow

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MOST = 5
BACKUPS = (80, 140)
"""After so many people a backup is made."""
COPIES = range(10, PEOPLE + 1, 10)
"""After so many people the files are copied as they are."""
TABLES = (("comment", "text", commenting), ("response", "answers", answering))
EMPTIED = ("draft", "send", "single_use_code", "spent_mark")
ORDERS = ("ctid", "xmin::text::bigint", "cmin::text::bigint", "id")
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


@pytest.fixture(autouse=True)
def _a_second_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every look at the clock find that a second has gone by, as if people answered so far apart at least."""
    seconds = itertools.count()
    monkeypatch.setattr(emptying, "monotonic", lambda: float(next(seconds)))


def given(answers: dict[str, Any], person: int) -> dict[str, Any]:
    """Return answers that nobody else gives, and a comment."""
    return {**answers, **rated(person), "would-help": told(person)}


def all_answer(
    database: Database,
    settings: Settings,
    assessment: Assessment,
    tiny: Instrument,
    answers: dict[str, Any],
    today: date,
    then: Callable[[int], None],
) -> None:
    """Let everyone open their link, save two pages and send; `then` is told how many have."""
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
        with database.receive() as session:
            assert submitting.submit(session, assessment, tiny, local, draft.answers, draft.receipt, today)
            spending.spend(session, settings, assessment, secret, entry.way)
            drafts.destroy(session, assessment, secret)
        then(person + 1)


def tokens(database: Database, settings: Settings, assessment: Assessment) -> list[str]:
    if assessment.mode == "codes":
        with database.write() as session:
            return codes.make(session, assessment, PEOPLE)
    key = personal.required_key(settings, assessment)
    return [personal.token(key, assessment.code, personal.new_person()) for _ in range(PEOPLE)]


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
    file, copies = Path(str(database.url.database)), []

    def copy(answered: int) -> None:
        if answered in BACKUPS:
            with closing(sqlite3.connect(file)) as here:
                here.execute("VACUUM INTO ?", (str(tmp_path / f"backup-{answered}.db"),))
        if answered in COPIES:
            copies.append(Copy(answered, file.read_bytes(), log_of(file)))

    all_answer(database, tiny_settings, assessment, tiny, answers, today, copy)
    lifecycle.close(database, tiny_settings, assessment.code, today)
    assert not log_of(file)
    orders = {"the file's bytes": by_place(file.read_bytes())}
    with closing(sqlite3.connect(file)) as here:
        for table, column, seen in TABLES:
            rows = [row[0] for row in here.execute(f"SELECT {column} FROM {table}")]
            orders[table] = seen("\n".join(rows).encode())
        for table in EMPTIED:
            assert here.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    before = [in_backup(tmp_path / f"backup-{number}.db") for number in BACKUPS]
    assert [len(one) for one in before] == list(BACKUPS)
    hidden_in_all(orders, before)
    for number in BACKUPS:
        orders[f"backup {number}"] = by_place((tmp_path / f"backup-{number}.db").read_bytes())
    for one, seen in itertools.product(copies, (commenting, answering)):
        assert one.links(seen) <= 1, "the last one may still be in the log, and nobody before"
        assert len(one.by_page(seen)) == one.answered, "the attack sees all"
        orders |= one.orders(seen)
    assert [name for name, order in orders.items() if not by_chance(order)] == []


def hidden_in_all(orders: dict[str, list[int]], before: list[set[int]]) -> None:
    """See that no order links more than a few; in the three groups that backups tell apart chance links three."""
    found = {name: linked(order) for name, order in orders.items()}
    assert max(found.values()) <= MOST, found
    within = {name: linked(parted(order, before)) for name, order in orders.items()}
    assert max(within.values()) <= MOST + len(before) + 1, within


def log_of(file: Path) -> bytes:
    log = file.with_name(file.name + "-wal")
    return log.read_bytes() if log.exists() else b""


def in_backup(path: Path) -> set[int]:
    with closing(sqlite3.connect(path)) as here:
        return set(commenting(here.execute("SELECT group_concat(text) FROM comment").fetchone()[0].encode()))


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
    orders: dict[str, list[int]] = {}

    def backup(answered: int) -> None:
        if answered in BACKUPS:
            orders.update(laid(database, f"after {answered}"))
            before.append(set(orders[f"comment ctid, after {answered}"]))

    all_answer(database, tiny_settings, assessment, tiny, answers, today, backup)
    lifecycle.close(database, tiny_settings, assessment.code, today)
    closed = laid(database, "closed")
    with database.read() as session:
        transactions = session.scalar(text("SELECT count(DISTINCT xmin::text) FROM response"))
        left = [session.scalar(text(f"SELECT count(*) FROM {table}")) for table in EMPTIED]
    assert transactions == 1
    assert left == [0, 0, 0, 0]
    hidden_in_all(closed, before)
    assert [name for name, order in (orders | closed).items() if not by_chance(order)] == []


def laid(database: Database, when: str) -> dict[str, list[int]]:
    """Return the people in each order in which PostgreSQL keeps their rows; by `ctid` is that of a dump."""
    found = {}
    with database.read() as session:
        for order, (table, column, seen) in itertools.product(ORDERS, TABLES):
            rows = session.scalars(text(f"SELECT {column}::text FROM {table} ORDER BY {order}, ctid"))
            found[f"{table} {order}, {when}"] = seen("\n".join(rows).encode())
    return found


NAIVE = "CREATE TABLE answer (id VARCHAR(36) PRIMARY KEY, token_hash VARCHAR(64), words TEXT)"


def naive(people: int) -> Iterator[dict[str, str]]:
    """Yield what a store keeps that thinks hashed tokens, random ids and no times are enough."""
    for person in range(people):
        yield {"id": secrets.token_hex(16), "hash": secrets.token_hex(32), "words": told(person)}


def test_the_same_attacks_link_everybody_in_a_naive_store(database: Database) -> None:
    kept_naively(database, lambda _: None)
    order = "rowid" if database.embedded else "xmin::text::bigint"
    with database.read() as session:
        rows = session.scalars(text(f"SELECT words FROM answer ORDER BY {order}"))
        assert linked(commenting("\n".join(rows).encode())) == PEOPLE


@sqlite_alone
def test_copies_of_the_files_of_a_naive_store_link_everybody_too(database: Database) -> None:
    file, found = Path(str(database.url.database)), set()

    def copy(answered: int) -> None:
        if answered in COPIES:
            one = Copy(answered, file.read_bytes(), log_of(file))
            last = one.by_log(commenting)[::-1]
            found.update(person for back, person in enumerate(last, 1) if person == answered - back)

    kept_naively(database, copy)
    assert len(found) == PEOPLE


def kept_naively(database: Database, then: Callable[[int], None]) -> None:
    with database.changing() as connection:
        connection.execute(text(NAIVE))
    for person, row in enumerate(naive(PEOPLE)):
        with database.changing() as connection:
            connection.execute(text("INSERT INTO answer VALUES (:id, :hash, :words)"), row)
        then(person + 1)
