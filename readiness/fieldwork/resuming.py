"""Going on with an open link on another device: a few words that somebody can read aloud or write on their hand.

The words are drawn at random and kept nowhere but inside the sealed draft. What is derived from them, slowly, so that
nobody tries all, is the id and the key of a second sealed row, which holds what the first device knows.
"""

from __future__ import annotations

import re
import secrets
from functools import cache
from typing import NamedTuple

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from mnemonic import Mnemonic

from readiness.fieldwork.sealing import sealed, unsealed
from readiness.fieldwork.ways.secret import LENGTH
from readiness.records import drafts as sealed_drafts
from readiness.records.database import Session
from readiness.records.drafts import Place
from readiness.records.tables import Assessment

WORDS = 5
"""Of 2,048 words each: 55 random bits, and every try costs a tenth of a second."""
LETTERS = 4
"""So many letters tell each word from all others; what follows may be misspelt."""
_WORK = 2**14


def new_words() -> str:
    """Return new words, a space between them."""
    return " ".join(secrets.choice(_words()) for _ in range(WORDS))


def read(typed: str) -> str | None:
    """Return the words that were typed, however they were parted and ended; None where they cannot be ours."""
    found = [_by_letters().get(word[:LETTERS]) for word in re.findall(r"[a-z]+", typed.lower()[:200])]
    known = [word for word in found if word]
    return " ".join(known) if len(known) == len(found) == WORDS else None


class Keys(NamedTuple):
    """What is derived from words: the id of the row (16 bytes) and the key that seals it (32 bytes)."""

    row: bytes
    key: bytes


def derived(assessment: Assessment, words: str) -> Keys:
    """Return what is derived from the words; it takes a tenth of a second, so never while others wait to write."""
    slow = Scrypt(salt=assessment.code.encode(), length=48, n=_WORK, r=8, p=1)
    both = slow.derive(words.encode())
    return Keys(both[:16], both[16:])


def keep(session: Session, assessment: Assessment, keys: Keys, secret: str, way: int) -> None:
    """Seal the device's secret and the link it came by with what was derived from the words."""
    sealed_drafts.keep(session, assessment, keys.row, sealed(assessment, keys.key, f"{secret}{way}".encode()))


def opened(place: Place, assessment: Assessment, keys: Keys) -> tuple[str, int] | None:
    """Return the secret and the link that the words lead to, if they lead to any."""
    found = sealed_drafts.found(place, assessment, keys.row)
    plain = unsealed(assessment, keys.key, found) if found is not None else None
    return (plain[:LENGTH].decode(), int(plain[LENGTH:])) if plain is not None else None


def forget(session: Session, assessment: Assessment, row: bytes) -> None:
    """Remove what the words lead to."""
    sealed_drafts.remove(session, assessment, row)


@cache
def _words() -> list[str]:
    return list(Mnemonic("english").wordlist)


@cache
def _by_letters() -> dict[str, str]:
    return {word[:LETTERS]: word for word in _words()}
