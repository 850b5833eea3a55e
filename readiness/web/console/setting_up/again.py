"""Starting from an earlier assessment: what is carried over, and what is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, current_app, url_for

from readiness.access.faults import Refused
from readiness.fieldwork import setup_drafts
from readiness.fieldwork.setup_types import Setup
from readiness.instrument.load import available
from readiness.records import assessments
from readiness.records.database import Session
from readiness.web.console import gate, scoped, telling
from readiness.web.console.drawing import FormPage, form_page
from readiness.web.console.forms import YesForm, took
from readiness.web.console.setting_up import starting
from readiness.web.console.setting_up.steps import WAYS, counted


def ask(code: str) -> Response:
    """Say what will be carried over, and ask."""
    with current_app.extensions["database"].read() as session:
        tables = _tables(session, code)
    settings, subject = current_app.extensions["settings"], scoped.here()
    seen = setup_drafts.read(tables, subject.system.name, settings).seen
    days = f"{telling.day(seen.opens_on)} to {telling.day(seen.closes_on)}"
    newer = [version for name, version in available(settings.surveys) if name == seen.instrument]
    texts = [
        f"Carried over: {_carried(seen, tables)}.",
        f"Changed: the year to {seen.year}, the title to “{seen.title}” and the days to {days}.",
        "Not carried over: links, codes, lists of people, answers. You can change everything before you launch.",
        _compared(tables),
    ]
    if newer and max(newer) != seen.version:
        texts.append(
            f"There is a newer version of the questionnaire, {max(newer)}. The version of last year is kept, so that "
            "the years can be compared; you can choose the other."
        )
    return form_page(
        FormPage(
            f"Start from {subject.title}",
            YesForm(),
            url_for("console.again_sent", code=code),
            "Start with all this",
            tuple(texts),
            back=("New assessment", url_for("console.new")),
            section="assessments",
        )
    )


def take(code: str) -> Response:
    """Begin the set-up."""
    took(YesForm)
    with gate.desk() as acting:
        tables = _tables(acting.session, code)
        draft = starting.begun(acting, scoped.here().system, tables, source=f"assessment {code}")
    return gate.leading(url_for("console.set_up", code=draft.code))


def _tables(session: Session, code: str) -> dict[str, Any]:
    if scoped.here().assessment is None:
        raise Refused("This assessment is still being set up.", "Go on with its steps.")
    kept = assessments.by_code(session, code)
    return setup_drafts.again(session, kept, current_app.extensions["settings"], gate.today())


def _compared(tables: Mapping[str, Any]) -> str:
    if "follows" in tables:
        return "Its reports will say what has changed since this assessment."
    return "Once this assessment is closed, you can choose to have the new one compared with it."


def _carried(seen: Setup, tables: Mapping[str, Any]) -> str:
    parts = (
        "the questionnaire and its version",
        counted(len(seen.areas), "clinical area"),
        counted(len(seen.places), "place"),
        counted(len(seen.organisations), "organisation"),
        counted(len(seen.innovations), "local innovation"),
        "the headcounts" if tables.get("headcounts") else "",
        "the words of the first page" if tables.get("front") else "",
        "the languages" if tables.get("languages") else "",
        f"how people are asked in ({WAYS[seen.links].lower()})",
    )
    return ", ".join(part for part in parts if part)
