"""The benchmarks' own judgement: they must notice what is lost, doubled, partial or never synced."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select

from benchmarks.answering import forms
from benchmarks.answering.person import Person
from benchmarks.answering.stored import held
from benchmarks.faults.power import after_cut
from benchmarks.faults.recorded import Operation
from readiness.fieldwork import submitting
from readiness.instrument.journey import Local
from readiness.instrument.types import Instrument
from readiness.records.database import Database
from readiness.records.tables import Assessment, Comment, Response, random_id

Sent = tuple[Database, list[Person]]
COMMENT = "would-help"


@pytest.fixture
def sent(
    database: Database,
    assessment: Assessment,
    tiny: Instrument,
    local: Local,
    answers: dict[str, Any],
    today: date,
) -> Sent:
    """Two people who differ in one answer and were told that theirs had been sent."""
    people = [_person(answers | {"overall": overall, COMMENT: f"More time {overall}"}) for overall in (3, 8)]
    with database.write() as session:
        for one in people:
            said = one.said | one.written
            assert submitting.submit(session, assessment, tiny, local, said, f"receipt {one.name}", today)
    return database, people


def _person(answers: dict[str, Any]) -> Person:
    person = Person(str(answers["overall"]), "")
    person.said = {key: value for key, value in answers.items() if key != COMMENT}
    person.written = {COMMENT: answers[COMMENT]}
    person.confirmed = person.sending = True
    return person


def url(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def test_all_agrees_where_each_answer_is_there_once(sent: Sent) -> None:
    database, people = sent
    found = held(url(database), people)
    assert found.agrees
    assert (found.rows, found.confirmed) == (2, 2)


def test_a_lost_answer_is_noticed(sent: Sent) -> None:
    database, people = sent
    with database.write() as session:
        session.delete(session.scalars(select(Response)).first())
    found = held(url(database), people)
    assert (found.lost, found.agrees) == (1, False)


def test_a_doubled_answer_is_noticed(sent: Sent) -> None:
    database, people = sent
    with database.write() as session:
        first = session.scalars(select(Response)).first()
        columns = {name: getattr(first, name) for name in Response.__table__.columns.keys()}  # noqa: SIM118
        session.add(Response(**columns | {"id": random_id()}))
    found = held(url(database), people)
    assert (found.doubled, found.agrees) == (1, False)


def test_a_partial_answer_is_noticed(sent: Sent) -> None:
    database, people = sent
    with database.write() as session:
        first = session.scalars(select(Response)).first()
        assert first is not None
        first.answers = {"overall": first.answers["overall"]}
    found = held(url(database), people)
    assert (found.strange, found.agrees) == (1, False)


def test_a_lost_comment_is_noticed(sent: Sent) -> None:
    database, people = sent
    with database.write() as session:
        session.execute(delete(Comment))
    found = held(url(database), people)
    assert (found.comments_lost, found.agrees) == (2, False)


def test_an_answer_whose_sender_was_never_told_may_be_there(sent: Sent) -> None:
    database, people = sent
    people[0].confirmed = False
    found = held(url(database), people)
    assert found.agrees
    assert (found.confirmed, found.unconfirmed) == (1, 1)


WRITTEN = Operation(1.0, 1.1, "write", "a.db", 0, b"x" * 1024)
SYNCED = Operation(1.2, 1.3, "sync", "a.db")


def cut(tmp_path: Path, done: list[Operation], moment: float, seed: int) -> bytes:
    before, after = tmp_path / "before", tmp_path / f"after-{seed}"
    before.mkdir(exist_ok=True)
    (before / "a.db").write_bytes(b"")
    after_cut(done, before, after, moment, random.Random(seed))
    return (after / "a.db").read_bytes()


def test_what_was_synced_survives_every_power_cut(tmp_path: Path) -> None:
    found = {cut(tmp_path, [WRITTEN, SYNCED], 2.0, seed) for seed in range(20)}
    assert found == {WRITTEN.data}


@pytest.mark.parametrize("moment", [1.15, 1.25], ids=["before the sync", "while it syncs"])
def test_what_was_not_synced_is_lost_torn_or_kept_by_chance(tmp_path: Path, moment: float) -> None:
    found = {cut(tmp_path, [WRITTEN, SYNCED], moment, seed) for seed in range(40)}
    assert {b"", WRITTEN.data, b"x" * 512, bytes(512) + b"x" * 512} <= found


def test_a_form_is_read_with_all_that_a_browser_would_send() -> None:
    page = b"""<form action="/language"><input type="hidden" name="a" value="b"></form>
    <form id="answers" action="/a/1/two" method="post"><input type="hidden" name="csrf_token" value="a&amp;b">
    <input type="radio" name="role" value="gp" checked><input type="radio" name="role" value="nurse">
    <input type="checkbox" name="areas" value="one"><textarea name="say">x</textarea><button>Continue</button></form>"""
    form = forms.onward(page)
    assert form is not None
    assert form.hidden == [("csrf_token", "a&b")]
    assert (form.fields.action, form.fields.radios) == ("/a/1/two", {"role": ["gp", "nurse"]})
    assert (form.fields.checkboxes, form.fields.texts) == ({"areas": ["one"]}, ["say"])
    assert form.fields.pressed is None


def test_a_field_that_nobody_can_fill_in_stops_the_benchmark() -> None:
    with pytest.raises(ValueError, match="number"):
        forms.onward(b'<form id="answers" action="/x"><input type="number" name="age"></form>')
