"""How small a group may be shown, and whether it is counted which pages people reach."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app

from readiness.fieldwork.setup_drafts import Reading
from readiness.web.console.setting_up import filling
from readiness.web.console.setting_up.filling import Field, Option, Page, Typed, Wrong

_MOST = 1000


def ask(code: str) -> Response:
    """Show both."""
    return filling.ask(PAGE, code)


def take(code: str) -> Response:
    """Keep both."""
    return filling.take(PAGE, code)


def least() -> int:
    """Return the smallest group that this installation ever shows."""
    return int(current_app.extensions["settings"].threshold)


def _fields(reading: Reading) -> tuple[Field, ...]:
    return (
        Field(
            "threshold",
            "Smallest group that may be shown",
            hint=f"{least()} or more people. Raise it where staff know each other so well that even groups of this "
            "size feel small; fewer clinical areas and places will then be shown.",
            value=str(max(reading.seen.threshold or 0, least())),
            width="nhsuk-input--width-4",
            mode="numeric",
        ),
        Field(
            "count_pages",
            "Count how many people reach each page?",
            "radios",
            "It shows where people stop, so that it can be made better. Only numbers are kept, nothing about anybody.",
            "yes" if reading.seen.count_pages else "no",
            (Option("yes", "Yes"), Option("no", "No")),
        ),
    )


def _made(_: Reading, typed: Typed) -> dict[str, Any]:
    number, counted = typed.text("threshold", 10), typed.text("count_pages")
    faults = {}
    if not (number.isascii() and number.isdigit() and least() <= int(number) <= _MOST):
        faults["threshold"] = f"Enter a whole number from {least()} to {_MOST:,}"
    if counted not in ("yes", "no"):
        faults["count_pages"] = "Select yes or no"
    if faults:
        raise Wrong(**faults)
    return {
        "threshold": int(number) if int(number) > least() else None,
        "count_pages": counted == "yes" or None,
    }


PAGE = Page("Small groups and counting", "set_up_groups", ("threshold", "count_pages"), _fields, _made)
