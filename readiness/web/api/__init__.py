"""What programs read by tokens: published findings, response rates and questionnaires, as JSON.

Imported when it is first asked for, so that nobody who answers waits for it.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from readiness.web.api.operations import OPERATIONS, PREFIX
from readiness.web.lazily import lazily


def ours(path: str) -> bool:
    """Say whether an address is one of programs, where whatever goes wrong is said as JSON."""
    return path == "/api" or path.startswith("/api/")


def told(error: Exception) -> Response:
    """Answer an error."""
    from readiness.web.api import problems

    return problems.told(error)


def _guard() -> Any:
    from readiness.web.api import door

    return door.guard()


blueprint = Blueprint("api", __name__, url_prefix=PREFIX)
for _operation in OPERATIONS:
    blueprint.add_url_rule(
        _operation.address,
        _operation.name,
        lazily(__name__, _operation.view),
        methods=["GET"],
        strict_slashes=True,
    )
blueprint.before_request(_guard)
blueprint.register_error_handler(Exception, told)
