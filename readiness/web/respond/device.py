"""What a respondent's device holds: one cookie for each survey, with the secret that opens its draft."""

from __future__ import annotations

from hashlib import sha256
from hmac import new

from flask import Response, current_app, request

from readiness.fieldwork import drafts


def secret(code: str) -> str | None:
    """Return the secret that this device sent for the survey, if it can be one."""
    found = request.cookies.get(_name(code), "")
    return found if drafts.usable(found) else None


def keep(response: Response, code: str, secret: str) -> None:
    """Give the device its secret, until the browser is closed."""
    response.set_cookie(_name(code), secret, path="/", httponly=True, samesite="Lax", secure=_secure())


def forget(response: Response, code: str) -> None:
    """Take the secret away."""
    response.delete_cookie(_name(code), path="/", httponly=True, samesite="Lax", secure=_secure())


def token(secret: str) -> str:
    """Return what this device's forms must carry; it tells nothing of the secret."""
    return new(secret.encode(), b"readiness form", sha256).hexdigest()


def _name(code: str) -> str:
    return f"{'__Host-' if _secure() else ''}answers-{code}"


def _secure() -> bool:
    return bool(current_app.extensions["settings"].secure)
