"""An assessment's set-up file: who asks, when, in which places and areas, and how many people work there.

TOML, read once into frozen types. All faults are found at once, each with its place and how to mend it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from readiness.config import FLOOR
from readiness.errors import Fault, FileFaults, ReadinessError
from readiness.fieldwork.example import EXAMPLE as EXAMPLE
from readiness.instrument import files
from readiness.instrument.load import available, load_version
from readiness.instrument.plain import nearest, shaped
from readiness.instrument.types import Choice, Frozen, Id, Instrument
from readiness.records.assessments import Part
from readiness.records.tables import ClinicalArea, Headcount, Innovation, Organisation, Place

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
People = Annotated[int, Field(ge=0, le=10_000_000)]
ByRole = dict[Id, People]

_DATES = ("opens_on", "closes_on")
_SHOWN = "`readiness assessment create --example`"


class Listed(Frozen):
    """A place or a clinical area."""

    id: Id
    name: Name


class ListedOrganisation(Listed):
    """A practice, trust or board."""

    type: Id
    place: Id | None = None


class ListedInnovation(Listed):
    """An innovation of the local list; without areas it is asked about in every area."""

    areas: tuple[Id, ...] = ()


class Counts(Frozen):
    """How many people of each role there are, as far as it is known."""

    roles: ByRole = Field(default={})
    """In the whole system; of a role that is not named here, the sum over the places."""
    places: dict[Id, ByRole] = Field(default={})
    areas: dict[Id, ByRole] = Field(default={})


class Setup(Frozen):
    """All that an assessment is set up with."""

    system: Name
    title: Name
    year: int = Field(ge=2000, le=2100)
    instrument: Id
    version: str
    opens_on: date
    closes_on: date
    threshold: int | None = Field(default=None, ge=FLOOR, le=1000)
    simulated: bool = False
    places: tuple[Listed, ...] = ()
    organisations: tuple[ListedOrganisation, ...] = ()
    areas: tuple[Listed, ...] = ()
    innovations: tuple[ListedInnovation, ...] = ()
    headcounts: Counts = Counts()


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
    dates = tuple(_date_faults(file, tables))
    setup, shape = shaped(file, Setup, _dated(tables))
    found = [*dates, *(_pointing_here(fault) for fault in shape)]
    if setup is None or found:
        raise FileFaults(found)
    found = list(_unknown_instrument(setup, file, surveys))
    found = found or list(faults(setup, load_version(surveys, setup.instrument, setup.version), file))
    if found:
        raise FileFaults(found)
    return setup


def faults(setup: Setup, instrument: Instrument, file: str) -> tuple[Fault, ...]:
    """Return what does not fit together in the set-up, or not with the instrument."""
    say = _Faults(file)
    for rule in _RULES:
        rule(setup, instrument, say)
    return tuple(say.found)


def parts(setup: Setup) -> Iterator[Part]:
    """Yield the places, organisations, areas, innovations and headcounts as they are kept."""
    for n, one in enumerate(setup.places):
        yield Place(slug=one.id, name=one.name, position=n)
    for n, org in enumerate(setup.organisations):
        yield Organisation(slug=org.id, name=org.name, type=org.type, place=org.place, position=n)
    for n, one in enumerate(setup.areas):
        yield ClinicalArea(slug=one.id, name=one.name, position=n)
    for n, new in enumerate(setup.innovations):
        yield Innovation(slug=new.id, name=new.name, areas=list(new.areas), position=n)
    for place, area, role, people in _counts(setup.headcounts):
        yield Headcount(role=role, place=place, area=area, people=people)


class _Faults:
    """Collects faults of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Fault] = []

    def __call__(self, place: str, problem: str, remedy: str) -> None:
        self.found.append(Fault(self.file, place, problem, remedy))

    def unless_known(self, place: str, word: str, known: Iterable[str], what: str) -> None:
        """Note a word that names none of the known things."""
        listed = list(known)
        if word not in listed:
            remedy = f"Write one of: {', '.join(listed)}" if listed else f"List {what} first, or remove this"
            self(place, f'There is no {what} "{word}".', remedy + nearest(word, listed))


def _ids_once(setup: Setup, instrument: Instrument, say: _Faults) -> None:
    for table in ("places", "organisations", "areas", "innovations"):
        for key in ("id", "name"):
            seen = Counter(getattr(one, key) for one in getattr(setup, table))
            for word in (word for word, times in seen.items() if times > 1):
                say(table, f'The {key} "{word}" stands here more than once.', f"Give each its own {key}.")


