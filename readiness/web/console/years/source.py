"""What of several years who is signed in sees: the one place where rights, publication and what moved come together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import current_app

from readiness.access.faults import Missing, Refused
from readiness.baseline.years import Changes, Line
from readiness.building import moved
from readiness.building.moved import ALL, PUBLISHED, View
from readiness.fieldwork import lifecycle, publishing
from readiness.records import assessments, following
from readiness.records.database import Session
from readiness.records.tables import Assessment
from readiness.reporting.words.printed import Printer, one_line, printable
from readiness.web.console import scoped
from readiness.web.console.results.source import NotForYouYet, spoken, wording_of


class NotWorkedOutYet(Exception):
    """A worker has to work it out first; `view` and `language` say what."""

    def __init__(self, view: View, language: str) -> None:
        super().__init__(view)
        self.view, self.language = view, language


@dataclass(frozen=True, slots=True)
class Sights:
    """What somebody may see of an assessment that follows another."""

    assessment: Assessment
    view: View | None
    """All of it; None for who sees areas alone."""
    areas: tuple[tuple[str, str], ...]
    """(slug, name) of those areas."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What moved, as somebody sees it."""

    assessment: Assessment
    changes: Changes
    whole: bool
    """Whether it is about the whole system, and not about one area alone."""
    published: bool
    """Whether all that is set side by side is what everybody with a right to the system sees."""
    printer: Printer
    language: str
    """Empty for the questionnaire's own."""
    languages: tuple[str, ...]
    areas: tuple[tuple[str, str], ...] = ()
    """(slug, name) of the areas that who sees no others may see."""

    def of(self, family: str, kind: str = "", measure: str = "", group: str = "") -> list[Line]:
        """Return lines of a family, narrowed further where that is said."""
        return [
            line
            for line in self.changes.of(family)
            if kind in ("", line.kind) and measure in ("", line.measure) and group in ("", line.group)
        ]


def sights(session: Session) -> Sights:
    """Say what who is signed in may see of this assessment; it has to be closed and to follow another."""
    assessment, sight = scoped.require_stage("closed"), scoped.sight()
    if following.before(session, assessment) is None:
        raise Refused(
            "This assessment follows no other, so there is nothing to set beside it.",
            "Run it again in a year: the results of that one will say what has moved.",
        )
    if sight.everything:
        return Sights(assessment, ALL, ())
    if sight.published and len(moved.years(session, assessment, PUBLISHED)) >= moved.FEWEST:
        return Sights(assessment, PUBLISHED, ())
    own = tuple(
        (one.slug, one.name)
        for one in assessments.areas(session, assessment)
        if sight.shows(one.slug, published=False)
    )
    if not own:
        raise NotForYouYet
    return Sights(assessment, None, own)


def whole(session: Session, found: Sights) -> Shown:
    """Return all that moved; for who sees areas alone there is no such page."""
    if found.view is None:
        raise _none()
    return _shown(session, found.assessment, found.view)


def of_area(session: Session, found: Sights, area: str) -> Shown:
    """Return what moved in an area: among all others, or alone for who sees no other."""
    if found.view is not None:
        return _shown(session, found.assessment, found.view)
    if area not in dict(found.areas):
        raise _none()
    return replace(_shown(session, found.assessment, View(area=area)), areas=found.areas)


def _shown(session: Session, assessment: Assessment, view: View) -> Shown:
    settings = current_app.extensions["settings"]
    languages = lifecycle.locked_instrument(assessment, settings).languages
    language = spoken(languages)
    found = moved.changes(settings, session, assessment, view, language)
    if found is None:
        raise NotWorkedOutYet(view, language)
    printer = Printer(wording_of(settings.reports, found.now.heading.language))
    public = _public(session, assessment, view)
    return Shown(
        assessment, printable(found, one_line), not view.area, public, printer, language, tuple(languages)
    )


def _public(session: Session, assessment: Assessment, view: View) -> bool:
    """Say whether a view shows nothing but what is published."""
    if view == ALL:
        told, every = moved.years(session, assessment, PUBLISHED), moved.years(session, assessment, ALL)
        return len(told) == len(every) and not publishing.moved_differs(session, assessment)
    return view == PUBLISHED


def _none() -> Missing:
    return Missing("There is no such page.", "Go back to what has moved.")
