"""Sealing for the one who holds the key (AES-256-GCM), bound to the assessment it belongs to; and deriving keys."""

from __future__ import annotations

import hmac
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


def derived(secret: bytes, salt: bytes, purpose: bytes, length: int) -> bytes:
    """Return as many bytes of keys derived from the secret (HKDF-SHA256, RFC 5869).

    Every page derives its keys anew. The library's own object for it, against which a test holds this, takes five
    times as long as the three hashes that it makes.
    """
    root, block, made = hmac.digest(salt, secret, "sha256"), b"", b""
    for number in range(1, -(-length // 32) + 1):
        block = hmac.digest(root, block + purpose + bytes([number]), "sha256")
        made += block
    return made[:length]
