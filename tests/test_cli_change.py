"""`readiness change`: the first page in a terminal, figures for programs, and what makes no sense refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from readiness.building import years
from readiness.reporting.documents import change_report
from tests.reporting.changing import CASES

CODE = "k7fq2x9m4p"


@pytest.fixture
def asked(at: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Ask what changed in years that are made by hand."""
    at("init")
    monkeypatch.setattr(
        years, "changes_of", lambda session, code, settings, language: CASES["mixed"](language or "en")
    )
    return at


def test_first_page_is_printed_with_what_else_changed(asked: Callable[..., Any]) -> None:
    said = asked("change", CODE).stdout
    for title in (
        "What moved?",
        "What did not move?",
        "What cannot be told?",
        "What was done, and what moved",
    ):
        assert f"\n{title}" in said
    assert "  - Route to adoption rose by 4 points" in said
    assert "In 2026 people were asked in November, the year before in May." in said
    assert max(map(len, said.splitlines())) <= 100


def test_it_is_said_in_the_language_that_is_wanted(asked: Callable[..., Any]) -> None:
    assert "Beth a symudodd?" in asked("change", CODE, "--language", "cy").stdout


def test_figures_for_programs_are_the_same_printed_and_written(asked: Callable[..., Any]) -> None:
    printed = asked("change", CODE, "--json").stdout
    asked("change", CODE, "--out", "change.json")
    assert json.loads(printed)["format"] == "readiness-changes/1"
    assert Path("change.json").read_text("utf-8") == printed


def test_file_without_a_known_ending_is_refused(asked: Callable[..., Any]) -> None:
    said = asked("change", CODE, "--out", "change.doc", code=1).stderr
    assert "change.doc ends in none of .json" in said
    assert not Path("change.doc").exists()


def test_printing_and_writing_are_one_or_the_other(asked: Callable[..., Any]) -> None:
    assert "choose one" in asked("change", CODE, "--json", "--out", "x.json", code=2).stderr


@pytest.mark.parametrize("ending", ["html", "xlsx", "csv"])
def test_it_is_written_as_its_ending_says(asked: Callable[..., Any], ending: str) -> None:
    said = asked("change", CODE, "--out", f"change.{ending}").stdout.strip()
    assert said == f"change.{ending}"
    data = Path(said).read_bytes()
    assert data.startswith({"html": b"<!doctype html>", "xlsx": b"PK", "csv": b"\xef\xbb\xbftable,"}[ending])


def test_report_on_change_is_written_as_a_page_or_where_reports_lie(
    asked: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_report, "rendered", lambda found, reports: b"%PDF-")
    assert Path(asked("report", CODE, "--change").stdout.strip()).name == "change-2026-code2026.pdf"
    asked("report", CODE, "--change", "--html", "change.html")
    assert "What has changed, 2024 to 2026" in Path("change.html").read_text("utf-8")
