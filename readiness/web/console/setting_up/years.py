"""With which earlier assessment this one is compared, and what became of areas and places that it no longer has."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app

from readiness.fieldwork.setup_drafts import Reading
from readiness.records import assessments
from readiness.records.tables import Assessment
from readiness.web.console import scoped
from readiness.web.console.setting_up import filling
from readiness.web.console.setting_up.filling import Field, Option, Page, Typed, Wrong

_NONE = "none"
_ENDED = "ended"


def ask(code: str) -> Response:
    """Show those that it can be compared with."""
    return filling.ask(PAGE, code)


def take(code: str) -> Response:
    """Keep which one, and what became of what is gone."""
    return filling.take(PAGE, code)


def _fields(reading: Reading) -> tuple[Field, ...]:
    seen = reading.seen
    earlier = _earlier(seen.year)
    options = (
        *(Option(one.code, f"{one.title} ({one.year})") for one in earlier),
        Option(_NONE, "None: this one is the first", "Others will be compared with it."),
    )
    hint = "Only closed assessments of earlier years can be compared with."
    follows = Field("follows", "Which one?", "radios", hint, seen.follows or _NONE, options)
    past = next((one for one in earlier if one.code == seen.follows), None)
    return follows, *(_gone(reading, past) if past else ())


def _gone(reading: Reading, past: Assessment) -> list[Field]:
    """Return a question for each area and place of the year before that is no longer in the list."""
    told: dict[tuple[str, str], str] = {
        (one.kind, one.past): one.now or _ENDED for one in reading.seen.became
    }
    with current_app.extensions["database"].read() as session:
        areas = {one.slug: one.name for one in assessments.areas(session, past)}
        places = {one.slug: one.name for one in assessments.places(session, past)}
    both = (("area", areas, reading.seen.areas), ("place", places, reading.seen.places))
    found = []
    for kind, was, now in both:
        options = (
            Option(_ENDED, "It has ended"),
            *(Option(one.id, f"It is part of {one.name} now") for one in now),
        )
        for slug, name in was.items():
            if slug not in {one.id for one in now}:
                value = told.get((kind, slug), _ENDED)
                label = f"What became of {name}?"
                found.append(Field(f"{kind}.{slug}", label, "select", "", value, options))
    return found


def _earlier(year: int) -> list[Assessment]:
    with current_app.extensions["database"].read() as session:
        found = assessments.all(session)
    of = scoped.here().system.id
    return [one for one in found if one.system_id == of and one.state == "closed" and one.year < year]


def _made(reading: Reading, typed: Typed) -> dict[str, Any]:
    follows, *gone = _fields(reading)
    chosen = typed.text("follows")
    if chosen not in {one.value for one in follows.options}:
        raise Wrong(follows="Select one, or none")
    if chosen != reading.seen.follows:
        return {"follows": None if chosen == _NONE else chosen, "became": None}
    asked = {field.name for field in gone}
    kept = [
        one.model_dump(exclude_none=True)
        for one in reading.seen.became
        if f"{one.kind}.{one.past}" not in asked
    ]
    said = [_said(field, typed.text(field.name)) for field in gone]
    return {"follows": chosen, "became": [*kept, *said] or None}


def _said(field: Field, chosen: str) -> dict[str, str]:
    kind, _, past = field.name.partition(".")
    known = chosen in {one.value for one in field.options} and chosen != _ENDED
    return {"kind": kind, "past": past, **({"now": chosen} if known else {})}


PAGE = Page(
    "Compared with",
    "set_up_years",
    ("follows", "became"),
    _fields,
    _made,
    texts=(
        "Reports say what has changed since an earlier assessment. An area or place with the same name is the same "
        "one; of those that are gone you can say here what became of them.",
    ),
)
