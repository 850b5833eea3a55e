"""One-time codes of an authenticator app: RFC 6238 with SHA-1, six digits, half a minute, as every app expects."""

from __future__ import annotations

import base64
import hmac
import secrets
from urllib.parse import quote, urlencode

SECONDS = 30
DIGITS = 6
DRIFT = 1
"""So many half minutes before and after now are taken too: phones' clocks differ."""


def new_secret() -> bytes:
    """Return 160 random bits, as RFC 4226 recommends."""
    return secrets.token_bytes(20)


def code(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """Return the code of that half minute since 1970."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    at = digest[-1] & 15
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step(secret: bytes, typed: str, now: int) -> int | None:
    """Return the half minute that a typed code belongs to; None where it is none of those about now."""
    current, found = now // SECONDS, None
    for one in range(current - DRIFT, current + DRIFT + 1):
        if hmac.compare_digest(code(secret, one).encode(), typed.encode()):
            found = one
    return found


def written(secret: bytes) -> str:
    """Return the secret as people type it into an app."""
    return base64.b32encode(secret).decode().rstrip("=")


def read(text: str) -> bytes:
    """Return the secret that was written so."""
    return base64.b32decode(text + "=" * (-len(text) % 8))


def address(secret: bytes, issuer: str, account: str) -> str:
    """Return the address that an app reads from a QR code."""
    label = quote(f"{issuer}:{account}")
    return (
        f"otpauth://totp/{label}?{urlencode({'secret': written(secret), 'issuer': issuer}, quote_via=quote)}"
    )
