"""One person on the way through a survey: what they have answered so far and which pages they see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

from flask import current_app, g, request

from readiness.fieldwork import drafts
from readiness.fieldwork.drafts import NO_DRAFT, Draft
from readiness.instrument import journey
from readiness.instrument.journey import AskedPage
from readiness.records import turnout
from readiness.records.database import Database, Session
from readiness.records.drafts import Place
from readiness.web.respond import device, unasked
from readiness.web.respond.device import Device
from readiness.web.respond.forms import PROVES
from readiness.web.respond.gone import DraftGone, NoCookie, NotBegun
from readiness.web.respond.surveys import Survey, Surveys
from readiness.web.words import wanted


@dataclass(frozen=True)
class Visit:
    """A device, its survey and its draft."""

    survey: Survey
    device: Device
    draft: Draft

    @property
    def token(self) -> str:
        """What the forms that are shown now must carry."""
        return token(self.device, self.draft)

    def gave(self, token: str) -> bool:
        """Say whether a form with this token was shown for this very draft, and for none before it."""
        return self.device.gave(token) and token[PROVES:].startswith(self.draft.name)

    def has_taken(self, page: str, mark: str) -> bool:
        """Say whether this very form was taken in before."""
        return mark in self.draft.taken.get(page, ())

    def took(self, page: str, mark: str) -> Visit:
        """Return the visit that remembers having taken in a form."""
        return replace(self, draft=self.draft.took(page, mark))

    @cached_property
    def pages(self) -> tuple[AskedPage, ...]:
        """Return all pages that are visible after what was answered so far, without what the link has answered."""
        pages = journey.pages(self.survey.instrument, self.survey.local, self.draft.answers)
        return unasked.without(pages, frozenset(self.draft.known)) if self.draft.known else pages

    def with_answers(self, given: Mapping[str, Any]) -> Visit:
        """Return the visit after one page more; None takes an answer away."""
        merged = {**self.draft.answers, **given}
        answers = {key: value for key, value in merged.items() if value is not None}
        return replace(self, draft=replace(self.draft, answers=answers))

    def begin(self, session: Session) -> None:
        """Seal the draft for the first time, and count the first page."""
        first = self._at(self.pages[0])
        drafts.begin(session, self.survey.assessment, self.device.secret, replace(first, touched=now()))
        for (
            page
        ) in first.seen:  # last in the transaction: all share a row of counts, which is then held but briefly
            turnout.reach(session, self.survey.assessment, page)

    def save(self, session: Session) -> bool:
        """Seal the draft again, touched now; False where it has changed since it was opened, or is there no more."""
        touched = replace(self.draft, touched=now())
        return drafts.save(session, self.survey.assessment, self.device.secret, touched)

    def move(self, database: Database, reached: AskedPage | None) -> bool:
        """Save alone, and count the page that is shown next, None for the check page, once where pages are counted."""
        further = self._at(reached)
        new = further.seen[-1] if further is not self.draft else None
        touched = replace(further, touched=now())
        return drafts.move(database, self.survey.assessment, self.device.secret, touched, new)

    def _at(self, reached: AskedPage | None) -> Draft:
        """Return the draft of somebody who has reached that page."""
        page = _counted_as(reached)
        if not self.survey.assessment.count_pages or page in self.draft.seen:
            return self.draft
        return replace(self.draft, seen=(*self.draft.seen, page))


def _counted_as(reached: AskedPage | None) -> str:
    """Return the name under which a page is counted, the same for all clinical areas."""
    return "check" if reached is None else reached.section if reached.area else reached.id


def survey(place: Place, code: str) -> Survey:
    """Return the survey of this request; from here on its name and language frame every page."""
    return framed(heard(_surveys().open(place, code, today())))


def heard(survey: Survey) -> Survey:
    """Return the survey in the language that the address asks for, or else the browser, if it speaks it."""
    return survey.heard_in(wanted(survey.original.languages))


def framed(survey: Survey) -> Survey:
    """Let the page be framed by the survey's name and language."""
    g.survey, g.language = survey, survey.language
    return survey


def device_of(code: str) -> Device:
    """Return what this device holds, or say why it must hold something."""
    found = device.found(code)
    if found is None:
        raise NoCookie()
    return found


def draft(place: Place, survey: Survey, here: Device) -> Draft | None:
    """Return what was entered on this device, unless it lay untouched for too long."""
    return awake(drafts.lying(place, survey.assessment, here.secret), here)


def awake(lying: Draft | None, here: Device) -> Draft | None:
    """Return the draft that lies there, unless it lay untouched for too long."""
    idle = current_app.extensions["settings"].idle_minutes
    return lying if lying and drafts.awake(lying, now(), idle, here.shown) else None


def token(here: Device, lying: Draft | None) -> str:
    """Return what forms must carry that are shown where a draft lies that may be open or not, or none."""
    return here.proof + (lying.key if lying else NO_DRAFT)


def require_own_link(survey: Survey, here: Device, draft: Draft | None) -> None:
    """Where everybody has a link of their own, whoever comes later to the same device must bring theirs to begin."""
    idle = timedelta(minutes=current_app.extensions["settings"].idle_minutes)
    fresh = here.shown is not None and now() - here.shown <= idle
    if survey.assessment.mode != "open" and draft is None and not fresh:
        raise NoCookie()


def opened(place: Place, code: str, language: str | None = None) -> Visit:
    """Return the visit that this device has begun, from here on in that language if one is given.

    A draft that is there proves that the survey is open, since closing destroys all of them; only where there is none
    the survey is asked for the reason. In the database itself, outside a session, that takes one statement.
    """
    here = device_of(code)
    known = _surveys().remembered(code)
    kept = draft(place, known, here) if known and today() <= known.closes_on else None
    if known is not None and kept is not None:
        return _spoken(known, here, kept, language)
    if isinstance(place, Database):
        with place.read() as session:
            return _asked_for(session, code, here, language)
    return _asked_for(place, code, here, language)


def _asked_for(session: Session, code: str, here: Device, language: str | None) -> Visit:
    """Ask for the survey too, and say why there is nothing to go on with."""
    known = survey(session, code)
    kept = draft(session, known, here)
    if kept is None:
        left = drafts.lying(session, known.assessment, here.secret)
        raise gone(known.heard_in(language), here, left) if left else NotBegun()
    return _spoken(known, here, kept, language)


def gone(known: Survey, here: Device, lying: Draft) -> DraftGone:
    """Return what is told of a draft that lay untouched for too long, in its own language."""
    return DraftGone(framed(known.heard_in(lying.language)), token(here, lying), lying)


def _spoken(known: Survey, here: Device, kept: Draft, language: str | None) -> Visit:
    moment = now()
    if request.method == "GET" and (here.shown is None or moment > here.shown):
        g.looked = known.code, replace(here, shown=moment)
    spoken = framed(known.heard_in(kept.language).heard_in(language))
    return Visit(
        spoken, here, kept if kept.language == spoken.language else replace(kept, language=spoken.language)
    )


def today() -> date:
    """Return the day on which this request is answered."""
    return now().astimezone().date()


def now() -> datetime:
    """Return the moment; tests set another."""
    return current_app.config.get("NOW", _now)()


def _now() -> datetime:
    return datetime.now(UTC)


def _surveys() -> Surveys:
    found: Surveys = current_app.extensions["surveys"]
    return found
