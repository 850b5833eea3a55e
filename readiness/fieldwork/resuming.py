"""Going on with an open link on another device: a few words that somebody can read aloud or write on their hand.

The words are drawn at random and kept nowhere but inside the sealed draft. The key of a second sealed row, which holds
what the first device knows, is derived from them slowly, so that nobody tries all. Where that row lies is derived
fast, with the installation's secret: wrong words lead to no row but once in 65,536 for each code there is, and cost
nothing more than the look. So a flood of them holds nobody up who has right ones, and need not be refused. At a
thousand tries a second, a year of them finds one of a thousand drafts with a chance of one in a thousand (there are 2
to the 55 codes).

Whoever holds the database alone is helped by none of this. With the secret too, somebody who runs the server knows 16
of the 55 bits, and needs a tenth of a second for each of the 2 to the 39 that are left: 1,700 years of a processor.
"""

from __future__ import annotations

import hmac
import re
import secrets
from functools import cache
from typing import NamedTuple

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from mnemonic import Mnemonic

from readiness.config import Settings
from readiness.fieldwork.sealing import sealed, unsealed
from readiness.fieldwork.ways.secret import LENGTH
from readiness.records import drafts as sealed_drafts
from readiness.records.database import Session
from readiness.records.drafts import Place
from readiness.records.tables import Assessment

WORDS = 5
"""Of 2,048 words each: 55 random bits."""
LETTERS = 4
"""So many letters tell each word from all others; what follows may be misspelt."""
HINT = 2
"""So many bytes of what is derived fast say where the row lies: enough to pass over wrong words, and no more."""
_WORK = 2**14
"""Costs a tenth of a second."""


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


def row(settings: Settings, assessment: Assessment, words: str) -> bytes:
    """Return the id of the row to which the words would lead; other words may share it, and then do not open it."""
    secret, code = settings.secret_key.encode(), assessment.code.encode()
    hint = hmac.digest(secret, b"readiness resume " + code + b" " + words.encode(), "sha256")[:HINT]
    return hmac.digest(secret, b"readiness resume row " + code + b" " + hint, "sha256")[:16]


def leads(place: Place, assessment: Assessment, row: bytes) -> bool:
    """Say whether a row lies there, before any work is done."""
    return sealed_drafts.found(place, assessment, row) is not None


def derived(settings: Settings, assessment: Assessment, words: str) -> Keys:
    """Return what is derived from the words; it takes a tenth of a second, so never while others wait to write."""
    slow = Scrypt(salt=assessment.code.encode(), length=32, n=_WORK, r=8, p=1)
    return Keys(row(settings, assessment, words), slow.derive(words.encode()))


def keep(session: Session, assessment: Assessment, keys: Keys, secret: str, way: int) -> bool:
    """Seal the device's secret and the link it came by; False where another code has the row: then draw other words."""
    return sealed_drafts.add(
        session, assessment, keys.row, sealed(assessment, keys.key, f"{secret}{way}".encode())
    )


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
