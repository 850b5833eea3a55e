"""What is sent is checked again, kept once, and sorted into what belongs together."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from sqlalchemy import select

from readiness.config import Settings
from readiness.errors import Closed, InstrumentChanged, NotOpenYet, Unanswered
from readiness.fieldwork import lifecycle, submitting
from readiness.instrument import journey
from readiness.instrument.journey import Local
from readiness.instrument.types import Instrument
from readiness.records import responses
from readiness.records.database import Database
from readiness.records.tables import Assessment, Comment

LEAST = {"role": "manager", "areas": ["diabetes"]}


@pytest.fixture
def send(database: Database, assessment: Assessment, tiny: Instrument, local: Local, today: date) -> Any:
    def sent(answers: dict[str, Any], receipt: str = "receipt") -> bool:
        with database.write() as session:
            return submitting.submit(session, assessment, tiny, local, answers, receipt, today)

    return sent


def count(database: Database, assessment: Assessment) -> int:
    with database.read() as session:
        return responses.count(session, assessment)


def faults(tiny: Instrument, local: Local, answers: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(Unanswered) as found:
        submitting.checked(tiny, local, answers)
    return found.value.faults


def test_a_whole_answer_set_is_kept_and_a_second_send_is_told_so(
    send: Any, database: Database, assessment: Assessment, answers: dict[str, Any]
) -> None:
    assert send(answers) is True
    assert send(answers) is False
    assert count(database, assessment) == 1


def test_equal_answers_of_two_people_are_two(
    send: Any, database: Database, assessment: Assessment, answers: dict[str, Any]
) -> None:
    assert send(answers, "one")
    assert send(answers, "two")
    assert count(database, assessment) == 2


def test_it_can_be_asked_whether_a_receipt_is_kept(
    send: Any, database: Database, assessment: Assessment, answers: dict[str, Any]
) -> None:
    send(answers)
    with database.read() as session:
        assert submitting.sent(session, assessment, "receipt")
        assert not submitting.sent(session, assessment, "another")


def test_role_and_areas_are_enough(send: Any) -> None:
    assert send(LEAST)


def test_without_role_and_areas_nothing_is_kept_and_both_are_named(
    send: Any, database: Database, assessment: Assessment
) -> None:
    with pytest.raises(Unanswered) as found:
        send({"aim-1": 3})
    assert found.value.faults == {"role": "Choose an answer", "areas": "Choose at least one"}
    assert count(database, assessment) == 0
    assert send(LEAST), "the receipt of a refused send is not spent"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("role", "king"),
        ("role", 1),
        ("place", "west"),
        ("aim-1", 4),
        ("aim-1", -1),
        ("aim-1", "3"),
        ("aim-1", True),
        ("aim-1", 2.0),
        ("areas", "diabetes"),
        ("areas", ["diabetes", "diabetes", "nowhere"]),
        ("areas", ["cardiology", "respiratory", "diabetes"]),
        ("diabetes.importance", 11),
        ("diabetes.barriers", ["time", "money", "other"]),
        ("diabetes.innovation.monitors", "never"),
        ("overall", "many"),
        ("would-help", "x" * 201),
        ("would-help", ["a", "b"]),
    ],
)
def test_an_answer_that_is_not_on_offer_is_named(
    key: str, value: Any, tiny: Instrument, local: Local
) -> None:
    assert list(faults(tiny, local, {**LEAST, key: value})) == [key]


@pytest.mark.parametrize(
    "key", ["nonsense", "aim-9", "elsewhere.importance", "diabetes.innovation.pills", "", "a.b.c"]
)
def test_a_key_that_is_no_question_is_named(key: str, tiny: Instrument, local: Local) -> None:
    assert faults(tiny, local, {**LEAST, key: 1}) == {key: "This is no question of this survey."}


def test_what_a_change_of_mind_left_behind_is_dropped(
    tiny: Instrument, local: Local, answers: dict[str, Any]
) -> None:
    changed = submitting.checked(tiny, local, {**answers, "role": "manager", "areas": ["respiratory"]})
    assert "aim-nurse" not in changed.answers
    assert list(changed.areas) == ["respiratory"]


def test_a_question_about_barriers_that_was_put_and_left_blank_is_kept_as_none_named(
    tiny: Instrument, local: Local
) -> None:
    assert submitting.checked(tiny, local, LEAST).areas == {"diabetes": {"barriers": []}}


def test_comments_lie_apart_with_nothing_but_whether_they_may_be_quoted(
    send: Any, database: Database, answers: dict[str, Any]
) -> None:
    send(answers, "one")
    send({**LEAST, "would-help": " Room to think.\r\n"}, "two")
    with database.read() as session:
        found = {comment.text: comment.quotable for comment in session.scalars(select(Comment))}
    assert found == {"More time for the team.": True, "Room to think.": False}


@pytest.mark.parametrize(("consent", "quotable"), [("yes", True), ("no", False), (None, False)])
def test_only_a_yes_lets_comments_be_quoted(
    consent: str | None, quotable: bool, tiny: Instrument, local: Local, answers: dict[str, Any]
) -> None:
    kept = submitting.checked(tiny, local, {**answers, "quote": consent})
    assert kept.quotable is quotable
    assert "quote" not in kept.answers


def test_nothing_is_taken_before_the_first_and_after_the_last_day(
    database: Database, assessment: Assessment, tiny: Instrument, local: Local
) -> None:
    for day, refusal in ((date(2026, 11, 1), NotOpenYet), (date(2026, 11, 30), Closed)):
        with pytest.raises(refusal), database.write() as session:
            submitting.submit(session, assessment, tiny, local, LEAST, "receipt", day)
    assert count(database, assessment) == 0


def test_nothing_is_taken_after_closing_though_the_page_was_open_before(
    database: Database, assessment: Assessment, send: Any, settings
) -> None:
    lifecycle.close(database, settings, assessment.code, date(2026, 11, 12))
    assert assessment.state == "open", "what the page still believes"
    with pytest.raises(Closed):
        send(LEAST)


def test_nothing_is_taken_while_it_is_a_draft(
    database: Database, draft_assessment: Assessment, tiny: Instrument, local: Local
) -> None:
    with pytest.raises(NotOpenYet), database.write() as session:
        submitting.submit(session, draft_assessment, tiny, local, LEAST, "receipt")


def test_answers_to_other_words_than_were_locked_are_not_taken(
    database: Database, assessment: Assessment, tiny: Instrument, local: Local, tiny_settings: Settings
) -> None:
    other = tiny.model_copy(update={"digest": "0" * 64})
    with pytest.raises(InstrumentChanged), database.write() as session:
        submitting.submit(session, assessment, other, local, LEAST, "receipt")


NO_LOCAL = Local()


def test_an_assessment_without_places_areas_and_innovations_asks_for_none(tiny: Instrument) -> None:
    kept = submitting.checked(tiny, NO_LOCAL, {"role": "nurse", "aim-1": 1})
    assert (kept.strata, kept.areas) == ({"role": "nurse"}, {})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
KEYS = [
    "role",
    "areas",
    "place",
    "aim-1",
    "diabetes.importance",
    "diabetes.barriers",
    "would-help",
    "quote",
    "x",
]


@how(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=8), JSON, max_size=8))
def test_whatever_is_sent_is_kept_checked_or_refused_in_words(tiny: Instrument, sent: dict[str, Any]) -> None:
    local = Local(areas=tuple(journey.Option(id=area, text=area) for area in ("cardiology", "diabetes")))
    try:
        kept = submitting.checked(tiny, local, sent)
    except Unanswered:
        assert all(faults(tiny, local, sent).values())
    else:
        assert kept.strata["role"] in ("nurse", "manager")
