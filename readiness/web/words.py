"""The interface's sentences in the language of this request: Flask-Babel's catalogues, each sentence looked up once.

English is the source; a catalogue is one folder in `translations/`, and what it lacks is said in English.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import flask_babel
from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from flask import g, has_request_context, request
from flask_babel import force_locale
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

OWN = "en"
FOLDER = Path(__file__).parent / "translations"

_known: dict[tuple[str, str], str] = {}
_counted: dict[tuple[str, str, int], str] = {}


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Return the languages of the interface, its own first: those whose catalogue has been compiled."""
    return OWN, *sorted(found.parts[-3] for found in FOLDER.glob("*/LC_MESSAGES/messages.mo"))


def language() -> str:
    """Return the language of this request: that of its survey, else the one asked for, else the browser's."""
    found = g.get("language")
    return str(found) if found else wanted(languages()) or OWN


def wanted(offered: Collection[str]) -> str | None:
    """Return which of these languages the address asks for, or else the browser; None where neither does."""
    asked = request.args.get("lang") if has_request_context() else None
    return asked if asked in offered else guessed(offered)


def guessed(offered: Collection[str]) -> str | None:
    """Return the first of the browser's languages that is among these, whatever its country."""
    asked = request.headers.get("Accept-Language", "") if has_request_context() else ""
    return next((tag for tag in _preferred(asked) if tag in offered), None)


@lru_cache(maxsize=256)
def _preferred(accepted: str) -> tuple[str, ...]:
    """Return the languages that a browser names, the most wanted first, without their countries."""
    asked = parse_accept_header(accepted, LanguageAccept)
    return tuple(tag.partition("-")[0].lower() for tag, weight in asked if weight)


def own_name(language: str) -> str:
    """Return what those who speak a language call it."""
    return (_locale(language).get_language_name(language) or language).capitalize()


def day(date: date) -> str:
    """Return the day as people write it in the language of this request."""
    return format_date(date, "d MMMM y", locale=_locale(language()))


def _(sentence: str, **values: Any) -> str:
    """Return the sentence in this request's language, its gaps filled."""
    key = language(), sentence
    found = _known.get(key)
    if found is None:
        with force_locale(_locale(key[0])):
            found = _known[key] = flask_babel.gettext(sentence)
    return found % values if values else found


def ngettext(one: str, many: str, number: int, **values: Any) -> str:
    """Return the sentence that fits the number, which fills its gap `number`; Welsh has five such forms."""
    key = language(), many, number
    found = _counted.get(key)
    if found is None:
        with force_locale(_locale(key[0])):
            found = _counted[key] = flask_babel.get_translations().ungettext(one, many, number)
    return found % {"number": number, **values}


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    """Return the language with its names of months; where nobody has them, English."""
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return Locale(OWN)
