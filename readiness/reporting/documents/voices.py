"""People's own words in the baseline report: a few of them, well set; all that may be quoted stand in the exports."""

from __future__ import annotations

from typing import Any

from readiness.baseline.findings import CommentFinding, Findings
from readiness.reporting.words.printed import Printer

MOST, LEAST = 6, 3
"""Quotations of one question: so many at most, and at least as many as make none of them the view of all."""
ROOM = 520
"""Letters of one question's quotations together, so that all of them take less than a page."""
LONGEST = 400
"""Letters of a quotation; what is longer is cut short, and stands whole in the exports."""
Page = dict[str, Any]


def voices(findings: Findings, printer: Printer) -> Page:
    """Return the first quotations of each question, and whether there are more.

    Their order was drawn by chance, so the first are no choice of ours. How many more there are is not told: it would
    tell nobody anything about readiness.
    """
    questions = [
        {"text": one.question, "texts": [printer.short(text, LONGEST) for text in _first(one)]}
        for one in findings.comments
    ]
    left_out = any(len(_first(one)) < len(one.texts) for one in findings.comments)
    cut = any(len(text) > LONGEST for one in findings.comments for text in _first(one))
    return {"questions": questions, "more": left_out or cut}


def _first(one: CommentFinding) -> list[str]:
    """Return as many quotations as there is room for, in their own order, none passed over for its length."""
    taken: list[str] = []
    for text in one.texts[:MOST]:
        if len(taken) >= LEAST and sum(map(len, taken)) + len(text) > ROOM:
            break
        taken.append(text)
    return taken
