"""Headcounts put into a set-up: those of a table in the place of what its rows and columns had, all else as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from readiness.fieldwork.counting.known import EVERYONE, Known
from readiness.fieldwork.counting.tables import Understood

Counts = Mapping[tuple[str, str, str], int | None]
"""(kind, id, column) to how many people; None where it is not known."""
_TABLES = {"place": "places", "area": "areas"}


def counts(understood: Understood) -> Counts:
    """Return the numbers of a table that has no faults."""
    return {
        (line.part.kind, line.part.id, cell.column): cell.people
        for line in understood.lines
        if line.part
        for cell in line.cells
        if (cell.column == EVERYONE) == (line.part.kind == "organisation")
    }


def kept(tables: Mapping[str, Any], known: Known) -> dict[tuple[str, str, str], int]:
    """Return the numbers that a set-up has now, of what it still lists."""
    found = tables.get("headcounts") or {}
    parts = {(part.kind, part.id) for part in known.parts}
    roles = {role.id for role in known.roles}
    numbers: dict[tuple[str, str, str], Any] = {
        ("whole", "", role): people for role, people in (found.get("roles") or {}).items()
    }
    for kind, table in _TABLES.items():
        for part, by_role in (found.get(table) or {}).items():
            numbers |= {(kind, part, role): people for role, people in by_role.items()}
    for one in tables.get("organisations") or ():
        numbers["organisation", str(one.get("id")), EVERYONE] = one.get("people")
    return {
        (kind, part, column): people
        for (kind, part, column), people in numbers.items()
        if type(people) is int and (kind, part) in parts and column in {*roles, EVERYONE}
    }


def merged(tables: Mapping[str, Any], known: Known, new: Counts) -> dict[str, Any]:
    """Return the tables `headcounts` and `organisations` with these numbers in the place of those they had."""
    numbers = {**kept(tables, known), **new}
    found: dict[str, Any] = {"roles": {}, "places": {}, "areas": {}}
    everyone: dict[str, int | None] = {}
    for (kind, part, column), people in numbers.items():
        if kind == "organisation":
            everyone[part] = people
        elif people is not None and kind == "whole":
            found["roles"][column] = people
        elif people is not None:
            found[_TABLES[kind]].setdefault(part, {})[column] = people
    headcounts = {table: of for table, of in found.items() if of}
    organisations = [_with_people(one, everyone) for one in tables.get("organisations") or ()]
    return {"headcounts": headcounts or None, "organisations": organisations or None}


def _with_people(one: Mapping[str, Any], everyone: Mapping[str, int | None]) -> dict[str, Any]:
    people = everyone.get(str(one.get("id")))
    rest = {key: value for key, value in one.items() if key != "people"}
    return rest if people is None else {**rest, "people": people}
