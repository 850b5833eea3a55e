"""People's own words: all that may be quoted, under the question to which they were given."""

from __future__ import annotations

from flask import Response

from readiness.web.console.results import looking
from readiness.web.console.results.source import Shown


def show(code: str) -> Response:
    """Show them."""
    return looking.at("own words", _page)


def _page(shown: Shown) -> Response:
    return looking.page("words", shown, questions=shown.require_whole().comments)
