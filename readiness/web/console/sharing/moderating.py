"""What the pages share on which comments are read: the comments as they are now, and how each is drawn."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from flask import current_app

from readiness.fieldwork import lifecycle
from readiness.fieldwork.moderating import moderation
from readiness.fieldwork.moderating.clues import KINDS, Clue
from readiness.fieldwork.moderating.moderation import Reading, Readings
from readiness.records import assessments
from readiness.records.database import Session
from readiness.records.tables import Assessment

WAITING, SHOWN, WITHHELD = "waiting", "shown", "withheld"


@dataclass(frozen=True, slots=True)
class Card:
    """A comment as a page shows it."""

    handle: str
    asked: str
    state: str
    reason: str
    parts: tuple[tuple[str, str], ...]
    """The words in pieces, each with what it may tell, or with nothing."""
    cut: str
    plain: bool
    """Whether nothing of it stands out."""
    public: bool
    seen: str


def found(session: Session, of: Assessment, alone: bool = False) -> Readings:
    """Return the comments as they are now; `alone` keeps others from deciding until this transaction ends."""
    if alone:
        assessments.held(session, of.code, alone=True)
    instrument = lifecycle.locked_instrument(of, current_app.extensions["settings"])
    return moderation.to_read(session, of, instrument)


def card(reading: Reading) -> Card:
    """Return how a comment is drawn."""
    clues = reading.clues
    return Card(
        reading.handle,
        reading.asked,
        reading.state,
        moderation.REASONS.get(reading.comment.reason or "", ""),
        pieces(reading.comment.text, clues),
        reading.comment.cut or "",
        not clues,
        bool(reading.public),
        seen(reading),
    )


def pieces(text: str, clues: tuple[Clue, ...]) -> tuple[tuple[str, str], ...]:
    """Return a text in pieces, each with the name of the clue that it is, or with nothing."""
    made, at = [], 0
    for one in clues:
        start = max(at, one.start)
        if start > at:
            made.append((text[at:start], ""))
        if one.end > start:
            made.append((text[start : one.end], KINDS[one.kind]))
        at = max(at, one.end)
    return (*made, (text[at:], "")) if at < len(text) else tuple(made)


def seen(reading: Reading) -> str:
    """Return what stands for the decision that whoever looks at this page has before them."""
    comment = reading.comment
    told = repr((comment.state, comment.reason, comment.cut))
    return hashlib.sha256(told.encode()).hexdigest()[:16]
