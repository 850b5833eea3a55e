"""What is wrong with a set-up, in sentences for somebody who has never seen its file, each with the step that mends it.

The rules are the file's. What they say is about keys and tables; here the same is said about the pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from readiness.errors import Fault
from readiness.fieldwork import setup_drafts
from readiness.fieldwork.setup_drafts import Reading
from readiness.fieldwork.setup_types import Setup

THINGS = {
    "places": "place",
    "organisations": "organisation",
    "areas": "clinical area",
    "innovations": "innovation",
}


class Mend(NamedTuple):
    """Something to be mended or still to be done."""

    step: str
    text: str
    missing: bool


def of(reading: Reading) -> list[Mend]:
    """Return all of it, each thing once."""
    return list(dict.fromkeys(_mend(fault, reading.seen) for fault in reading.faults))


def _mend(fault: Fault, seen: Setup) -> Mend:
    if fault.file != setup_drafts.FILE:
        text = (
            "The questionnaire's own files cannot be used. Choose another, or ask whoever runs this website."
        )
        return Mend("questionnaire", text, False)
    if fault.problem == "This is missing.":
        return Mend(*_MISSING[fault.place], True)
    for pattern, step, say in _SAID:
        found = re.fullmatch(pattern, fault.place)
        if found:
            return Mend(step or found[1], say(found, fault, seen), _is_missing(fault, seen))
    return Mend("set_up", "Something here cannot be used. Look at each step again.", False)


def _is_missing(fault: Fault, seen: Setup) -> bool:
    return fault.place == "areas" and not seen.areas


def _listed(found: re.Match[str], fault: Fault, seen: Setup) -> str:
    """Say which two entries of a list cannot be told apart, or that there is none, or should be none."""
    thing, entries = THINGS[found[1]], getattr(seen, found[1])
    word = re.search(r'"(.*)" stands', fault.problem)
    if word is None and entries:
        return "This questionnaire does not ask about clinical areas. Remove them, or choose another questionnaire."
    if word is None:
        return "List the clinical areas that people may answer for."
    names = [one.name for one in entries if word[1] in (one.id, one.name)]
    if len(set(names)) == 1:
        return f"Two of the {thing}s are called “{names[0]}”. Give each its own name, or remove one."
    return f"“{names[0]}” and “{names[-1]}” cannot be told apart. Remove one of them and add it again."


def _entry(found: re.Match[str], _: Fault, seen: Setup) -> str:
    number = int(found[2])
    entries = getattr(seen, found[1])
    name = entries[number - 1].name if number <= len(entries) else ""
    called = f"“{name}”" if name else f"{THINGS[found[1]]} number {number}"
    return _OF_AN_ENTRY.get(found[3], "{} cannot be used as it stands. Change it.").format(_big(called))


def _counted(_: re.Match[str], fault: Fault, seen: Setup) -> str:
    """Say what is wrong with headcounts: sums speak for themselves, all else is of what is no longer listed."""
    if "fewer than" not in fault.problem and "more than" not in fault.problem:
        return (
            "Some headcounts are no whole numbers, or are of a role, place or area that is no longer there."
        )
    slug = fault.place.rpartition(".")[2]
    name = next((f"{one.name}: " for one in seen.areas if one.id == slug), "")
    return f"{name}{fault.problem} Mend one of the two numbers."


def _always(text: str) -> Callable[[re.Match[str], Fault, Setup], str]:
    return lambda *_: text


def _big(text: str) -> str:
    return text[0].upper() + text[1:]


_MISSING = {
    "title": ("days", "Give the survey a title."),
    "year": ("days", "Say for which year it is."),
    "opens_on": ("days", "Choose the first day."),
    "closes_on": ("days", "Choose the last day."),
    "instrument": ("questionnaire", "Choose the questionnaire."),
    "version": ("questionnaire", "Choose the questionnaire."),
    "links": ("way", "Choose how people are asked in."),
}
_OF_AN_ENTRY = {
    "name": "The name of {} holds something that cannot be used. Type it again.",
    "type": "Choose again what kind of organisation {} is: the questionnaire does not know what stands there.",
    "place": "Choose again where {} is: what stands there is not among the places.",
    "people": "Say again how many people work at {}: a whole number.",
    "areas": "Choose again in which clinical areas {} is asked about: one of them is no longer listed.",
}
_LISTS = "places|organisations|areas|innovations"
_SAID: tuple[tuple[str, str, Callable[[re.Match[str], Fault, Setup], str]], ...] = (
    ("title|system", "days", _always("The title cannot be used. Type it again, on one line.")),
    ("year", "days", _always("The year must be a number from 2000 to 2100.")),
    ("opens_on", "days", _always("The first day is no day. Choose it again.")),
    ("closes_on", "days", _always("The last day lies before the first. Choose a later one.")),
    (
        "instrument|version",
        "questionnaire",
        _always("The questionnaire that was chosen is not there. Choose another."),
    ),
    ("links", "way", _always("Choose again how people are asked in.")),
    ("threshold", "groups", _always("The smallest group that may be shown must be larger.")),
    ("count_pages|simulated", "groups", _always("Choose again whether pages are counted.")),
    (r"languages.*", "languages", _always("Choose the languages again: one of them cannot be offered.")),
    (r"front\.email", "words", _always("The email address to ask at is none. Type it again.")),
    (
        r"front.*",
        "words",
        _always("Something on the first page cannot be used. Type it again, or leave it out."),
    ),
    (
        r"follows|became.*",
        "years",
        _always("The earlier assessment to compare with does not fit any more. Choose it again."),
    ),
    (rf"({_LISTS})", "", _listed),
    (rf"({_LISTS})\[(\d+)\]\.?(\w*).*", "", _entry),
    (r"headcounts.*", "headcounts", _counted),
)
"""Which place is mended at which step, or at that of the list it names, and what is said of it."""
