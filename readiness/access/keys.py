"""Keys that come from the installation's secret, one for each purpose, and what is hashed or sealed with them.

Who copies the database alone holds none of them: he can open no authenticator's secret, try no recovery code, and
write no entry of the log that fits.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from readiness.config import Settings

_NONCE = 12


def derived(settings: Settings, purpose: str) -> bytes:
    """Return the 256-bit key for that purpose."""
    return hmac.digest(settings.secret_key.encode(), b"readiness access " + purpose.encode(), "sha256")


def keyed(settings: Settings, purpose: str, *parts: str) -> bytes:
    """Return the keyed hash of some texts; no text can pass for two."""
    told = "".join(f"{len(part)}:{part}" for part in parts)
    return hmac.digest(derived(settings, purpose), told.encode(), "sha256")


def token() -> str:
    """Return 256 random bits for an address or a cookie."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> bytes:
    """Return what is kept of such a token; nothing shorter is ever hashed without a key."""
    return hashlib.sha256(token.encode()).digest()


def sealed(settings: Settings, purpose: str, secret: bytes, owner: int) -> bytes:
    """Encrypt a secret so that it can be opened for its owner alone."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(derived(settings, purpose)).encrypt(nonce, secret, str(owner).encode())


def opened(settings: Settings, purpose: str, box: bytes, owner: int) -> bytes | None:
    """Decrypt a secret; None where it was sealed with another key or for somebody else."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(derived(settings, purpose)).decrypt(box[:_NONCE], box[_NONCE:], str(owner).encode())
    except InvalidTag:
        return None
