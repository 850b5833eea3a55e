"""An assessment that is being set up in the console: begun, read, changed by one person at a time, launched.

What is kept are the very tables of a set-up file as far as they are filled in, days as text. The rules are the file's
own, so that a set-up that can be launched here can be created from its file, and the other way round.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from readiness.config import Settings
from readiness.errors import Fault, FileFaults, ReadinessError, UnknownAssessment, WrongState
from readiness.fieldwork import lifecycle, running_again, setup_file, setup_kept, setup_text
from readiness.fieldwork.setup_types import Setup
from readiness.instrument import files
from readiness.instrument.load import available
from readiness.instrument.plain import shaped
from readiness.instrument.types import Instrument
from readiness.records import assessments, invited, setups
from readiness.records.database import Session
from readiness.records.tables import Assessment, SetupDraft, System

FILE = "set-up"
"""What stands for the name of a file in faults of a set-up that is in none."""
WEEKS = timedelta(days=27)
"""From a Monday to the Sunday that ends the fourth week."""
YEAR = timedelta(days=364)
"""A year that keeps the day of the week."""
Tables = Mapping[str, Any]


class Overtaken(ReadinessError):
    """Somebody else has changed the same part since it was looked at."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What can be read of a set-up, and what is still wrong with it or missing."""

    seen: Setup
    """As far as it can be read; what is missing stands for nothing."""
    setup: Setup | None
    """Whole, where it can be launched."""
    instrument: Instrument | None
    faults: tuple[Fault, ...]


def begin(session: Session, system: System, tables: Tables, now: int) -> SetupDraft:
    """Begin a set-up with what is known already."""
    return setups.add(session, lifecycle.new_code(), system, tables, now)


def fresh(settings: Settings, today: date) -> dict[str, Any]:
    """Return what a set-up begins with where nothing is known: four weeks from a Monday that leaves time to prepare."""
    first = _monday(today + timedelta(days=14))
    if first + WEEKS >= date(first.year, 12, 24):
        first = date(first.year + 1, 1, 1)  # nobody answers over Christmas
    first = _monday(max(first, date(first.year, 1, 3)))
    return {
        "title": f"Ready for innovation {first.year}",
        "year": first.year,
        **_newest(settings),
        "opens_on": first.isoformat(),
        "closes_on": (first + WEEKS).isoformat(),
    }


def again(session: Session, assessment: Assessment, settings: Settings, today: date) -> dict[str, Any]:
    """Return what a set-up begins with that repeats a kept assessment a year later."""
    kept = setup_kept.kept(session, assessment)
    year = kept.year + 1
    days = {"opens_on": (kept.opens_on + YEAR), "closes_on": (kept.closes_on + YEAR)}
    if days["opens_on"] < today:
        days = {key: date.fromisoformat(fresh(settings, today)[key]) for key in days}
    title = kept.title.replace(str(kept.year), str(year))
    tables = written(kept) | {"title": title, "year": year}
    tables |= {key: day.isoformat() for key, day in days.items()}
    follows = {"follows": assessment.code} if assessment.state == "closed" else {}
    return {name: table for name, table in tables.items() if name not in ("follows", "became")} | follows


def written(setup: Setup) -> dict[str, Any]:
    """Return a set-up as a draft keeps it: without its system, and without what says nothing."""
    found = setup.model_dump(mode="json", exclude_defaults=True, exclude={"system", "simulated"})
    return {**found, "links": setup.links}


def from_file(file: str, data: bytes, settings: Settings, today: date) -> tuple[str, dict[str, Any]]:
    """Return the system that a set-up file names, and what a set-up begins with that goes on from it.

    What is missing or does not fit yet can be mended here; what is no set-up file at all is a FileFaults.
    """
    tables = files.parsed(file, data)
    if isinstance(tables, Fault):
        raise FileFaults([tables])
    setup, shape = shaped(file, Setup, {**_NEEDED, "system": "-", **setup_file.dated(tables)})
    faults = [*setup_file.date_faults(file, tables), *shape]
    if setup is None or faults:
        raise FileFaults(faults)
    said = {key: value for key, value in written(setup).items() if key in tables}
    return str(tables.get("system", "")).strip(), fresh(settings, today) | said


