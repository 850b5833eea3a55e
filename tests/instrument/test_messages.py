"""The words of mails: those that we bring are sound in every language, and every fault of others' is named."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from readiness.errors import FileFaults
from readiness.instrument import messages
from readiness.instrument.check import check
from readiness.instrument.load import available

SURVEYS = Path(__file__).resolve().parents[2] / "surveys"
OURS = SURVEYS / messages.FOLDER
ENGLISH = (OURS / "en.toml").read_text("utf-8")

Change = Callable[[str, str], list[tuple[str, str]]]


@pytest.fixture
def changed(tmp_path: Path) -> Change:
    """What is wrong with our English words once one of them is replaced: place and problem."""

    def faults(old: str, new: str) -> list[tuple[str, str]]:
        assert old in ENGLISH
        (tmp_path / "en.toml").write_text(ENGLISH.replace(old, new, 1), "utf-8")
        found = list(messages.check(tmp_path))
        assert all(fault.file == "messages/en.toml" for fault in found)
        return [(fault.place, fault.problem) for fault in found]

    return faults


def test_ours_are_sound_in_english_and_welsh() -> None:
    assert set(messages.load(OURS)) == {"cy", "en"}
    assert list(messages.check(OURS)) == []


def test_each_language_says_the_same_things_in_the_same_order() -> None:
    def shape(name: str) -> object:
        tables = tomllib.loads((OURS / f"{name}.toml").read_text("utf-8"))
        gaps = {
            kind: [sorted(set(messages.placeholders(text))) for text in tables[kind]["paragraphs"]]
            for kind in messages.KINDS
        }
        return gaps, {kind: len(tables[kind]["paragraphs"]) for kind in messages.KINDS}

    assert shape("cy") == shape("en")


def test_they_are_no_instrument_and_hinder_none() -> None:
    assert {name for name, _ in available(SURVEYS)} == {"innovation-readiness"}
    assert [fault for fault in check(SURVEYS) if "messages" in fault.file] == []


def test_the_check_of_the_surveys_names_their_faults(tmp_path: Path) -> None:
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "en.toml").write_text("subject = 1\n", "utf-8")
    assert "messages/en.toml" in {fault.file for fault in check(tmp_path)}


@pytest.mark.parametrize(
    ("old", "new", "place", "problem"),
    [
        (
            "{system} invites",
            "{trust} invites",
            "invitation.paragraphs[2]",
            "Nothing stands for {trust} here.",
        ),
        ("{system} invites", "{ invites", "invitation.paragraphs[2]", "Nothing stands for { here."),
        ("Hello,", "{link} Hello,", "invitation.paragraphs[1]", "Nothing stands for {link} here."),
        ('"{link}",', "", "invitation.paragraphs", "The paragraph {link} is missing."),
        ('"{promise}",', "", "invitation.paragraphs", "The paragraph {promise} is missing."),
        ('"{reminded}",', "", "reminder.paragraphs", "The paragraph {reminded} is missing."),
        (
            '"{link}",',
            '"{link}", "{link}",',
            "invitation.paragraphs",
            "The paragraph {link} stands here more than once.",
        ),
        ('"Will you take part? ', '"Will you\\ntake part? ', "invitation.subject", "A subject has one line."),
        (
            "Hello,",
            "Hel\u200blo,",
            "invitation.paragraphs[1]",
            "This text holds the unseen character U+200B.",
        ),
        ("Start the survey", "Start {survey}", "button", "Nothing stands for {survey} here."),
        ("[test]\nsubject", "[test]\nsubjct", "test", 'The key "subject" is missing.'),
        ('button = "Start the survey"', "button = 3", "button", "This must be a text."),
        ("[codes]", "[codes", "line 53", "This list has no closing bracket."),
    ],
)
def test_a_fault_is_named_with_its_place(
    changed: Change, old: str, new: str, place: str, problem: str
) -> None:
    found = changed(old, new)
    assert (place, problem) in found or (place.startswith("line") and found[0][0].startswith("line"))


def test_a_file_with_another_name_than_a_language_is_named(tmp_path: Path) -> None:
    (tmp_path / "english.toml").write_text(ENGLISH, "utf-8")
    (fault,) = messages.check(tmp_path)
    assert (fault.file, fault.problem) == ("messages/english.toml", '"english" is no language code.')


def test_a_folder_without_words_is_refused_when_they_are_needed(tmp_path: Path) -> None:
    with pytest.raises(FileFaults, match="There is no file of mails"):
        messages.load(tmp_path)


def test_a_file_that_is_far_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_bytes(b"#" * (messages.LARGEST + 1))
    assert [fault.problem for fault in messages.check(tmp_path)] == ["This file is larger than 256 kB."]
