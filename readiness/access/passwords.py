"""Passwords: long ones, no rules about signs in them, and none that everybody thinks of first.

Hashed with argon2id. Every answer to a sign-in costs one verification, whether there is such an account or not, so that
the time it takes tells nobody who has one.
"""

from __future__ import annotations

import re
import threading
import tomllib
import unicodedata
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from readiness.access.faults import Unfit

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 12
LONGEST = 256
LEAST_PARTS = 8
"""A password must have so many parts that are no common word, repetition or row of the keyboard."""
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "01234567890", "qazwsxedcrfvtgb")
_LOOKALIKE = str.maketrans("0134578@$!", "oieastbasi")
_ONE_AT_A_TIME = threading.BoundedSemaphore(2)
"""So many verifications run at once in a process: each takes 19 MiB."""


def prepared(password: str) -> str:
    """Return a password in one spelling, however a keyboard or a system writes its letters."""
    return unicodedata.normalize("NFKC", password)


def require_fit(password: str, *own: str) -> None:
    """Refuse a password that can be guessed; `own` are words that belong to its owner, such as name and address."""
    written = prepared(password)
    if len(written) < SHORTEST:
        raise Unfit(
            "password", f"Password must have {SHORTEST} letters or more", "Three words make a good one."
        )
    if len(written) > LONGEST:
        raise Unfit("password", f"Password must have {LONGEST} letters or fewer")
    if parts(written, own) < LEAST_PARTS:
        raise Unfit(
            "password",
            "Password is too easy to guess: it is made of common words, of your name or of rows of signs",
            "Choose three or four words that have nothing to do with you or this work.",
        )


def parts(password: str, own: tuple[str, ...] = ()) -> int:
    """Count what a guesser has to guess: a common word, a repetition or a row of signs counts as one, a sign as one."""
    left = password.casefold()
    mine = {word for text in own for word in re.findall(r"[^\W\d_]{3,}", text.casefold())}
    words = sorted(mine | _common(), key=len, reverse=True)
    once = _without(words, left)
    return min(_counted(once), _counted(_without(words, once.translate(_LOOKALIKE))))


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    with _ONE_AT_A_TIME:
        return str(_hasher().hash(prepared(password)))


def right(kept: str | None, password: str) -> bool:
    """Say whether that is the password; where there is none, take the same time to say no."""
    from argon2.exceptions import InvalidHashError, VerificationError

    with _ONE_AT_A_TIME:
        try:
            fits = _hasher().verify(kept or _nobodys(), prepared(password[: 4 * LONGEST]))
        except (VerificationError, InvalidHashError):
            return False
    return bool(fits) and kept is not None


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@lru_cache(maxsize=1)
def _nobodys() -> str:
    """Return the hash that is tried where there is no account."""
    return str(_hasher().hash("nobody has this password"))


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    found = tomllib.loads((Path(__file__).parent / "common.toml").read_text("utf-8"))
    return frozenset(word for words in found.values() for word in words)


def _without(words: list[str], text: str) -> str:
    """Return the text with each of the words as one sign."""
    for word in words:
        text = text.replace(word, "\0")
    return text


def _counted(text: str) -> int:
    return sum(1 for part in _without_rows(text) if part.strip(" -_."))


def _without_rows(text: str) -> list[str]:
    """Return the signs of a text, with every repetition and every step along a row taken as one."""
    kept: list[str] = []
    for before, sign in pairwise("\n" + text):
        if sign == before or _neighbours(before, sign):
            continue
        kept.append(sign)
    return kept if len(set(kept)) > 3 else kept[:3]


def _neighbours(before: str, sign: str) -> bool:
    pair = before + sign
    return any(pair in row or pair in row[::-1] for row in _ROWS)
