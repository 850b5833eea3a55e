"""Sending: once, whatever a hurried person, a bad connection or a browser does. On both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from flask import Flask

from readiness.config import Settings
from readiness.fieldwork import lifecycle
from readiness.records import drafts, responses
from readiness.records.database import Database
from readiness.records.tables import Assessment, Comment, Draft, Response, Send
from tests.web.conftest import Clock
from tests.web.visitor import Visitor

sqlite_is_enough = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def count(database: Database, assessment: Assessment) -> int:
    with database.read() as session:
        return responses.count(session, assessment)


def all_of(database: Database, table: type[Any]) -> list[Any]:
    with database.read() as session:
        return list(session.query(table))


def test_what_was_answered_is_kept_key_by_key(
    checking: Visitor, answers: dict[str, Any], database: Database, assessment: Assessment
) -> None:
    checking.send("Send my answers")
    assert checking.status == 200
    assert checking.heading == "Thank you"
    (kept,) = all_of(database, Response)
    strata = {
        "role": kept.role,
        "place": kept.place,
        "organisation-type": kept.organisation_type,
        "tenure": kept.tenure,
    }
    areas = {f"{area}.{key}": value for area, block in kept.areas.items() for key, value in block.items()}
    (comment,) = all_of(database, Comment)
    flat = {**strata, **kept.answers, **areas, "areas": list(kept.areas), comment.question: comment.text}
    asked = {**answers, "respiratory.barriers": []}
    del asked["quote"]
    assert flat == asked
    assert comment.quotable
    assert kept.instrument_hash == assessment.instrument_hash


def test_afterwards_nothing_is_left_on_the_device_or_of_the_draft(
    checking: Visitor, database: Database, assessment: Assessment
) -> None:
    form = checking.form("Send my answers")
    sent = checking.client.post(form.action, data=checking.typed(form, "Send my answers", {}))
    assert sent.status_code == 303
    assert f"answers-{assessment.code}=;" in sent.headers["Set-Cookie"]
    assert all_of(database, Draft) == []
    assert len(all_of(database, Send)) == 1
    checking.get(f"/a/{assessment.code}/check")
    assert checking.status == 400
    assert "Open your link" in checking.heading


def test_a_refresh_of_the_last_page_changes_nothing(
    checking: Visitor, database: Database, assessment: Assessment
) -> None:
    checking.send("Send my answers")
    for _ in range(3):
        checking.get(checking.address)
        assert checking.heading == "Thank you"
    assert count(database, assessment) == 1


def test_going_back_and_sending_again_ends_on_the_last_page_with_one_answer_set(
    checking: Visitor, database: Database, assessment: Assessment
) -> None:
    form = checking.form("Send my answers")
    typed = checking.typed(form, "Send my answers", {})
    for _ in range(3):
        checking.post(form.action, typed)
        assert checking.heading == "Thank you"
    assert count(database, assessment) == 1


def test_a_connection_cut_after_sending_loses_and_doubles_nothing(
    checking: Visitor, database: Database, assessment: Assessment
) -> None:
    form = checking.form("Send my answers")
    typed = checking.typed(form, "Send my answers", {})
    cookie = checking.client.get_cookie(f"answers-{assessment.code}")
    assert cookie is not None
    checking.client.post(form.action, data=typed)  # the answer never reaches the device, so the cookie stays
    checking.client.set_cookie(cookie.key, cookie.value)
    checking.post(form.action, typed)
    assert checking.heading == "Thank you"
    assert count(database, assessment) == 1


@sqlite_is_enough
def test_a_form_that_comes_again_takes_nothing_from_whoever_answers_next_on_the_device(
    checking: Visitor, answers: dict[str, Any], token: str, database: Database, assessment: Assessment
) -> None:
    form = checking.form("Send my answers")
    typed = checking.typed(form, "Send my answers", {})
    checking.send("Send my answers")
    checking.get(f"/l/{token}").send("Start now").answer(answers)
    begun = checking.address
    checking.post(form.action, typed)
    assert checking.heading == "Thank you"
    assert checking.get(begun).status == 200
    assert count(database, assessment) == 1


def test_eight_sends_at_once_count_once(
    app: Flask, checking: Visitor, database: Database, assessment: Assessment
) -> None:
    form = checking.form("Send my answers")
    typed = checking.typed(form, "Send my answers", {})
    cookie = checking.client.get_cookie(f"answers-{assessment.code}")
    assert cookie is not None

    def press(_: int) -> int:
        client = app.test_client()
        client.set_cookie(cookie.key, cookie.value)
        sent = client.post(form.action, data=typed)
        assert sent.headers["Location"].endswith("/done")
        return sent.status_code

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(press, range(8))) == [303] * 8
    assert count(database, assessment) == 1


@sqlite_is_enough
def test_two_people_at_one_device_are_two(
    checking: Visitor, token: str, answers: dict[str, Any], database: Database, assessment: Assessment
) -> None:
    checking.send("Send my answers").get(f"/l/{token}").send("Start now")
    assert checking.chosen == {}
    while not checking.address.endswith("/check"):
        checking.answer(answers)
    checking.send("Send my answers")
    assert count(database, assessment) == 2


@sqlite_is_enough
@pytest.mark.parametrize("page", ["about-you", "cardiology-views", "check"])
def test_who_opens_the_link_again_after_sending_never_reads_that_nothing_was_sent(
    checking: Visitor, token: str, database: Database, assessment: Assessment, page: str
) -> None:
    form = checking.form("Send my answers")
    typed = checking.typed(form, "Send my answers", {})
    checking.send("Send my answers").get(f"/l/{token}").get(f"/a/{assessment.code}/{page}")
    assert checking.status == 404
    assert "they have arrived" in checking.text
    assert "has not been sent" not in checking.text
    checking.post(form.action, typed)
    assert checking.heading == "Thank you"
    assert count(database, assessment) == 1


@sqlite_is_enough
def test_a_sender_who_never_saw_the_thanks_is_told_that_the_answers_arrived(
    checking: Visitor, assessment: Assessment
) -> None:
    form = checking.form("Send my answers")
    cookie = checking.client.get_cookie(f"answers-{assessment.code}")
    assert cookie is not None
    checking.client.post(form.action, data=checking.typed(form, "Send my answers", {}))
    checking.client.set_cookie(cookie.key, cookie.value)
    checking.get(f"/a/{assessment.code}/check")
    assert "they have arrived" in checking.text


@sqlite_is_enough
def test_an_old_check_page_does_not_send_what_was_begun_after_it(
    checking: Visitor, token: str, database: Database, assessment: Assessment
) -> None:
    form = checking.form("Send my answers")
    old = checking.typed(form, "Send my answers", {})
    checking.get(f"/l/{token}").send("Delete it and start again").answer({"role": "nurse"})
    checking.post(form.action, old)
    assert checking.status == 400
    assert count(database, assessment) == 0


@sqlite_is_enough
def test_what_is_still_missing_is_listed_with_the_way_to_it(
    begun: Visitor, database: Database, assessment: Assessment
) -> None:
    begun.answer({"role": "nurse"})
    begun.get(f"/a/{assessment.code}/check")
    begun.send("Send my answers")
    assert begun.status == 422
    assert begun.title.startswith("Error: ")
    address = f"/a/{assessment.code}/areas?change=1#areas"
    assert begun.faults == [("Choose at least one: Which areas do you work in?", address)]
    begun.get(address).answer({"areas": ["diabetes"]})
    assert begun.heading == "Diabetes: your view"
    assert count(database, assessment) == 0


@sqlite_is_enough
def test_after_closing_nothing_can_be_sent(
    checking: Visitor, database: Database, assessment: Assessment, clock: Clock, settings
) -> None:
    lifecycle.close(database, settings, assessment.code, clock().date())
    checking.send("Send my answers")
    assert checking.status == 410
    assert checking.heading == "This survey has closed"
    assert count(database, assessment) == 0


@sqlite_is_enough
def test_after_the_last_day_nothing_can_be_sent(
    checking: Visitor, database: Database, assessment: Assessment, clock: Clock
) -> None:
    clock.moment = clock.moment.replace(day=29, hour=23, minute=50)
    checking.get(checking.address)
    assert checking.status == 410, "idle since noon of the 10th"
    clock.pass_(minutes=20)
    checking.get(checking.address)
    assert checking.heading == "This survey has closed"


@sqlite_is_enough
def test_the_last_page_says_what_comes_next_and_when_and_identifies_nobody(checking: Visitor) -> None:
    checking.send("Send my answers")
    for told in ("until 29 November 2026", "Ashdale publishes a report", "fewer than 11 people"):
        assert told in checking.text
    first = checking.response.data
    other = Visitor(checking.client.application).get(checking.address)
    assert other.response.data == first


def test_a_closing_between_the_look_at_a_draft_and_its_saving_leaves_nothing_of_it(
    begun: Visitor,
    answers: dict[str, Any],
    database: Database,
    assessment: Assessment,
    tiny_settings: Settings,
    today: date,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def closing_first(*given: Any) -> bool:
        lifecycle.close(database, tiny_settings, assessment.code, today)
        return move(*given)

    move = drafts.move
    monkeypatch.setattr(drafts, "move", closing_first)
    begun.answer(answers)
    assert (begun.status, begun.heading) == (410, "This survey has closed")
    assert all_of(database, Draft) == []