def as_file(tables: Tables, system: str) -> str:
    """Return the text of a set-up file that says what is filled in."""
    return setup_text.text(system, tables)


def read(tables: Tables, system: str, settings: Settings, session: Session | None = None) -> Reading:
    """Return what the tables say, with every fault that the same tables would have in a file.

    What keeps it from following an earlier assessment is found with a session only.
    """
    missing = [key for key in _NEEDED if key not in tables]
    full = {**_NEEDED, **tables, "system": system}
    setup, shape = shaped(FILE, Setup, full)
    seen = setup or setup_file.readable(full)
    instrument, unknown = setup_file.instrument_of(seen, FILE, settings.surveys)
    found = [Fault(FILE, key, "This is missing.", "Write it.") for key in missing]
    told = {fault.place for fault in (*found, *shape)}
    told |= {"closes_on"} if "opens_on" in told else set()
    ruled = (*unknown, *setup_file.faults(seen, instrument, FILE))
    if session is not None and seen.follows:
        ruled += tuple(running_again.faults(session, seen, FILE))
    faults = (*found, *shape, *(fault for fault in ruled if fault.place not in told))
    return Reading(seen, None if faults else setup, instrument, faults)


def mark(tables: Tables, *names: str) -> str:
    """Return what tells whether these tables are still what somebody has looked at."""
    seen = json.dumps([tables.get(name) for name in names], sort_keys=True)
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def held(session: Session, code: str) -> SetupDraft:
    """Return a set-up, held until the transaction ends by whoever means to change it."""
    found = setups.by_code(session, code, alone=True)
    if found is None:
        raise UnknownAssessment(
            "This set-up is no longer there.", "It has been launched or discarded: go to Assessments."
        )
    return found


def change(session: Session, code: str, looked: str, now: int, **tables: Any) -> SetupDraft:
    """Put these tables in the place of those that were looked at, as their mark says; None removes one."""
    draft = held(session, code)
    if looked != mark(draft.tables, *tables):
        raise Overtaken(
            "Somebody else has changed this since you opened the page.",
            "Nothing of yours has been kept yet. Send it again if yours is to stand.",
        )
    setups.change(draft, now, **tables)
    return draft


def launch(session: Session, code: str, system: str, settings: Settings, today: date) -> Assessment:
    """Make the assessment, with the code of its set-up; open it too where its first day has come."""
    draft = held(session, code)
    reading = read(draft.tables, system, settings, session)
    if reading.setup is None:
        raise FileFaults(reading.faults)
    made = lifecycle.create(session, reading.setup, settings, code)
    setups.remove(session, draft)
    return lifecycle.open_(session, code, settings, today) if today >= made.opens_on else made


def take_back(session: Session, code: str, settings: Settings, now: int) -> SetupDraft:
    """Make an assessment that was launched, and of which nothing has been used yet, a set-up again."""
    assessment = assessments.held(session, code, alone=True)
    if assessment.state != "draft":
        raise WrongState(f"{assessment.title} ({code}) has been opened.", "It can only be closed now.")
    if assessments.in_use(session, assessment) or invited.exists(settings.lists, code):
        raise WrongState(
            f"Of {assessment.title} ({code}) links, codes, a list of people or documents have been made already.",
            "They may be in people's hands, so the launch stays as it is.",
        )
    tables = written(setup_kept.kept(session, assessment))
    system = assessments.system(session, assessment)
    assessments.remove(session, assessment)
    return setups.add(session, code, system, tables, now)


def _newest(settings: Settings) -> dict[str, str]:
    """Return the newest version of the questionnaire, where there is only one questionnaire."""
    known = sorted(available(settings.surveys), key=lambda one: _number(one[1]))
    if len({instrument for instrument, _ in known}) != 1:
        return {}
    return dict(zip(("instrument", "version"), known[-1], strict=True))


def _monday(day: date) -> date:
    """Return the day, or the Monday after it."""
    return day + timedelta(days=-day.weekday() % 7)


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


_NEEDED: dict[str, Any] = {
    "title": "-",
    "year": 2000,
    "instrument": "none",
    "version": "",
    "opens_on": "2000-01-01",
    "closes_on": "2099-12-31",
    "links": "open",
}
"""What has to be filled in, and what stands for it until then without breaking a rule of its own."""
