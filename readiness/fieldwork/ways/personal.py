"""Personal links: confidential until the assessment closes, anonymous after.

A link's token is a random id of the invited person and a proof of it, made with a key that belongs to the assessment.
The key lies in a file of its own, outside the database and its backups. The list of people lies in a third place. The
database keeps only marks of links that were used, and a mark leads to nobody without the key. Closing destroys key
and list.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path

from readiness.config import Settings
from readiness.errors import KeyMissing
from readiness.fieldwork.ways.secret import secret_of
from readiness.records.tables import Assessment

_PERSON = 15
"""Bytes of a person's random id."""
_PROOF = 18
"""Bytes of the proof that follows it: 144 bits, which nobody guesses."""
_LINK = b"readiness link"
_LONGEST_CODE = 20
"""As long as an assessment's code may be."""


def make_key(settings: Settings, assessment: Assessment) -> None:
    """Make the assessment's key, unless it is there; only the user that runs the software may read it."""
    path = _path(settings, assessment.code)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(32))
        file.flush()
        os.fsync(file.fileno())


def key(settings: Settings, code: str) -> bytes | None:
    """Return the key of the assessment with that code, or None where there is none any more."""
    try:
        return _path(settings, code).read_bytes()
    except FileNotFoundError:
        return None


def required_key(settings: Settings, assessment: Assessment) -> bytes:
    """Return the assessment's key, or say that without it nothing can be sent."""
    found = key(settings, assessment.code)
    if found is None:
        raise KeyMissing(
            f"The key of {assessment.title} ({assessment.code}) is not in {settings.keys}.",
            "Put the file back: without it no personal link can be made or recognised.",
        )
    return found


def destroy_key(settings: Settings, code: str) -> None:
    """Overwrite the key and remove it; no link and no mark leads to anybody from then on."""
    path = _path(settings, code)
    try:
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return


def new_person() -> bytes:
    """Return a random id for an invited person."""
    return secrets.token_bytes(_PERSON)


def token(key: bytes, code: str, person: bytes) -> str:
    """Return the token of a person's link: the assessment's code, their id and its proof."""
    return spelt(code, person, proof(key, _LINK, person))


def spelt(code: str, person: bytes, proof: bytes) -> str:
    """Return the token of these three, which `parted` takes apart."""
    return f"{code}-{urlsafe_b64encode(person + proof).decode()}"


def proof(key: bytes, purpose: bytes, person: bytes) -> bytes:
    """Return what shows that we named this person for this purpose (18 bytes)."""
    return hmac.digest(key, purpose + person, hashlib.sha256)[:_PROOF]


def recognised(settings: Settings, token: str) -> str | None:
    """Return the code of the assessment that a personal token belongs to; None if we never made it."""
    parts = parted(token)
    found = key(settings, parts[0]) if parts else None
    if parts is None or found is None:
        return None
    code, person, shown = parts
    return code if hmac.compare_digest(shown, proof(found, _LINK, person)) else None


def parted(token: str) -> tuple[str, bytes, bytes] | None:
    """Return the code of the assessment, the person's id and its proof; None for what is not spelt as we spell it.

    Base64 has more than one spelling for the same bytes. Only one may count: the text decides what a link spends.
    """
    code, _, body = token.partition("-")
    if not (code.isascii() and code.isalnum() and len(code) <= _LONGEST_CODE and body.isascii()):
        return None
    try:
        both = urlsafe_b64decode(body)
    except ValueError:
        return None
    if len(both) != _PERSON + _PROOF or urlsafe_b64encode(both).decode() != body:
        return None
    return code, both[:_PERSON], both[_PERSON:]


def mark(key: bytes, person: bytes) -> bytes:
    """Return what stands in the database once this person has answered (32 bytes)."""
    return mark_of(key, secret(token(key, "", person)))


def secret(token: str) -> str:
    """Return what a personal link leaves on a device."""
    return secret_of(token.partition("-")[2])


def mark_of(key: bytes, secret: str) -> bytes:
    """Return the same from the secret that the link leaves on a device."""
    return hmac.digest(key, b"readiness mark" + secret.encode(), hashlib.sha256)


def _path(settings: Settings, code: str) -> Path:
    return settings.keys / f"{code}.key"
