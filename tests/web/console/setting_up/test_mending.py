"""What the rules of the file find is said to people who have never seen a file, with the page that mends it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from readiness.config import Settings
from readiness.errors import Fault
from readiness.fieldwork import setup_drafts
from readiness.fieldwork.setup_file import Setup
from readiness.web.console.setting_up import mending, steps

JARGON = re.compile(r"\[|\]|_|\btoml\b|\bkey\b|\bid\b|`|\btable\b|headcounts\.|set-up file")
HEART = {"id": "heart", "name": "Heart"}
BROKEN: list[tuple[dict[str, Any], str, str]] = [
    ({"title": ""}, "days", "The title cannot be used. Type it again, on one line."),
    ({"year": 1}, "days", "The year must be a number from 2000 to 2100."),
    ({"opens_on": "soon"}, "days", "The first day is no day. Choose it again."),
    ({"closes_on": "2026-11-01"}, "days", "The last day lies before the first. Choose a later one."),
    (
        {"version": "2099.1"},
        "questionnaire",
        "The questionnaire that was chosen is not there. Choose another.",
    ),
    ({"links": "pigeons"}, "way", "Choose again how people are asked in."),
    ({"threshold": 2}, "groups", "The smallest group that may be shown must be larger."),
    ({"languages": ["fr"]}, "languages", "Choose the languages again: one of them cannot be offered."),
    ({"front": {"email": "x"}}, "words", "The email address to ask at is none. Type it again."),
    (
        {"front": {"asks": "\x07"}},
        "words",
        "Something on the first page cannot be used. Type it again, or leave it out.",
    ),
    (
        {"became": [{"kind": "area", "past": "x"}]},
        "years",
        "The earlier assessment to compare with does not fit any more. Choose it again.",
    ),
    (
        {"places": [HEART, {"id": "b", "name": "Heart"}]},
        "places",
        "Two of the places are called “Heart”. Give each its own name, or remove one.",
    ),
    (
        {"places": [HEART, {"id": "heart", "name": "Lung"}]},
        "places",
        "“Heart” and “Lung” cannot be told apart. Remove one of them and add it again.",
    ),
    (
        {"areas": [{"id": "a", "name": "A\x07"}]},
        "areas",
        "The name of “A\x07” holds something that cannot be used. Type it again.",
    ),
    ({"areas": [{"id": "A B", "name": "Heart"}]}, "areas", "“Heart” cannot be used as it stands. Change it."),
    (
        {"organisations": [{"id": "a", "name": "Mill", "type": "shop"}]},
        "organisations",
        "Choose again what kind of organisation “Mill” is: the questionnaire does not know what stands there.",
    ),
    (
        {"organisations": [{"id": "a", "name": "Mill", "type": "trust", "place": "west"}]},
        "organisations",
        "Choose again where “Mill” is: what stands there is not among the places.",
    ),
    (
        {"innovations": [{"id": "a", "name": "Monitors", "areas": ["gone"]}]},
        "innovations",
        "Choose again in which clinical areas “Monitors” is asked about: one of them is no longer listed.",
    ),
    (
        {"headcounts": {"places": {"west": {"nurse": 1}}}},
        "headcounts",
        "Some headcounts are no whole numbers, or are of a role, place or area that is no longer there.",
    ),
    (
        {"headcounts": {"places": {"north": {"nurse": 1}}, "areas": {"cardiology": {"nurse": 2}}}},
        "headcounts",
        "Cardiology: 2 Nurses are more than the 1 in the whole system. Mend one of the two numbers.",
    ),
]


@pytest.fixture
def tables(tiny_setup: Setup) -> dict[str, Any]:
    """A set-up in which nothing is missing."""
    return setup_drafts.written(tiny_setup)


def mends(tables: dict[str, Any], settings: Settings) -> list[mending.Mend]:
    return mending.of(setup_drafts.read(tables, "Ashdale", settings))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("broken", "step", "text"), BROKEN)
def test_each_fault_is_said_in_plain_words_with_its_step(
    tables: dict[str, Any], tiny_settings: Settings, broken: dict[str, Any], step: str, text: str
) -> None:
    found = mends({**tables, **broken}, tiny_settings)
    assert mending.Mend(step, text, False) in found
    for one in found:
        assert not JARGON.search(one.text.replace("“A\x07”", "")), one.text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_missing_is_to_be_done_and_not_to_be_mended(tiny_settings: Settings) -> None:
    found = mends({}, tiny_settings)
    assert all(one.missing for one in found)
    assert [one.text for one in found] == [
        "Give the survey a title.",
        "Say for which year it is.",
        "Choose the questionnaire.",
        "Choose the first day.",
        "Choose the last day.",
        "Choose how people are asked in.",
    ]


def test_places_that_nobody_foresaw_and_other_files_are_said_too(
    tables: dict[str, Any], tiny_settings: Settings
) -> None:
    reading = setup_drafts.read(tables, "Ashdale", tiny_settings)
    faults = (Fault(setup_drafts.FILE, "new_key", "x", "y"), Fault("tiny/2026.1/x.toml", "", "x", "y"))
    strange, files = mending.of(replace(reading, faults=faults))
    assert strange.step == "set_up"
    assert files.step == "questionnaire"
    assert not any(JARGON.search(one.text) for one in (strange, files))


def test_every_step_that_mends_something_is_there() -> None:
    known = {step.name for step in steps.ALL} | {"set_up", "headcounts"}
    assert {step for _, step, _ in mending._SAID if step} <= known
    assert {step for step, _ in mending._MISSING.values()} <= known
