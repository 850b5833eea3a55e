"""The published report for whoever has a link to it, without an account; imported when a link is first opened."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from flask import Blueprint

ROUTES = (
    ("/s/<token>", "open", "follow"),
    ("/shared", "report", "show"),
    ("/shared/<language>/report", "page", "page"),
    ("/shared/<language>/report.pdf", "pdf", "pdf"),
    ("/shared/<language>/change", "change", "change"),
    ("/shared/<language>/change.pdf", "change_pdf", "change_pdf"),
)
"""Every address of this room; only GETs, and only the first names a token."""


def _lazily(name: str) -> Callable[..., Any]:
    def call(**given: Any) -> Any:
        return getattr(import_module("readiness.web.shared.reading"), name)(**given)

    return call


def _failed(error: Exception) -> Any:
    from readiness.web.shared import reading

    return reading.told(error)


blueprint = Blueprint("shared", __name__)
for _address, _name, _view in ROUTES:
    blueprint.add_url_rule(_address, _name, _lazily(_view), methods=["GET"], strict_slashes=False)
blueprint.register_error_handler(Exception, _failed)
