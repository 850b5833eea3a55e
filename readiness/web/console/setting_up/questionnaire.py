"""Which questionnaire is asked, in which version, and what it asks in numbers."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app

from readiness.errors import FileFaults
from readiness.fieldwork.setup_drafts import Reading
from readiness.instrument.load import available, load_version
from readiness.instrument.types import Instrument
from readiness.web.console.setting_up import filling
from readiness.web.console.setting_up.filling import Field, Option, Page, Typed, Wrong
from readiness.web.console.setting_up.steps import counted


def ask(code: str) -> Response:
    """Show those that there are."""
    return filling.ask(PAGE, code)


def take(code: str) -> Response:
    """Keep which one."""
    return filling.take(PAGE, code)


def told(instrument: Instrument) -> str:
    """Return what it asks, in numbers."""
    area, closing = instrument.area, len(instrument.closing)
    pages = 1 + len(instrument.dimensions) + closing + (1 if area else 0)
    parts = [f"{pages} pages with {_statements(instrument)} statements"]
    if area:
        further = counted(1 + len(area.pages), "page")
        statements = counted(len(instrument.area_items()), "statement")
        parts.append(f"{further} with {statements or 'no statements'} for each clinical area")
    return ", ".join([*parts, f"about {counted(instrument.minutes, 'minute')}"])


def _statements(instrument: Instrument) -> str:
    """Return how many statements one person is asked to rate where they work: some are for one role only."""
    items = instrument.items()
    asked = [len([it for it in items if it.role in (None, role.id)]) for role in instrument.roles]
    least, most = min(asked), max(asked)
    return str(least) if least == most else f"{least} to {most}"


def _fields(reading: Reading) -> tuple[Field, ...]:
    settings = current_app.extensions["settings"]
    options = [_option(key, settings.surveys) for key in available(settings.surveys)]
    seen = reading.seen
    return (
        Field(
            "questionnaire",
            "Which questionnaire?",
            "radios",
            value=f"{seen.instrument} {seen.version}",
            options=tuple(one for one in options if one),
        ),
    )


def _option(key: tuple[str, str], surveys: Any) -> Option | None:
    try:
        found = load_version(surveys, *key)
    except FileFaults:
        return None  # whoever runs the server is told by `check-surveys`; nobody else could use it
    return Option(" ".join(key), f"{found.title} (version {found.version})", f"{_big(told(found))}.")


def _made(reading: Reading, typed: Typed) -> dict[str, Any]:
    chosen = typed.text("questionnaire")
    if chosen not in {one.value for one in _fields(reading)[0].options}:
        raise Wrong(questionnaire="Select a questionnaire")
    return dict(zip(("instrument", "version"), chosen.split(" "), strict=True))


def _big(text: str) -> str:
    return text[0].upper() + text[1:]


PAGE = Page(
    "Questionnaire",
    "set_up_questionnaire",
    ("instrument", "version"),
    _fields,
    _made,
    texts=(
        "Its words are locked when you launch, so that everybody is asked the same and next year can be compared.",
    ),
)
