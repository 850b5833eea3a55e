"""A list of the set-up: what is in it, adding many at once, and picking from suggestions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from flask import Response, current_app, request, url_for

from readiness.fieldwork import setup_lists, suggestions
from readiness.fieldwork.setup_drafts import Reading, held
from readiness.fieldwork.setup_lists import Entry, Row
from readiness.records import grants, setups
from readiness.records.database import Session
from readiness.records.tables import SetupDraft
from readiness.web.console import gate, scoped, uploading
from readiness.web.console.drawing import drawn
from readiness.web.console.forms import YesForm, took
from readiness.web.console.setting_up import filling, kinds
from readiness.web.console.setting_up.filling import Field, Option, Typed, Wrong
from readiness.web.console.setting_up.kinds import Kind

_TOLD = 10
"""How many faults of a pasted list are told at once."""


class Line(NamedTuple):
    """An entry in the list."""

    slug: str
    name: str
    more: str


def show(code: str, listed: str) -> Response:
    """Show the list, with what can be done to it."""
    kind = kinds.of(listed)
    _, reading = filling.here()
    return _shown(code, kind, reading, _fields(kind, reading))


def add(code: str, listed: str) -> Response:
    """Add every line that was typed, or say which cannot be used and add none."""
    uploading.allow()
    took(YesForm)
    kind = kinds.of(listed)
    _, reading = filling.here()
    typed = Typed(request.form)
    text = typed.text("names", 200_000)
    try:
        entries = _entries(kind, reading, text, typed.text("kind"))
    except Wrong as wrong:
        fields = filling.as_typed(_fields(kind, reading), typed, wrong.faults)
        return _shown(code, kind, reading, fields)
    return _added(code, kind, entries)


def pick(code: str) -> Response:
    """Add the suggested areas that were ticked."""
    took(YesForm)
    filling.here()
    chosen = Typed(request.form).chosen("suggested")
    known = suggestions.areas(current_app.extensions["settings"].surveys)
    return _added(code, kinds.of("areas"), [{"name": name} for name in known if name in chosen])


def append(session: Session, draft: SetupDraft, now: int, table: str, entries: list[Entry]) -> int:
    """Add entries to a list, each with an id of its own, and return how many were new; names in it already stay one."""
    known = _earlier(session, draft, table)
    kept: list[Entry] = list(draft.tables.get(table, []))
    before = len(kept)
    for entry in entries:
        if len(kept) < setup_lists.MOST and not setup_lists.listed(kept, entry["name"]):
            slug = setup_lists.new_id(entry["name"], (one["id"] for one in kept), known)
            kept.append({"id": slug, **entry})
    if len(kept) > before:
        back = {one["id"] for one in kept[before:]}
        setups.change(draft, now, **{table: kept, **setup_lists.back_again(draft.tables, table, back)})
    return len(kept) - before


def _added(code: str, kind: Kind, entries: list[Entry]) -> Response:
    with gate.desk() as acting:
        draft = held(acting.session, code)
        added = append(acting.session, draft, acting.now, kind.table, entries)
        if added:
            acting.note("set-up changed", filling.about(code), part=kind.title, added=added)
    there = len(entries) - added
    at = url_for("console.set_up_list", code=code, listed=kind.table, added=added, there=there)
    return gate.leading(at)


def _earlier(session: Session, draft: SetupDraft, table: str) -> Mapping[str, str]:
    """Return the names that earlier years gave to ids, so that the same thing keeps its id."""
    system = scoped.here().system
    if draft.system_id != system.id or table not in ("areas", "organisations"):
        return {}
    return (grants.areas if table == "areas" else grants.organisations)(session, system)


def _entries(kind: Kind, reading: Reading, text: str, default: str) -> list[Entry]:
    found = setup_lists.rows(text)
    if not found:
        raise Wrong(names=f"Type or paste at least one {kind.thing}")
    faults: list[str] = []
    entries = [_entry(kind, reading, row, default, faults) for row in found]
    if len(found) > setup_lists.MOST:
        faults.append(f"Paste {setup_lists.MOST:,} lines or fewer at once")
    if faults:
        further = [f"and {len(faults) - _TOLD} more"] if len(faults) > _TOLD else []
        raise Wrong(names="\n".join([*faults[:_TOLD], *further]))
    return entries


def _entry(kind: Kind, reading: Reading, row: Row, default: str, faults: list[str]) -> Entry:
    if not row.name:
        faults.append(f"Line {row.line}: the name is missing")
    elif len(row.name) > setup_lists.LONGEST_NAME:
        faults.append(f"Line {row.line}: this name is longer than {setup_lists.LONGEST_NAME} letters")
    if kind.table == "organisations":
        return {"name": row.name, **_of_organisation(reading, row, default, faults)}
    if any(row.more):
        faults.append(f"Line {row.line}: more than one column, where only the name is asked")
    return {"name": row.name}


def _of_organisation(reading: Reading, row: Row, default: str, faults: list[str]) -> Entry:
    names = {
        "type": {one.text: one.id for one in kinds.organisation_kinds(reading)},
        "place": {one.name: one.id for one in reading.seen.places},
    }
    entry: Entry = {}
    for key, column, what in (("type", 0, "kind of organisation"), ("place", 1, "place")):
        cell = row.cell(column)
        found = _chosen(names[key], cell, near=key == "type")
        if cell and found is None:
            known = ", ".join(names[key]) or "none yet"
            faults.append(f"Line {row.line}: “{cell}” is no {what}; there are: {known}")
        elif found or (key == "type" and default):
            entry[key] = found or default
    if "type" not in entry and not row.cell(0):
        faults.append(f"Line {row.line}: say what kind of organisation it is, or select one for all")
    people = row.cell(2).replace(",", "").replace(" ", "")
    if people and not (people.isascii() and people.isdigit() and len(people) < 8):
        faults.append(f"Line {row.line}: “{row.cell(2)}” is no number of people")
    elif people:
        entry["people"] = int(people)
    return entry


def _chosen(names: Mapping[str, str], cell: str, near: bool) -> str | None:
    """Return the id of the name that a cell says, or, where near is enough, of the only one that it can mean."""
    said = [slug for name, slug in names.items() if slug == cell or setup_lists.same(name, cell)]
    if said or not near:
        return said[0] if said else None
    meant = [slug for name, slug in names.items() if setup_lists.means(name, cell)]
    return meant[0] if len(meant) == 1 else None


def _fields(kind: Kind, reading: Reading) -> tuple[Field, ...]:
    label = f"Add {kind.thing}s"
    names = Field(
        "names", label, "words", kind.how, rows=6 if kind.table in ("areas", "organisations") else 4
    )
    if kind.table != "organisations":
        return (names,)
    options = (
        Option("", "As each line says"),
        *(Option(one.id, one.text) for one in kinds.organisation_kinds(reading)),
    )
    return names, Field("kind", "Kind, where a line names none", "select", options=options)


def _shown(code: str, kind: Kind, reading: Reading, fields: tuple[Field, ...]) -> Response:
    entries = getattr(reading.seen, kind.table)
    lines = [Line(one.id, one.name, kinds.more(reading, kind.table, n)) for n, one in enumerate(entries)]
    return drawn(
        "setting_up/list",
        section="assessments",
        kind=kind,
        lines=lines,
        fields=fields,
        faults=filling.faults_of(fields),
        suggested=_suggested(kind, [one.name for one in entries]),
        said=_said(kind),
        code=code,
        back=filling.all_steps(code),
    )


def _suggested(kind: Kind, names: list[str]) -> Field | None:
    """Return those suggestions that are not in the list yet."""
    if kind.table != "areas":
        return None
    known = suggestions.areas(current_app.extensions["settings"].surveys)
    left = [name for name in known if not any(setup_lists.same(name, one) for one in names)]
    options = tuple(Option(name, name) for name in left)
    return (
        Field(
            "suggested",
            "Tick those that you want",
            "checkboxes",
            value=(),
            options=options,
            width="app-columns",
        )
        if left
        else None
    )


def _said(kind: Kind) -> str:
    """Return what has just been done."""
    added, there = (request.args.get(name, "", str)[:5] for name in ("added", "there"))
    if not (added.isdigit() and there.isdigit()):
        return ""
    was = "was" if there == "1" else "were"
    twice = f" {there} {was} in the list already." if int(there) else ""
    return f"{added} {kind.thing if added == '1' else kind.thing + 's'} added.{twice}"
