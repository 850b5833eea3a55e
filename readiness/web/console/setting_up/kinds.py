"""The four lists of a set-up: what each is of, and how its page puts it."""

from __future__ import annotations

from dataclasses import dataclass

from readiness.access.faults import Missing
from readiness.fieldwork.setup_drafts import Reading
from readiness.instrument.types import Choice, Option
from readiness.web.console.setting_up.steps import counted


@dataclass(frozen=True, slots=True)
class Kind:
    """One list."""

    table: str
    title: str
    thing: str
    texts: tuple[str, ...]
    how: str
    """How to type several at once."""
    whole: bool = False
    """Whether an entry is more than a name, so that there is a page to add one."""


def of(listed: str) -> Kind:
    """Return the list of that name."""
    found = next((one for one in KINDS if one.table == listed), None)
    if found is None:
        raise Missing("There is no such list.", "Go back to all steps.")
    return found


def organisation_kinds(reading: Reading) -> tuple[Option, ...]:
    """Return the kinds of organisation that the questionnaire knows."""
    questions = reading.instrument.about.questions if reading.instrument else ()
    asked = (one for one in questions if one.id == "organisation-type" and isinstance(one, Choice))
    return next((one.options for one in asked), ())


def more(reading: Reading, table: str, number: int) -> str:
    """Return what is known of an entry besides its name."""
    if table == "organisations":
        return _of_organisation(reading, number)
    if table == "innovations":
        return _of_innovation(reading, number)
    return ""


def _of_organisation(reading: Reading, number: int) -> str:
    one = reading.seen.organisations[number]
    kinds = {kind.id: kind.text for kind in organisation_kinds(reading)}
    places = {place.id: place.name for place in reading.seen.places}
    parts = (
        kinds.get(one.type, ""),
        places.get(one.place or "", ""),
        counted(one.people or 0, "person", "people"),
    )
    return ", ".join(part for part in parts if part)


def _of_innovation(reading: Reading, number: int) -> str:
    one = reading.seen.innovations[number]
    names = {area.id: area.name for area in reading.seen.areas}
    return ", ".join(names.get(area, "a removed area") for area in one.areas) or "All clinical areas"


KINDS = (
    Kind(
        "areas",
        "Clinical areas",
        "clinical area",
        (
            "People say for which of these they work, and answer for one to three of them. Reports then say where most "
            "change is needed.",
            "Keep them few: an area is shown once 11 people or more have answered for it, and to tell areas "
            "apart takes about 50 in each. Ten are many.",
        ),
        "A line each. You can paste a column of a spreadsheet.",
    ),
    Kind(
        "places",
        "Places",
        "place",
        (
            "The parts that your system divides itself into, such as boroughs or localities. People say in which one "
            "they mostly work.",
            "Keep them few: each one more makes people easier to recognise. You can also leave them out.",
        ),
        "A line each. You can paste a column of a spreadsheet.",
    ),
    Kind(
        "organisations",
        "Organisations",
        "organisation",
        (
            "Practices, trusts and boards. List them if each is to have its own link, its own codes or a count of how "
            "many have answered. People do not name theirs, and no report names any.",
        ),
        "A line each: name, kind, place, number of people. Copy the columns from a spreadsheet, or put semicolons "
        "between them. A kind may be short, such as GP practice, hospital or ICB. Only the name is needed where one "
        "kind fits all.",
        whole=True,
    ),
    Kind(
        "innovations",
        "Local innovations",
        "innovation",
        (
            "Proven products or ways of working that you want to know about. People say of each whether they have "
            "heard of it, seen it used, or use it. Three to six are plenty.",
        ),
        "A line each. You choose afterwards in which clinical areas each is asked about; at first it is all.",
        whole=True,
    ),
)
