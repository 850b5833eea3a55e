"""Links that open published results without an account: made, taken back, and looked at when one is used."""

from __future__ import annotations

from datetime import date, timedelta

from readiness.access import keys
from readiness.access.acting import Acting
from readiness.access.faults import LinkGone, Missing, Refused, Unfit
from readiness.records import assessments, publications, shares
from readiness.records.database import Session
from readiness.records.publication_tables import Share
from readiness.records.tables import Assessment

USUAL, MOST = timedelta(days=30), timedelta(days=365)
"""How long a link opens unless its maker says otherwise, and at most."""


class NoSuchLink(Missing):
    """No link has that token."""


def make(acting: Acting, assessment: Assessment, whom: str, ends_on: date | None) -> tuple[Share, str]:
    """Make a link and return it with its token, which is kept nowhere."""
    assessments.held(acting.session, assessment.code)  # its results must not be taken back meanwhile
    if publications.current(acting.session, assessment) is None:
        raise Refused("These results are not published.", "Publish them first: a link opens nothing else.")
    whom, today = " ".join(whom.split()), acting.today
    if not whom:
        raise Unfit("whom", "Enter for whom the link is")
    if len(whom) > 200:
        raise Unfit("whom", "For whom the link is must be 200 letters or fewer")
    last = ends_on or today + USUAL
    if not today <= last <= today + MOST:
        raise Unfit("day", f"Last day must be between today and {_day(today + MOST)}")
    token = keys.token()
    made = Share(assessment_id=assessment.id, hash=keys.hashed(token), whom=whom, ends_on=last)
    made.made_at, made.made_by = acting.now, acting.account.email if acting.account else acting.name
    shares.add(acting.session, made)
    acting.note("link to results made", _about(assessment), link=made.id, whom=whom, until=last)
    return made, token


def end(acting: Acting, assessment: Assessment, number: int) -> None:
    """Let a link open nothing any more, at once."""
    found = required(acting.session, assessment, number)
    if found.ended_at is not None:
        raise Refused("This link was taken back already.")
    found.ended_at, found.ended_by = acting.now, acting.account.email if acting.account else acting.name
    acting.note("link to results taken back", _about(assessment), link=found.id, whom=found.whom)


def required(session: Session, assessment: Assessment, number: int) -> Share:
    """Return the assessment's link of that number."""
    found = shares.by_id(session, assessment, number) if number < 2**31 else None
    if found is None:
        raise Missing("There is no such link.", "Go to the list of links.")
    return found


def opened(session: Session, token: str, today: date) -> tuple[Share, Assessment]:
    """Return the link with that token and its assessment, or say why it opens nothing."""
    found = shares.by_hash(session, keys.hashed(token))
    if found is None:
        raise NoSuchLink("This link leads to no report.", "Check that the whole address was copied.")
    share, assessment = found
    if share.ended_at is not None:
        raise LinkGone("It was taken back.", "Ask whoever gave it to you for a new one.")
    if today > share.ends_on:
        raise LinkGone(
            f"Its last day was {_day(share.ends_on)}.", "Ask whoever gave it to you for a new one."
        )
    if publications.current(session, assessment) is None:
        raise LinkGone(
            "The results that it led to are no longer published.", "Ask whoever gave it to you about them."
        )
    return share, assessment


def _about(assessment: Assessment) -> str:
    return f"assessment {assessment.code} ({assessment.title})"


def _day(of: date) -> str:
    return f"{of.day} {of:%B %Y}"
