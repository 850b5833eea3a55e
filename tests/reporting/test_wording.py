"""The report's words as data: a closed set of placeholders, translations over English, faults with their place."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from readiness.errors import FileFaults, ReadinessError
from readiness.reporting.words import wording as module
from readiness.reporting.words.wording import PLACEHOLDERS, Wording, load

CODE = Path(module.__file__).parents[1]


@pytest.fixture
def folder(tmp_path: Path, reports: Path) -> Path:
    shutil.copytree(reports / "wording", tmp_path / "wording")
    return tmp_path


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "wording" / "en.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('none = "not shown"', 'none = "not {shown}"', "Nothing fills in shown"),
        ('none = "not shown"', 'none = "not {area.name}"', "Nothing fills in area.name"),
        ('none = "not shown"', 'none = "not {area!r}"', "Nothing fills in area"),
        ('none = "not shown"', 'none = "not {}"', "Nothing fills in"),
        ('none = "not shown"', 'none = "not {area"', "Its braces do not match"),
    ],
)
def test_unknown_placeholder_is_refused_with_its_place(
    folder: Path, old: str, new: str, problem: str
) -> None:
    change(folder, old, new)
    with pytest.raises(FileFaults) as refused:
        load(folder)
    fault = refused.value.faults[0]
    assert fault.place == "format.none"
    assert fault.problem.startswith(problem)
    assert "en.toml" in fault.file


def test_broken_file_is_refused_with_its_line(folder: Path) -> None:
    change(folder, 'none = "not shown"', 'none = "not shown')
    with pytest.raises(FileFaults, match=r"line \d+"):
        load(folder)


def test_missing_folder_says_which_setting_to_mend(tmp_path: Path) -> None:
    with pytest.raises(ReadinessError, match="setting `reports`"):
        load(tmp_path)


def test_translation_lies_over_english_and_needs_no_python(folder: Path) -> None:
    (folder / "wording" / "cy.toml").write_text('[section]\nsummary = "Crynodeb"\n', "utf-8")
    welsh = load(folder, "cy")
    assert (welsh.language, welsh.say("section.summary"), welsh.say("section.contents")) == (
        "cy",
        "Crynodeb",
        "Contents",
    )


def test_language_without_a_file_is_english(folder: Path) -> None:
    assert load(folder, "fr").language == "en"


def test_value_is_never_read_as_a_text(wording: Wording) -> None:
    assert wording.quoted("{area} {{x}} %s") == "“{area} {{x}} %s”"


@pytest.mark.parametrize(
    ("names", "joined"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (["Time and resources", "Recognition"], "Time and resources, and Recognition"),
    ],
)
def test_names_are_joined_as_in_a_sentence(wording: Wording, names: list[str], joined: str) -> None:
    assert wording.joined(names) == joined


def test_count_at_the_start_of_a_sentence_is_a_word_with_a_capital(wording: Wording) -> None:
    assert wording.counted("need.other", 3) == "Three areas are not among those in most need."
    assert wording.counted("need.other", 12) == "12 areas are not among those in most need."


def test_date_is_written_out(wording: Wording) -> None:
    assert wording.day(date(2026, 10, 1)) == "1 October 2026"


def test_every_placeholder_of_the_closed_set_is_used(wording: Wording) -> None:
    used = {
        name for _, text in module._all(wording.texts) for _, name, _, _ in Formatter().parse(text) if name
    }
    assert used == PLACEHOLDERS


def test_every_text_that_the_report_asks_for_exists(wording: Wording, reports: Path) -> None:
    sources = [path.read_text("utf-8") for path in (*CODE.rglob("*.py"), *reports.rglob("*.html"))]
    asked = {
        key
        for text in sources
        for key in re.findall(r"""(?:say|counted|parts)\(\s*["']([a-z_.]+)["'][,)]""", text)
    }
    assert len(asked) > 100
    for key in asked:
        assert wording.has(key) or wording.has(f"{key}_one"), key


def test_every_text_is_asked_for_somewhere(wording: Wording, reports: Path) -> None:
    """A text that nothing asks for is a promise that the report does not keep."""
    sources = "".join(path.read_text("utf-8") for path in (*CODE.rglob("*.py"), *reports.rglob("*.html")))
    # Keys that are put together from a tier, a section, a question, a kind of group, an id of the instrument.
    made = (
        "advice.",
        "area.",
        "caption.who_",
        "change.",  # test_change_words.py looks closer
        "cover.asked",
        "cover.people",
        "document.",
        "export.column.",
        "export.part",
        "export.table.",
        "first.",
        "format.",
        "front.",
        "glossary.",
        "head.importance_",
        "head.need_",
        "head.system_",
        "head.who_",
        "hidden.parts",
        "label.",
        "message.",
        "method.",
        "need.",
        "note.",
        "number.",
        "question.",
        "ready.",
        "section.",
        "terminal.",
        "tier.",
    )
    for key, _ in module._all(wording.texts):
        stem = re.sub(r"_(one|many)$", "", key)
        assert key in sources or stem in sources or key.startswith(made), key


def test_labels_are_all_used(wording: Wording, reports: Path) -> None:
    sources = "".join(path.read_text("utf-8") for path in (*CODE.rglob("*.py"), *reports.rglob("*.html")))
    kinds = ("role", "place", "organisation_type", "tenure")
    labels: dict[str, Any] = dict(wording.texts["label"])
    assert [
        key
        for key in labels
        if f"label.{re.sub('_(one|many)$', '', key)}" not in sources and key not in kinds
    ] == []
