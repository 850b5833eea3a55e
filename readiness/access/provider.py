"""The organisation's identity provider: what it says of itself, its keys, and the tokens that it gives for a code.

Nothing but the configured issuer is ever asked, at its own scheme, host and port, without following it elsewhere; an
answer may take ten seconds and half a megabyte. What it says of itself is remembered in each process for an hour.
"""

from __future__ import annotations

import json
import threading
import time
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from readiness.access.faults import WrongSignIn
from readiness.config import Settings
from readiness.errors import ReadinessError

SECONDS = 10
MOST_BYTES = 512 * 1024
KEPT_SECONDS = 60 * 60
NEW_KEYS_SECONDS = 60
"""So often at most keys are fetched again because a token names one that we do not know."""
AGAIN = "Go to sign in and try again. If it happens again, tell whoever runs this server."
_CHUNK = 16 * 1024


class Away(ReadinessError):
    """The provider does not answer, or not as it should."""


@dataclass(frozen=True, slots=True)
class Provider:
    """What a provider says of itself, as far as we need it."""

    issuer: str
    authorization: str
    token: str
    keys: str
    ending: str
    """Where one signs out there; empty where it offers nothing for that."""
    basic: bool
    """Whether it takes our name and secret in a header; else they go with the code."""
    algorithms: tuple[str, ...]


@dataclass(slots=True)
class _Kept:
    """What was fetched, and when."""

    at: float
    found: Any


_kept: dict[str, _Kept] = {}
_lock = threading.Lock()


def of(settings: Settings) -> Provider:
    """Return what the configured provider says of itself."""
    issuer = settings.oidc_issuer
    said = _remembered(f"{issuer.rstrip('/')}/.well-known/openid-configuration", settings, KEPT_SECONDS)
    if said.get("issuer") != issuer:
        raise Away(
            f"The identity provider calls itself {str(said.get('issuer'))[:200]!r}.",
            "Write exactly that into oidc_issuer, if it is the right one.",
        )
    methods = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Provider(
        issuer=issuer,
        authorization=_address(settings, said, "authorization_endpoint"),
        token=_address(settings, said, "token_endpoint"),
        keys=_address(settings, said, "jwks_uri"),
        ending=_address(settings, said, "end_session_endpoint") if said.get("end_session_endpoint") else "",
        basic="client_secret_basic" in methods,
        algorithms=tuple(str(one) for one in said.get("id_token_signing_alg_values_supported") or ("RS256",)),
    )


def keys(settings: Settings, provider: Provider, again: bool = False) -> list[dict[str, Any]]:
    """Return its public keys; fetched `again`, but not all the time, where it seems to have new ones."""
    found = _remembered(provider.keys, settings, NEW_KEYS_SECONDS if again else KEPT_SECONDS).get("keys")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def tokens(settings: Settings, provider: Provider, code: str, verifier: str, back: str) -> Mapping[str, Any]:
    """Return what the provider gives for a code, which is good once."""
    sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    headers = {}
    if settings.oidc_client_secret and provider.basic:
        pair = f"{quote(settings.oidc_client_id, safe='')}:{quote(settings.oidc_client_secret, safe='')}"
        headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    else:
        sent["client_id"] = settings.oidc_client_id
        if settings.oidc_client_secret:
            sent["client_secret"] = settings.oidc_client_secret
    return _fetched(settings, provider.token, urlencode(sent).encode(), headers)


def forget() -> None:
    """Forget what providers have said of themselves."""
    with _lock:
        _kept.clear()


def origin(address: str) -> tuple[str, str | None, int | None]:
    """Return scheme, host and port of an address."""
    parts = urlsplit(address)
    return parts.scheme, parts.hostname, parts.port or {"https": 443, "http": 80}.get(parts.scheme)


def _remembered(address: str, settings: Settings, seconds: int) -> dict[str, Any]:
    with _lock:
        kept = _kept.get(address)
    if kept is None or time.monotonic() - kept.at >= seconds:
        kept = _Kept(time.monotonic(), _fetched(settings, address))
        with _lock:
            _kept[address] = kept
    found: dict[str, Any] = kept.found
    return found


def _address(settings: Settings, said: Mapping[str, Any], name: str) -> str:
    address = str(said.get(name) or "")
    if origin(address) != origin(settings.oidc_issuer):
        raise Away(
            f"The identity provider's {name} is not at its own address.",
            "We ask nobody but oidc_issuer itself.",
        )
    return address


class _Straight(HTTPRedirectHandler):
    """Follows nobody anywhere."""

    def redirect_request(self, *_: Any) -> None:
        """Take a redirect for what it is: not the answer."""


def _fetched(
    settings: Settings, address: str, data: bytes | None = None, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the JSON object at an address of the issuer."""
    if origin(address) != origin(settings.oidc_issuer):
        raise Away("The identity provider leads elsewhere.", "We ask nobody but oidc_issuer itself.")
    asked = Request(address, data, {"Accept": "application/json", **(headers or {})})
    try:
        with build_opener(_Straight).open(asked, timeout=SECONDS) as answer:
            found = json.loads(_body(answer))
    except HTTPError as error:
        if error.code == 400 and data is not None:
            raise WrongSignIn(
                "The identity provider does not take back the code that it gave.", AGAIN
            ) from error
        raise Away(
            "The identity provider does not answer as it should.", f"It answered {error.code}."
        ) from error
    except (URLError, HTTPException, OSError, ValueError, RecursionError) as error:
        raise Away(
            "The identity provider does not answer as it should.", f"{type(error).__name__}."
        ) from error
    if not isinstance(found, dict):
        raise Away("The identity provider does not answer as it should.", "It sent something else than JSON.")
    return found


def _body(answer: Any) -> bytes:
    """Read an answer in parts, so that neither a long nor a slow one holds us."""
    ends, read = time.monotonic() + SECONDS, b""
    while part := answer.read1(_CHUNK):
        read += part
        if len(read) > MOST_BYTES or time.monotonic() > ends:
            raise OSError("too long")
    return read
