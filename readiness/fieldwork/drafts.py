"""Half-done answers, sealed with a key that only the respondent's device holds.

The device keeps a random secret in a cookie. Two keys are derived from it (HKDF-SHA256): the id under which the
sealed draft lies, and the key that seals it (AES-256-GCM). Neither leads to the other or back to the secret, so that
the database alone shows neither what was answered, nor when, nor by which device.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import orjson

from readiness.fieldwork import lifecycle, resuming
from readiness.fieldwork.sealing import derived, sealed, unsealed
from readiness.fieldwork.ways.secret import usable
from readiness.records import assessments
from readiness.records import drafts as sealed_drafts
from readiness.records.database import Database, Session
from readiness.records.drafts import Moved, Place
from readiness.records.tables import Assessment

_BLOCK = 1024
"""Drafts are filled up to a multiple of this many bytes, so that their length does not tell how far somebody got."""
NAME, COUNT = 8, 4
"""How long the two parts of a draft's key are."""
NO_DRAFT = "0" * (NAME + COUNT)
"""The key of forms that are shown where there is no draft."""
_REMEMBERED = 50
"""So often somebody may change one page before what they sent first is forgotten."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person has answered so far."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    """By flat key."""
    receipt: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    """The idempotency key that goes with the answers when they are sent."""
    language: str = ""
    touched: datetime | None = None
    """The last moment a page was saved; known only inside the seal."""
    known: Mapping[str, str] = field(default_factory=dict)
    """What the link that was opened says of the person, by key of the question that is then not asked."""
    way: int = 0
    """The link or batch of codes that was opened; 0 for a personal link."""
    begun: datetime | None = None
    """When the first page was asked for; known only inside the seal."""
    seen: tuple[str, ...] = ()
    """The pages that this person has been counted on."""
    words: str = ""
    """The resume code, once it was asked for."""
    words_row: str = ""
    """Where that lies which the resume code opens, as hexadecimal digits."""
    saves: int = 0
    """How often a form was taken in."""
    taken: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By page: a mark of each form that was taken in, oldest first."""
    before: bytes = field(default=b"", compare=False, repr=False)
    """How it lay sealed when it was opened, so that nobody saves over what was saved since."""
    keys: tuple[bytes, bytes] = field(default=(b"", b""), compare=False, repr=False)
    """Where it lay and what opened it, while the request lasts."""

    @property
    def name(self) -> str:
        """Which draft it is of those that one device has one after the other; tells nothing of it."""
        return hashlib.sha256(self.receipt.encode()).hexdigest()[:NAME]

    @property
    def key(self) -> str:
        """What a form carries that is shown now, and none that was shown before another was taken in."""
        return f"{self.name}{self.saves % 16**COUNT:0{COUNT}x}"

    def took(self, page: str, mark: str) -> Draft:
        """Return the draft that remembers having taken in a form."""
        marks = [*self.taken.get(page, ()), mark][-_REMEMBERED:]
        return replace(self, saves=self.saves + 1, taken={**self.taken, page: marks})


def begin(session: Session, assessment: Assessment, secret: str, draft: Draft) -> None:
    """Seal the draft and keep it, in place of any before; the assessment cannot close until this transaction ends."""
    lifecycle.require_answering(assessments.held(session, assessment.code))
    row, key = _keys(assessment, secret)
    sealed_drafts.keep(
        session, assessment, row, sealed(assessment, key, _packed(draft)), _sweeps(assessment, draft)
    )


def save(session: Session, assessment: Assessment, secret: str, draft: Draft) -> bool:
    """Seal the draft again; False where it lies here no more as it was opened.

    It was sent, the assessment has closed, or another page of the same person was saved since: open it once more.
    """
    return sealed_drafts.replace(session, assessment, _resealed(assessment, secret, draft))


def move(database: Database, assessment: Assessment, secret: str, draft: Draft, page: str | None) -> bool:
    """Do the same in a transaction of its own, in which the person is counted on that page, if one is named."""
    return sealed_drafts.move(database, assessment, _resealed(assessment, secret, draft), page)


def opened(
    place: Place,
    assessment: Assessment,
    secret: str,
    now: datetime,
    idle_minutes: int,
    shown: datetime | None = None,
) -> Draft | None:
    """Return the draft of this device; None if there is none, or it lay untouched for too long.

    A personal link or a resume code opens it again: `shown` is when the device last came with one, or looked at a page.
    """
    draft = lying(place, assessment, secret)
    return draft if draft and awake(draft, now, idle_minutes, shown) else None


def awake(draft: Draft, now: datetime, idle_minutes: int, shown: datetime | None = None) -> bool:
    """Say whether the draft may be opened at that moment."""
    if draft.touched is None:
        return False
    last = max(draft.touched, shown) if shown else draft.touched
    return now - last <= timedelta(minutes=idle_minutes)


def lying(place: Place, assessment: Assessment, secret: str) -> Draft | None:
    """Return the draft of this device, were it untouched for too long to be opened: only its name may be used then."""
    return _found(place, assessment, *_keys(assessment, secret)) if usable(secret) else None


def destroy(session: Session, assessment: Assessment, secret: str) -> None:
    """Remove the draft of this device, if there is one, and what its resume code leads to."""
    if not usable(secret):
        return
    row, key = _keys(assessment, secret)
    draft = _found(session, assessment, row, key)
    if draft is not None and draft.words_row:
        resuming.forget(session, assessment, bytes.fromhex(draft.words_row))
    sealed_drafts.remove(session, assessment, row)


def _found(place: Place, assessment: Assessment, row: bytes, key: bytes) -> Draft | None:
    found = sealed_drafts.found(place, assessment, row)
    plain = unsealed(assessment, key, found) if found is not None else None
    return _unpacked(plain, found or b"", (row, key)) if plain is not None else None


def _resealed(assessment: Assessment, secret: str, draft: Draft) -> Moved:
    row, key = draft.keys if draft.before else _keys(assessment, secret)
    return Moved(row, draft.before, sealed(assessment, key, _packed(draft)), _sweeps(assessment, draft))


def _sweeps(assessment: Assessment, draft: Draft) -> int | None:
    """Return 0 for a draft that may be swept: nothing opens it any more once its device was idle for too long."""
    return 0 if assessment.mode == "open" and not draft.words else None


def _keys(assessment: Assessment, secret: str) -> tuple[bytes, bytes]:
    """Return the id of the row (16 bytes) and the key that seals it (32 bytes)."""
    both = derived(secret.encode(), salt=assessment.code.encode(), purpose=b"readiness draft", length=48)
    return both[:16], both[16:]


def _packed(draft: Draft) -> bytes:
    plain = orjson.dumps(
        {
            "answers": dict(draft.answers),
            "receipt": draft.receipt,
            "language": draft.language,
            "touched": _written(draft.touched),
            "known": dict(draft.known),
            "way": draft.way,
            "begun": _written(draft.begun),
            "seen": draft.seen,
            "words": draft.words,
            "words_row": draft.words_row,
            "saves": draft.saves,
            "taken": dict(draft.taken),
        }
    )
    return plain + b" " * (-len(plain) % _BLOCK)


def _unpacked(plain: bytes, before: bytes, keys: tuple[bytes, bytes]) -> Draft:
    found = orjson.loads(plain)
    moments = {name: _read(found[name]) for name in ("touched", "begun")}
    return Draft(**{**found, **moments, "seen": tuple(found["seen"]), "before": before, "keys": keys})


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _read(moment: str | None) -> datetime | None:
    return datetime.fromisoformat(moment) if moment else None
