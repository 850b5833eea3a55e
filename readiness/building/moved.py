"""What several years' findings say side by side, kept for the screen as findings are: a worker works it out once.

There are three views of it: all as it is found now, for who leads the system; what is published, which is kept with
the publication, for everybody else; and, before that, one area alone, made of nothing but that area's figures, for who
leads it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from readiness.access import keys
from readiness.baseline.years import history, lineage
from readiness.baseline.years.types import Changes
from readiness.building import editions_of_years, kept
from readiness.building.kept import Progress
from readiness.config import Settings
from readiness.fieldwork import lifecycle, publishing
from readiness.records import actions, assessments, builds, following
from readiness.records.database import Session
from readiness.records.tables import Assessment

PURPOSE = "kept changes"
FEWEST = 2


@dataclass(frozen=True, slots=True)
class View:
    """Who it is for: everything found now, what is published, or one area before that."""

    published: bool = False
    area: str = ""

    @property
    def name(self) -> str:
        """The end of its file's name."""
        return f"moved-area-{self.area}" if self.area else "moved-published" if self.published else "moved"


ALL, PUBLISHED = View(), View(published=True)


def changes(
    settings: Settings, session: Session, assessment: Assessment, view: View, language: str = ""
) -> Changes | None:
    """Return what is kept of a closed assessment that follows others, or None where it is yet to be worked out."""
    if view.published:
        return _published(settings, session, assessment, language)
    path = kept.place(settings, assessment.code, language, view.name)
    named = key(settings, session, assessment, view, language)
    data = kept.read_sealed(settings, path, named)
    return None if data is None else editions_of_years.from_bytes(data)


def _published(settings: Settings, session: Session, assessment: Assessment, language: str) -> Changes | None:
    if not publishing.moved(session, assessment):
        return None
    own = language or lifecycle.locked_instrument(assessment, settings).language
    return editions_of_years.shown(session, publishing.required(session, assessment), own)


def keep(settings: Settings, found: Changes, view: View, language: str, named: str) -> None:
    """Keep it under its key."""
    path = kept.place(settings, found.now.heading.code, language, view.name)
    kept.write_sealed(settings, path, named, editions_of_years.as_bytes(found))


def ask(session: Session, assessment: Assessment, view: View, language: str, now: int) -> Progress:
    """Have it worked out and kept; asking twice for what is on its way changes nothing."""
    asked = builds.add(session, assessment, builds.CHANGES, options(view, language), now)
    return kept.progress_of(session, asked, now)


def progress(
    session: Session, assessment: Assessment, view: View, language: str, now: int | None = None
) -> Progress | None:
    """Return how far it is; None where nobody has asked."""
    asked = builds.latest(session, assessment, builds.CHANGES, options(view, language))
    return kept.progress_of(session, asked, int(time.time()) if now is None else now) if asked else None


def options(view: View, language: str) -> dict[str, str]:
    """Return a view and a language as builds keep them."""
    told = {"language": language, "view": "published" if view.published else "", "area": view.area}
    return {name: value for name, value in told.items() if value}


def view_of(told: Mapping[str, str]) -> View:
    """Return the view that a build was asked for."""
    return View(told.get("view") == "published", told.get("area", ""))


def years(session: Session, assessment: Assessment, view: View) -> list[Assessment]:
    """Return the years that are set side by side, oldest first: all, or those with which it is published."""
    return publishing.moved(session, assessment) if view.published else following.chain(session, assessment)


@dataclass(frozen=True, slots=True)
class Own:
    """What an area was in one year: all areas that it has to do with, and those that who leads it may see."""

    every: frozenset[str]
    shown: frozenset[str]


def areas(session: Session, chain: Sequence[Assessment], own: str) -> list[Own]:
    """Return what an area was in each year, with all that went into it or out of it by name.

    What of these is seen is the area itself, and in earlier years all of them where that year is published.
    """
    names = [{one.slug: one.name for one in assessments.areas(session, year)} for year in chain]
    told = [[one for one in history.descents(session, year) if one.kind == "area"] for year in chain]
    linked = [
        lineage.links(old, new, became) for old, new, became in zip(names, names[1:], told[1:], strict=False)
    ]
    kin = lineage.kin(names, linked, own)
    public = [publishing.published(session, one) is not None for one in chain[:-1]]
    return [
        Own(every, every if seen else every & {own})
        for every, seen in zip(kin, (*public, False), strict=True)
    ]


def key(settings: Settings, session: Session, assessment: Assessment, view: View, language: str) -> str:
    """Return the digest of all that it depends on, as the database holds it now; what is published stays as it is."""
    chain = years(session, assessment, view)
    past = following.before(session, assessment)
    told = [
        view.name,
        language,
        [_year(settings, session, one, view, language) for one in chain],
        actions.described(session, past) if past else [],
    ]
    secret, data = keys.derived(settings, PURPOSE), json.dumps(told, default=str).encode()
    return hmac.new(secret, data, hashlib.sha256).hexdigest()


def _year(settings: Settings, session: Session, one: Assessment, view: View, language: str) -> list[object]:
    publication = None if view == ALL else publishing.published(session, one)
    return [
        kept.key(settings, session, one, language),
        publication.id if publication else 0,
        [[each.kind, each.past, each.now, each.part] for each in following.became(session, one)],
        [[each.slug, each.place] for each in assessments.organisations(session, one)],
    ]
