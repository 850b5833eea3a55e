"""Sealing for the one who holds the key (AES-256-GCM), bound to the assessment it belongs to."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from readiness.records.tables import Assessment

_NONCE = 12


def sealed(assessment: Assessment, key: bytes, plain: bytes) -> bytes:
    """Return the bytes sealed with the key (32 bytes)."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, assessment.code.encode())


def unsealed(assessment: Assessment, key: bytes, found: bytes) -> bytes | None:
    """Return what was sealed; None where it was sealed with another key, for another assessment, or was changed."""
    try:
        return AESGCM(key).decrypt(found[:_NONCE], found[_NONCE:], assessment.code.encode())
    except InvalidTag:
        return None
