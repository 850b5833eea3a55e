"""Links that lead people to an assessment.

An open link stands on posters and in newsletters and leads to no person, so its token is stored as it is. Of a
single-use code the database holds a hash, of a personal link nothing until it is spent.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from readiness.config import Settings
from readiness.errors import LinkWithdrawn, UnknownLink
from readiness.fieldwork import lifecycle
from readiness.fieldwork.ways import codes, modes, personal, spending
from readiness.fieldwork.ways.secret import secret_of
from readiness.records import assessments
from readiness.records import links as kept
from readiness.records.database import Session
from readiness.records.links import Way
from readiness.records.tables import Assessment, Link


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a link leads, and what it leaves on the device that opened it."""

    assessment: Assessment
    secret: str | None
    """None for an open link: each device makes a secret of its own."""
    way: int
    """The id of the open link or of the batch of codes; 0 for a personal link."""


def open_link(
    session: Session,
    assessment: Assessment,
    place: str | None = None,
    organisation: str | None = None,
    expires_on: date | None = None,
) -> Link:
    """Return the assessment's open link, or that of a place or an organisation; made once, the same ever after."""
    modes.require(assessment, "open")
    modes.require_part(session, assessment, place, organisation)
    found = kept.open_link(session, assessment, place, organisation) or kept.add(
        session,
        Link(
            assessment_id=assessment.id,
            token=secrets.token_urlsafe(16),
            place=place,
            organisation=organisation,
        ),
    )
    found.expires_on = expires_on or found.expires_on
    return found


def revoke(
    session: Session, assessment: Assessment, today: date, place: str | None, organisation: str | None
) -> Link | None:
    """Take back the open link of the assessment, a place or an organisation; the next one made is another."""
    modes.require_part(session, assessment, place, organisation)
    found = kept.open_link(session, assessment, place, organisation)
    if found is not None:
        found.revoked_on = today
    return found


def follow(session: Session, settings: Settings, token: str, today: date) -> Entry:
    """Return where the link leads, if it may be answered with today; spends and changes nothing."""
    entry, way = _found(session, settings, token)
    lifecycle.require_answering(entry.assessment, today)
    if entry.way:
        _require_in_use(way, today)
    if entry.secret is not None:
        spending.require_free(session, settings, entry.assessment, entry.secret)
    return entry


def known(session: Session, assessment: Assessment, way: int) -> Mapping[str, str]:
    """Return what the link itself says of those who come by it, by key of the question that is then not asked."""
    came = kept.way(session, assessment, way) if way else None
    if came is None:
        return {}
    works = next(
        (one for one in assessments.organisations(session, assessment) if one.slug == came.organisation), None
    )
    said = {
        "place": came.place or (works.place if works else None),
        "organisation-type": works.type if works else None,
    }
    return {key: value for key, value in said.items() if value}


def require_usable(session: Session, assessment: Assessment, way: int, today: date) -> None:
    """Refuse where the link that somebody came by was taken back or has run out since."""
    if assessment.mode != "personal":
        _require_in_use(kept.way(session, assessment, way), today)


def _found(session: Session, settings: Settings, token: str) -> tuple[Entry, Way | None]:
    code = personal.recognised(settings, token)
    if code is not None:
        return Entry(assessments.by_code(session, code), personal.secret(token), 0), None
    found = kept.by_token(session, token)
    if found is not None:
        return Entry(found[0], None, found[1].id), found[1]
    secret = secret_of(token)
    batch = kept.by_hash(session, codes.hash_of(secret))
    if batch is not None:
        return Entry(batch[0], secret, batch[1].id), batch[1]
    raise UnknownLink("This link leads to no survey.", "Check that the whole address was copied.")


def _require_in_use(way: Way | None, today: date) -> None:
    gone = way is None or way.revoked_on is not None
    if gone or (way and way.expires_on is not None and today > way.expires_on):
        raise LinkWithdrawn("This link is no longer in use.", "Look for a newer one where you found it.")