def _names_are_plain(setup: Setup, instrument: Instrument, say: _Faults) -> None:
    named = [("system", setup.system), ("title", setup.title)]
    for table in ("places", "organisations", "areas", "innovations"):
        named += [(f"{table}[{n}].name", one.name) for n, one in enumerate(getattr(setup, table), 1)]
    for place, name in named:
        if not name.isprintable():
            say(
                place, "This name holds a character that cannot be seen.", "Type the name again, on one line."
            )


def _days_in_order(setup: Setup, instrument: Instrument, say: _Faults) -> None:
    if setup.closes_on < setup.opens_on:
        say("closes_on", "The last day lies before the first.", "Write a day that is not before opens_on.")


def _organisations_fit(setup: Setup, instrument: Instrument, say: _Faults) -> None:
    places = [place.id for place in setup.places]
    types = _organisation_types(instrument)
    for n, one in enumerate(setup.organisations, 1):
        if types:
            say.unless_known(f"organisations[{n}].type", one.type, types, "organisation type")
        if one.place is not None:
            say.unless_known(f"organisations[{n}].place", one.place, places, "place")


def _areas_are_wanted(setup: Setup, instrument: Instrument, say: _Faults) -> None:
    if instrument.area and not setup.areas:
        say(
            "areas",
            "The questionnaire asks about clinical areas, and none is listed.",
            "Add [[areas]] with id and name.",
        )
    if setup.areas and not instrument.area:
        say("areas", "The questionnaire does not ask about clinical areas.", "Remove [[areas]].")
    for n, one in enumerate(setup.innovations, 1):
        for area in one.areas:
            say.unless_known(f"innovations[{n}].areas", area, [area.id for area in setup.areas], "area")


def _counts_fit(setup: Setup, instrument: Instrument, say: _Faults) -> None:
    known = {"places": [place.id for place in setup.places], "areas": [area.id for area in setup.areas]}
    for table, ids in known.items():
        for slug, by_role in getattr(setup.headcounts, table).items():
            say.unless_known(f"headcounts.{table}", slug, ids, table.removesuffix("s"))
            _roles_known(by_role, instrument, f"headcounts.{table}.{slug}", say)
    _roles_known(setup.headcounts.roles, instrument, "headcounts.roles", say)


def _counts_add_up(setup: Setup, instrument: Instrument, say: _Faults) -> None:
    counts = setup.headcounts
    for role in instrument.roles:
        in_places = sum(by_role.get(role.id, 0) for by_role in counts.places.values())
        whole = counts.roles.get(role.id, in_places if counts.places else None)
        if whole is None:
            continue
        if in_places > whole:
            say(
                "headcounts.roles",
                f"{whole} {role.plural} are fewer than the {in_places} in the places.",
                _MEND_COUNT,
            )
        for area, by_role in counts.areas.items():
            if by_role.get(role.id, 0) > whole:
                problem = f"{by_role[role.id]} {role.plural} are more than the {whole} in the whole system."
                say(f"headcounts.areas.{area}", problem, _MEND_COUNT)


_MEND_COUNT = "Mend one of the two numbers."
_RULES: tuple[Callable[[Setup, Instrument, _Faults], None], ...] = (
    _ids_once,
    _names_are_plain,
    _days_in_order,
    _organisations_fit,
    _areas_are_wanted,
    _counts_fit,
    _counts_add_up,
)


def _roles_known(by_role: Mapping[str, int], instrument: Instrument, place: str, say: _Faults) -> None:
    for role in by_role:
        say.unless_known(place, role, [role.id for role in instrument.roles], "role")


def _organisation_types(instrument: Instrument) -> list[str]:
    asked = (question for question in instrument.about.questions if question.id == "organisation-type")
    return [option.id for question in asked if isinstance(question, Choice) for option in question.options]


def _unknown_instrument(setup: Setup, file: str, surveys: Path) -> Iterator[Fault]:
    known = available(surveys)
    if (setup.instrument, setup.version) not in known:
        listed = ", ".join(f"{name} {version}" for name, version in known) or "none"
        problem = f"There is no questionnaire {setup.instrument} {setup.version} in {surveys}."
        yield Fault(file, "instrument", problem, f"Write one that is there: {listed}.")


def _date_faults(file: str, tables: Mapping[str, Any]) -> Iterator[Fault]:
    for key in _DATES:
        if key in tables and (not isinstance(tables[key], date) or isinstance(tables[key], datetime)):
            yield Fault(
                file, key, "This is not a day.", "Write year-month-day without quotation marks: 2026-11-02."
            )


def _dated(tables: Mapping[str, Any]) -> dict[str, Any]:
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
