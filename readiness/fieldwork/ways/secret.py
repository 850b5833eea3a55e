"""The secret that a link leaves on a device: it opens the draft and spends the link, and does not lead back to it."""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64encode

LENGTH = 43
"""The length of a secret as text."""


def new_secret() -> str:
    """Return a secret of 256 bits for a device that came by an open link."""
    return secrets.token_urlsafe(32)


def secret_of(token: str) -> str:
    """Return the secret of a link that leads to one person alone: the same on every device that opens it."""
    digest = hashlib.sha256(b"readiness device" + token.encode()).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def usable(secret: str) -> bool:
    """Say whether this can be a secret that we gave out."""
    return len(secret) == LENGTH and secret.isascii()
