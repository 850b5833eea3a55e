"""The other languages of a page: each by its own name, with the address of the same page in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from flask import request

from readiness.web.words import OWN, guessed, language, languages, own_name

if TYPE_CHECKING:
    from readiness.web.respond.surveys import Survey


class Tongue(NamedTuple):
    """A language, what its speakers call it, and the same page in it; no address where a form has to be sent."""

    code: str
    name: str
    address: str


def others(survey: Survey | None) -> tuple[Tongue, ...]:
    """Return the languages that this page could be in besides its own: those of the survey, where there is one."""
    offered = survey.instrument.languages if survey else languages()
    return tuple(Tongue(code, own_name(code), _here_in(code)) for code in offered if code != language())


def kept(address: str, survey: Survey | None = None) -> str:
    """Return the address of another page, one of the survey if that is given, so that it comes in this language."""
    offered, own = (survey.original.languages, survey.original.language) if survey else (languages(), OWN)
    needless = language() not in offered or language() == (guessed(offered) or own)
    return address if needless else f"{address}?lang={language()}"


def _here_in(code: str) -> str:
    """Return where this page is in that language; from the query on, so that no path can be read as another host."""
    if request.method not in ("GET", "HEAD"):
        return ""
    kept = {"change": request.args["change"]} if request.args.get("change") == "1" else {}
    return "?" + urlencode({**kept, "lang": code})
