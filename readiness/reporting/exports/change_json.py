"""What changed as JSON, for programs: every line through the years with its verdicts, and what stands beside it.

The shapes are those of `readiness.baseline.years`, field by field, as `json` writes findings; docs/changes.schema.json
has a sentence for every field. What each year found is in the findings of that year.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from readiness.baseline.years import Banner, Break, Changes, Effect, Line, Outcome
from readiness.reporting.exports.json import plain
from readiness.reporting.words.change import Told, told
from readiness.reporting.words.printed import Printer

FORMAT = "readiness-changes/1"


@dataclass(frozen=True, slots=True)
class Year:
    """One of the assessments that are set side by side."""

    year: int
    code: str
    title: str
    opened: date | None
    closed: date | None
    n: int
    headcount: int | None
    rate: float | None
    mode: str
    instrument: str
    version: str
    instrument_hash: str
    data_digest: str
    simulated: bool


@dataclass(frozen=True, slots=True)
class Written:
    """All that the file holds."""

    system: str
    language: str
    threshold: int
    years: tuple[Year, ...]
    page: Told
    lines: tuple[Line, ...]
    breaks: tuple[Break, ...]
    banners: tuple[Banner, ...]
    outcomes: tuple[Outcome, ...]
    effect: Effect | None


def as_json(changes: Changes, printer: Printer) -> str:
    """Return what changed as JSON, the same text for the same years."""
    shape = {"format": FORMAT, "changes": plain(written(changes, printer))}
    return json.dumps(shape, ensure_ascii=False, indent=2, allow_nan=False)


def written(changes: Changes, printer: Printer) -> Written:
    """Return all that the file holds."""
    heading = changes.now.heading
    return Written(
        heading.system,
        heading.language,
        heading.threshold,
        years(changes),
        told(changes, printer),
        changes.lines,
        changes.breaks,
        changes.banners,
        changes.outcomes,
        changes.effect,
    )


def years(changes: Changes) -> tuple[Year, ...]:
    """Return the assessments, oldest first."""
    return tuple(
        Year(
            of.year,
            of.code,
            of.title,
            of.opened,
            of.closed,
            one.findings.n,
            one.findings.headcount,
            one.findings.rate,
            one.mode,
            of.instrument,
            of.version,
            of.instrument_hash,
            of.data_digest,
            of.simulated,
        )
        for one in changes.rounds
        for of in (one.findings.heading,)
    )
