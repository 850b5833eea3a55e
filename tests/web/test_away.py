"""A page that is sent after too long a pause comes back with what was typed on it, and says how to go on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from readiness.config import Settings
from readiness.instrument.types import Instrument
from readiness.records.database import Database
from readiness.records.tables import Assessment, Draft, Response
from tests.web.conftest import Clock
from tests.web.test_languages import with_welsh
from tests.web.test_returning import on_another_device, words_of
from tests.web.visitor import Visitor

TYPED = {"time-1": 2, "time-2": 3}
OWN_LINKS = pytest.mark.parametrize("mode", ["codes", "personal"], indirect=True)


@pytest.fixture
def database(on_sqlite: Database) -> Database:
    """SQLite alone: nothing here depends on the database."""
    return on_sqlite


@pytest.fixture
def tiny_settings(settings: Settings, database: Database, tiny: Instrument, tmp_path: Path) -> Settings:
    """The small questionnaire in two languages."""
    return replace(settings, surveys=with_welsh(tiny, tmp_path / "surveys"))


def at_time(visitor: Visitor, answers: dict[str, Any], button: str = "Continue") -> Visitor:
    """Let somebody come as far as the page about time."""
    while "time-1" not in visitor.names:
        visitor.answer(answers, button)
    return visitor


def away_with_a_code(begun: Visitor, answers: dict[str, Any], clock: Clock) -> tuple[str, str]:
    """Let somebody ask for a code on that page, be away and send it then; return the words and the page's address."""
    at_time(begun, answers)
    here = begun.address
    words = words_of(begun)
    begun.get(here)
    clock.pass_(minutes=31)
    begun.answer(TYPED)
    return words, here


def sent(database: Database) -> list[dict[str, Any]]:
    with database.read() as session:
        return list(session.scalars(select(Response.answers)))


def test_what_was_typed_is_still_there_and_nothing_of_the_pages_before(
    begun: Visitor, answers: dict[str, Any], clock: Clock
) -> None:
    at_time(begun, answers)
    clock.pass_(minutes=31)
    begun.answer(TYPED)
    assert (begun.status, begun.heading) == (410, "Time")
    assert begun.chosen == {"time-1": ["2"], "time-2": ["3"]}
    assert "You were away for more than 30 minutes" in begun.text
    assert "your code" not in begun.text, "none was asked for"
    assert begun.get("about-you").status == 410, "the pages before stay closed"


def test_beginning_again_takes_the_page_along(
    begun: Visitor, answers: dict[str, Any], clock: Clock, database: Database
) -> None:
    at_time(begun, answers)
    clock.pass_(minutes=31)
    begun.answer(TYPED).send("Begin again with this page")
    assert (begun.heading, begun.chosen) == ("About you", {})
    with database.read() as session:
        assert len(session.scalars(select(Draft)).all()) == 1, "what was closed is deleted"
    other = {key: value for key, value in answers.items() if key not in TYPED}
    at_time(begun, other)
    assert begun.chosen == {"time-1": ["2"], "time-2": ["3"]}
    while not begun.address.endswith("/check"):
        begun.answer(other)
    assert begun.send("Send my answers").heading == "Thank you"
    assert [{key: one[key] for key in TYPED} for one in sent(database)] == [TYPED]


def test_a_double_click_begins_again_once(begun: Visitor, answers: dict[str, Any], clock: Clock) -> None:
    at_time(begun, answers)
    clock.pass_(minutes=31)
    form = begun.answer(TYPED).form("Begin again with this page")
    data = begun.typed(form, "Begin again with this page", {})
    begun.post(form.action, data).answer({"role": "manager"})
    begun.post(form.action, data)
    assert begun.heading == "About you"
    assert begun.chosen["role"] == ["manager"]


def test_with_a_code_the_pages_before_can_be_kept(
    begun: Visitor, answers: dict[str, Any], clock: Clock
) -> None:
    words, here = away_with_a_code(begun, answers, clock)
    form = begun.form("Continue")
    data, code = begun.typed(form, "Continue", {}), begun.link("your code")
    begun.get(code).send("Continue", words=words)
    begun.post(form.action, data)
    assert begun.heading == "Your areas"
    begun.get(here)
    assert begun.chosen == {"time-1": ["2"], "time-2": ["3"]}
    assert begun.get("about-you").chosen["role"] == ["nurse"]


