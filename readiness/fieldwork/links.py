"""Links that lead people to an assessment.

An open link stands on posters and in newsletters and leads to no person, so its token is stored as it is.
"""

from __future__ import annotations

import secrets
from datetime import date

from readiness.errors import Closed, ReadinessError, UnknownLink
from readiness.fieldwork import lifecycle
from readiness.records import assessments
from readiness.records import links as kept
from readiness.records.database import Session
from readiness.records.tables import Assessment, Link


def open_link(session: Session, assessment: Assessment, place: str | None = None) -> Link:
    """Return the assessment's open link, or the one of a place; made once, the same ever after."""
    known = [one.slug for one in assessments.places(session, assessment)]
    if place is not None and place not in known:
        raise ReadinessError(
            f"The assessment has no place {place!r}.", f"Its places are: {', '.join(known) or 'none'}."
        )
    found = kept.open_link(session, assessment, place)
    return found or kept.add(session, assessment, secrets.token_urlsafe(16), place)


def follow(session: Session, token: str, today: date) -> Assessment:
    """Return the assessment that the link leads to, if people may answer it today."""
    found = assessments.by_token(session, token)
    if found is None:
        raise UnknownLink("This link leads to no survey.", "Check that the whole address was copied.")
    assessment, link = found
    if link.expires_on is not None and today > link.expires_on:
        raise Closed("This link is no longer in use.", "Look for a newer one where you found it.")
    lifecycle.require_answering(assessment, today)
    return assessment


def place(session: Session, token: str) -> str | None:
    """Return the place that the link was made for, if it was made for one."""
    found = assessments.by_token(session, token)
    return found[1].place if found else None
