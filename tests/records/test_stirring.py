"""Storing rows anew, so that their places tell nothing, loses none and changes none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from readiness.fieldwork import lifecycle
from readiness.instrument.types import Instrument
from readiness.records import responses
from readiness.records.database import Database, Session
from readiness.records.responses import AnswerSet
from readiness.records.tables import Assessment, Comment, Moderation, Response

PEOPLE = 60


def one(person: int) -> AnswerSet:
    return AnswerSet(
        strata={"role": "nurse"},
        answers={"aim-1": person, "long": "x" * (97 * person)},
        areas={"cardiology": {"importance": person}},
        comments=tuple((question, f"{person} says {question}") for question in ("would-help", "other")),
        quotable=person % 2 == 0,
        hasty=person % 3 == 0,
    )


def receive(database: Database, assessment: Assessment, tiny: Instrument, person: int) -> None:
    with database.receive() as session:
        responses.receive(session, assessment, tiny, one(person))


def kept(session: Session, assessment: Assessment) -> tuple[Sequence[Any], Sequence[Any]]:
    answers = select(Response).where(Response.assessment_id == assessment.id)
    comments = select(Comment).where(Comment.assessment_id == assessment.id)
    return (
        sorted(
            (row.answers["aim-1"], row.answers, row.areas, row.role, row.hasty)
            for row in session.scalars(answers)
        ),
        sorted((row.text, row.question, row.quotable) for row in session.scalars(comments)),
    )


def expected(people: int) -> tuple[Sequence[Any], Sequence[Any]]:
    sets = [one(person) for person in range(people)]
    return (
        [(person, own.answers, own.areas, "nurse", own.hasty) for person, own in enumerate(sets)],
        sorted((words, question, own.quotable) for own in sets for question, words in own.comments),
    )


def test_every_answer_is_there_as_it_was_given_short_or_long(
    database: Database, assessment: Assessment, tiny: Instrument
) -> None:
    for person in range(PEOPLE):
        receive(database, assessment, tiny, person)
    with database.read() as session:
        assert kept(session, assessment) == expected(PEOPLE)


def test_what_another_assessment_has_and_others_refer_to_stays_as_it_is(
    database: Database,
    assessment: Assessment,
    tiny: Instrument,
    tiny_settings: Any,
    tiny_setup: Any,
) -> None:
    with database.write() as session:
        closed = lifecycle.create(session, tiny_setup.model_copy(update={"year": 2025}), tiny_settings)
        responses.add(
            session, closed, tiny, [replace(one(number), answers={"aim-1": number}) for number in range(8)]
        )
        before = {row.id: row.text for row in session.scalars(select(Comment))}
        session.add_all(Moderation(comment_id=comment, state="shown") for comment in before)
    for person in range(PEOPLE):
        receive(database, assessment, tiny, person)
    with database.read() as session:
        theirs = session.scalars(select(Comment).where(Comment.assessment_id == closed.id))
        assert {row.id: row.text for row in theirs} == before
        assert set(session.scalars(select(Moderation.comment_id))) == set(before)


@pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
def test_two_at_once_wait_for_neither_and_lose_nothing(
    database: Database, assessment: Assessment, tiny: Instrument
) -> None:
    for person in range(PEOPLE - 2):
        receive(database, assessment, tiny, person)
    with database.receive() as first, database.receive() as second:
        responses.receive(first, assessment, tiny, one(PEOPLE - 2))
        responses.receive(second, assessment, tiny, one(PEOPLE - 1))
    with database.read() as session:
        assert kept(session, assessment) == expected(PEOPLE)