@OWN_LINKS
def test_with_a_link_of_ones_own_nothing_is_lost(
    app: Flask, own: str, answers: dict[str, Any], clock: Clock
) -> None:
    visitor = at_time(Visitor(app).get(f"/l/{own}").send("Start now"), answers)
    clock.pass_(days=1)
    visitor.answer(TYPED)
    assert visitor.status == 410
    assert visitor.chosen == {"time-1": ["2"], "time-2": ["3"]}
    assert "Nothing is lost" in visitor.text
    assert "Begin again" not in visitor.text
    form = visitor.form("Continue")
    data = visitor.typed(form, "Continue", {})
    visitor.get(f"/l/{own}")
    visitor.post(form.action, data)
    assert visitor.heading == "Your areas"
    assert visitor.get("time").chosen == {"time-1": ["2"], "time-2": ["3"]}
    assert visitor.get("about-you").chosen["role"] == ["nurse"]


@OWN_LINKS
def test_a_link_of_ones_own_is_not_begun_again_by_that(
    app: Flask, own: str, answers: dict[str, Any], clock: Clock, database: Database
) -> None:
    visitor = at_time(Visitor(app).get(f"/l/{own}").send("Start now"), answers)
    form = visitor.form("Continue")
    data = {**visitor.typed(form, "Continue", TYPED), "_go": "anew"}
    clock.pass_(days=1)
    with database.read() as session:
        before = session.scalars(select(Draft.sealed)).all()
    assert visitor.post(form.action, data).status == 410
    with database.read() as session:
        assert session.scalars(select(Draft.sealed)).all() == before


@pytest.mark.parametrize("mode", ["open", "personal"], indirect=True)
def test_it_is_said_in_the_language_of_the_answers(
    app: Flask,
    mode: str,
    request: pytest.FixtureRequest,
    answers: dict[str, Any],
    clock: Clock,
) -> None:
    link = request.getfixturevalue("token" if mode == "open" else "own")
    visitor = Visitor(app).get(f"/l/{link}?lang=cy").send("Dechrau nawr")
    at_time(visitor, answers, "Parhau")
    clock.pass_(minutes=31)
    visitor.answer(TYPED, "Parhau")
    assert visitor.page.get("lang") == "cy"
    assert "Buoch i ffwrdd am fwy na 30 munud" in visitor.text
    assert visitor.heading == "Cymraeg: Time"
    assert visitor.chosen == {"time-1": ["2"], "time-2": ["3"]}
    if mode == "open":
        assert visitor.send("Dechrau eto gyda'r dudalen hon").page.get("lang") == "cy"


def test_what_cannot_be_used_is_said_before_it_is_taken_along(
    begun: Visitor, answers: dict[str, Any], clock: Clock
) -> None:
    while "would-help" not in begun.names:
        begun.answer(answers)
    clock.pass_(minutes=31)
    begun.answer({"would-help": "x" * 3000}).send("Begin again with this page")
    assert begun.status == 410
    assert begun.faults
    assert begun.chosen["would-help"][0].strip() == "x" * 3000


def test_a_page_of_another_device_is_not_shown_again(
    app: Flask, begun: Visitor, answers: dict[str, Any], token: str, clock: Clock
) -> None:
    form = at_time(begun, answers).form("Continue")
    data = begun.typed(form, "Continue", TYPED)
    other = at_time(Visitor(app).get(f"/l/{token}").send("Start now"), answers)
    clock.pass_(minutes=31)
    assert other.post(form.action, data).status == 409


def test_a_code_still_opens_what_was_not_begun_again(
    begun: Visitor, answers: dict[str, Any], clock: Clock, app: Flask, assessment: Assessment
) -> None:
    words, _ = away_with_a_code(begun, answers, clock)
    assert on_another_device(app, assessment, words).heading == "Time"


def test_a_draft_that_was_swept_meanwhile_leaves_the_page_too(
    app: Flask, begun: Visitor, answers: dict[str, Any], clock: Clock, token: str, database: Database
) -> None:
    at_time(begun, answers)
    for _ in range(4):
        clock.pass_(days=1)
        Visitor(app).get(f"/l/{token}").send("Start now")
    begun.answer(TYPED)
    assert begun.status == 410
    assert begun.chosen == {"time-1": ["2"], "time-2": ["3"]}
    begun.send("Begin again with this page")
    assert begun.heading == "About you"
    assert at_time(begun, {"role": "nurse"}).chosen == {"time-1": ["2"], "time-2": ["3"]}
    with database.read() as session:
        assert len(session.scalars(select(Draft)).all()) == 4, "three that were begun since, and this one"
