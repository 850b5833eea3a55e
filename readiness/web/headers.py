"""What every answer carries besides its page: what browsers may do with it, and its compression."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from wsgiref.headers import Headers

from flask import Flask, Response, request

from readiness.config import Settings
from readiness.web.gaps import Gapped

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SCRIPTED = f"{POLICY}; script-src 'self'"
"""For the few pages that need a script, or are better with one: a file of our own, never one in the page."""
LOOKING = f"{SCRIPTED}; connect-src 'self'"
"""For those that look by themselves how far something is."""
EVERYWHERE = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
POLICIES = ("Content-Security-Policy",)
"""What an answer may say itself, in place of what all others say."""
HTTPS_ONLY = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}
WORTH_COMPRESSING = 600
LEVEL = 6


def register(app: Flask, settings: Settings) -> None:
    """Have every answer of the application carry the headers, and travel compressed where that is understood.

    The headers are put on outside Flask: its own header objects take longer for these few than a page takes to draw.
    """
    common = [*_for(settings).items(), ("Cache-Control", "no-store")]
    for_programs = [*_for(settings).items(), ("Cache-Control", "private, no-store")]
    inner = app.wsgi_app
    app.after_request(_compressed)

    def outer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        also = for_programs if environ.get("PATH_INFO", "").startswith("/api") else common

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            own = {name for name, _ in headers if name in POLICIES}
            return start_response(status, headers + [one for one in also if one[0] not in own], *rest)

        return inner(environ, start)

    app.wsgi_app = outer  # type: ignore[method-assign]


def for_statics(settings: Settings) -> Callable[[Headers, str, str], None]:
    """Return what adds the same headers to files, save that those may be kept."""

    def add(headers: Headers, path: str, url: str) -> None:
        for name, value in _for(settings).items():
            headers[name] = value

    return add


def _for(settings: Settings) -> dict[str, str]:
    return {**EVERYWHERE, **(HTTPS_ONLY if settings.secure else {})}


def filled(page: Gapped, text: str) -> Response:
    """Return the page with the text in its gap, compressed as it already is where that is understood."""
    varies = {"Vary": "Accept-Encoding"}
    if not _understood():
        return Response(page.plain(text), mimetype="text/html", headers=varies)
    return Response(
        page.compressed(text), mimetype="text/html", headers={**varies, "Content-Encoding": "gzip"}
    )


def _compressed(response: Response) -> Response:
    if response.status_code == 303 or response.mimetype != "text/html" or "Vary" in response.headers:
        return response
    body = response.get_data()
    if len(body) < WORTH_COMPRESSING:
        return response
    response.headers["Vary"] = "Accept-Encoding"
    if _understood():
        response.set_data(gzip.compress(body, LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _understood() -> bool:
    return "gzip" in request.environ.get("HTTP_ACCEPT_ENCODING", "")
