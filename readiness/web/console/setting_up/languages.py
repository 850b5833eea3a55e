"""In which of the questionnaire's languages people can answer."""

from __future__ import annotations

from typing import Any

from flask import Response

from readiness.fieldwork.setup_drafts import Reading
from readiness.web.console.setting_up import filling, steps
from readiness.web.console.setting_up.filling import Field, Option, Page, Typed
from readiness.web.words import own_name


def ask(code: str) -> Response:
    """Show them."""
    return filling.ask(PAGE, code)


def take(code: str) -> Response:
    """Keep which."""
    return filling.take(PAGE, code)


def _fields(reading: Reading) -> tuple[Field, ...]:
    offered = steps.offered(reading.seen, reading.instrument)
    own = reading.instrument.language if reading.instrument else ""
    names = [(one, own_name(one)) for one in (reading.instrument.languages if reading.instrument else ())]
    hint = "Always offered: it stands wherever a text has no translation."
    options = tuple(Option(one, name, hint if one == own else "") for one, name in names)
    return (Field("languages", "In which languages can people answer?", "checkboxes", "", offered, options),)


def _made(reading: Reading, typed: Typed) -> dict[str, Any]:
    """Keep nothing where all are offered, so that it stays so with a version that has more."""
    instrument, chosen = reading.instrument, typed.chosen("languages")
    if instrument is None:
        return {"languages": None}
    kept = [one for one in instrument.languages if one in chosen or one == instrument.language]
    return {"languages": None if len(kept) == len(instrument.languages) else kept}


PAGE = Page(
    "Languages",
    "set_up_languages",
    ("languages",),
    _fields,
    _made,
    texts=("Everybody chooses their own on the first page, and can change it on any other.",),
)
