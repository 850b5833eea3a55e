"""Forms of the console that have done their work: of two that are the very same, one alone does it."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from readiness.records.account_tables import TakenForm
from readiness.records.inserts import inserted

KEPT_SECONDS = 7 * 24 * 60 * 60
"""Longer than any sign-in lasts, without which a form is refused."""


class Taken(NamedTuple):
    """What became of a form."""

    led_to: str
    newest: bool
    """Whether no other form was taken in at its place since."""


def found(session: Session, hashed: bytes) -> Taken | None:
    """Return what became of the form, if it was taken in before."""
    one = session.scalar(select(TakenForm).where(TakenForm.hash == hashed))
    if one is None:
        return None
    later = select(TakenForm.id).where(TakenForm.place == one.place, TakenForm.id > one.id)
    return Taken(one.led_to, session.scalar(later.limit(1)) is None)


def take(session: Session, hashed: bytes, place: str, led_to: str, now: int) -> bool:
    """Take the form in; False where it was before. Of many at once, one alone is told True."""
    session.execute(delete(TakenForm).where(TakenForm.taken_at < now - KEPT_SECONDS))
    return inserted(session, TakenForm, {"hash": hashed, "place": place, "led_to": led_to, "taken_at": now})


def lead(session: Session, hashed: bytes, address: str) -> None:
    """Note where the form led to, which may show only after its work."""
    session.execute(update(TakenForm).where(TakenForm.hash == hashed).values(led_to=address))


def forget(session: Session, hashed: bytes) -> None:
    """Let the form be sent again: its work could not be done."""
    session.execute(delete(TakenForm).where(TakenForm.hash == hashed))
