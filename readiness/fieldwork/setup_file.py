"""An assessment's set-up file: who asks, when, in which places and areas, and how many people work there.

TOML, read once into frozen types. All faults are found at once, each with its place and how to mend it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from readiness.errors import Fault, FileFaults, ReadinessError
from readiness.fieldwork.example import EXAMPLE as EXAMPLE
from readiness.fieldwork.setup_rules import faults as faults
from readiness.fieldwork.setup_types import Counts, is_day
from readiness.fieldwork.setup_types import Setup as Setup
from readiness.fieldwork.setup_types import readable as readable
from readiness.instrument import files
from readiness.instrument.journey import Local, LocalInnovation
from readiness.instrument.load import available, load_version
from readiness.instrument.plain import shaped
from readiness.instrument.types import Instrument, Option
from readiness.records.assessments import Part
from readiness.records.tables import ClinicalArea, Headcount, Innovation, Organisation, Place

_DATES = ("opens_on", "closes_on")
_SHOWN = "`readiness assessment create --example`"


def read(path: Path, surveys: Path) -> Setup:
    """Return the set-up of a file, or raise FileFaults with every fault in it."""
    try:
        with path.open("rb") as opened:
            data = opened.read(files.LARGEST + 1)
    except OSError as error:
        raise ReadinessError(
            f"{path} cannot be read: {error.strerror}.", "Check the name of the file."
        ) from error
    if len(data) > files.LARGEST:
        raise ReadinessError(
            f"{path} is larger than {files.LARGEST // 1024} kB.",
            "A set-up file is a short text; is it this one?",
        )
    return parsed(path.name, data, surveys)


def parsed(file: str, data: bytes, surveys: Path) -> Setup:
    """Return the set-up of a file's bytes, or raise FileFaults with every fault in them."""
    tables = files.parsed(file, data)
    if isinstance(tables, Fault):
        raise FileFaults([tables])
    setup, shape = shaped(file, Setup, dated(tables))
    found = [*date_faults(file, tables), *(_pointing_here(fault) for fault in shape)]
    seen = setup if setup and not found else readable(tables)
    instrument, missing = instrument_of(seen, file, surveys)
    told = {fault.place for fault in found}
    found += [fault for fault in (*missing, *faults(seen, instrument, file)) if fault.place not in told]
    if setup is None or found:
        raise FileFaults(found)
    return setup


def parts(setup: Setup) -> Iterator[Part]:
    """Yield the places, organisations, areas, innovations and headcounts as they are kept."""
    for n, one in enumerate(setup.places):
        yield Place(slug=one.id, name=one.name, position=n)
    for n, org in enumerate(setup.organisations):
        yield Organisation(
            slug=org.id, name=org.name, type=org.type, place=org.place, people=org.people, position=n
        )
    for n, one in enumerate(setup.areas):
        yield ClinicalArea(slug=one.id, name=one.name, position=n)
    for n, new in enumerate(setup.innovations):
        yield Innovation(slug=new.id, name=new.name, areas=list(new.areas), position=n)
    for place, area, role, people in _counts(setup.headcounts):
        yield Headcount(role=role, place=place, area=area, people=people)


def local(setup: Setup) -> Local:
    """Return what the set-up adds to its instrument, as the assessment will keep it."""
    return Local(
        places=tuple(Option(id=one.id, text=one.name) for one in setup.places),
        areas=tuple(Option(id=one.id, text=one.name) for one in setup.areas),
        innovations=tuple(LocalInnovation(one.id, one.name, one.areas) for one in setup.innovations),
    )


def instrument_of(setup: Setup, file: str, surveys: Path) -> tuple[Instrument | None, tuple[Fault, ...]]:
    """Return the questionnaire that the set-up names, or the faults that keep it from being read."""
    known = available(surveys)
    if not setup.instrument or not setup.version:
        return None, ()
    if (setup.instrument, setup.version) not in known:
        listed = ", ".join(f"{name} {version}" for name, version in known) or "none"
        problem = f"There is no questionnaire {setup.instrument} {setup.version} in {surveys}."
        return None, (Fault(file, "instrument", problem, f"Write one that is there: {listed}."),)
    try:
        return load_version(surveys, setup.instrument, setup.version), ()
    except FileFaults as error:
        return None, error.faults


def date_faults(file: str, tables: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is written where a day should be and is none."""
    for key in _DATES:
        if key in tables and not is_day(tables[key]):
            yield Fault(
                file, key, "This is not a day.", "Write year-month-day without quotation marks: 2026-11-02."
            )


def dated(tables: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tables with days as text, which is how the strict types take them; what is no day is noted already."""
    days = {key: tables[key] for key in _DATES if key in tables}
    written = {
        key: day.isoformat()[:10] if isinstance(day, date) else "2000-01-01" for key, day in days.items()
    }
    return {**tables, **written}


def _pointing_here(fault: Fault) -> Fault:
    """Return the fault with a remedy that names the example of this kind of file."""
    return replace(fault, remedy=fault.remedy.replace("surveys/README.md", _SHOWN))


def _counts(counts: Counts) -> Iterator[tuple[str | None, str | None, str, int]]:
    yield from ((None, None, role, people) for role, people in counts.roles.items())
    for place, by_role in counts.places.items():
        yield from ((place, None, role, people) for role, people in by_role.items())
    for area, by_role in counts.areas.items():
        yield from ((None, area, role, people) for role, people in by_role.items())
