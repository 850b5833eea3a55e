"""Spending a link: only a complete, valid, final send does it, by one statement, in the transaction of the answer."""

from __future__ import annotations

from readiness.config import Settings
from readiness.errors import LinkUsed, LinkWithdrawn
from readiness.fieldwork.ways import codes, personal
from readiness.records import links, spending
from readiness.records.database import Session
from readiness.records.tables import Assessment


def spend(session: Session, settings: Settings, assessment: Assessment, secret: str, way: int) -> None:
    """Spend the link that left this secret on the device, or refuse where an answer was given with it."""
    if assessment.mode == "codes":
        won = spending.spend_code(session, codes.hash_of(secret))
    elif assessment.mode == "personal":
        won = spending.spend_mark(session, assessment, _mark(settings, assessment, secret))
    else:
        links.count_answer(session, way)
        won = True
    if not won:
        require_free(session, settings, assessment, secret)
        raise _used()


def require_free(session: Session, settings: Settings, assessment: Assessment, secret: str) -> None:
    """Refuse a link that was answered with, or taken back."""
    if assessment.mode == "codes" and spending.code_spent(session, codes.hash_of(secret)):
        raise _used()
    if assessment.mode == "personal":
        withdrawn = spending.mark_state(session, _mark(settings, assessment, secret))
        if withdrawn:
            raise LinkWithdrawn("This link is no longer in use.", "Ask whoever sent it to you.")
        if withdrawn is not None:
            raise _used()


def _mark(settings: Settings, assessment: Assessment, secret: str) -> bytes:
    return personal.mark_of(personal.required_key(settings, assessment), secret)


def _used() -> LinkUsed:
    return LinkUsed("An answer has been given with this link.", "It was good for one.")
