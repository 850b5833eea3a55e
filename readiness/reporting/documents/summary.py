"""The one-page summary, to pin on a wall: one message, three figures, what to do first."""

from __future__ import annotations

from math import ceil
from typing import Any

from readiness.baseline.findings import Findings
from readiness.reporting.documents.story import story
from readiness.reporting.words import sentences
from readiness.reporting.words.printed import Printer

Page = dict[str, Any]
LONG = ((120, "longest"), (84, "longer"), (52, "long"), (36, "middling"))
"""From so many letters on the message is set smaller, so that it fits."""

SAYS, STEP = (34, 4.9), (74, 6.0)
"""Letters on a line, and millimetres of a line, of what is said of a figure and of a step to take."""
ROOM = 80
"""Millimetres for both before the page must be set closer; a page that says it is simulated has less."""


def context(findings: Findings, printer: Printer) -> Page:
    """Return all that the summary prints."""
    found, say = story(findings, printer), printer.wording.say
    length = len(found["message"])
    return {
        "title": say("document.kind_summary"),
        "story": found,
        "size": next((name for edge, name in LONG if length >= edge), ""),
        "close": findings.heading.simulated or _height(found) > ROOM,
        "foot": {
            "answered": sentences.answered(findings, printer),
            "sure": sentences.margin(findings, printer),
            "privacy": say("summary.privacy", threshold=str(findings.heading.threshold)),
        },
    }


def _height(found: Page) -> float:
    """Return about how many millimetres the longest text beside a figure and all steps take."""
    said = max((len(block["wall"]) for block in found["blocks"]), default=0)
    return _lines(said, SAYS) + sum(_lines(len(text), STEP) + 1.4 for text in found["first"]["wall"])


def _lines(letters: int, of: tuple[int, float]) -> float:
    return ceil(letters / of[0]) * of[1]
