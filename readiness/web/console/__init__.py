"""The pages on which those who run assessments sign in and care for people and rights.

A page is imported when it is first asked for, so that nobody who answers waits for it.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from readiness.web.console.routes import ROUTES
from readiness.web.lazily import lazily


def _guard() -> Any:
    from readiness.web.console import gate

    return gate.guard()


def _kept(response: Any) -> Any:
    from readiness.web.console import gate

    return gate.keep(response)


def _failed(error: Exception) -> Any:
    from readiness.web.console import failures

    return failures.told(error)


blueprint = Blueprint("console", __name__, url_prefix="/console")
for _route in ROUTES:
    blueprint.add_url_rule(
        _route.address,
        _route.name,
        lazily(__name__, _route.view),
        methods=[_route.method],
        strict_slashes=False,
    )
blueprint.before_request(_guard)
blueprint.after_request(_kept)
blueprint.register_error_handler(Exception, _failed)
