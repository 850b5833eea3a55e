"""Pages drawn once for all are the very pages that would be drawn for each, and carry nobody's answers or token."""

from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask, Response

from readiness.fieldwork.drafts import Draft
from readiness.records.database import Database
from readiness.web.respond import unanswered
from readiness.web.respond.forms import PROVES
from tests.web.visitor import Visitor


@pytest.fixture
def database(on_sqlite: Database) -> Database:
    """SQLite alone: nothing here depends on the database."""
    return on_sqlite


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    unanswered._blank.cache_clear()


def pages(app: Flask, token: str, answers: dict[str, Any]) -> list[bytes]:
    """Return every page of a journey, its token left out."""
    visitor, found = Visitor(app).get(f"/l/{token}").send("Start now"), []
    while not visitor.address.endswith("/check"):
        mine = str(visitor.page.xpath("//form[@id='answers']//input[@name='csrf_token']/@value")[0])
        found.append(visitor.client.get(visitor.address).data.replace(mine.encode(), b"token"))
        visitor.answer(answers)
    assert visitor.send("Send my answers").heading == "Thank you"
    return found


def test_remembered_pages_are_those_that_would_be_drawn(
    app: Flask, token: str, answers: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (pages(app, token, answers) for _ in range(2))
    assert unanswered._blank.cache_info().hits >= len(second)
    monkeypatch.setattr(unanswered, "drawn", lambda visit, asked, progress, draw: Response(draw(visit.token)))
    assert first == second == pages(app, token, answers)


def test_what_is_remembered_holds_no_persons_draft(app: Flask, token: str, answers: dict[str, Any]) -> None:
    pages(app, token, answers)
    assert unanswered._blank.cache_info().currsize
    gc.collect()
    assert not [one for one in gc.get_objects() if isinstance(one, Draft)]


def test_a_page_with_answers_is_drawn_for_its_person_alone(
    app: Flask, token: str, answers: dict[str, Any]
) -> None:
    visitor = Visitor(app).get(f"/l/{token}").send("Start now")
    here = visitor.address
    visitor.answer(answers).get(here)
    assert visitor.chosen["role"] == ["nurse"]
    assert Visitor(app).get(f"/l/{token}").send("Start now").chosen == {}


def test_changing_and_answering_lead_to_different_places(
    app: Flask, token: str, answers: dict[str, Any]
) -> None:
    visitor = Visitor(app).get(f"/l/{token}").send("Start now")
    actions = []
    for query in ("", "?change=1", "?change=1&x=1"):
        visitor.get(visitor.address.partition("?")[0] + query)
        actions.append(visitor.form("Continue").action)
    assert [("change=1" in action) for action in actions] == [False, True, True]


def test_of_many_at_once_each_gets_pages_with_their_own_token(
    app: Flask, token: str, answers: dict[str, Any]
) -> None:
    def tokens_of(_person: int) -> set[str]:
        visitor, found = Visitor(app).get(f"/l/{token}").send("Start now"), set()
        while not visitor.address.endswith("/check"):
            found |= {one[:PROVES] for one in visitor.page.xpath("//input[@name='csrf_token']/@value")}
            visitor.answer(answers)
        return found

    with ThreadPoolExecutor(8) as pool:
        tokens = list(pool.map(tokens_of, range(16)))
    assert all(len(own) == 1 for own in tokens)
    assert len(set.union(*tokens)) == len(tokens)
