"""Single-use codes without any list of people: an organisation hands them out itself, by its own mail merge.

A code is shown once, when it is made. The database keeps a hash, so that nobody can hand the same code out again.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import os
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from readiness.errors import ReadinessError
from readiness.fieldwork.ways import modes
from readiness.fieldwork.ways.secret import secret_of
from readiness.records import links as kept
from readiness.records.database import Session
from readiness.records.tables import Assessment, CodeBatch

MOST = 100_000
"""So many codes at once are more than any organisation has people."""


def make(
    session: Session,
    assessment: Assessment,
    number: int,
    place: str | None = None,
    organisation: str | None = None,
    expires_on: date | None = None,
) -> list[str]:
    """Make new codes and return their tokens, in random order and for the only time."""
    made = tokens(number, secrets.token_urlsafe(32))
    keep(session, assessment, made, place, organisation, expires_on)
    return made


def tokens(number: int, key: str) -> list[str]:
    """Return the tokens of as many codes, of 128 bits each: the same for the same key, which nobody can guess."""
    if not 1 <= number <= MOST:
        raise ReadinessError(f"{number} codes cannot be made.", f"Ask for 1 to {MOST:,}.")
    return [_token(key, one) for one in range(number)]


def keep(
    session: Session,
    assessment: Assessment,
    made: Sequence[str],
    place: str | None = None,
    organisation: str | None = None,
    expires_on: date | None = None,
) -> None:
    """Let these codes be answered with, those of a place or an organisation where one is named."""
    modes.require(assessment, "codes")
    modes.require_part(session, assessment, place, organisation)
    batch = CodeBatch(
        assessment_id=assessment.id,
        place=place,
        organisation=organisation,
        codes=len(made),
        expires_on=expires_on,
    )
    kept.add_codes(session, batch, [hash_of(secret_of(token)) for token in made])


def _token(key: str, number: int) -> str:
    digest = hmac.digest(key.encode(), f"readiness code {number}".encode(), "sha256")
    return urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def revoke(session: Session, batch: CodeBatch, today: date) -> None:
    """Take a batch of codes back, those that nobody has used yet: none of them opens the survey any more."""
    batch.revoked_on = batch.revoked_on or today


def hash_of(secret: str) -> bytes:
    """Return what the database keeps of the code whose link leaves this secret on a device (32 bytes)."""
    return hashlib.sha256(b"readiness code" + secret.encode()).digest()


def as_csv(links: Sequence[str]) -> str:
    """Return the links as a file for a mail merge: one a row, nothing beside them."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("link",), *((link,) for link in links)])
    return out.getvalue()


def write(path: Path, links: Sequence[str]) -> None:
    """Write the links into a new file that only this user may read."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as error:
        raise ReadinessError(
            f"{path} cannot be written: {error.strerror}.",
            "Name a new file in a folder that exists; no code was made.",
        ) from error
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.write(as_csv(links))
