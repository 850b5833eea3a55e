"""Setting years side by side, for every view and document of what moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from readiness.baseline.findings import AreaFinding, Findings, GroupFinding
from readiness.baseline.seen import narrowed
from readiness.baseline.years import Action, Changes, Round, changes, history
from readiness.config import Settings
from readiness.fieldwork import lifecycle
from readiness.instrument.language import spoken
from readiness.instrument.types import Instrument
from readiness.records.database import Session
from readiness.records.tables import Assessment

Found = Callable[[Assessment], Findings]
"""Gives the protected findings of a year."""


def rounds(
    session: Session,
    settings: Settings,
    years: Sequence[Assessment],
    found: Found,
    language: str,
) -> tuple[Round, ...]:
    """Return years, oldest first, each with its findings and what was asked in a language, or else in its own."""

    def asked(of: Assessment) -> Instrument:
        instrument = lifecycle.locked_instrument(of, settings)
        return spoken(instrument, language_of(instrument, language))

    return history.rounds(session, years, found, asked)


def language_of(instrument: Instrument, wanted: str) -> str:
    """Return the language that is wanted where the questionnaire was asked in it, else the questionnaire's own."""
    return wanted if wanted in instrument.languages else instrument.language


def moved(years: Sequence[Round], actions: Sequence[Action]) -> Changes:
    """Return what may be said of them, with no more of each year's findings than reports of several years tell.

    Every figure that is set side by side stands in its line; beside these only who answered is told of a year.
    """
    made = changes(years, actions)
    return replace(made, rounds=tuple(_lean(one) for one in made.rounds))


def _lean(one: Round) -> Round:
    found = one.findings
    lean = replace(
        narrowed(found),
        headcount=found.headcount,
        areas=tuple(AreaFinding(each.id, each.name, None, None) for each in found.areas),
        roles=tuple(GroupFinding(each.id, each.name, each.n, None) for each in found.roles),
        places=tuple(GroupFinding(each.id, each.name, None, None) for each in found.places),
    )
    return replace(one, findings=lean, statements={}, own={})
