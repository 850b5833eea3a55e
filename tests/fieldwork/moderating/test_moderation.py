"""Who may read comments, and when; what may be decided about them, and what no approval lets through."""

from __future__ import annotations

import io
from datetime import date

import pytest

from readiness.errors import TooFewAnswers, WrongState
from readiness.fieldwork import importing, lifecycle
from readiness.fieldwork.moderating import moderation
from readiness.fieldwork.moderating.moderation import NotDecided, handles, show, withhold
from readiness.records import responses
from readiness.records.comments import Decision
from readiness.records.responses import AnswerSet


def about(readings, part):
    return next(reading for reading in readings.readings if part in reading.comment.text)


def test_nobody_reads_a_comment_while_people_may_still_answer(database, assessment, tiny):
    with database.write() as session:
        responses.add(
            session, assessment, tiny, [AnswerSet(comments=(("would-help", "x"),), quotable=True)] * 20
        )
    with database.read() as session:
        for reading in (moderation.to_read, moderation.background):
            with pytest.raises(WrongState, match=r"who wrote which.*readiness assessment close"):
                reading(session, assessment, tiny)


def test_nobody_reads_a_comment_of_too_few_people(database, written, tiny):
    closed = written(["One.", "Two."])
    with database.read() as session:
        for reading in (moderation.to_read, moderation.background):
            with pytest.raises(TooFewAnswers):
                reading(session, closed, tiny)


def test_comments_to_a_question_that_too_few_answered_are_not_read_in_vain(written, read):
    found = read(written(["One.", "Two."], people=20))
    assert found.readings == ()
    assert found.unneeded == ("What would help?",)


def test_only_comments_with_consent_are_listed_and_the_others_apart(database, written, read, tiny):
    closed = written()
    assert not any("Not for print" in reading.comment.text for reading in read(closed).readings)
    with database.read() as session:
        assert moderation.background(session, closed, tiny) == [("What would help?", "Not for print.")]


def test_what_is_suspicious_is_told_with_the_assessments_own_names(written, read):
    reading = about(read(written()), "Priya")
    assert reading.looked_at == ('name "Priya"', 'organisation or place "Mill Lane Surgery"')
    assert reading.state == "waiting"


def test_decisions_are_kept_and_counted(database, written, read):
    closed = written()
    found = read(closed)
    priya, plain = about(found, "Priya"), about(found, "number 3")
    with database.write() as session:
        moderation.keep(
            session,
            {
                priya: show(priya, "[...] More clinics should book like that."),
                plain: withhold("repeated"),
            },
        )
    found = read(closed)
    assert [found.count(state) for state in ("waiting", "shown", "withheld")] == [13, 1, 1]
    assert about(found, "Priya").comment.cut == "[…] More clinics should book like that."
    assert about(found, "number 3").comment.reason == "repeated"


def test_a_comment_shown_as_it_was_written_has_no_cut(written, read):
    reading = about(read(written()), "number 5")
    assert show(reading) == show(reading, reading.comment.text) == Decision("shown")


@pytest.mark.parametrize("words", ["Ring 07700 900123", "a.b@example.org said so", "943 476 5919 waited"])
def test_no_approval_lets_a_phone_number_an_address_or_an_nhs_number_through(written, read, words):
    plain = [f"Comment {i}." for i in range(11)]
    reading = about(read(written([f"{words}. All else is well.", *plain])), words)
    with pytest.raises(NotDecided, match=r"never shown.*Cut it out"):
        show(reading)
    assert show(reading, "All else is well.").cut == "[…] All else is well."


def test_what_is_left_in_a_shown_comment_is_told(written, read):
    found = read(written())
    reading = about(found, "Priya")
    assert found.left(reading, show(reading, "Ask Priya")) == ('name "Priya"',)
    assert found.left(reading, withhold("person")) == ()


def test_an_unknown_reason_or_comment_is_refused_with_what_was_meant(written, read):
    found = read(written())
    with pytest.raises(NotDecided, match='did you mean "patient"'):
        withhold("pateint")
    handle = found.readings[0].handle
    with pytest.raises(NotDecided, match=handle):
        found.of(handle[:-1])
    assert found.of(f" {handle.upper()} ") is found.readings[0]


def test_handles_are_short_random_and_never_alike():
    ids = [bytes([i // 256, i % 256]) * 8 for i in range(3000)]
    names = handles(ids)
    assert len(set(names.values())) == 3000
    assert {len(name) for name in names.values()} == {8}
    assert handles(reversed(ids)) == names
    assert [names[one] for one in ids] != sorted(names.values())


def test_where_two_handles_would_be_alike_all_are_longer(monkeypatch):
    monkeypatch.setattr(moderation, "_HANDLE", 1)
    names = handles(bytes([i]) * 16 for i in range(40))
    assert len(set(names.values())) == 40
    assert len({len(name) for name in names.values()}) == 1


def test_imported_comments_are_read_like_those_that_people_sent(
    database, assessment, tiny, local, read, tiny_settings
):
    """Consent is a column of the file; a row without it counts as a no."""
    rows = [
        f'nurse,cardiology,"Words {i}, imported.",{"yes" if i < 12 else "no" if i < 14 else ""}'
        for i in range(16)
    ]
    text = "\n".join(("role,areas,would-help,quote", *rows))
    answers = importing.read(io.BytesIO(text.encode()), tiny, local, "answers.csv")
    with database.write() as session:
        importing.import_answers(session, assessment, tiny, answers)
    closed = lifecycle.close(database, tiny_settings, assessment.code, date(2026, 11, 30))
    found = read(closed)
    assert sorted(reading.comment.text for reading in found.readings) == sorted(
        f"Words {i}, imported." for i in range(12)
    )
    with database.read() as session:
        assert len(moderation.background(session, closed, tiny)) == 4
