"""The OpenAPI document, made from the same description as the addresses themselves."""

from __future__ import annotations

import importlib.metadata
import re
from functools import cache
from typing import Any

from flask import Response

from readiness.web.api import answers, schemas
from readiness.web.api.door import JSON
from readiness.web.api.operations import OPERATIONS, PREFIX, Operation, Parameter
from readiness.web.api.problems import KINDS, MIME

ALWAYS = ("bad-query", "bad-request", "not-acceptable", "unforeseen", "away")
WITH_TOKEN = ("no-token", "wrong-token", "right-ended", "scope-missing", "too-often")
PATH = {"code": schemas.CODE, "instrument": schemas.ID, "version": schemas.VERSION}
HEADERS = {
    "ETag": "Changes when the answer does: send it back in If-None-Match.",
    "Retry-After": "After so many seconds to ask again.",
    "WWW-Authenticate": "How to prove who asks.",
}
ABOUT = (
    "Published findings, response rates and questionnaires, for programs. All of it is read-only. A token is made in "
    "the console under My account; it shows what its owner may see and no more. Every figure has passed disclosure "
    "control: what must not be shown is null, as is what does not exist. docs/api.md has examples."
)


def show() -> Response:
    """Give the document."""
    return answers.given(document())


@cache
def document() -> dict[str, Any]:
    """Return it."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Readiness",
            "version": importlib.metadata.version("readiness"),
            "summary": "How ready a health and care system is to adopt innovation",
            "description": ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": PREFIX}],
        "paths": {_path(one.address): {"get": _operation(one)} for one in OPERATIONS},
        "components": {
            "schemas": {**schemas.all(), "Document": {"type": "object", "required": ["openapi", "paths"]}},
            "headers": {
                name: {"description": said, "schema": {"type": "string"}} for name, said in HEADERS.items()
            },
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "rdy_ and 43 letters and digits",
                }
            },
        },
        "x-problems": {name: kind._asdict() for name, kind in KINDS.items()},
    }


def _path(address: str) -> str:
    return re.sub(r"<(\w+)>", r"{\1}", address)


def _operation(of: Operation) -> dict[str, Any]:
    told = {
        "operationId": of.name,
        "summary": of.summary,
        "description": of.description,
        "parameters": [
            *(_in_path(name) for name in re.findall(r"<(\w+)>", of.address)),
            *(_in_query(one) for one in of.parameters),
            _if_none_match(),
        ],
        "responses": _responses(of),
    }
    needed = [of.scope] if of.scope else []
    return {**told, "security": [] if of.scope is None else [{"token": needed}]}


def _in_path(name: str) -> dict[str, Any]:
    pattern = {"type": "string", "pattern": PATH[name], "maxLength": 60}
    return {"name": name, "in": "path", "required": True, "schema": pattern}


def _in_query(of: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "pattern": schemas.LANGUAGE}
    if of.most:
        schema = {"type": "integer", "minimum": 1, "maximum": of.most, "default": of.usual}
    return {"name": of.name, "in": "query", "description": of.description, "schema": schema}


def _if_none_match() -> dict[str, Any]:
    said = "The ETag of an answer that is there already: it is not sent again."
    return {"name": "If-None-Match", "in": "header", "description": said, "schema": {"type": "string"}}


def _responses(of: Operation) -> dict[str, Any]:
    tag = {"ETag": {"$ref": "#/components/headers/ETag"}}
    found: dict[str, Any] = {
        "200": {
            "description": of.summary,
            "headers": tag,
            "content": {JSON: {"schema": schemas.ref(of.answer)}},
        },
        "304": {"description": "Nothing has changed since that ETag.", "headers": tag},
    }
    names = (*ALWAYS, *(WITH_TOKEN if of.scope is not None else ()), *of.problems)
    for status in sorted({KINDS[name].status for name in names}):
        found[str(status)] = _refusal(
            status, [KINDS[name].title for name in names if KINDS[name].status == status]
        )
    return found


def _refusal(status: int, titles: list[str]) -> dict[str, Any]:
    name = {401: "WWW-Authenticate", 429: "Retry-After", 503: "Retry-After"}.get(status)
    told = {
        "description": "; ".join(dict.fromkeys(titles)) + ".",
        "content": {MIME: {"schema": schemas.ref("Problem")}},
    }
    return {**told, "headers": {name: {"$ref": f"#/components/headers/{name}"}}} if name else told
