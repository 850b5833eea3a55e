"""Which results somebody sees: the one place where rights, publication and findings come together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import current_app, request

from readiness.access.faults import Missing
from readiness.access.rights import Sight
from readiness.baseline.findings import AreaFinding, Findings
from readiness.baseline.seen import narrowed, seen
from readiness.building import editions, kept
from readiness.config import Settings
from readiness.fieldwork import lifecycle, publishing
from readiness.records.database import Session
from readiness.records.tables import Assessment
from readiness.reporting.published import legible
from readiness.reporting.words import wording
from readiness.reporting.words.printed import Printer
from readiness.reporting.words.wording import Wording
from readiness.web.console import scoped

REMEMBERED = 16


class NotFoundYet(Exception):
    """The findings have to be found first, by a worker."""


class NotForYouYet(Exception):
    """The results are not published, and who asks leads no part of them."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody sees of an assessment's results."""

    assessment: Assessment
    whole: Findings | None
    """All that may be shown; None for whoever leads an area and sees that alone."""
    own: tuple[Findings, ...]
    """Findings narrowed to one area each, for whoever sees those areas alone."""
    published: bool
    """Whether this is what everybody with a right to the system sees."""
    printer: Printer
    language: str
    languages: tuple[str, ...]

    @property
    def any(self) -> Findings:
        """Findings of which heading and names may be used, whatever else is in them."""
        return self.whole or self.own[0]

    @property
    def areas(self) -> tuple[AreaFinding, ...]:
        """The areas of which there are pages."""
        return self.whole.areas if self.whole else tuple(one.areas[0] for one in self.own)

    def of_area(self, area: str) -> tuple[AreaFinding, Findings]:
        """Return an area with the findings that its page is made of; an area of others looks like none."""
        for findings in (self.whole,) if self.whole else self.own:
            for one in findings.areas:
                if one.id == area:
                    return one, findings
        raise _none()

    def require_whole(self) -> Findings:
        """Return the findings of the whole; for whoever sees an area alone there is no such page."""
        if self.whole is None:
            raise _none()
        return self.whole


def shown(session: Session, assessment: Assessment) -> Shown:
    """Return what who is signed in sees of the results of a closed assessment, in the language asked for."""
    settings, sight = current_app.extensions["settings"], scoped.sight()
    languages = lifecycle.locked_instrument(assessment, settings).languages
    language = spoken(languages)
    public, findings = _findings(session, assessment, settings, sight, language)
    if findings is None:
        raise NotFoundYet
    found = seen(findings, sight, public)
    if found.nothing:
        raise NotForYouYet
    readable = _readable(findings)
    own = tuple(narrowed(readable, one.id) for one in found.areas) if found.whole is None else ()
    printer = Printer(wording_of(settings.reports, findings.heading.language))
    return Shown(
        assessment=assessment,
        whole=readable if found.whole else None,
        own=own,
        published=public,
        printer=printer,
        language=language,
        languages=tuple(languages),
    )


def spoken(languages: Sequence[str]) -> str:
    """Return the language that the address asks for: one of these, or nothing for the first."""
    wanted = request.args.get("language", "")
    return wanted if wanted in languages[1:] else ""


def _findings(
    session: Session, assessment: Assessment, settings: Settings, sight: Sight, language: str
) -> tuple[bool, Findings | None]:
    """Return whether it is the published version that is seen, and that version or what was found.

    Who leads the system sees what is found now, and everybody else what was published, once it is.
    """
    publication = publishing.published(session, assessment)
    if sight.everything:
        return publication is not None, kept.kept_findings(settings, session, assessment, language)
    if publication is not None and sight.published:
        own = language or lifecycle.locked_instrument(assessment, settings).language
        named = f"publication {publication.id} of {assessment.code} in {own}"  # it stays as it was found
        return True, kept.remembered(named, lambda: editions.shown(session, publication, own))
    if not sight.areas:
        raise NotForYouYet
    return False, kept.kept_findings(settings, session, assessment, language)


def _none() -> Missing:
    return Missing("There is no such page of these results.", "Go back to their first page.")


class _Same:
    """Findings as the key of a cache: equal only to themselves, as comparing all figures costs more."""

    __slots__ = ("findings",)

    def __init__(self, findings: Findings) -> None:
        self.findings = findings

    def __hash__(self) -> int:
        return id(self.findings)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.findings is self.findings


def _readable(findings: Findings) -> Findings:
    """Return the findings with every text in one line; worked out once for findings that are read often."""
    return _legible(_Same(findings))


@lru_cache(REMEMBERED)
def _legible(same: _Same) -> Findings:
    return legible(same.findings)


def wording_of(reports: Path, language: str) -> Wording:
    """Return the report's texts, read again only when their files have changed."""
    times = tuple(path.stat().st_mtime_ns for path in sorted((reports / "wording").glob("*.toml")))
    return _read(reports, language, times)


@lru_cache(REMEMBERED)
def _read(reports: Path, language: str, _times: tuple[int, ...]) -> Wording:
    return wording.load(reports, language)
