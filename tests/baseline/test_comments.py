"""A comment reaches the findings only with consent, approved, complete, and as one of many."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from readiness.baseline.comments import quoted
from readiness.baseline.door import baseline
from readiness.errors import WrongState
from readiness.fieldwork import lifecycle
from readiness.records import comments, responses
from readiness.records.comments import Consented, Decision
from readiness.records.responses import AnswerSet
from readiness.reporting.exports.json import as_json
from readiness.reporting.words.printed import printable

SEED = 7
CANARY = "canary-4711"


def written(n: int, question: str = "would-help", state: str | None = "shown") -> list[Consented]:
    return [Consented(bytes([i]) * 16, question, f"Comment number {i}.", state) for i in range(n)]


def told(instrument, given, threshold=11):
    return {each.id: each.texts for each in quoted(instrument, given, threshold, SEED)}


def test_approved_comments_stand_under_their_question_as_it_was_asked(instrument):
    given = written(12) + written(11, "works-well")
    helps, works = quoted(instrument, given, 11, SEED)
    assert (helps.id, len(helps.texts)) == ("would-help", 12)
    assert helps.question == "Which one change would help most where you work?"
    assert (works.id, len(works.texts)) == ("works-well", 11)


@pytest.mark.parametrize(("n", "shown"), [(0, False), (3, False), (10, False), (11, True)])
def test_a_question_needs_as_many_comments_with_consent_as_any_figure_needs_people(instrument, n, shown):
    assert bool(told(instrument, written(n))) is shown


@pytest.mark.parametrize(("approved", "shown"), [(0, False), (1, False), (2, False), (3, True)])
def test_a_lone_quotation_is_not_shown_nor_are_two(instrument, approved, shown):
    given = written(approved) + [
        replace(each, state="withheld", reason="person") for each in written(20)[approved:]
    ]
    assert bool(told(instrument, given)) is shown


def test_none_is_shown_while_one_of_the_same_question_is_waiting(instrument):
    given = written(20) + written(20, "works-well")
    given[3] = replace(given[3], state=None)
    assert list(told(instrument, given)) == ["works-well"]


def test_how_many_were_withheld_is_told_nowhere(instrument):
    few, many = (
        written(12),
        written(12)
        + [
            replace(each, id=each.id[::-1], text="Dr X again", state="withheld", reason="person")
            for each in written(30)
        ],
    )
    assert quoted(instrument, few, 11, SEED) == quoted(instrument, many, 11, SEED)


def test_the_cut_stands_in_place_of_the_words_that_were_written(instrument):
    given = written(11)
    given[0] = replace(given[0], text="Ask Sarah about rotas.", cut="[…] about rotas.")
    texts = told(instrument, given)["would-help"]
    assert "[…] about rotas." in texts
    assert not any("Sarah" in text for text in texts)


def test_the_order_is_neither_that_of_ids_nor_of_arrival_and_always_the_same(instrument):
    given = written(40)
    texts = told(instrument, given)["would-help"]
    assert texts == told(instrument, given[::-1])["would-help"]
    numbers = [int(re.sub(r"\D", "", text)) for text in texts]
    rising = sum(a < b for a, b in pairwise(numbers))
    assert 10 < rising < 29
    assert texts != quoted(instrument, given, 11, SEED + 1)[0].texts


def test_the_order_tells_nothing_of_the_words_that_were_left_out(instrument):
    """Else a reader could try names until the order fits."""
    given = written(12)
    guesses = [
        [*given[:11], replace(given[11], text=f"{name} is hopeless. More staff.", cut="[…] More staff.")]
        for name in ("Sarah", "Priya", "Tom")
    ]
    assert len({told(instrument, each)["would-help"] for each in guesses}) == 1


def test_a_comment_is_printed_in_one_line_without_marks_that_turn_the_reading_direction(instrument):
    given = written(11)
    given[0] = replace(given[0], text="Two\nlines\u202e and\ta turn.")
    found = printable(quoted(instrument, given, 11, SEED))
    assert "Two lines and a turn." in found[0].texts


@pytest.fixture
def answered(database, assessment, tiny):
    """Thirty nurses have answered and commented: twenty with consent, ten without."""
    sets = [
        AnswerSet(
            strata={"role": "nurse", "place": "north"},
            answers={"time-1": i % 3 + 1, "time-2": i % 3 + 1},
            comments=(("would-help", f"{CANARY} {i:02}"),),
            quotable=i < 20,
        )
        for i in range(30)
    ]
    with database.write() as session:
        responses.add(session, assessment, tiny, sets)
    return assessment


def released(database, of, instrument, settings):
    with database.read() as session:
        return baseline(session, of, instrument, settings.secret_key)


def test_nothing_leaks_before_closing_before_reading_or_without_consent(
    database, answered, tiny, tiny_settings
):
    with database.write() as session:
        for comment in comments.consented(session, answered):
            comments.decide(session, comment, Decision("shown"))
    with pytest.raises(WrongState, match="nobody sees a result before it closes"):
        released(database, answered, tiny, tiny_settings)
    closed = lifecycle.close(database, tiny_settings, answered.code, date(2026, 11, 30))
    found = json.loads(as_json(released(database, closed, tiny, tiny_settings)))["findings"]
    (asked,) = found["comments"]
    assert sorted(asked["texts"]) == [f"{CANARY} {i:02}" for i in range(20)]
    assert CANARY not in json.dumps({**found, "comments": []})


def test_json_says_not_a_word_of_comments_that_nobody_has_read(database, answered, tiny, tiny_settings):
    closed = lifecycle.close(database, tiny_settings, answered.code, date(2026, 11, 30))
    found = as_json(released(database, closed, tiny, tiny_settings))
    assert json.loads(found)["findings"]["comments"] == []
    assert CANARY not in found


def test_what_was_withheld_or_cut_out_is_in_no_file(database, answered, tiny, tiny_settings):
    closed = lifecycle.close(database, tiny_settings, answered.code, date(2026, 11, 30))
    with database.write() as session:
        first, second, *rest = comments.consented(session, closed)
        comments.decide(session, first, Decision("withheld", "person"))
        comments.decide(session, second, Decision("shown", cut="[…]"))
        for comment in rest:
            comments.decide(session, comment, Decision("shown"))
    found = as_json(released(database, closed, tiny, tiny_settings))
    assert found.count(CANARY) == 18
    assert first.text not in found
    assert second.text not in found
    assert "withheld" not in found
