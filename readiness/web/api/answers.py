"""What is answered: JSON with a tag of its own, so that a program that has it already is not sent it again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from readiness.web.api import door
from readiness.web.api.door import JSON
from readiness.web.api.problems import Problem


def given(shape: Mapping[str, Any]) -> Response:
    """Return the answer with this shape."""
    return sent(json.dumps(shape, ensure_ascii=False, indent=2, allow_nan=False))


def sent(text: str) -> Response:
    """Return the answer with this text, or say that the program has it already."""
    data = text.rstrip("\n").encode() + b"\n"
    tag = hashlib.sha256(data).hexdigest()[:32]
    same = request.if_none_match.contains_weak(tag)
    response = Response(b"" if same else data, 304 if same else 200, content_type=JSON)
    response.set_etag(tag)
    return response


def paged(items: Sequence[Any]) -> dict[str, Any]:
    """Return one page of a list, with how many entries there are and the address of the next page."""
    page, limit = door.asked("page"), door.asked("limit")
    shown = items[(page - 1) * limit : page * limit]
    more = page * limit < len(items)
    following = f"{request.path}?{urlencode({'page': page + 1, 'limit': limit})}" if more else None
    return {"items": list(shown), "total": len(items), "next": following}


def require_language(language: str, known: Sequence[str]) -> None:
    """Refuse a language that the questionnaire does not speak."""
    if language and language not in known:
        raise Problem(
            "not-found", f"The questionnaire does not speak {language!r}.", f"It speaks: {', '.join(known)}."
        )
