"""Answers are kept once, whole, and in no order; closing removes what could tell one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from readiness.fieldwork import lifecycle, submitting
from readiness.fieldwork.drafts import Draft, begin
from readiness.fieldwork.ways.secret import new_secret
from readiness.instrument.journey import Local
from readiness.instrument.types import Instrument
from readiness.records import responses
from readiness.records.database import Database
from readiness.records.responses import AnswerSet
from readiness.records.tables import Assessment, Comment, Response, Send
from readiness.records.tables import Draft as SealedDraft

THREADS = 16


@pytest.fixture
def send(
    database: Database, assessment: Assessment, tiny: Instrument, local: Local, answers: dict[str, Any]
) -> Any:
    def sent(receipt: str) -> bool:
        with database.write() as session:
            return submitting.submit(session, assessment, tiny, local, answers, receipt)

    return sent


def count(database: Database, table: Any) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_sixteen_who_send_the_same_at_once_are_one(database: Database, send: Any) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        told = list(pool.map(send, ["the same"] * THREADS))
    assert sum(told) == 1
    assert [count(database, table) for table in (Response, Comment, Send)] == [1, 1, 1]


def test_three_hundred_double_sends_count_three_hundred(database: Database, send: Any) -> None:
    receipts = [f"receipt {n // 2}" for n in range(600)]
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(send, receipts))
    assert sum(told) == 300
    assert [count(database, table) for table in (Response, Send)] == [300, 300]


@pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
def test_the_control_who_looks_first_and_inserts_then_counts_twice(
    database: Database, assessment: Assessment, tiny: Instrument
) -> None:
    with database.write() as one, database.write() as other:
        found = [responses.spent(session, assessment, "the same") for session in (one, other)]
        for session in (one, other):
            responses.add(session, assessment, tiny, [AnswerSet()])
    assert found == [False, False]
    assert count(database, Response) == 2


def test_the_same_receipt_in_another_assessment_is_another(
    database: Database, assessment: Assessment, tiny_setup: Any, tiny_settings: Any
) -> None:
    with database.write() as session:
        other = lifecycle.create(session, tiny_setup, tiny_settings)
        assert responses.spend(session, assessment, "receipt")
        assert responses.spend(session, other, "receipt")


def test_the_count_is_of_one_assessment(
    database: Database, assessment: Assessment, send: Any, tiny_setup: Any, tiny_settings: Any
) -> None:
    send("one")
    with database.write() as session:
        other = lifecycle.create(session, tiny_setup, tiny_settings)
        assert (responses.count(session, assessment), responses.count(session, other)) == (1, 0)


def test_a_stored_row_holds_no_more_than_was_answered(
    database: Database, assessment: Assessment, send: Any
) -> None:
    send("one")
    with database.read() as session:
        row, comment = session.scalars(select(Response)).one(), session.scalars(select(Comment)).one()
    assert (row.role, row.place, row.organisation_type, row.tenure) == ("nurse", "north", "trust", "long")
    assert row.answers == {
        "aim-1": 3,
        "aim-nurse": 2,
        "time-1": 0,
        "time-2": 1,
        "overall": 7,
        "adopted": "one",
    }
    assert row.areas == {
        "cardiology": {
            "commitment-1": 3,
            "importance": 10,
            "innovation.monitors": "use",
            "barriers": ["time", "money"],
        },
        "respiratory": {"commitment-1": 0, "importance": 0, "barriers": []},
    }
    assert (comment.question, comment.text, comment.quotable) == (
        "would-help",
        "More time for the team.",
        True,
    )
    assert len(row.id) == len(comment.id) == 16
    assert row.id != comment.id


def test_closing_destroys_drafts_and_receipts_and_keeps_answers(
    database: Database, assessment: Assessment, send: Any, settings
) -> None:
    send("one")
    with database.write() as session:
        begin(session, assessment, new_secret(), Draft(answers={"role": "nurse"}))
    lifecycle.close(database, settings, assessment.code, date(2026, 11, 30))
    tables = (Response, Comment, Send, SealedDraft)
    assert [count(database, table) for table in tables] == [1, 1, 0, 0]


@pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
def test_on_postgresql_neither_place_nor_transaction_tells_who_came_first_after_closing(
    database: Database, assessment: Assessment, tiny: Instrument, settings
) -> None:
    for n in range(40):
        with database.write() as session:
            responses.add(session, assessment, tiny, [AnswerSet(answers={"aim-1": n % 5})])
    lying = text("SELECT id, xmin::text FROM response ORDER BY ctid")
    with database.read() as session:
        before = session.execute(lying).all()
    lifecycle.close(database, settings, assessment.code, date(2026, 11, 30))
    with database.read() as session:
        after = session.execute(lying).all()
    assert len({xmin for _, xmin in before}) == 40, "the control: each came by itself"
    assert len({xmin for _, xmin in after}) == 1
    assert [bytes(row) for row, _ in after] == sorted(bytes(row) for row, _ in before)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_on_sqlite_no_byte_of_a_draft_or_receipt_is_left_after_closing(
    database: Database, assessment: Assessment, send: Any, settings
) -> None:
    secret = new_secret()
    with database.write() as session:
        begin(session, assessment, secret, Draft(answers={"would-help": "x" * 600}))
        sealed = session.scalars(select(SealedDraft.sealed)).one()
        responses.spend(session, assessment, "a receipt")
        spent = session.scalars(select(Send.key_hash)).one()
    assert sealed[:64] in held(database), "the control: while it is open both lie there"
    assert spent in held(database)
    lifecycle.close(database, settings, assessment.code, date(2026, 11, 30))
    assert sealed[:64] not in held(database)
    assert spent not in held(database)


def held(database: Database) -> bytes:
    """Every byte that SQLite has in its files."""
    path = Path(str(database.url.database))
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
