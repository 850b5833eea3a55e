"""What a lead says on the first page, and the languages that are offered there."""

from __future__ import annotations

from typing import Any

import pytest

from readiness.fieldwork.setup_types import Front
from readiness.records.database import Database
from tests.web.test_languages import other
from tests.web.test_languages import tiny_settings as tiny_settings
from tests.web.visitor import Visitor

SAID = Front(
    asks="The board asks, since <b>it</b> decides in spring.\nPlease help.",
    contact="Robin Reed",
    email="robin@ashdale.example",
    phone="01632 960000",
    results="In January, on {{ our }} website.",
)


@pytest.fixture
def database(on_sqlite: Database) -> Database:
    """SQLite alone: what is kept of a set-up is tried in tests/fieldwork."""
    return on_sqlite


@pytest.fixture
def tiny_setup(tiny_setup: Any, request: pytest.FixtureRequest) -> Any:
    """The set-up with what the test says of its first page."""
    return tiny_setup.model_copy(update=getattr(request, "param", {}))


@pytest.mark.parametrize("tiny_setup", [{"front": SAID}], indirect=True)
def test_the_leads_own_words_stand_there_as_they_were_typed(visitor: Visitor, token: str) -> None:
    page = visitor.get(f"/l/{token}")
    for text in ("since <b>it</b> decides in spring. Please help.", "on {{ our }} website."):
        assert text in page.text
    assert "If you have a question Robin Reed robin@ashdale.example 01632 960000" in page.text
    assert "When results will be shown In January" in page.text


@pytest.mark.parametrize("tiny_setup", [{"front": SAID}], indirect=True)
def test_in_another_language_they_are_marked_as_what_they_are(visitor: Visitor, token: str) -> None:
    page = visitor.get(f"/l/{token}?lang=cy").page
    assert [one.get("lang") for one in page.xpath("//p[contains(@class, 'app-lines')]")] == ["en"] * 3


def test_nothing_is_said_where_the_lead_said_nothing(visitor: Visitor, token: str) -> None:
    page = visitor.get(f"/l/{token}")
    assert "If you have a question" not in page.text
    assert "When results will be shown" not in page.text
    assert other(page) == ("Cymraeg", "cy"), "all languages are offered"


@pytest.mark.parametrize("tiny_setup", [{"languages": ("en",)}], indirect=True)
def test_a_language_that_is_not_offered_cannot_be_had(visitor: Visitor, token: str) -> None:
    page = visitor.get(f"/l/{token}?lang=cy")
    assert page.page.get("lang") == "en"
    assert not page.page.xpath("//nav[contains(@class, 'app-languages')]")
