"""Headcounts typed into fields: a group of fields for each place, clinical area and organisation, and for the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, request, url_for

from readiness.fieldwork.counting import numbers
from readiness.fieldwork.counting.known import EVERYONE, Kind, Known, Part
from readiness.fieldwork.counting.numbers import NoNumber
from readiness.fieldwork.counting.template import template
from readiness.fieldwork.setup_drafts import Overtaken
from readiness.web.console import gate, uploading
from readiness.web.console.drawing import drawn
from readiness.web.console.forms import YesForm, took
from readiness.web.console.setting_up import counting
from readiness.web.console.setting_up.counting import Counted, Fault

Key = tuple[str, str, str]
HINTS: Mapping[Kind, str] = {
    "place": "How many people of each role work in each place.",
    "area": "How many work in each clinical area. Who works in two areas is counted in both.",
    "organisation": "How many people are asked at each organisation, all roles together.",
    "whole": "Only for roles of which you do not know the numbers by place, or not of all places.",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A number of people of one role in one part."""

    name: str
    label: str
    value: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of one part."""

    id: str
    name: str
    fields: tuple[Field, ...]
    total: int | None
    """All of its people that are known."""


@dataclass(frozen=True, slots=True)
class Section:
    """The parts of one kind."""

    id: str
    title: str
    hint: str
    groups: tuple[Group, ...]


def ask(code: str) -> Response:
    """Show the numbers that are known."""
    here = counting.here()
    typed = {key: f"{people}" for key, people in here.numbers.items()}
    return _page(here, typed, saved="saved" in request.args)


def take(code: str) -> Response:
    """Keep the numbers, all or none."""
    uploading.allow(counting.LARGEST)
    took(YesForm)
    here = counting.here()
    keys: list[Key] = [
        (part.kind, part.id, column) for part in here.known.parts for column in _columns(here.known, part)
    ]
    typed = {key: request.form.get(_name(*key), "")[:100] for key in keys}
    found, wrong = _read(typed)
    if wrong:
        return _page(here, typed, wrong)
    try:
        misfits = counting.keep(here, found, request.form.get("looked", ""))
    except Overtaken as error:
        misfits = [(f"{error.message} {error.remedy}", "#save")]
    if misfits:
        return _page(here, typed, misfits=misfits)
    return gate.leading(url_for("console.headcounts", code=code, saved="yes"))


def download(code: str) -> Response:
    """Send a table to fill in, with what is known already."""
    here = counting.here()
    data = template(here.known, here.numbers)
    name = f"headcounts-{code}.csv"
    return Response(
        data, mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _read(typed: Mapping[Key, str]) -> tuple[dict[Key, int | None], dict[Key, str]]:
    """Return the numbers that were typed, and what is wrong with those that are none."""
    found: dict[Key, int | None] = {}
    wrong: dict[Key, str] = {}
    for key, text in typed.items():
        try:
            found[key] = numbers.read(text)
        except NoNumber as error:
            wrong[key] = f"{error.problem} {error.remedy}"
    return found, wrong


def _page(
    here: Counted,
    typed: Mapping[Key, str],
    wrong: Mapping[Key, str] | None = None,
    misfits: list[Fault] | None = None,
    saved: bool = False,
) -> Response:
    wrong = wrong or {}
    names = {(str(part.kind), part.id): part.name for part in here.known.parts}
    faults = [
        (f"{names[kind, part]}, {here.known.heading(column)}: {said}", f"#{_name(kind, part, column)}")
        for (kind, part, column), said in wrong.items()
    ]
    page = drawn(
        "setting_up/headcounts",
        section="assessments",
        code=here.code,
        sections=_sections(here.known, typed, wrong),
        faults=[*faults, *(misfits or [])],
        mark=here.mark,
        sums=_sums(here),
        saved=saved,
    )
    page.status_code = 422 if wrong or misfits else 200
    return page


def _sections(known: Known, typed: Mapping[Key, str], wrong: Mapping[Key, str]) -> list[Section]:
    return [
        Section(
            f"by-{kind}",
            title,
            HINTS[kind],
            tuple(_group(known, part, typed, wrong) for part in known.of(kind)),
        )
        for kind, title in counting.sections(known)
    ]


def _group(known: Known, part: Part, typed: Mapping[Key, str], wrong: Mapping[Key, str]) -> Group:
    fields, people = [], []
    for column in _columns(known, part):
        key = (part.kind, part.id, column)
        value = typed.get(key, "")
        fields.append(Field(_name(*key), known.heading(column), value, wrong.get(key, "")))
        people += [found for found in _read({key: value})[0].values() if found is not None]
    total = sum(people) if len(people) > 1 else None
    return Group(counting.anchor(part.kind, part.id), part.name, tuple(fields), total)


def _sums(here: Counted) -> list[tuple[str, str]]:
    """Return how many people of each role the numbers that are kept tell of, and of all together."""
    found = here.numbers
    rows: list[tuple[str, int | None]] = []
    for role in here.known.roles:
        by_place = [people for (kind, _, of), people in found.items() if kind == "place" and of == role.id]
        rows.append((role.plural, found.get(("whole", "", role.id), sum(by_place) if by_place else None)))
    known = [people for _, people in rows if people is not None]
    if not known:
        return []
    told = [(name, "Not known" if people is None else f"{people:,}") for name, people in rows]
    more = "" if len(known) == len(rows) else " or more"
    return [*told, ("Everybody", f"{sum(known):,}{more}")]


def _columns(known: Known, part: Part) -> list[str]:
    return [EVERYONE] if part.kind == "organisation" else [role.id for role in known.roles]


def _name(kind: str, part: str, column: str) -> str:
    return ".".join(filter(None, (kind, part, column)))
