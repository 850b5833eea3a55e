"""Deleting what was entered, and what happens to what is left lying."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from readiness.records.database import Database
from readiness.records.tables import Assessment, Draft
from tests.web.conftest import Clock
from tests.web.visitor import Visitor

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def drafts(database: Database) -> int:
    with database.read() as session:
        return session.query(Draft).count()


def test_every_page_before_sending_offers_to_delete(begun: Visitor, answers: dict[str, Any]) -> None:
    while not begun.address.endswith("/check"):
        assert begun.link("Delete what I have entered")
        begun.answer(answers)
    assert begun.link("Delete what I have entered")


def test_it_asks_first_and_a_look_deletes_nothing(begun: Visitor, database: Database) -> None:
    begun.answer({"role": "nurse"}).get(begun.link("Delete what I have entered"))
    assert begun.heading == "Delete what you have entered?"
    assert drafts(database) == 1
    begun.get(begun.link("No, go back"))
    assert begun.heading == "Aim"


def test_then_nothing_is_left(begun: Visitor, database: Database, assessment: Assessment) -> None:
    begun.answer({"role": "nurse"}).get(begun.link("Delete what I have entered")).send("Delete it")
    assert begun.status == 200
    assert begun.heading == "Nothing is left on this device"
    assert drafts(database) == 0
    assert begun.client.get_cookie(f"answers-{assessment.code}") is None
    assert begun.get(f"/a/{assessment.code}/aim").status == 400


def test_after_30_idle_minutes_the_answers_cannot_be_opened(begun: Visitor, clock: Clock) -> None:
    begun.answer({"role": "nurse"})
    clock.pass_(minutes=29)
    begun.get(begun.address)
    assert begun.heading == "Aim"
    clock.pass_(minutes=32)
    begun.get(begun.address)
    assert begun.status == 410
    assert begun.heading == "Your answers are no longer open"
    assert "After 30 minutes" in begun.text


def test_then_one_can_start_again_with_nothing_filled_in(begun: Visitor, clock: Clock) -> None:
    begun.answer({"role": "nurse"})
    clock.pass_(minutes=31)
    begun.get(begun.address)
    assert begun.status == 410
    begun.send("Start again")
    assert begun.heading == "About you"
    assert begun.chosen == {}


@pytest.mark.parametrize("looked_at", ["page", "later", "check"])
def test_a_look_at_a_page_gives_another_30_minutes_too(
    looked_at: str, begun: Visitor, answers: dict[str, Any], clock: Clock, database: Database
) -> None:
    begun.answer(answers)
    here = begun.address if looked_at == "page" else begun.address.rpartition("/")[0] + f"/{looked_at}"
    with database.read() as session:
        before = session.scalars(select(Draft.sealed)).one()
    for _ in range(3):
        clock.pass_(minutes=29)
        assert begun.get(here).status == 200
    clock.pass_(minutes=29)
    with database.read() as session:
        assert session.scalars(select(Draft.sealed)).one() == before, "a look writes nothing"
    assert begun.get(here).status == 200
    clock.pass_(minutes=32)
    assert begun.get(here).status == 410
    assert begun.get(here).status == 410, "a look that opens nothing does not count"


def test_each_page_gives_another_30_minutes(begun: Visitor, answers: dict[str, Any], clock: Clock) -> None:
    while not begun.address.endswith("/check"):
        clock.pass_(minutes=29)
        begun.answer(answers)
        assert begun.status == 200


def test_a_look_at_pages_keeps_nothing(
    visitor: Visitor, token: str, database: Database, assessment: Assessment
) -> None:
    for method in ("HEAD", "GET", "GET", "GET"):
        visitor.client.open(f"/l/{token}", method=method)
        visitor.client.open(f"/a/{assessment.code}/", method=method)
    for address in (f"/l/{token}", f"/a/{assessment.code}/start", f"/a/{assessment.code}/check"):
        visitor.client.post(address, data={})
    assert drafts(database) == 0


def test_the_database_holds_nothing_that_can_be_read_of_a_draft(
    begun: Visitor, answers: dict[str, Any], database: Database
) -> None:
    while not begun.address.endswith("/check"):
        begun.answer(answers)
    with database.read() as session:
        (draft,) = session.query(Draft)
    assert b"nurse" not in draft.sealed
    assert b"More time" not in draft.sealed
