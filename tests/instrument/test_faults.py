"""Every fault, in a folder named after it, is reported in the very words of its faults.txt, and alone."""

from __future__ import annotations

import functools
import shutil
from pathlib import Path

import pytest

from readiness.errors import FileFaults
from readiness.instrument import files, plain
from readiness.instrument.load import _read, inspect, load
from readiness.instrument.reading import Reading
from readiness.instrument.rules import OF_PARTS, OF_THE_WHOLE, UNFINISHED, Rule
from tests.instrument.conftest import FAULTS, TINY, Build, changed, lay

FOLDERS = sorted(FAULTS.iterdir())
ONLY_UNTRANSLATED = ("translation-missing", "translation-empty")


def said(folder: Path) -> str:
    return "\n".join(map(str, inspect(folder))) + "\n"


@pytest.mark.parametrize("fault", FOLDERS, ids=lambda folder: folder.name)
def test_fault_is_said_with_file_place_and_remedy(fault: Path, build: Build) -> None:
    assert said(build(fault)) == (fault / "faults.txt").read_text("utf-8")


@pytest.mark.parametrize("fault", FOLDERS, ids=lambda folder: folder.name)
def test_faulty_instrument_does_not_load_unless_only_a_translation_is_missing(
    fault: Path, build: Build
) -> None:
    folder = build(fault)
    if fault.name in ONLY_UNTRANSLATED:
        assert load(folder).languages == ("en", "cy")
    else:
        with pytest.raises(FileFaults) as error:
            load(folder)
        assert error.value.faults == inspect(folder)


@functools.cache
def all_said() -> str:
    return "".join((fault / "faults.txt").read_text("utf-8") for fault in FOLDERS)


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> list[Reading]:
    """What can be read of each faulty instrument that has all its files."""
    found = []
    for fault in FOLDERS:
        folder = tmp_path_factory.mktemp(fault.name) / "tiny" / "2026.1"
        shutil.copytree(TINY, folder)
        lay(fault, folder)
        found.append(_read(files.contents(folder))[0])
    return [reading for reading in found if reading.whole]


@pytest.mark.parametrize("rule", OF_PARTS + OF_THE_WHOLE + UNFINISHED, ids=lambda rule: rule.__name__)
def test_every_rule_has_a_folder_that_breaks_it(rule: Rule, readings: list[Reading]) -> None:
    assert any(list(rule(reading)) for reading in readings)


@pytest.mark.parametrize("words", [problem for _, problem, _ in files._TOML_WORDS])
def test_every_sentence_about_toml_is_said_of_some_folder(words: str) -> None:
    assert words in all_said()


@pytest.mark.parametrize("kind", sorted(set(plain._WORDS) - {"int_parsing_size", "model_attributes_type"}))
def test_every_sentence_about_shape_is_said_of_some_folder(kind: str) -> None:
    fixed = plain._WORDS[kind][0].partition("{")[0]
    assert fixed in all_said()


def test_every_fault_has_a_problem_and_a_remedy_that_are_sentences() -> None:
    for fault in FOLDERS:
        lines = (fault / "faults.txt").read_text("utf-8").splitlines()
        assert len(lines) % 3 == 0, fault.name
        for where, problem, remedy in zip(lines[::3], lines[1::3], lines[2::3], strict=True):
            assert where.startswith("tiny/2026.1/"), fault.name
            assert problem.strip().endswith("."), fault.name
            assert remedy.strip()[-1] in '.?"' or remedy.strip().startswith("Translate:"), fault.name


def test_a_fault_in_one_file_does_not_hide_those_of_another(build: Build) -> None:
    aim = changed("dimensions/aim.toml", ("I know", "{who} knows"))
    folder = build(files={"instrument.toml": "id = none\n", "dimensions/aim.toml": aim})
    assert "instrument.toml: line 1\n    This value cannot be read." in said(folder)
    assert "{who} is no placeholder." in said(folder)


def test_a_missing_dimension_is_named_whatever_is_wrong_elsewhere(build: Build) -> None:
    folder = build(files={"about-you.toml": "id = none\n"})
    (folder / "dimensions" / "aim.toml").unlink()
    assert "about-you.toml: line 1\n    This value cannot be read." in said(folder)
    assert "There is no file dimensions/aim.toml" in said(folder)


def test_a_list_that_cannot_be_read_does_not_make_its_dimensions_unlisted(build: Build) -> None:
    assert "not listed" not in said(build(files={"instrument.toml": "id = none\n"}))


def test_a_file_that_cannot_be_read_is_not_called_missing(build: Build) -> None:
    faults = said(build(files={"dimensions/aim.toml": "id = "}))
    assert faults.count("tiny/2026.1/") == 1
    assert "There is no file" not in faults


def test_a_huge_file_is_refused_unread(build: Build) -> None:
    folder = build(files={"closing.toml": "# " + "x" * files.LARGEST})
    assert "closing.toml\n    This file is larger than 256 kB." in said(folder)


def test_a_file_that_leads_nowhere_is_named(build: Build) -> None:
    folder = build()
    (folder / "dimensions" / "time.toml").unlink()
    (folder / "dimensions" / "time.toml").symlink_to(folder / "nowhere.toml")
    assert "dimensions/time.toml\n    This cannot be read: No such file or directory." in said(folder)


def test_too_many_files_are_refused(build: Build) -> None:
    one = changed("dimensions/time.toml")
    names = {f"dimensions/more-{number}.toml": one for number in range(files.MOST)}
    assert "There are more than 200 files." in said(build(files=names))


@pytest.mark.parametrize(
    "deep",
    [
        "x = " + "[" * 50_000,
        "x = " + "{a=" * 30_000,
        ".".join("a" * 50_000) + " = 1",
        "[" + " . ".join(["'a'"] * 30_000) + "]",
        "x = { y = 1, " + ".".join(['"a"'] * 30_000) + " = 1 }",
    ],
    ids=["lists", "tables", "a long key", "a long header", "a long key in braces"],
)
def test_nesting_without_end_is_refused(deep: str, build: Build) -> None:
    faults = said(build(files={"closing.toml": deep}))
    assert "closing.toml\n    Tables or lists lie more than 16 deep in one another." in faults


def test_a_number_of_five_thousand_digits_is_refused(build: Build) -> None:
    faults = said(build(files={"closing.toml": "x = " + "9" * 5000}))
    assert faults.startswith("tiny/2026.1/closing.toml")


def test_hidden_files_and_notes_are_no_part_of_an_instrument(build: Build) -> None:
    folder = build(files={".draft.toml": "id =", "notes.md": "Ask about time, too.", ".git/x.toml": "id ="})
    assert inspect(folder) == ()
    assert load(folder).digest == load(TINY).digest
