"""Slowing down who floods an assessment, without locking anybody out.

Counted by link and by assessment, in the database, so that all processes count together. Never by address: a hospital
is one address, and two hundred people behind it may answer in the same minute. Who comes beyond the limit is asked to
wait for the next minute; nothing that they entered is lost.

Count last in a transaction: all who come by one link share a row, which PostgreSQL holds until the transaction ends.
"""

from __future__ import annotations

from datetime import datetime

from readiness.config import Settings
from readiness.errors import TooMany
from readiness.records import attempts
from readiness.records.database import Session
from readiness.records.tables import Assessment

RESUMES = 4
"""Tries a minute of codes that share a 128th of all rows, if they lead to a row; each costs a tenth of a second."""
NEW_CODES = 120
"""New resume codes a minute, of all devices together; each costs as much."""

SHARED = 60
"""Pages and files of published results a minute by one link without an account; each leaves a line in the log."""


def begin(session: Session, settings: Settings, assessment: Assessment, way: int, now: datetime) -> None:
    """Count one who begins to answer by this link."""
    _count_way(session, settings, assessment, f"begin {assessment.id} {way}", now)


def send(session: Session, settings: Settings, assessment: Assessment, way: int, now: datetime) -> None:
    """Count one who sends answers by this link."""
    _count_way(session, settings, assessment, f"send {assessment.id} {way}", now)


def resume(session: Session, assessment: Assessment, row: bytes, now: datetime) -> None:
    """Count one who tries a resume code that leads to this row; who tries wrong ones is hardly ever in their way."""
    _count(session, assessment, f"resume {assessment.id} {row[0] // 2}", RESUMES, now)


def new_code(session: Session, assessment: Assessment, now: datetime) -> None:
    """Count one who asks for a resume code."""
    _count(session, assessment, f"code {assessment.id}", NEW_CODES, now)


def read_shared(session: Session, assessment: Assessment, share: int, now: datetime) -> None:
    """Count one who opens, reads or downloads published results by this link."""
    if attempts.counted(session, assessment, f"shared {share}", int(now.timestamp()) // 60) > SHARED:
        raise TooMany("Very many people are reading by this link just now.", "Wait a moment and try again.")


def _count_way(session: Session, settings: Settings, assessment: Assessment, key: str, now: datetime) -> None:
    """Count on open links alone: who has a link of their own can fill one draft and send once."""
    if assessment.mode == "open":
        _count(session, assessment, key, settings.starts_per_minute, now)


def _count(session: Session, assessment: Assessment, key: str, most: int, now: datetime) -> None:
    if attempts.counted(session, assessment, key, int(now.timestamp()) // 60) > most:
        raise TooMany("Very many people are answering just now.", "Wait a moment and try again.")
