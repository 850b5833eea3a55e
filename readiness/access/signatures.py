"""The installation's own key for figures that leave it, and the keys of others whose figures are believed.

Ed25519 (RFC 8032). Whoever holds the key can sign in the installation's name; only the owner of its file may read it. A
key is known by its fingerprint, which two people compare by a way that the file did not come by.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from readiness.config import Settings
from readiness.errors import ReadinessError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

OWN = "signing-key.pem"
TRUSTED = "trusted"
_DIGITS = 32
"""Hexadecimal digits of a fingerprint: 128 bits, for which nobody finds another key."""
_GROUP = 4


def own(settings: Settings) -> Ed25519PrivateKey:
    """Return the installation's key, made when it is asked for first."""
    path = settings.exchange / OWN
    if not path.exists():
        _make(path)
    _require_private(path)
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise _damaged(path) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _damaged(path)
    return key


def public(settings: Settings) -> bytes:
    """Return the 32 bytes by which others check what this installation signed."""
    return own(settings).public_key().public_bytes_raw()


def holds(key: bytes, signature: bytes, data: bytes) -> bool:
    """Say whether that key signed these very bytes."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(key: bytes) -> str:
    """Return what two people read to each other: eight groups of four."""
    digits = hashlib.sha256(key).hexdigest()[:_DIGITS]
    return " ".join(digits[n : n + _GROUP] for n in range(0, _DIGITS, _GROUP))


def read_aloud(text: str) -> str:
    """Return a fingerprint as we write it, however somebody typed it; say what is wrong with one that is none."""
    digits = re.sub(r"[\s:.-]", "", text).lower()
    if not re.fullmatch(rf"[0-9a-f]{{{_DIGITS}}}", digits):
        raise ReadinessError(
            "This is no fingerprint of a key.",
            f"It has {_DIGITS} digits from 0 to 9 and a to f, as `readiness benchmark key` prints them.",
        )
    return " ".join(digits[n : n + _GROUP] for n in range(0, _DIGITS, _GROUP))


def trust(settings: Settings, key: bytes) -> None:
    """Believe from now on what that key signed."""
    path = _file(settings, fingerprint(key))
    for folder in (settings.exchange, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_text(key.hex() + "\n", "ascii")


def trusts(settings: Settings, key: bytes) -> bool:
    """Say whether somebody compared that key's fingerprint; its own an installation always believes."""
    path = _file(settings, fingerprint(key))
    known = path.is_file() and path.read_text("ascii", errors="replace").strip() == key.hex()
    return known or ((settings.exchange / OWN).exists() and key == public(settings))


def trusted(settings: Settings) -> tuple[str, ...]:
    """Return the fingerprints of others' keys that are believed."""
    found = sorted(path.stem for path in (settings.exchange / TRUSTED).glob("*.key"))
    return tuple(read_aloud(name) for name in found)


def forget(settings: Settings, told: str) -> None:
    """Believe a key no longer, and nothing that it signed."""
    path = _file(settings, told)
    if not path.exists():
        raise ReadinessError(
            f"The key {told} is not among those that are trusted.",
            "`readiness benchmark key` lists them.",
        )
    path.unlink()


def _file(settings: Settings, told: str) -> Path:
    return settings.exchange / TRUSTED / f"{told.replace(' ', '')}.key"


def _make(path: Path) -> None:
    """Write a new key, whole or not at all; where two are made at once, the first one stays."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = Ed25519PrivateKey.generate()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
            file.flush()
            os.fsync(file.fileno())
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink(missing_ok=True)


def _require_private(path: Path) -> None:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ReadinessError(
            f"Others than its owner may read {path}, and whoever has it can sign in this installation's name.",
            f"Run `chmod 600 {path}`; if somebody may have copied it, remove it, and tell your partners the "
            "fingerprint of the new one.",
        )


def _damaged(path: Path) -> ReadinessError:
    return ReadinessError(
        f"{path} holds no key that can be used.",
        "Bring it back from a backup; or remove it, and tell your partners the fingerprint of the new one.",
    )
