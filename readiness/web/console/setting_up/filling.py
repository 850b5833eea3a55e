"""Filling a page of the set-up in: what is typed is judged, kept, and never put over what somebody else has changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, current_app, request, url_for

from readiness.access.faults import Refused
from readiness.fieldwork import setup_drafts
from readiness.fieldwork.setup_drafts import Overtaken, Reading
from readiness.records import setups
from readiness.records.database import Session
from readiness.records.tables import SetupDraft
from readiness.web.console import gate, scoped
from readiness.web.console.drawing import Link, drawn
from readiness.web.console.forms import YesForm, took
from readiness.web.console.route import SETTING_UP

Value = str | tuple[str, ...]


class Wrong(Exception):
    """What was typed cannot be used: what is wrong, by field."""

    def __init__(self, **faults: str) -> None:
        super().__init__(faults)
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose."""

    value: str
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """Something to fill in: which macro draws it, and what stands in it."""

    name: str
    label: str
    kind: str = "text"
    """text, words, radios, checkboxes, select, day or file."""
    hint: str = ""
    value: Value = ""
    options: tuple[Option, ...] = ()
    fault: str = ""
    """A line each."""
    width: str = ""
    mode: str = ""
    auto: str = "off"
    rows: int = 4

    @property
    def told(self) -> str:
        """What stands in it, as it is read."""
        values = (self.value,) if isinstance(self.value, str) else self.value
        names = {one.value: one.text for one in self.options}
        return ", ".join(names.get(one, one) for one in values if one) or "nothing"


class Typed:
    """What was typed, without what no database could keep, and never longer than is taken."""

    def __init__(self, sent: Mapping[str, Any]) -> None:
        self._sent = sent

    def text(self, name: str, most: int = 1000) -> str:
        """Return one field."""
        return str(self._sent.get(name, "")).replace("\0", "").replace("\r\n", "\n").strip()[:most]

    def chosen(self, name: str) -> tuple[str, ...]:
        """Return what is ticked."""
        found: Sequence[str] = getattr(self._sent, "getlist", lambda _: ())(name)
        return tuple(one.replace("\0", "") for one in found)

    def of(self, field: Field) -> Value:
        """Return what was typed into a field of that kind."""
        if field.kind == "checkboxes":
            return self.chosen(field.name)
        if field.kind == "day":
            return tuple(self.text(f"{field.name}-{part}", 10) for part in ("day", "month", "year"))
        return self.text(field.name, 100_000)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the set-up: the fields that it asks, and what it makes of them."""

    title: str
    route: str
    tables: tuple[str, ...]
    """Which tables it changes, all at once."""
    fields: Callable[[Reading], tuple[Field, ...]]
    made: Callable[[Reading, Typed], dict[str, Any]]
    """Return the tables that were typed, or raise Wrong."""
    texts: tuple[str, ...] = ()
    template: str = "setting_up/page"
    more: Callable[[Reading], Any] = lambda _: None
    """What a template of its own shows besides."""


def ask(page: Page, code: str) -> Response:
    """Show it as it has been filled in."""
    draft, reading = here()
    return _shown(page, code, draft, reading, page.fields(reading))


def take(page: Page, code: str) -> Response:
    """Keep what was typed and go back to all steps, or say what is wrong with it."""
    took(YesForm)
    draft, reading = here()
    typed = Typed(request.form)
    try:
        tables = page.made(reading, typed)
        change(code, request.form.get("looked", ""), page.title, tables)
    except Wrong as wrong:
        return _shown(page, code, draft, reading, as_typed(page.fields(reading), typed, wrong.faults))
    except Overtaken:
        with current_app.extensions["database"].read() as session:
            draft, reading = required(session, code)
        now = page.fields(reading)
        mine = as_typed(now, typed, {})
        return _shown(page, code, draft, reading, mine, differing(now, mine))
    return gate.leading(url_for("console.set_up", code=code))


def change(code: str, looked: str, what: str, tables: Mapping[str, Any]) -> None:
    """Put these tables in the place of those that were looked at, and note who did it."""
    with gate.desk() as acting:
        setup_drafts.change(acting.session, code, looked, acting.now, **tables)
        acting.note("set-up changed", about(code), part=what)


def here() -> tuple[SetupDraft, Reading]:
    """Return the set-up that this page is about, or say that it has been launched."""
    subject = scoped.here()
    if subject.draft is None or subject.stage != SETTING_UP:
        raise Refused(
            "This assessment has been launched, so its set-up can no longer be changed.",
            "Go to the assessment's page: it lists what can be done now.",
        )
    return subject.draft, _read(subject.draft)


def required(session: Session, code: str) -> tuple[SetupDraft, Reading]:
    """Return the set-up as it is now."""
    draft = setups.by_code(session, code) or setup_drafts.held(session, code)
    return draft, _read(draft)


def _read(draft: SetupDraft) -> Reading:
    app, system = current_app.extensions, scoped.here().system.name
    if "follows" not in draft.tables:
        return setup_drafts.read(draft.tables, system, app["settings"])
    with app["database"].read() as session:
        return setup_drafts.read(draft.tables, system, app["settings"], session)


def about(code: str) -> str:
    """Return what the log calls it."""
    return f"assessment {code} ({scoped.here().title})"


def all_steps(code: str) -> Link:
    """Return the way back."""
    return "All steps", url_for("console.set_up", code=code)


def as_typed(fields: Sequence[Field], typed: Typed, faults: Mapping[str, str]) -> tuple[Field, ...]:
    """Return the fields with what was typed in them, and what is wrong with it."""
    return tuple(replace(field, value=typed.of(field), fault=faults.get(field.name, "")) for field in fields)


def differing(theirs: Sequence[Field], mine: Sequence[Field]) -> list[tuple[str, str]]:
    """Return what stands there now where it is not what was typed, by the fields' labels."""
    both = zip(theirs, mine, strict=True)
    return [(one.label, one.told) for one, typed in both if one.told != typed.told]


def _shown(
    page: Page,
    code: str,
    draft: SetupDraft,
    reading: Reading,
    fields: tuple[Field, ...],
    others: Sequence[tuple[str, str]] | None = None,
) -> Response:
    return drawn(
        page.template,
        section="assessments",
        title=page.title,
        texts=page.texts,
        fields=fields,
        faults=faults_of(fields),
        others=others,
        looked=setup_drafts.mark(draft.tables, *page.tables),
        action=url_for(f"console.{page.route}_sent", code=code),
        button="Save and go back to all steps",
        back=all_steps(code),
        reading=reading,
        more=page.more(reading),
    )


def faults_of(fields: Sequence[Field]) -> list[tuple[str, str]]:
    """Return each fault, of which a field may have several, and the address of its field on the page."""
    return [(line, f"#{one.name}") for one in fields if one.fault for line in one.fault.split("\n")]
