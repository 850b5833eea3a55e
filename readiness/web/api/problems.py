"""What goes wrong, as problem details (RFC 9457): what and where, and how to mend it; never a trace of the program."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from flask import Response, current_app, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from readiness.access.faults import Missing, NotAllowed
from readiness.access.tokens import TooOften, WrongToken
from readiness.errors import ReadinessError, UnknownAssessment, UnknownLink
from readiness.web.api.operations import PREFIX

MIME = "application/problem+json"
SOON = 10
"""Seconds after which to ask again where the database was away."""


class Kind(NamedTuple):
    """A kind of problem: its status, its title, and how it is mended where nothing closer is said."""

    status: int
    title: str
    remedy: str


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "bad-query": Kind(400, "The query cannot be used", "Ask as the OpenAPI document says."),
        "bad-request": Kind(400, "The request cannot be read", "Ask as the OpenAPI document says."),
        "no-token": Kind(401, "A token is needed", "Send it in the header `Authorization: Bearer rdy_...`."),
        "wrong-token": Kind(401, "The token is good for nothing", "Make a new one in the console."),
        "right-ended": Kind(
            403, "The right that the token stems from has ended", "Ask an administrator for a right."
        ),
        "scope-missing": Kind(
            403, "The token is not for this", "Make a token that has the scope, in the console."
        ),
        "not-shown": Kind(403, "Your right does not show this", "Ask an administrator if you need it."),
        "not-found": Kind(
            404, "There is no such thing", f"{PREFIX}/assessments and /instruments list what there is."
        ),
        "not-yet": Kind(404, "It is not there yet", "Ask again later."),
        "method": Kind(405, "Here things can be read and not changed", "Use GET or HEAD."),
        "not-acceptable": Kind(
            406, "There is JSON here and nothing else", "Send `Accept: application/json`."
        ),
        "too-often": Kind(429, "Too many requests in this minute", "Wait as `Retry-After` says."),
        "unforeseen": Kind(
            500, "Something went wrong here", "It is not your fault. Tell whoever runs the server."
        ),
        "being-found": Kind(503, "The findings are being worked out", "Ask again as `Retry-After` says."),
        "away": Kind(503, "It cannot be read just now", "Ask again as `Retry-After` says."),
    }
)


class Problem(Exception):
    """Something that cannot be answered as it was asked."""

    def __init__(
        self, kind: str, detail: str, remedy: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.kind, self.detail = kind, detail
        self.remedy = remedy or KINDS[kind].remedy
        self.headers = dict(headers or {})


def told(error: Exception) -> Response:
    """Answer an error; what nobody foresaw is logged by its kind and place alone."""
    problem = _problem(error)
    kind = KINDS[problem.kind]
    said = {
        "type": f"{PREFIX}/openapi.json#/x-problems/{problem.kind}",
        "title": kind.title,
        "status": kind.status,
        "detail": problem.detail,
        "instance": request.path[:300],
        "remedy": problem.remedy,
    }
    return Response(json.dumps(said, indent=2) + "\n", kind.status, problem.headers, content_type=MIME)


def _problem(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, WrongToken):
        return Problem("wrong-token", error.message, error.remedy, challenge("invalid_token"))
    if isinstance(error, NotAllowed):
        return Problem("right-ended", error.message, error.remedy)
    if isinstance(error, TooOften):
        return Problem("too-often", error.message, error.remedy, {"Retry-After": str(error.seconds)})
    if isinstance(error, Missing | NotFound | UnknownLink | UnknownAssessment):
        detail = (
            error.message if isinstance(error, ReadinessError) else "Nothing can be read at this address."
        )
        return Problem("not-found", detail)
    if isinstance(error, ReadinessError):  # its words are for whoever runs the server
        current_app.logger.error("%s", error)
        return Problem("away", "The database or a file cannot be read just now.", headers=later(SOON))
    return _of_http(error)


def _of_http(error: Exception) -> Problem:
    if isinstance(error, MethodNotAllowed):
        allowed = ", ".join(sorted(error.valid_methods or ("GET", "HEAD", "OPTIONS")))
        return Problem(
            "method", f"{request.method[:20]} cannot be used at this address.", headers={"Allow": allowed}
        )
    if isinstance(error, HTTPException) and (error.code or 500) < 500:
        return Problem("bad-request", "The request cannot be read.")
    current_app.log_exception(sys.exc_info())
    return Problem("unforeseen", "Nothing was changed by it.")


def challenge(error: str = "", scope: str = "") -> dict[str, str]:
    """Return the header that says how to prove who asks (RFC 6750)."""
    told = 'Bearer realm="readiness"'
    told += f', error="{error}"' if error else ""
    told += f', scope="{scope}"' if scope else ""
    return {"WWW-Authenticate": told}


def later(seconds: int) -> dict[str, str]:
    """Return the header that says when to ask again."""
    return {"Retry-After": str(seconds)}
