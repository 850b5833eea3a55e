"""The interface's sentences in the language of this request: Flask-Babel's catalogues, each sentence looked up once."""

from __future__ import annotations

from typing import Any

from flask import g
from flask_babel import gettext

_known: dict[tuple[str, str], str] = {}


def language() -> str:
    """Return the language of this request: that of the survey, once one was chosen."""
    return str(g.get("language", "en"))


def _(sentence: str, **values: Any) -> str:
    """Return the sentence in this request's language, its gaps filled."""
    key = language(), sentence
    found = _known.get(key)
    if found is None:
        found = _known[key] = gettext(sentence)
    return found % values if values else found
