"""What the pages about headcounts have in common: the set-up whose people are counted, and the change of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app

from readiness.access.faults import Refused
from readiness.fieldwork import setup_drafts
from readiness.fieldwork.counting import known as counted
from readiness.fieldwork.counting import merging
from readiness.fieldwork.counting.known import KINDS, Kind, Known
from readiness.fieldwork.counting.merging import Counts
from readiness.fieldwork.setup_drafts import Reading
from readiness.web.console import gate, scoped

LARGEST = 3 * 2**20
"""Bytes that these pages take: a workbook with more in it than headcounts, or a large table that was pasted."""
TABLES = ("headcounts", "organisations")
"""What of a set-up these pages change."""
Fault = tuple[str, str]
"""A sentence, and the address of what it is about on the page."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A set-up with what can be counted of it."""

    code: str
    tables: Mapping[str, Any]
    known: Known
    mark: str
    """Tells whether the headcounts are still those that were looked at."""

    @property
    def numbers(self) -> dict[tuple[str, str, str], int]:
        """The numbers that are known."""
        return merging.kept(self.tables, self.known)


def here() -> Counted:
    """Return the set-up that this page is about, or say why nobody can be counted in it."""
    draft = scoped.here().draft
    if draft is None:
        raise Refused(
            "Headcounts can be changed only while an assessment is being set up.",
            "They were fixed when it was launched, so that response rates keep their meaning.",
        )
    found = read(draft.tables)
    if found.instrument is None:
        raise Refused(
            "No questionnaire is chosen yet, so it is not known which roles there are.",
            "Choose the questionnaire first, then come back.",
        )
    parts = counted.known(found.seen, found.instrument)
    return Counted(draft.code, draft.tables, parts, setup_drafts.mark(draft.tables, *TABLES))


def read(tables: Mapping[str, Any]) -> Reading:
    """Return what tables of this page's system say."""
    return setup_drafts.read(tables, scoped.here().system.name, current_app.extensions["settings"])


def keep(here: Counted, new: Counts, looked: str) -> list[Fault]:
    """Keep these numbers in the place of those that were looked at, or return what does not fit together."""
    with gate.desk() as acting:
        draft = setup_drafts.held(acting.session, here.code)
        merged = merging.merged(draft.tables, here.known, new)
        wrong = misfits(here.known, {**draft.tables, **merged})
        if not wrong:
            changed = setup_drafts.change(acting.session, here.code, looked, acting.now, **merged)
            kept = merging.kept(changed.tables, here.known)
            acting.note("headcounts changed", f"assessment {here.code}", numbers=len(kept))
    return wrong


def misfits(known: Known, tables: Mapping[str, Any]) -> list[Fault]:
    """Return what does not fit together in headcounts, in sentences."""
    names = {part.id: part.name for part in known.of("area")}
    found = []
    for fault in read({name: table for name, table in tables.items() if table is not None}).faults:
        if not fault.place.startswith("headcounts"):
            continue
        area = fault.place.rpartition(".")[2]
        told = f"{names[area]}: {fault.problem}" if area in names else fault.problem
        at = anchor("area", area) if area in names else anchor("whole", "")
        found.append((f"{told} {fault.remedy}", f"#{at}"))
    return found


def anchor(kind: Kind, part: str) -> str:
    """Return the id of a part on the page."""
    return f"{kind}-{part}" if part else kind


def sections(known: Known) -> list[tuple[Kind, str]]:
    """Return which kinds of part there are to count people of, each with its title."""
    titles: dict[Kind, str] = {
        "place": "By place",
        "area": "By clinical area",
        "organisation": "By organisation",
        "whole": KINDS["whole"],
    }
    return [(kind, title) for kind, title in titles.items() if known.of(kind)]
