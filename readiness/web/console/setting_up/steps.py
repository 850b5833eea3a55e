"""The steps of a set-up, in the order in which its page lists them, and how far each is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from flask import current_app, url_for

from readiness.fieldwork.setup_drafts import Reading
from readiness.fieldwork.setup_types import Setup
from readiness.instrument.types import Instrument
from readiness.web.console.setting_up.mending import Mend
from readiness.web.console.telling import day
from readiness.web.words import own_name

DONE, TO_DO, MEND, OPTIONAL = "Done", "To do", "Needs mending", "Optional"


class Step(NamedTuple):
    """A page of the set-up; its route takes the code, and of a list its name too."""

    name: str
    """What `mending` calls it."""
    text: str
    hint: str
    told: Callable[[Reading], str]
    """What has been filled in, in a phrase; empty where nothing has."""
    route: str
    listed: str = ""

    def address(self, code: str) -> str:
        """Return where it is."""
        return url_for(f"console.{self.route}", code=code, listed=self.listed or None)


class Shown(NamedTuple):
    """A step as its page shows it."""

    text: str
    hint: str
    status: str
    address: str


def shown(code: str, reading: Reading, mends: Iterable[Mend]) -> list[tuple[str, list[Shown]]]:
    """Return all steps by group."""
    of = {step: [one for one in mends if one.step == step] for step in {one.step for one in mends}}
    return [
        (group, [_shown(step, code, reading, of.get(step.name, [])) for step in steps])
        for group, steps in GROUPS
    ]


def address(step: str, code: str) -> str:
    """Return the page that mends what `mending` has found there."""
    found = next((one for one in ALL if one.name == step), None)
    return found.address(code) if found else url_for("console.set_up", code=code)


def counted(number: int, thing: str, things: str = "") -> str:
    """Return a number of things, or nothing for none."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}" if number else ""


def _shown(step: Step, code: str, reading: Reading, mends: list[Mend]) -> Shown:
    told = step.told(reading)
    if any(not one.missing for one in mends):
        status = MEND
    elif mends:
        status = TO_DO
    else:
        status = DONE if told else OPTIONAL
    return Shown(step.text, told or step.hint, status, step.address(code))


def _days(reading: Reading) -> str:
    seen = reading.seen
    missing = {fault.place for fault in reading.faults if fault.problem == "This is missing."}
    if missing & {"title", "year", "opens_on", "closes_on"}:
        return ""
    return f"{seen.title}, {day(seen.opens_on)} to {day(seen.closes_on)}"


def _questionnaire(reading: Reading) -> str:
    found = reading.instrument
    return f"{found.title} (version {found.version})" if found else ""


def _people(reading: Reading) -> str:
    counts = reading.seen.headcounts
    tables = (counts.roles, *counts.places.values(), *counts.areas.values())
    return counted(sum(len(by_role) for by_role in tables), "number")


def _languages(reading: Reading) -> str:
    return ", ".join(map(own_name, offered(reading.seen, reading.instrument)))


def offered(seen: Setup, instrument: Instrument | None) -> tuple[str, ...]:
    """Return the languages that people can choose from."""
    all_ = instrument.languages if instrument else ()
    return tuple(one for one in all_ if one in seen.languages or not seen.languages)


def _way(reading: Reading) -> str:
    missing = {fault.place for fault in reading.faults}
    return "" if "links" in missing else WAYS[reading.seen.links]


def _groups(reading: Reading) -> str:
    least = max(reading.seen.threshold or 0, current_app.extensions["settings"].threshold)
    return f"Groups of {least} or more; pages are {'' if reading.seen.count_pages else 'not '}counted"


def _words(reading: Reading) -> str:
    said = reading.seen.front
    parts = {"who asks": said.asks, "whom to ask": said.contact or said.email or said.phone}
    given = [name for name, text in {**parts, "when results come": said.results}.items() if text]
    return ", ".join(given).capitalize()


def _years(reading: Reading) -> str:
    return "An earlier assessment" if reading.seen.follows else ""


WAYS = {
    "open": "One link for everybody",
    "codes": "A link for each person, without a list of names",
    "personal": "Invitations by email to a list of people",
}
GROUPS: tuple[tuple[str, tuple[Step, ...]], ...] = (
    (
        "The survey",
        (
            Step("days", "Title and days", "When people can answer", _days, "set_up_days"),
            Step("questionnaire", "Questionnaire", "What is asked", _questionnaire, "set_up_questionnaire"),
            Step("languages", "Languages", "In which people can answer", _languages, "set_up_languages"),
        ),
    ),
    (
        "Your system",
        (
            Step(
                "areas",
                "Clinical areas",
                "Those that people may answer for",
                lambda it: counted(len(it.seen.areas), "clinical area"),
                "set_up_list",
                "areas",
            ),
            Step(
                "places",
                "Places",
                "The parts that your system divides itself into",
                lambda it: counted(len(it.seen.places), "place"),
                "set_up_list",
                "places",
            ),
            Step(
                "organisations",
                "Organisations",
                "Practices, trusts and boards, if each is to have its own link or codes",
                lambda it: counted(len(it.seen.organisations), "organisation"),
                "set_up_list",
                "organisations",
            ),
            Step(
                "innovations",
                "Local innovations",
                "New ways of working that you want to know about",
                lambda it: counted(len(it.seen.innovations), "innovation"),
                "set_up_list",
                "innovations",
            ),
            Step(
                "headcounts",
                "Headcounts",
                "How many people there are to ask; rough numbers will do",
                _people,
                "headcounts",
            ),
        ),
    ),
    (
        "How people are asked",
        (
            Step("way", "How people are asked in", "Fixed once you launch", _way, "set_up_way"),
            Step(
                "words",
                "Words of the first page",
                "Who asks, whom to ask, when results will be shown",
                _words,
                "set_up_words",
            ),
            Step("groups", "Small groups and counting", "", _groups, "set_up_groups"),
            Step("years", "Compared with", "An earlier assessment of this system", _years, "set_up_years"),
        ),
    ),
)
ALL = tuple(step for _, steps in GROUPS for step in steps)
