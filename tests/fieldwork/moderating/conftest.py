"""A closed assessment with comments, some of which may be quoted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from readiness.fieldwork import lifecycle
from readiness.fieldwork.moderating.moderation import Readings, to_read
from readiness.records import responses
from readiness.records.responses import AnswerSet

WORDS = (
    "Ask Priya at Mill Lane Surgery how she did it. More clinics should book like that.",
    "Our nurse knows. Ring 07700 900123.",
    '=HYPERLINK("http://example.org","click")',
    *(f"Plain comment number {i}, nothing in it." for i in range(12)),
)


@pytest.fixture
def written(database, assessment, tiny, tiny_settings) -> Callable[..., object]:
    """Let people write these comments, and close."""

    def made(words: Sequence[str] = WORDS, background: Sequence[str] = ("Not for print.",), people: int = 0):
        sets = [AnswerSet(comments=(("would-help", each),), quotable=True) for each in words]
        sets += [AnswerSet(comments=(("would-help", each),)) for each in background]
        sets += [AnswerSet() for _ in range(people)]
        with database.write() as session:
            responses.add(session, assessment, tiny, sets)
        return lifecycle.close(database, tiny_settings, assessment.code, date(2026, 11, 30))

    return made


@pytest.fixture
def read(database, tiny) -> Callable[..., Readings]:
    def found(of) -> Readings:
        with database.read() as session:
            return to_read(session, of, tiny)

    return found
