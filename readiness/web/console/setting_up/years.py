"""With which earlier assessment this one is compared, and what became of areas and places that it no longer has."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app

from readiness.fieldwork.setup_drafts import Reading
from readiness.records import assessments
from readiness.records.tables import Assessment
from readiness.web.console import scoped
from readiness.web.console.setting_up import became, filling
from readiness.web.console.setting_up.became import Group
from readiness.web.console.setting_up.filling import Field, Option, Page, Typed, Wrong

_NONE = "none"
_ENDED = "ended"
_UNSAID = "unsaid"
_SEVERAL = "several"


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
    """Return a question for each area, place and organisation of the year before that is no longer in the list."""
    return [_field(reading, one) for one in became.groups(reading, past) if not one.listed]


def _field(reading: Reading, of: Group) -> Field:
    told = became.said(reading, of.kind, of.slug)
    # Organisations are listed for links of their own: one that is not listed any more may be there all the same.
    untold = _UNSAID if of.kind == "organisation" else _ENDED
    value = _SEVERAL if len(told) > 1 else (told[0].now or _ENDED) if told else untold
    options = (
        *((Option(_UNSAID, "Nothing: it has no link of its own any more"),) if untold == _UNSAID else ()),
        Option(_ENDED, "It has ended"),
        *((Option(_SEVERAL, of.told),) if value == _SEVERAL else ()),
        *(Option(slug, f"It is part of {name} now") for slug, name in became.now(reading, of.kind).items()),
    )
    return Field(of.field, f"What became of {of.name}?", "select", "", value, options)


def _groups(reading: Reading) -> list[Group]:
    """Return the groups of the year before, each of which can have gone into several or have given a part away."""
    past = next((one for one in _earlier(reading.seen.year) if one.code == reading.seen.follows), None)
    found = became.groups(reading, past) if past else []
    return [one for one in found if one.kind != "organisation" or not one.listed]


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
    asked = {field.name for field in gone if typed.text(field.name) != _SEVERAL}
    kept = [
        one.model_dump(exclude_defaults=True)
        for one in reading.seen.became
        if f"{one.kind}.{one.past}" not in asked
    ]
    said = [found for field in gone for found in _said(field, typed.text(field.name))]
    return {"follows": chosen, "became": [*kept, *said] or None}


def _said(field: Field, chosen: str) -> list[dict[str, str]]:
    kind, _, past = field.name.partition(".")
    known = chosen if chosen in {one.value for one in field.options} else str(field.options[0].value)
    if known in (_UNSAID, _SEVERAL):
        return []
    return [{"kind": kind, "past": past, **({} if known == _ENDED else {"now": known})}]


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
    template="setting_up/years",
    more=_groups,
)
