"""A survey in two languages: chosen on the first page or with the link, and kept until the end."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from readiness.config import Settings
from readiness.instrument import language
from readiness.instrument.types import Instrument
from readiness.records.database import Database
from readiness.records.tables import Response
from tests.conftest import TINY_SURVEYS
from tests.web.visitor import Visitor


@pytest.fixture
def database(on_sqlite: Database) -> Database:
    """SQLite alone: a language is no matter of the database."""
    return on_sqlite


@pytest.fixture
def tiny_settings(settings: Settings, database: Database, tiny: Instrument, tmp_path: Path) -> Settings:
    """The small questionnaire with one file more: every text in Welsh, which here means marked as such."""
    surveys = tmp_path / "surveys"
    shutil.copytree(TINY_SURVEYS / "tiny", surveys / "tiny")
    folder = surveys / "tiny" / "2026.1" / "translations"
    folder.mkdir()
    (folder / "cy.toml").write_text(translated(tiny), "utf-8")
    return replace(settings, surveys=surveys)


def translated(instrument: Instrument) -> str:
    tables: dict[str, list[str]] = {}
    for path, text in language.texts(instrument).items():
        table, _, key = path.rpartition(".")
        tables.setdefault(table, []).append(f"{key} = {json.dumps(f'Cymraeg: {text}', ensure_ascii=False)}")
    return "\n".join(
        line for table, lines in tables.items() for line in ([f"[{table}]"] if table else []) + lines
    )


def test_the_first_page_offers_both_languages_by_their_own_names(visitor: Visitor, token: str) -> None:
    visitor.get(f"/l/{token}")
    assert visitor.page.get("lang") == "en"
    (other,) = visitor.page.xpath("//a[@hreflang]")
    assert (other.text_content(), other.get("lang"), other.get("hreflang")) == ("Cymraeg", "cy", "cy")
    visitor.get(other.get("href"))
    assert visitor.page.get("lang") == "cy"
    assert visitor.heading == "Cymraeg: A tiny questionnaire"
    assert visitor.link("English")


def test_a_link_can_carry_the_language(visitor: Visitor, token: str) -> None:
    visitor.get(f"/l/{token}?lang=cy")
    assert visitor.heading == "Cymraeg: A tiny questionnaire"


@pytest.mark.parametrize("wanted", ["xx", "", "<script>", "en-GB"])
def test_a_language_that_it_does_not_speak_changes_nothing(visitor: Visitor, token: str, wanted: str) -> None:
    visitor.get(f"/l/{token}", query_string={"lang": wanted})
    assert visitor.heading == "A tiny questionnaire"
    assert visitor.page.get("lang") == "en"


def test_the_language_is_kept_to_the_end_and_the_answers_are_the_same(
    visitor: Visitor, token: str, answers: dict[str, Any], database: Database, assessment: object
) -> None:
    visitor.get(f"/l/{token}?lang=cy").send("Start now")
    while not visitor.address.endswith("/check"):
        assert visitor.page.get("lang") == "cy"
        assert visitor.heading.startswith("Cymraeg: ")
        asked = [one.text_content() for one in visitor.page.iter("legend")]
        assert all(text.startswith("Cymraeg: ") for text in asked)
        visitor.answer(answers)
    assert "Cymraeg: Agree" in visitor.text
    visitor.send("Send my answers")
    with database.read() as session:
        (kept,) = session.query(Response)
    assert (kept.role, kept.answers["aim-1"], kept.areas["cardiology"]["importance"]) == ("nurse", 3, 10)


def test_the_language_can_still_be_changed_by_starting_again(visitor: Visitor, token: str) -> None:
    visitor.get(f"/l/{token}?lang=cy").send("Start now").answer({"role": "nurse"})
    visitor.get(f"/l/{token}")
    assert visitor.page.get("lang") == "cy"
    visitor.get(visitor.link("English")).send("Delete it and start again")
    assert visitor.page.get("lang") == "en"
