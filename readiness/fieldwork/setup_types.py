"""What a set-up file is: frozen types, and as much of a faulty file as can be read all the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeVar, cast

from pydantic import Field, StringConstraints

from readiness.config import FLOOR
from readiness.instrument.types import Frozen, Id

LONGEST_DAYS = 366
"""So many days at most may an assessment be open: response rates are blurred for each of them, at closing for all."""

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
People = Annotated[int, Field(ge=0, le=10_000_000)]
ByRole = dict[Id, People]
Mode = Literal["open", "codes", "personal"]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
_Part = TypeVar("_Part", bound=Frozen)


class Listed(Frozen):
    """A place or a clinical area."""

    id: Id
    name: Name


class ListedOrganisation(Listed):
    """A practice, trust or board."""

    type: Id
    place: Id | None = None
    people: People | None = None
    """Everyone who is asked there."""


class ListedInnovation(Listed):
    """An innovation of the local list; without areas it is asked about in every area."""

    areas: tuple[Id, ...] = ()


class Counts(Frozen):
    """How many people of each role there are, as far as it is known."""

    roles: ByRole = Field(default={})
    """In the whole system; of a role that is not named here, the sum over the places."""
    places: dict[Id, ByRole] = Field(default={})
    areas: dict[Id, ByRole] = Field(default={})


class Front(Frozen):
    """What the lead says on the first page, in the lead's own words."""

    asks: Words | None = None
    """Who asks, and why here and now."""
    contact: Name | None = None
    """Whom to ask what is not clear."""
    email: Name | None = None
    phone: Name | None = None
    results: Words | None = None
    """When and where results will be shown."""


class Ancestry(Frozen):
    """What became of an area, place or organisation of the assessment that this one follows; without `now` it has
    ended."""

    kind: Literal["area", "place", "organisation"]
    past: Id
    now: Id | None = None
    part: bool = False
    """Only a part of it went there; the rest stayed what it was."""


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
    links: Mode = "open"
    """How people are asked in; fixed from here on."""
    count_pages: bool = False
    languages: tuple[Language, ...] = ()
    """In which languages people may answer; in all that the questionnaire has where none is named."""
    front: Front = Front()
    places: tuple[Listed, ...] = ()
    organisations: tuple[ListedOrganisation, ...] = ()
    areas: tuple[Listed, ...] = ()
    innovations: tuple[ListedInnovation, ...] = ()
    headcounts: Counts = Counts()
    follows: str | None = None
    """The code of the year before, which this assessment is compared with."""
    became: tuple[Ancestry, ...] = ()
    """Only of areas, places and organisations that are not the same as those of the same id the year before."""


def is_day(value: object) -> bool:
    """Say whether a value of a file is a day; to Python a moment is one too."""
    return isinstance(value, date) and not isinstance(value, datetime)


def readable(tables: Mapping[str, Any]) -> Setup:
    """Return what can be read of a faulty file, for the rules to look at; what cannot be read breaks no rule.

    A text that cannot be read is empty, and a count -1.
    """
    texts = {key: _text(tables.get(key)) for key in ("system", "title", "instrument", "version")}
    days: dict[str, Any] = {"opens_on": date.min, "closes_on": date.max}
    days |= {key: tables[key] for key in days if is_day(tables.get(key))}
    return _made(
        Setup,
        **texts,
        **days,
        year=0,
        languages=tuple(map(_text, listed)) if isinstance(listed := tables.get("languages"), list) else (),
        front=_made(
            Front, **{key: _text(_table(tables.get("front")).get(key)) for key in Front.model_fields}
        ),
        places=_entries(Listed, tables.get("places", [])),
        organisations=_entries(ListedOrganisation, tables.get("organisations", [])),
        areas=_entries(Listed, tables.get("areas", [])),
        innovations=_entries(ListedInnovation, tables.get("innovations", [])),
        headcounts=_headcounts(tables.get("headcounts")),
        became=(),
    )


def _made(kind: type[_Part], **values: Any) -> _Part:
    """Return a part of the file unchecked."""
    return cast("_Part", kind.model_construct(None, **values))


def _entries(kind: type[_Part], found: object) -> tuple[_Part, ...]:
    """Return the entries of a list; one that cannot be read has an empty id."""
    return tuple(_entry(kind, _table(one)) for one in (found if isinstance(found, list) else [None]))


def _entry(kind: type[_Part], found: Mapping[str, Any]) -> _Part:
    areas = found.get("areas")
    texts = {key: _text(found.get(key)) for key in kind.model_fields if key != "areas"}
    return _made(kind, **texts, areas=tuple(map(_text, areas)) if isinstance(areas, list) else ())


def _headcounts(found: object) -> Counts:
    tables = _table(found)
    inner = {
        key: {slug: _by_role(roles) for slug, roles in _table(tables.get(key)).items()}
        for key in ("places", "areas")
    }
    return _made(Counts, **inner, roles=_by_role(tables.get("roles")))


def _by_role(found: object) -> dict[str, int]:
    return {role: people if type(people) is int else -1 for role, people in _table(found).items()}


def _table(found: object) -> Mapping[str, Any]:
    return found if isinstance(found, dict) else {}


def _text(found: object) -> str:
    return found.strip() if isinstance(found, str) else ""
