"""Posters of open links: what they say is looked up at once, their pages are laid out by a worker."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from readiness.building.cache import Cache
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.fieldwork import lifecycle
from readiness.instrument.language import require, spoken
from readiness.records import assessments, links
from readiness.records.database import Database, Session
from readiness.records.queue_tables import Errand
from readiness.records.tables import Assessment, Link
from readiness.reporting.documents import poster
from readiness.reporting.documents.poster import Poster, Spoken


def kept(settings: Settings, errand: Errand) -> str:
    """Print the posters that were asked for and return the key under which they lie in the cache."""
    with Database(settings.database_url).read() as session:
        of = session.get_one(Assessment, errand.assessment_id)
        found = _asked(session, of, errand.options["link"])
        made = said(session, settings, of, found, errand.options["language"] or None)
    data = poster.rendered(made, settings.reports)
    key = hashlib.sha256(data).hexdigest()
    Cache.of(settings).keep(key, "pdf", data)
    return key


def said(
    session: Session, settings: Settings, of: Assessment, found: Sequence[Link], language: str | None
) -> tuple[Poster, ...]:
    """Return what the posters of these links say, in the order of the links."""
    instrument = lifecycle.locked_instrument(of, settings)
    require(instrument, language)
    wanted = dict.fromkeys((language or instrument.language, instrument.language))
    places = {one.slug: one.name for one in assessments.places(session, of)}
    organisations = {one.slug: one.name for one in assessments.organisations(session, of)}
    return tuple(
        Poster(
            address=f"{settings.base_url.rstrip('/')}/l/{link.token}",
            spoken=tuple(Spoken(each, spoken(instrument, each).title) for each in wanted),
            system=assessments.system(session, of).name,
            minutes=instrument.minutes,
            closes_on=min(of.closes_on, link.expires_on or of.closes_on),
            threshold=of.threshold,
            place=places.get(link.place or ""),
            organisation=organisations.get(link.organisation or ""),
            simulated=of.simulated,
        )
        for link in found
    )


def _asked(session: Session, of: Assessment, number: str) -> list[Link]:
    """Return the links in use: the one of that number, or all."""
    in_use = [one for one in links.all_open(session, of) if one.revoked_on is None]
    found = [one for one in in_use if number in ("", str(one.id))]
    if not found:
        raise ReadinessError("The link has been taken back.", "Make a new one, then ask for its poster.")
    return found
