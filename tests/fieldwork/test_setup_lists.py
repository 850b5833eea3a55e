"""Names that people type become entries with ids of their own, which stay."""

from __future__ import annotations

from typing import Any

import pytest

from readiness.fieldwork import setup_lists
from readiness.fieldwork.setup_lists import Row
from readiness.fieldwork.setup_types import Listed


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Cardiology", "cardiology"),
        ("Ear, nose & throat", "ear-nose-and-throat"),
        ("Kinderheilkunde Zürich", "kinderheilkunde-zurich"),
        ("  24/7 care", "n-24-7-care"),
        ("心臓", "other"),
        ("—", "other"),
        ("x" * 200, "x" * 60),
        (f"{'x' * 59} y", "x" * 59),
    ],
)
def test_an_id_is_made_from_any_name(name: str, slug: str) -> None:
    found = setup_lists.new_id(name, (), {})
    assert found == slug
    Listed(id=found, name=name)


def test_an_id_is_given_once_and_comes_back_with_its_name() -> None:
    known = {"heart": "Cardiology", "stroke": "Stroke"}
    assert setup_lists.new_id("cardiology ", (), known) == "heart"
    assert setup_lists.new_id("Heart", (), known) == "heart-2", "it stood for something else"
    assert setup_lists.new_id("Stroke", ("stroke",), known) == "stroke-2"
    assert setup_lists.new_id("x" * 60, ("x" * 60,), {}) == f"{'x' * 54}-2"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("\n \t\n;", []),
        ("North\r\nSouth", [Row(1, "North"), Row(2, "South")]),
        ("Place\nNorth", [Row(2, "North")]),
        ('"North"\tA ; b', [Row(1, "North", ("A", "b"))]),
        (" No\u00a0rth\u200b \x07", [Row(1, "No rth")]),
        ("\tpractice", [Row(1, "", ("practice",))]),
    ],
)
def test_lines_and_columns_are_read_as_spreadsheets_copy_them(text: str, rows: list[Row]) -> None:
    assert setup_lists.rows(text) == rows


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("GP practice", ["General practice or primary care network"]),
        ("PCN", ["General practice or primary care network"]),
        ("hospital", ["Hospital trust"]),
        ("Community trust", ["Community or mental health trust"]),
        ("ICB", ["Integrated care board"]),
        ("trust", ["Hospital trust", "Community or mental health trust"]),
        ("shop", []),
        ("a", []),
        ("", []),
    ],
)
def test_a_kind_may_be_said_in_a_few_of_its_words_or_by_first_letters(typed: str, meant: list[str]) -> None:
    kinds = (
        "General practice or primary care network",
        "Hospital trust",
        "Community or mental health trust",
        "Integrated care board",
    )
    assert [one for one in kinds if setup_lists.means(one, typed)] == meant


def test_moving_beyond_an_end_changes_nothing() -> None:
    entries: list[dict[str, Any]] = [{"id": "a"}, {"id": "b"}]
    assert setup_lists.moved(entries, "a", -1) == entries
    assert setup_lists.moved(entries, "b", 1) == entries
    assert setup_lists.moved(entries, "a", 1) == entries[::-1]
