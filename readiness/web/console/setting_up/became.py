"""What became of one area, place or organisation of the year before, where it is more than that it ended or went on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import Response, current_app, request, url_for

from readiness.access.faults import Missing
from readiness.fieldwork import setup_drafts
from readiness.fieldwork.setup_drafts import Overtaken, Reading
from readiness.fieldwork.setup_types import Ancestry
from readiness.records import assessments
from readiness.records.tables import Assessment, SetupDraft
from readiness.web.console import gate, scoped
from readiness.web.console.drawing import drawn
from readiness.web.console.forms import YesForm, took
from readiness.web.console.setting_up import filling
from readiness.web.console.setting_up.filling import Field, Option, Typed, Wrong

TABLES = ("follows", "became")
TITLE = "Compared with"


class Group(NamedTuple):
    """An area, place or organisation of the year before, and what is said to have become of it."""

    kind: str
    slug: str
    name: str
    listed: bool
    """Whether it is still in the list."""
    told: str

    @property
    def field(self) -> str:
        """What its field is called."""
        return f"{self.kind}.{self.slug}"


def groups(reading: Reading, past: Assessment) -> list[Group]:
    """Return all groups of the year before, in the order of their lists."""
    with current_app.extensions["database"].read() as session:
        lists = (
            ("area", assessments.areas(session, past)),
            ("place", assessments.places(session, past)),
            ("organisation", assessments.organisations(session, past)),
        )
        return [
            Group(kind, one.slug, one.name, one.slug in now(reading, kind), _told(reading, kind, one.slug))
            for kind, listed in lists
            for one in listed
        ]


def now(reading: Reading, kind: str) -> dict[str, str]:
    """Return the names of a kind as they are listed now, by id."""
    seen = reading.seen
    listed: Mapping[str, Any] = {"area": seen.areas, "place": seen.places, "organisation": seen.organisations}
    return {one.id: one.name for one in listed[kind]}


def said(reading: Reading, kind: str, slug: str) -> list[Ancestry]:
    """Return what is said to have become of a group."""
    return [one for one in reading.seen.became if (one.kind, one.past) == (kind, slug)]


def _told(reading: Reading, kind: str, slug: str) -> str:
    """Return what became of it, in a phrase."""
    told, names = said(reading, kind, slug), now(reading, kind)
    others = " and ".join(names.get(one.now, one.now) for one in told if one.now)
    if others and told[0].part:
        return f"A part of it is in {others} now"
    if others:
        return f"Part of {others} now"
    if slug in names:
        return "It stands for something else now" if told else "The same as before"
    return "It has ended" if told or kind != "organisation" else "Nothing is said of it"


def ask(code: str, kind: str, past: str) -> Response:
    """Show what is said of it."""
    draft, reading = filling.here()
    group = _required(draft, reading, kind, past)
    return _shown(code, draft, group, _fields(reading, group))


def take(code: str, kind: str, past: str) -> Response:
    """Keep what became of it."""
    took(YesForm)
    draft, reading = filling.here()
    group = _required(draft, reading, kind, past)
    typed = Typed(request.form)
    try:
        tables = {"follows": reading.seen.follows, "became": _made(reading, group, typed)}
        filling.change(code, request.form.get("looked", ""), TITLE, tables)
    except Wrong as wrong:
        return _shown(code, draft, group, filling.as_typed(_fields(reading, group), typed, wrong.faults))
    except Overtaken:
        with current_app.extensions["database"].read() as session:
            draft, reading = filling.required(session, code)
        there = _fields(reading, group)
        mine = filling.as_typed(there, typed, {})
        return _shown(code, draft, group, mine, filling.differing(there, mine))
    return gate.leading(url_for("console.set_up_years", code=code))


def followed(draft: SetupDraft) -> Assessment | None:
    """Return the assessment that this one is compared with, if it is one of this system that can be."""
    with current_app.extensions["database"].read() as session:
        found = assessments.all(session)
    mine = scoped.here().system.id, draft.tables.get("follows")
    return next((one for one in found if (one.system_id, one.code) == mine and one.state == "closed"), None)


def _required(draft: SetupDraft, reading: Reading, kind: str, past: str) -> Group:
    before = followed(draft)
    known = groups(reading, before) if before else []
    found = next((one for one in known if (one.kind, one.slug) == (kind, past)), None)
    if found is None:
        raise Missing(
            "There was no such group the year before.", "Go back to what this one is compared with."
        )
    return found


def _fields(reading: Reading, group: Group) -> tuple[Field, ...]:
    told = said(reading, group.kind, group.slug)
    others = tuple(one.now for one in told if one.now)
    way = "part" if others and told[0].part else "into" if others else "ended" if told else "same"
    same = Option("same", "It is the same as before")
    part = Option("part", "A part of it went to others", "The rest is still what it was.")
    into = Option("into", "All of it went into others", "It was merged with them, or divided among them.")
    other = Option("ended", "It stands for something else now", "It is not compared with what it was.")
    ended = Option("ended", "It has ended")
    options = (same, part, into, other) if group.listed else (into, ended)
    chosen = way if way in {one.value for one in options} else ""
    names = now(reading, group.kind)
    listed = tuple(Option(slug, name) for slug, name in names.items() if slug != group.slug)
    hint = "Only if it, or a part of it, went into others."
    return (
        Field("way", f"What became of {group.name}?", "radios", "", chosen, options),
        Field("others", "Into which?", "checkboxes", hint, others, listed),
    )


def _made(reading: Reading, group: Group, typed: Typed) -> list[dict[str, Any]] | None:
    way, names = typed.text("way"), now(reading, group.kind)
    others = [slug for slug in names if slug in typed.chosen("others") and slug != group.slug]
    ways, _ = _fields(reading, group)
    if way not in {one.value for one in ways.options}:
        raise Wrong(way="Select what became of it")
    if (way in ("part", "into")) != bool(others):
        raise Wrong(others="Select which" if not others else "Tick none where it went into no others")
    told: dict[str, Any] = {"kind": group.kind, "past": group.slug}
    new = [{**told, "now": slug, **({"part": True} if way == "part" else {})} for slug in others]
    new += [told] if way == "ended" else []
    kept = [one.model_dump(exclude_defaults=True) for one in reading.seen.became]
    return [one for one in kept if (one["kind"], one["past"]) != (group.kind, group.slug)] + new or None


def _shown(
    code: str,
    draft: SetupDraft,
    group: Group,
    fields: tuple[Field, ...],
    others: list[tuple[str, str]] | None = None,
) -> Response:
    return drawn(
        "setting_up/page",
        section="assessments",
        title=f"{group.name} since the year before",
        texts=(
            "What went into each other is set beside the past together, or not at all where a part is not shown. "
            "The report says which, and why.",
        ),
        fields=fields,
        faults=filling.faults_of(fields),
        others=others,
        looked=setup_drafts.mark(draft.tables, *TABLES),
        action=url_for("console.set_up_became_sent", code=code, kind=group.kind, past=group.slug),
        button="Save",
        back=(TITLE, url_for("console.set_up_years", code=code)),
    )
