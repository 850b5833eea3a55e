"""Putting the entries of a list in another order, and removing one with all that goes with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, request, url_for

from readiness.fieldwork import setup_drafts, setup_lists
from readiness.fieldwork.setup_drafts import Reading
from readiness.records import setups
from readiness.web.console import gate
from readiness.web.console.drawing import FormPage, form_page
from readiness.web.console.forms import YesForm, took
from readiness.web.console.setting_up import entries, filling, kinds
from readiness.web.console.setting_up.kinds import Kind
from readiness.web.console.setting_up.steps import counted

_WAYS = {"up": -1, "down": 1}


def move(code: str, listed: str, entry: str) -> Response:
    """Put an entry a place further up or down."""
    took(YesForm)
    kind = kinds.of(listed)
    filling.here()
    by = _WAYS.get(request.form.get("go", ""), 0)
    with gate.desk() as acting:
        draft = setup_drafts.held(acting.session, code)
        entries.one(draft.tables, kind, entry)
        moved = setup_lists.moved(draft.tables[kind.table], entry, by)
        if moved != draft.tables[kind.table]:
            setups.change(draft, acting.now, **{kind.table: moved})
            acting.note("set-up changed", filling.about(code), part=kind.title, moved=entry)
    return gate.leading(url_for("console.set_up_list", code=code, listed=listed))


def ask(code: str, listed: str, entry: str) -> Response:
    """Say what goes with it, and ask."""
    kind, (draft, reading) = kinds.of(listed), filling.here()
    name = entries.one(draft.tables, kind, entry)["name"]
    return form_page(
        FormPage(
            f"Remove {name}?",
            YesForm(),
            url_for("console.set_up_remove_sent", code=code, listed=listed, entry=entry),
            "Remove it",
            tuple(_goes_with(kind, draft.tables, reading, entry)) or ("Nothing else goes with it.",),
            back=(kind.title, url_for("console.set_up_list", code=code, listed=listed)),
            warning=True,
            section="assessments",
        )
    )


def take(code: str, listed: str, entry: str) -> Response:
    """Remove it."""
    took(YesForm)
    kind = kinds.of(listed)
    filling.here()
    with gate.desk() as acting:
        draft = setup_drafts.held(acting.session, code)
        name = entries.one(draft.tables, kind, entry)["name"]
        setups.change(draft, acting.now, **setup_lists.without(draft.tables, kind.table, entry))
        acting.note("set-up changed", filling.about(code), part=kind.title, removed=name)
    return gate.leading(url_for("console.set_up_list", code=code, listed=listed))


def _goes_with(kind: Kind, tables: Mapping[str, Any], reading: Reading, slug: str) -> list[str]:
    """Return what else changes, in sentences."""
    told = []
    if kind.table == "places":
        there = sum(one.place == slug for one in reading.seen.organisations)
        if there:
            told.append(f"{counted(there, 'organisation')} will no longer be in any place.")
    if kind.table == "areas":
        only = [one.name for one in reading.seen.innovations if one.areas == (slug,)]
        if only:
            told.append(f"Asked about in this area only, so removed with it: {', '.join(only)}.")
    if slug in tables.get("headcounts", {}).get(kind.table, {}):
        told.append("Its headcounts are removed too.")
    if kind.table in ("areas", "places", "organisations") and reading.seen.follows:
        told.append(
            "Then say under Compared with what became of it: whether it has ended, or is part of another now."
        )
    if kind.table in ("areas", "organisations"):
        told.append(
            f"If you add the {kind.thing} again with the same name, it is the same one: rights and comparisons "
            "with earlier years go on."
        )
    return told
