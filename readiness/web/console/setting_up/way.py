"""How people are asked in, with the promise that goes with it."""

from __future__ import annotations

from typing import Any

from flask import Response

from readiness.fieldwork.setup_drafts import Reading
from readiness.web.console.setting_up import filling, steps
from readiness.web.console.setting_up.filling import Field, Option, Page, Typed, Wrong

_HINTS = {
    "codes": "The usual choice for staff. You hand out links by your own mail merge; each is good for one answer, and "
    "no name or address ever comes in here. Promised: answers are anonymous, and reminders go to everyone.",
    "open": "On posters, in newsletters and mails to all. Anyone who has it may answer, and answer again. "
    "Promised: answers are anonymous.",
    "personal": "You bring a list; we send invitations, and reminders to those who have not answered. Promised: "
    "answers are confidential until the survey closes and anonymous after, when list and keys are destroyed.",
}


def ask(code: str) -> Response:
    """Show the three."""
    return filling.ask(PAGE, code)


def take(code: str) -> Response:
    """Keep which."""
    return filling.take(PAGE, code)


def _fields(reading: Reading) -> tuple[Field, ...]:
    missing = any(fault.place == "links" for fault in reading.faults)
    options = tuple(Option(mode, steps.WAYS[mode], hint) for mode, hint in _HINTS.items())
    value = "" if missing else reading.seen.links
    return (Field("links", "How do people get to the survey?", "radios", "", value, options),)


def _made(_: Reading, typed: Typed) -> dict[str, Any]:
    if typed.text("links") not in _HINTS:
        raise Wrong(links="Select how people get to the survey")
    return {"links": typed.text("links")}


PAGE = Page(
    "How people are asked in",
    "set_up_way",
    ("links",),
    _fields,
    _made,
    texts=(
        "Each way has its own promise, which stands on the first page. Once you launch it cannot be changed, because "
        "people will have answered to that promise.",
    ),
)
