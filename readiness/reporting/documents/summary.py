"""The one-page summary, to pin on a wall: one message, three figures, what to do first."""

from __future__ import annotations

from typing import Any

from readiness.baseline.findings import Findings
from readiness.reporting.documents.story import story
from readiness.reporting.words import sentences
from readiness.reporting.words.printed import Printer

Page = dict[str, Any]
LONG = ((120, "longest"), (84, "longer"), (52, "long"), (36, "middling"))
"""From so many letters on the message is set smaller, so that it fits."""


def context(findings: Findings, printer: Printer) -> Page:
    """Return all that the summary prints."""
    found, say = story(findings, printer), printer.wording.say
    length = len(found["message"])
    return {
        "title": say("document.kind_summary"),
        "story": found,
        "size": next((name for edge, name in LONG if length >= edge), ""),
        "foot": {
            "answered": sentences.answered(findings, printer),
            "sure": sentences.margin(findings, printer),
            "privacy": say("summary.privacy", threshold=str(findings.heading.threshold)),
        },
    }
