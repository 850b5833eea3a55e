"""Every form of those who answer does its work once, however often it comes, and a late one undoes nothing newer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from readiness.config import Settings
from readiness.instrument.types import Instrument
from readiness.records.database import Database
from readiness.records.tables import Assessment, Table
from readiness.web.respond import ROUTES
from tests.web.conftest import Clock
from tests.web.test_languages import with_welsh
from tests.web.test_returning import words_of
from tests.web.visitor import Visitor, body

ELSEWHERE = {
    "no_more_mail": "its address is good for nothing else: tests/web/test_opting_out.py sends it twice"
}
"""Forms that need no key, and why."""
NOT_WORK = {"attempts"}


@pytest.fixture
def database(on_sqlite: Database) -> Database:
    """SQLite alone: what many do at once is tried on both elsewhere."""
    return on_sqlite


@pytest.fixture
def tiny_settings(settings: Settings, database: Database, tiny: Instrument, tmp_path: Path) -> Settings:
    """The small questionnaire in two languages."""
    return replace(settings, surveys=with_welsh(tiny, tmp_path / "surveys"))


class Form(NamedTuple):
    """A form as a browser sends it."""

    address: str
    data: dict[str, Any]

    def sent(self, visitor: Visitor) -> TestResponse:
        """Send it, and stay on the page."""
        return visitor.client.post(self.address, data=self.data)


def form(visitor: Visitor, button: str | None, **typed: Any) -> Form:
    found = visitor.form(button)
    return Form(found.action, visitor.typed(found, button, typed))


def resuming(visitor: Visitor, answers: dict[str, Any]) -> Form:
    visitor.answer(answers)
    page = Visitor(visitor.client.application).get(visitor.address.replace("aim", "resume"))
    words = words_of(visitor)
    found = page.form("Continue")
    visitor.client = page.client
    return Form(found.action, page.typed(found, "Continue", {"words": words}))


FORMS: dict[str, Callable[[Visitor, dict[str, Any]], Form]] = {
    "begin": lambda it, _: form(it.get("./"), "Delete it and start again"),
    "answer": lambda it, answers: form(it, "Continue", role="nurse"),
    "switch": lambda it, _: form(it.get("later"), "Cymraeg"),
    "words": lambda it, _: form(it.get("later"), "Show me a code"),
    "resumed": resuming,
    "deleted": lambda it, _: form(it.get("delete"), "Delete it"),
    "send": lambda it, answers: form(through(it, answers), "Send my answers"),
}
"""By route: how somebody who has begun comes by the form."""


def through(visitor: Visitor, answers: dict[str, Any]) -> Visitor:
    while not visitor.address.endswith("/check"):
        visitor.answer(answers)
    return visitor


def kept(database: Database) -> dict[str, list[str]]:
    """Return every row there is."""
    tables = [table for table in Table.metadata.sorted_tables if table.name not in NOT_WORK]
    with database.read() as session:
        return {table.name: sorted(map(repr, session.execute(select(table)))) for table in tables}


def told(response: TestResponse) -> tuple[int, str | None]:
    return response.status_code, response.headers.get("Location")


def test_every_form_is_tried_or_said_to_need_no_key() -> None:
    assert FORMS.keys() | ELSEWHERE.keys() == {name for _, name, _, method in ROUTES if method == "POST"}


@pytest.mark.parametrize("name", FORMS)
def test_what_comes_twice_is_done_once_and_answered_alike(
    name: str, begun: Visitor, answers: dict[str, Any], database: Database, clock: Clock
) -> None:
    sent = FORMS[name](begun, answers)
    before = kept(database)
    first = sent.sent(begun)
    assert first.status_code == 303, body(first)
    once = kept(database)
    assert name == "resumed" or once != before
    clock.pass_(minutes=1)
    assert told(sent.sent(begun)) == told(first)
    assert kept(database) == once


@pytest.mark.parametrize("name", FORMS)
def test_a_form_without_a_key_of_its_own_is_refused(
    name: str, begun: Visitor, answers: dict[str, Any], database: Database
) -> None:
    sent = FORMS[name](begun, answers)
    before = kept(database)
    if name == "send":
        without = {**sent.data, "_receipt": ""}
    else:
        without = {**sent.data, "csrf_token": "".join(sent.data["csrf_token"])[:64]}
    sent._replace(data=without).sent(begun)
    assert kept(database) == before


def test_a_page_that_comes_late_does_not_undo_a_newer_one(begun: Visitor) -> None:
    about = begun.address
    first = form(begun, "Continue", role="nurse", tenure="long")
    first.sent(begun)
    form(begun.get(about), "Continue", role="manager").sent(begun)
    late = first.sent(begun)
    assert late.status_code == 409
    assert "changed it since" in body(late)
    assert begun.get(about).chosen["role"] == ["manager"]


def test_who_means_it_can_have_a_page_as_it_was_first(begun: Visitor) -> None:
    about = begun.address
    first = form(begun, "Continue", role="nurse")
    first.sent(begun)
    form(begun.get(about), "Continue", role="manager").sent(begun)
    again = begun.post(first.address, first.data)
    assert again.status == 409
    assert again.chosen["role"] == ["nurse"], "what was typed is on the page"
    again.send("Continue")
    assert again.heading == "Aim"
    assert begun.get(about).chosen["role"] == ["nurse"]


def test_a_page_that_a_browser_kept_can_be_changed_with_its_back_button(begun: Visitor) -> None:
    about = begun.address
    kept_page = form(begun, "Continue", role="nurse")
    kept_page.sent(begun)
    kept_page._replace(data={**kept_page.data, "role": "manager"}).sent(begun)
    assert begun.get(about).chosen["role"] == ["manager"]


def test_a_language_that_is_asked_for_late_does_not_come_back(begun: Visitor) -> None:
    welsh = form(begun.get("later"), "Cymraeg")
    welsh.sent(begun)
    assert begun.get("later").page.get("lang") == "cy"
    form(begun, "English").sent(begun)
    welsh.sent(begun)
    assert begun.get("later").page.get("lang") == "en"


@pytest.mark.parametrize("mode", ["codes", "personal"], indirect=True)
@pytest.mark.parametrize("name", ["begin", "answer", "switch", "deleted"])
def test_what_comes_late_for_an_earlier_draft_leaves_the_one_that_was_begun_since(
    name: str, app: Flask, own: str, answers: dict[str, Any], database: Database
) -> None:
    visitor = Visitor(app).get(f"/l/{own}").send("Start now")
    late = FORMS[name](visitor, answers)
    form(visitor.get("delete"), "Delete it").sent(visitor)
    visitor.get(f"/l/{own}").send("Start now").answer({"role": "manager"}).answer({"aim-1": 2})
    here, before = visitor.address, kept(database)
    late.sent(visitor)
    assert kept(database) == before
    assert visitor.get(here).status == 200


def test_a_start_that_comes_late_leaves_what_was_answered_since(
    visitor: Visitor, token: str, database: Database, clock: Clock
) -> None:
    start = form(visitor.get(f"/l/{token}"), "Start now")
    visitor.send("Start now").answer({"role": "manager"})
    before = kept(database)
    assert start.sent(visitor).status_code == 303
    clock.pass_(minutes=31)
    assert start.sent(visitor).status_code == 410, "it lies untouched for too long, and is not replaced"
    assert kept(database) == before


def test_a_code_that_is_asked_for_after_sending_opens_nothing(
    begun: Visitor, answers: dict[str, Any], assessment: Assessment, database: Database
) -> None:
    words = form(begun.get("later"), "Show me a code")
    through(begun.get("about-you"), answers).send("Send my answers")
    before = kept(database)
    words.sent(begun)
    assert kept(database) == before
