"""The first page of a change report as plain text, for a terminal."""

from __future__ import annotations

import textwrap

from readiness.baseline.years import Changes
from readiness.reporting.words import change_notes
from readiness.reporting.words.change import told
from readiness.reporting.words.printed import Printer, printable

WIDTH = 100


def as_text(changes: Changes, printer: Printer) -> str:
    """Return the first page, and under it what broke a line and what else changed."""
    found, say = printable(changes), printer.wording.say
    heading, page = found.now.heading, told(found, printer)
    years = say("change.years", first=str(found.years[0]), last=str(found.years[-1]))
    lines = [f"{heading.system}, {years}", ""]
    if any(one.findings.heading.simulated for one in found.rounds):
        lines = [say("change.simulated"), "", *lines]
    lines += textwrap.wrap(f"{page.message}.", WIDTH)
    parts = [(say(f"change.question.{key}"), texts) for key, texts in page.blocks]
    beside = [change_notes.broken(one, printer) for one in found.breaks]
    for one in found.banners:
        beside.append(f"{change_notes.banner(one, found, printer)}. {change_notes.meaning(one, printer)}")
    if beside:
        parts.append((say("change.question.beside"), tuple(beside)))
    for title, texts in parts:
        lines += ["", title]
        for text in texts:
            lines += textwrap.wrap(text, WIDTH, initial_indent="  - ", subsequent_indent="    ")
    return "\n".join([*lines, "", say("change.not_linked"), ""])
