"""A document's own details: what it is called, what its running heads say, and how it is laid out."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from readiness.baseline.findings import Findings, Heading
from readiness.reporting.words.printed import Printer

LONG_WORD = 20
"""Letters; a word up to this length fits in every column but the heat map's, which hyphenates."""
DIGESTS = ("instrument_hash", "data_digest")
Page = dict[str, Any]


def document(findings: Findings, printer: Printer, kind: str, title: str) -> Page:
    """Return the document's own details; its day is the assessment's, so that the bytes are repeatable."""
    heading, say = findings.heading, printer.wording.say
    names = {"system": printer.short(heading.system), "year": str(heading.year)}
    which = "_simulated" if heading.simulated else ""
    marks = (("baseline", heading.baseline), ("simulated", heading.simulated))
    keywords = [say("document.keywords"), *(say(f"document.keyword_{mark}") for mark, true in marks if true)]
    described = "later" if kind == "baseline" and not heading.baseline else kind
    day = heading.closed or heading.opened or date(heading.year, 1, 1)
    return {
        "kind": kind,
        "language": printer.wording.language,
        "title": say(f"document.title{which}", title=title, **names),
        "description": say(f"document.description_{described}{which}", **names),
        "keywords": ", ".join(keywords),
        "author": names["system"],
        "day": day.isoformat(),
        "running": f"{names['system']}, {heading.year}",
        "foot": title,
        "long_words": longest_word(findings) > LONG_WORD,
    }


def named(heading: Heading, printer: Printer) -> str:
    """Return what the report of a whole system is called on its cover: a second year is no baseline."""
    say, year = printer.wording.say, str(heading.year)
    name = say("document.kind" if heading.baseline else "document.kind_later")
    nth = printer.wording.nth(heading.earlier + 1) if heading.earlier else ""
    return say("cover.kind_nth", name=name, year=year, number=nth) if nth else f"{name} {year}"


def longest_word(found: Any) -> int:
    """Return the length of the longest word in any text of the findings."""
    if isinstance(found, str):
        return max((len(word) for word in found.split()), default=0)
    if isinstance(found, tuple):
        return max(map(longest_word, found), default=0)
    if is_dataclass(found):
        return max(
            longest_word(getattr(found, field.name)) for field in fields(found) if field.name not in DIGESTS
        )
    return 0
