"""What a browser holds of the console: its sign-in, a link that it has just opened, and that it was here before."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hmac import compare_digest, new

from flask import Response, current_app, request

from readiness.access import keys

SIGN_IN = "console"
JOINING = "joining"
KNOWN = "known"
KNOWN_SECONDS = 180 * 24 * 60 * 60
_SEAL = 22


def found(name: str) -> str:
    """Return what this browser sent of that name, if it can be one of ours."""
    value = request.cookies.get(_name(name), "")
    return value if len(value) < 200 and value.isascii() else ""


def keep(response: Response, name: str, value: str, seconds: int | None = None) -> None:
    """Give the browser a cookie that no script and no other site can use; until it is closed, or for so long."""
    response.set_cookie(
        _name(name), value, max_age=seconds, path="/", httponly=True, samesite="Lax", secure=_secure()
    )


def forget(response: Response, name: str) -> None:
    """Take it away."""
    response.delete_cookie(_name(name), path="/", httponly=True, samesite="Lax", secure=_secure())


def proof(token: str) -> str:
    """Return what the forms of this browser must carry; it tells nothing of the token."""
    return new(token.encode(), b"readiness console form", "sha256").hexdigest() if token else ""


def known_for(email: str) -> str:
    """Return what marks this browser as one in which that account was signed in before; empty where it was not."""
    mark, _, seal = found(KNOWN).partition(".")
    return mark if mark and compare_digest(seal, _seal(email, mark)) else ""


def keep_known(response: Response, email: str) -> None:
    """Remember that the account was signed in here."""
    mark = known_for(email) or keys.token()[:_SEAL]
    keep(response, KNOWN, f"{mark}.{_seal(email, mark)}", KNOWN_SECONDS)


def _seal(email: str, mark: str) -> str:
    seal = keys.keyed(current_app.extensions["settings"], "known browser", email, mark)
    return urlsafe_b64encode(seal).decode()[:_SEAL]


def _name(name: str) -> str:
    return f"{'__Host-' if _secure() else ''}{name}"


def _secure() -> bool:
    return bool(current_app.extensions["settings"].secure)
