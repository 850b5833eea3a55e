"""One entry of a list: added by itself, and changed; its id stays when its name is mended."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, request, url_for

from readiness.access.faults import Missing
from readiness.fieldwork import setup_drafts, setup_lists
from readiness.fieldwork.setup_drafts import Overtaken, Reading
from readiness.fieldwork.setup_lists import Entry
from readiness.records import setups
from readiness.web.console import gate
from readiness.web.console.drawing import drawn
from readiness.web.console.forms import YesForm, took
from readiness.web.console.setting_up import filling, kinds, lists
from readiness.web.console.setting_up.filling import Field, Option, Typed, Wrong
from readiness.web.console.setting_up.kinds import Kind


def ask_new(code: str, listed: str) -> Response:
    """Ask for a new entry."""
    kind, (_, reading) = kinds.of(listed), filling.here()
    return _shown(code, kind, "", _fields(kind, reading, {}))


def take_new(code: str, listed: str) -> Response:
    """Add it at the end of the list."""
    took(YesForm)
    kind, (_, reading) = kinds.of(listed), filling.here()
    typed = Typed(request.form)
    try:
        entry = _made(kind, reading, typed, [])
        with gate.desk() as acting:
            draft = setup_drafts.held(acting.session, code)
            if not lists.append(acting.session, draft, acting.now, kind.table, [entry]):
                raise Wrong(name="This name is in the list already")
            acting.note("set-up changed", filling.about(code), part=kind.title, added=1)
    except Wrong as wrong:
        fields = filling.as_typed(_fields(kind, reading, {}), typed, wrong.faults)
        return _shown(code, kind, "", fields)
    return gate.leading(url_for("console.set_up_list", code=code, listed=listed))


def ask(code: str, listed: str, entry: str) -> Response:
    """Show an entry as it is."""
    kind, (draft, reading) = kinds.of(listed), filling.here()
    found = one(draft.tables, kind, entry)
    return _shown(code, kind, entry, _fields(kind, reading, found), _mark(found))


def take(code: str, listed: str, entry: str) -> Response:
    """Put what was typed in its place, unless somebody else has changed it meanwhile."""
    took(YesForm)
    kind, (draft, reading) = kinds.of(listed), filling.here()
    found = one(draft.tables, kind, entry)
    typed = Typed(request.form)
    fields = _fields(kind, reading, found)
    try:
        others = [it["name"] for it in draft.tables.get(kind.table, []) if it["id"] != entry]
        made = _made(kind, reading, typed, others)
        _put(code, kind, entry, made)
    except Wrong as wrong:
        return _shown(code, kind, entry, filling.as_typed(fields, typed, wrong.faults), _mark(found))
    except Overtaken:
        with current_app.extensions["database"].read() as session:
            draft, reading = filling.required(session, code)
        now = one(draft.tables, kind, entry)
        mine = filling.as_typed(_fields(kind, reading, now), typed, {})
        theirs = filling.differing(_fields(kind, reading, now), mine)
        return _shown(code, kind, entry, mine, _mark(now), theirs)
    return gate.leading(url_for("console.set_up_list", code=code, listed=listed))


def one(tables: Any, kind: Kind, slug: str) -> Entry:
    """Return the entry with that id."""
    found: Entry | None = next((it for it in tables.get(kind.table, []) if it["id"] == slug), None)
    if found is None:
        raise Missing(f"This {kind.thing} is not in the list any more.", "Go back to the list.")
    return found


def _put(code: str, kind: Kind, slug: str, made: Entry) -> None:
    with gate.desk() as acting:
        draft = setup_drafts.held(acting.session, code)
        before = one(draft.tables, kind, slug)
        if request.form.get("looked", "") != _mark(before):
            raise Overtaken("Somebody else has changed this since you opened the page.")
        entries = [{"id": slug, **made} if it["id"] == slug else it for it in draft.tables[kind.table]]
        setups.change(draft, acting.now, **{kind.table: entries})
        acting.note("set-up changed", filling.about(code), part=kind.title, changed=made["name"])


def _fields(kind: Kind, reading: Reading, entry: Entry) -> tuple[Field, ...]:
    name = Field("name", "Name", value=str(entry.get("name", "")))
    if kind.table == "organisations":
        return name, *_of_organisation(reading, entry)
    if kind.table == "innovations" and reading.seen.areas:
        options = tuple(Option(area.id, area.name) for area in reading.seen.areas)
        hint = "Tick none to ask about it in all of them."
        chosen = tuple(entry.get("areas", ()))
        return name, Field("areas", "In which clinical areas?", "checkboxes", hint, chosen, options)
    return (name,)


def _of_organisation(reading: Reading, entry: Entry) -> tuple[Field, ...]:
    found = tuple(Option(kind.id, kind.text) for kind in kinds.organisation_kinds(reading))
    kind = Field("type", "What kind of organisation?", "radios", "", str(entry.get("type", "")), found)
    people = Field(
        "people",
        "How many people are asked there?",
        hint="Leave it blank if you do not know. It makes response rates by organisation possible.",
        value=str(entry.get("people", "")),
        width="nhsuk-input--width-5",
        mode="numeric",
    )
    if not reading.seen.places:
        return kind, people
    options = (Option("", "Several, or none"), *(Option(it.id, it.name) for it in reading.seen.places))
    return kind, Field("place", "Where?", "select", "", str(entry.get("place", "")), options), people


def _made(kind: Kind, reading: Reading, typed: Typed, others: list[str]) -> Entry:
    name = setup_lists.plain(typed.text("name"))
    faults = {}
    if not 0 < len(name) <= setup_lists.LONGEST_NAME:
        faults["name"] = f"Enter a name of up to {setup_lists.LONGEST_NAME} letters"
    elif any(setup_lists.same(name, it) for it in others):
        faults["name"] = "This name is in the list already"
    entry: Entry = {"name": name}
    if kind.table == "organisations":
        entry |= _typed_of_organisation(reading, typed, faults)
    if kind.table == "innovations":
        chosen = typed.chosen("areas")
        areas = [area.id for area in reading.seen.areas if area.id in chosen]
        entry |= {"areas": areas} if areas else {}
    if faults:
        raise Wrong(**faults)
    return entry


def _typed_of_organisation(reading: Reading, typed: Typed, faults: dict[str, str]) -> Entry:
    kind, place, people = (typed.text(name) for name in ("type", "place", "people"))
    if kinds.organisation_kinds(reading) and kind not in {it.id for it in kinds.organisation_kinds(reading)}:
        faults["type"] = "Select what kind of organisation it is"
    number = people.replace(",", "")
    if number and not (number.isascii() and number.isdigit() and len(number) < 8):
        faults["people"] = "Enter a whole number, or leave it blank"
        number = ""
    entry: Entry = {"type": kind or "other"}
    if place in {it.id for it in reading.seen.places}:
        entry["place"] = place
    return entry | ({"people": int(number)} if number else {})


def _mark(entry: Entry) -> str:
    return setup_drafts.mark({"entry": entry}, "entry")


def _shown(
    code: str,
    kind: Kind,
    slug: str,
    fields: tuple[Field, ...],
    looked: str = "",
    others: list[tuple[str, str]] | None = None,
) -> Response:
    if slug:
        action = url_for("console.set_up_entry_sent", code=code, listed=kind.table, entry=slug)
    else:
        action = url_for("console.set_up_new_sent", code=code, listed=kind.table)
    return drawn(
        "setting_up/page",
        section="assessments",
        title=f"Change {kind.thing}"
        if slug
        else f"Add {'an' if kind.thing[0] in 'aeiou' else 'a'} {kind.thing}",
        texts=(),
        fields=fields,
        faults=filling.faults_of(fields),
        others=others,
        looked=looked,
        action=action,
        button="Save" if slug else "Add",
        back=(kind.title, url_for("console.set_up_list", code=code, listed=kind.table)),
    )
