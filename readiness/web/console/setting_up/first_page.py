"""What the lead says on the first page that everybody sees."""

from __future__ import annotations

from typing import Any

from flask import Response

from readiness.fieldwork.inviting.people_file import address
from readiness.fieldwork.setup_drafts import Reading
from readiness.fieldwork.setup_lists import plain
from readiness.web.console.setting_up import filling
from readiness.web.console.setting_up.filling import Field, Page, Typed, Wrong

_LONGEST = {"asks": 600, "contact": 200, "email": 200, "phone": 200, "results": 600}


def ask(code: str) -> Response:
    """Show it."""
    return filling.ask(PAGE, code)


def take(code: str) -> Response:
    """Keep it."""
    return filling.take(PAGE, code)


def _fields(reading: Reading) -> tuple[Field, ...]:
    said = reading.seen.front
    return (
        Field(
            "asks",
            "Who asks, and why now?",
            "words",
            "A sentence or two in your own words. For example: “The board asks, because it decides in spring where "
            "new ways of working get help first.”",
            said.asks or "",
        ),
        Field(
            "contact", "Whom can people ask?", hint="A name or a team.", value=said.contact or "", auto="name"
        ),
        Field("email", "Their email address", value=said.email or "", auto="email", mode="email"),
        Field(
            "phone",
            "Their phone number",
            value=said.phone or "",
            width="nhsuk-input--width-20",
            auto="tel",
            mode="tel",
        ),
        Field(
            "results",
            "When and where will results be shown?",
            "words",
            "People answer more readily when they know. For example: “In January, on our website and in every team.”",
            said.results or "",
        ),
    )


def _made(_: Reading, typed: Typed) -> dict[str, Any]:
    said = {name: _kept(typed.text(name, 2000), lines=name in ("asks", "results")) for name in _LONGEST}
    faults = {
        name: f"Enter {_LONGEST[name]} letters or fewer"
        for name, text in said.items()
        if len(text) > _LONGEST[name]
    }
    try:
        said["email"] = address(said["email"]) if said["email"] else ""
    except ValueError:
        faults["email"] = "Enter an email address, such as name@example.org"
    if faults:
        raise Wrong(**faults)
    return {"front": {name: text for name, text in said.items() if text} or None}


def _kept(text: str, lines: bool) -> str:
    return "\n".join(map(plain, text.split("\n"))).strip() if lines else plain(text)


PAGE = Page(
    "Words of the first page",
    "set_up_words",
    ("front",),
    _fields,
    _made,
    texts=(
        "The first page already says why people are asked, how long it takes, what happens to answers and that it is "
        "their choice. Here you can add what only you know. Leave blank what you do not want to say.",
        "Your words stand there as you write them, in every language of the survey.",
    ),
)
