"""What who is signed in may do about results: where, with what advice, and what next year's answers could show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from flask import current_app, url_for

from readiness.access.faults import Missing
from readiness.access.rights import Action as Right
from readiness.baseline.findings import Findings
from readiness.baseline.years.ahead import smallest
from readiness.fieldwork import lifecycle, undertaken
from readiness.instrument.types import Instrument
from readiness.records import actions, assessments
from readiness.records.database import Session
from readiness.records.following_tables import Action
from readiness.records.tables import Assessment
from readiness.reporting.words.picking import Piece, picked, picked_for_system
from readiness.web.console import scoped
from readiness.web.console.results import source
from readiness.web.console.results.source import NotForYouYet, NotFoundYet, Shown

EVERYWHERE = "Everywhere"
WHOLE = "Readiness as a whole"
Link = tuple[str, str]


@dataclass(frozen=True)
class Desk:
    """A closed assessment with what who is signed in may do about it."""

    assessment: Assessment
    instrument: Instrument
    areas: dict[str, str]
    """All clinical areas, slug to name."""
    shown: Shown | None
    """The results as they see them; None where there are none to be seen now."""
    later: Assessment | None
    """The closed assessment whose report sets what was done beside what moved."""

    @property
    def everywhere(self) -> bool:
        """Whether they may act everywhere."""
        return scoped.may(Right.RECORD_ACTIONS)

    @property
    def own(self) -> dict[str, str]:
        """The areas in which they may act."""
        return {slug: name for slug, name in self.areas.items() if may(slug)}

    @cached_property
    def measures(self) -> dict[str, str]:
        """What can be to move besides readiness as a whole."""
        return undertaken.measures(self.instrument)

    def where(self, area: str | None) -> str:
        """Return the name of where something is done."""
        return self.areas.get(area, area) if area else EVERYWHERE

    def moves(self, measure: str | None) -> str:
        """Return the name of what it is to move."""
        return self.measures.get(measure, measure) if measure else WHOLE

    def least(self, area: str | None, measure: str | None) -> float | None:
        """Return the smallest change that next year could show; None where that is not to be seen."""
        found = self._findings(area)
        return smallest(found, area, measure) if found else None

    def advice(self, area: str | None) -> tuple[Piece, ...]:
        """Return the report's advice that fits an area, or the whole."""
        found = self._findings(area)
        if self.shown is None or found is None:
            return ()
        book = self.shown.printer.wording.advice
        if area is None:
            return picked_for_system(found, book)
        return next((picked(one, found, book) for one in found.areas if one.id == area), ())

    def _findings(self, area: str | None) -> Findings | None:
        """Return the findings in which an area, or the whole, is seen."""
        if self.shown is None:
            return None
        if area is None or self.shown.whole:
            return self.shown.whole
        return next((one for one in self.shown.own if area in {each.id for each in one.areas}), None)


def may(area: str | None) -> bool:
    """Say whether who is signed in may do something there, or everywhere."""
    return scoped.may(Right.RECORD_ACTIONS, area=area)


def desk(session: Session) -> Desk:
    """Return the assessment of this page with what can be done about it; it has to be closed."""
    of = scoped.require_stage("closed")
    settings = current_app.extensions["settings"]
    try:
        shown = source.shown(session, of)
    except (NotForYouYet, NotFoundYet):
        shown = None
    return Desk(
        of,
        lifecycle.locked_instrument(of, settings),
        {one.slug: one.name for one in assessments.areas(session, of)},
        shown,
        undertaken.judged_by(session, of),
    )


def mine(session: Session, of: Assessment) -> Iterator[Action]:
    """Yield the actions that who is signed in may change."""
    return (one for one in actions.after(session, of) if may(one.area))


def required(session: Session, of: Assessment, number: int) -> Action:
    """Return an action that who is signed in may change; one of others looks like none."""
    found = next((one for one in mine(session, of) if one.id == number), None)
    if found is None:
        raise Missing("There is no such action.", "Go back to the list: somebody may have removed it.")
    return found


def about(number: int) -> str:
    """Return an action as the log names it."""
    return f"assessment {scoped.here().code}: action {number}"


def back() -> Link:
    """Return the way back to the list."""
    return "What is done about it", url_for("console.actions", code=scoped.here().code)


def too_little(of: Desk, area: str | None, measure: str | None, expected: int | None) -> str:
    """Say where less is expected than next year's answers can show."""
    least = of.least(area, measure)
    if expected is None or least is None or expected >= least:
        return ""
    return (
        f"With as many answers next year, a change of fewer than {least:.0f} points here cannot be told from chance: "
        "what is expected may come and not be seen."
    )
