"""What a respondent's device holds: one cookie for each survey, with the secret that opens its draft.

Beside the secret stand the link it came by and when the device was last with what it opens: when it showed a personal
link or a resume code, or looked at a page. So a look keeps a draft open although it writes nothing here. A seal made
with the installation's own secret keeps all three together, so that nobody can come by a link that we never made.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from hmac import compare_digest, digest
from math import ceil

from flask import Response, current_app, g, request

from readiness.fieldwork.ways.secret import usable

_SEAL = 22


@dataclass(frozen=True, slots=True)
class Device:
    """What one device knows of one survey."""

    secret: str
    way: int = 0
    """The open link or batch of codes it came by; 0 for a personal link."""
    shown: datetime | None = None
    """When it last showed what opens a draft that lay untouched, or looked at an open one; kept on the device alone."""

    @property
    def proof(self) -> str:
        """What this device's forms must carry; it tells nothing of the secret."""
        return digest(self.secret.encode(), b"readiness form", "sha256").hex()

    def gave(self, token: str) -> bool:
        """Say whether a form that carries this token was given to this device."""
        return compare_digest(token[: len(self.proof)].encode(), self.proof.encode())


def found(code: str) -> Device | None:
    """Return what this device sent for the survey, if it is as we gave it out."""
    secret, _, rest = request.cookies.get(_name(code), "").partition(".")
    way, _, rest = rest.partition(".")
    shown, _, seal = rest.partition(".")
    genuine = compare_digest(seal.encode(), _seal(code, secret, way, shown).encode())
    if not genuine or not usable(secret):
        return None
    return Device(secret, int(way), datetime.fromtimestamp(int(shown) * 60, UTC) if shown != "0" else None)


def keep(response: Response, code: str, device: Device) -> None:
    """Give the device its cookie, until the browser is closed; of moments it holds the minute that they fall into."""
    shown = str(ceil(device.shown.timestamp() / 60)) if device.shown else "0"
    parts = device.secret, str(device.way), shown
    value = ".".join((*parts, _seal(code, *parts)))
    response.set_cookie(_name(code), value, path="/", httponly=True, samesite="Lax", secure=_secure())


def forget(response: Response, code: str) -> None:
    """Take the secret away."""
    response.delete_cookie(_name(code), path="/", httponly=True, samesite="Lax", secure=_secure())


def _seal(*parts: str) -> str:
    key = current_app.extensions["settings"].secret_key.encode()
    sealed = digest(key, b"readiness device " + ".".join(parts).encode(), "sha256")
    return urlsafe_b64encode(sealed).decode()[:_SEAL]


def _name(code: str) -> str:
    return f"{'__Host-' if _secure() else ''}answers-{code}"


def _secure() -> bool:
    return bool(current_app.extensions["settings"].secure)


def looked(response: Response) -> Response:
    """Let the device remember that it has looked at an open draft, where this request has."""
    if "looked" in g:
        code, device = g.looked
        keep(response, code, device)
    return response
