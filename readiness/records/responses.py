"""Answers: kept whole, counted, and read once as a wave for analysis."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Text, cast, delete, func, insert, select, text
from sqlalchemy.orm import Session

from readiness.instrument.types import Instrument
from readiness.records import assessments, stirring, wave
from readiness.records.inserts import inserted
from readiness.records.tables import Assessment, Comment, Draft, ImportedFile, Response, Send, random_id

_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """What one person answered, sorted into what is kept."""

    strata: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    areas: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    comments: tuple[tuple[str, str], ...] = ()
    """(question, text)."""
    quotable: bool = False
    hasty: bool | None = None
    """Whether less than two seconds an item were taken; None where nobody measured it."""


def add(session: Session, assessment: Assessment, instrument: Instrument, sets: Iterable[AnswerSet]) -> None:
    """Keep the answer sets; a comment of many is in no order that leads back to its answers."""
    _kept(session, assessment, instrument, list(sets))


def receive(session: Session, assessment: Assessment, instrument: Instrument, one: AnswerSet) -> None:
    """Keep what one person has just sent, so that it lies among what is there already, and not after it."""
    rows, comments = _kept(session, assessment, instrument, [one])
    stirring.stir(session, assessment, Response, (row["id"] for row in rows))
    stirring.stir(session, assessment, Comment, (comment["id"] for comment in comments))


def count(session: Session, assessment: Assessment) -> int:
    """Return how many people have answered."""
    asked = select(func.count()).select_from(Response).where(Response.assessment_id == assessment.id)
    return session.scalar(asked) or 0


def hashes(session: Session, assessment: Assessment) -> set[str]:
    """Return the hashes of the instruments that the kept answers were given to."""
    asked = select(Response.instrument_hash).where(Response.assessment_id == assessment.id).distinct()
    return set(session.scalars(asked))


def load_wave(session: Session, assessment: Assessment, instrument: Instrument) -> wave.Wave:
    """Read all answers of the assessment into arrays."""
    strata = [getattr(Response, name) for name in wave.STRATA]
    columns = [*strata, Response.hasty, cast(Response.answers, Text), cast(Response.areas, Text)]
    asked = select(*columns).where(Response.assessment_id == assessment.id)
    rows = session.execute(asked.execution_options(yield_per=_BATCH)).partitions()
    return wave.built(instrument, assessments.local(session, assessment), rows)


def spend(session: Session, assessment: Assessment, receipt: str) -> bool:
    """Take the receipt; of many who try at once, one alone is told True."""
    return inserted(session, Send, {"key_hash": _key(assessment, receipt), "assessment_id": assessment.id})


def spent(session: Session, assessment: Assessment, receipt: str) -> bool:
    """Say whether answers with that receipt are kept."""
    asked = select(Send.key_hash).where(Send.key_hash == _key(assessment, receipt))
    return session.scalar(asked) is not None


def note_import(session: Session, assessment: Assessment, digest: bytes) -> bool:
    """Remember that these answers were imported; False where they had been already."""
    return inserted(session, ImportedFile, {"assessment_id": assessment.id, "digest": digest})


def forget(session: Session, assessment: Assessment) -> None:
    """Destroy drafts and receipts, and store the answers in random order as if all had come at one moment.

    PostgreSQL keeps rows in the order of their arrival and marks each with the number of its transaction: both tell
    who answered when. SQLite stores them by their random ids alone.
    """
    for table in (Draft, Send):
        session.execute(delete(table).where(table.assessment_id == assessment.id))
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL statement_timeout = '10min'"))
        for name in (Response.__tablename__, Comment.__tablename__):
            session.execute(text(_SHUFFLED.format(table=name)), {"assessment": assessment.id})


_SHUFFLED = """
    WITH taken AS (DELETE FROM {table} WHERE assessment_id = :assessment RETURNING *)
    INSERT INTO {table} SELECT * FROM taken ORDER BY id
"""


def _kept(
    session: Session, assessment: Assessment, instrument: Instrument, sets: list[AnswerSet]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    rows = [_row(assessment, instrument, one) for one in sets]
    comments = [_comment(assessment, one, *words) for one in sets for words in one.comments]
    _insert(session, Response, rows)
    _insert(session, Comment, comments)
    return rows, comments


def _row(assessment: Assessment, instrument: Instrument, one: AnswerSet) -> dict[str, Any]:
    return {
        "id": random_id(),
        "assessment_id": assessment.id,
        "version": instrument.version,
        "instrument_hash": instrument.digest,
        **{name: one.strata.get(name) for name in wave.STRATA},
        "answers": one.answers,
        "areas": one.areas,
        "hasty": one.hasty,
    }


def _comment(assessment: Assessment, one: AnswerSet, question: str, words: str) -> dict[str, Any]:
    return {
        "id": random_id(),
        "assessment_id": assessment.id,
        "question": question,
        "text": words,
        "quotable": one.quotable,
    }


def _insert(session: Session, table: type[Response] | type[Comment], rows: list[dict[str, Any]]) -> None:
    """Insert in the order of the random ids, which is no order at all, and the fastest for SQLite."""
    rows.sort(key=lambda row: row["id"])
    for start in range(0, len(rows), _BATCH):
        session.connection().execute(insert(table), rows[start : start + _BATCH])


def _key(assessment: Assessment, receipt: str) -> bytes:
    return hashlib.sha256(f"{assessment.code}\n{receipt}".encode()).digest()
