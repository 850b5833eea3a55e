"""A closed assessment told in another language of its questionnaire, from the command line."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from readiness.config import load
from readiness.fieldwork import lifecycle
from readiness.records import responses
from readiness.records.database import Database
from readiness.records.responses import AnswerSet
from tests.test_cli_exporting import SETUP


@pytest.fixture
def closed(at: Any) -> str:
    """An instance with one closed assessment that a few people answered; its code."""
    at("init")
    Path("setup.toml").write_text(SETUP, "utf-8")
    code: str = at("assessment", "create", "setup.toml").output.split()[0]
    at("assessment", "open", code)
    settings = load(Path("instance"), environ={})
    database = Database(settings.database_url)
    with database.write() as session:
        of = lifecycle.assessments.by_code(session, code)
        instrument = lifecycle.locked_instrument(of, settings)
        responses.add(session, of, instrument, [AnswerSet(strata={"role": "gp"}) for _ in range(13)])
    lifecycle.close(database, settings, code, date(2026, 2, 21))
    database.dispose()
    return code


def test_findings_in_welsh_have_welsh_names_and_the_same_figures(at: Any, closed: str) -> None:
    at("export", closed, "--as", "json", "--out", "own.json")
    at("export", closed, "--as", "json", "--language", "cy", "--out", "other.json")
    own, other = (
        json.loads(Path(name).read_text("utf-8"))["findings"] for name in ("own.json", "other.json")
    )
    assert (own["heading"]["language"], other["heading"]["language"]) == ("en", "cy")
    assert own["dimensions"][2]["name"] == "Time and resources"
    assert other["dimensions"][2]["name"] == "Amser ac adnoddau"
    assert own["heading"] == other["heading"] | {"language": "en"}
    assert (own["n"], own["quality"]) == (other["n"], other["quality"])


@pytest.mark.parametrize("command", ["report", "export"])
def test_a_language_that_the_questionnaire_has_not_is_refused(at: Any, closed: str, command: str) -> None:
    said = at(command, closed, "--language", "fr", code=1).stderr
    assert "not asked in 'fr'" in said
    assert "en, cy" in said


def test_what_is_told_in_a_language_does_not_overwrite_the_questionnaires_own(at: Any, closed: str) -> None:
    names = [
        Path(at("export", closed, "--as", "json", *more).stdout.strip()).name
        for more in ((), ("--language", "cy"))
    ]
    assert names == [f"2026-{closed}-json.json", f"2026-{closed}-json-cy.json"]


@pytest.mark.slow
def test_a_report_in_welsh_is_verified_in_welsh(at: Any, closed: str) -> None:
    at("report", closed, "--summary", "--language", "cy", "--out", "other.pdf")
    with pikepdf.open(io.BytesIO(Path("other.pdf").read_bytes())) as document:
        assert str(document.Root.Lang) == "cy"
    assert at("report", "--verify", "other.pdf").stdout.startswith("Same")
