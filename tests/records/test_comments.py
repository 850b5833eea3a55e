"""Decisions about comments: one for each, kept apart, and lost by no step that is repeated."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Date, DateTime, Integer, Time, inspect, text
from sqlalchemy import exc as problem

from readiness.fieldwork import lifecycle
from readiness.records import comments, responses
from readiness.records.comments import Decision
from readiness.records.responses import AnswerSet


@pytest.fixture
def written(database, assessment, tiny):
    sets = [AnswerSet(comments=(("would-help", f"Comment {i}"),), quotable=i % 2 == 0) for i in range(8)]
    with database.write() as session:
        responses.add(session, assessment, tiny, sets)
    return assessment


def states(database, of):
    with database.read() as session:
        return {each.text: (each.state, each.reason, each.cut) for each in comments.consented(session, of)}


def test_every_comment_waits_until_it_is_decided_about(database, written):
    assert states(database, written) == {f"Comment {i}": (None, None, None) for i in (0, 2, 4, 6)}


def test_comments_without_consent_are_apart(database, written):
    with database.read() as session:
        found = comments.background(session, written)
    assert sorted(words for _, words in found) == [f"Comment {i}" for i in (1, 3, 5, 7)]


def test_the_last_decision_counts(database, written):
    with database.write() as session:
        first = comments.consented(session, written)[0]
        comments.decide(session, first, Decision("withheld", "person"))
        comments.decide(session, first, Decision("shown", cut="[…]"))
    assert states(database, written)[first.text] == ("shown", None, "[…]")


@pytest.mark.parametrize(
    "decision",
    [
        Decision("waiting"),
        Decision("withheld"),
        Decision("shown", "person"),
        Decision("withheld", "person", "[…]"),
    ],
)
def test_the_database_itself_refuses_a_decision_that_makes_no_sense(database, written, decision):
    with pytest.raises(problem.IntegrityError), database.write() as session:
        comments.decide(session, comments.consented(session, written)[0], decision)


def test_decisions_outlive_the_writing_anew_at_closing(database, written, tiny_settings):
    """Nobody can decide before closing; but no step that is repeated may lose what was decided."""
    lifecycle.close(database, tiny_settings, written.code, date(2026, 11, 30))
    with database.write() as session:
        for comment in comments.consented(session, written):
            comments.decide(session, comment, Decision("withheld", "person"))
    before = states(database, written)
    with database.write() as session:
        responses.forget(session, written)
    database.rewrite()
    assert states(database, written) == before
    assert {state for state, _, _ in before.values()} == {"withheld"}


def test_beside_a_decision_stands_no_time_and_nobody(database):
    with database.engine.connect() as connection:
        columns = inspect(connection).get_columns("moderation")
    assert {column["name"] for column in columns} == {"comment_id", "state", "reason", "cut"}
    assert not any(isinstance(column["type"], Date | DateTime | Time | Integer) for column in columns)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_numbers_no_decision(database):
    with pytest.raises(problem.OperationalError, match="no such column: rowid"), database.read() as session:
        session.execute(text("SELECT rowid FROM moderation"))
