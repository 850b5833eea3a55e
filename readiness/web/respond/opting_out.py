"""No more mail: the page behind the address that each of our mails holds.

A look changes nothing, since mail scanners look too. The address itself is the proof: nobody can guess it, and it is
good for nothing else, so that the form needs no cookie and a mail program may send it by itself (RFC 8058).
"""

from __future__ import annotations

from flask import current_app, g, render_template, request

from readiness.errors import UnknownLink
from readiness.fieldwork import opting_out

_ONE_CLICK = ("List-Unsubscribe", "One-Click")
"""What a mail program sends for its reader."""
_SURE = ("sure", "yes")
"""What our own button sends."""

Page = tuple[str, int]


def ask(token: str) -> Page:
    """Ask whether no more mail is wanted; changes nothing."""
    try:
        _speak(opting_out.language(current_app.extensions["settings"], token))
    except UnknownLink:
        return _page("unknown", 404)
    return _page("ask", 200)


def opt_out(token: str) -> Page:
    """See that no more mail goes to this person, if the form says so; an empty one changes nothing."""
    if not any(request.form.get(name) == value for name, value in (_ONE_CLICK, _SURE)):
        return ask(token)
    settings = current_app.extensions["settings"]
    try:
        _speak(opting_out.language(settings, token))
        opting_out.opt_out(settings, token)
    except UnknownLink:
        return _page("unknown", 404)
    return _page("done", 200)


def trial() -> str:
    """Say to whoever tries a test mail that its links work; they lead to no survey and to no person."""
    return render_template("respond/trial.html")


def _speak(language: str | None) -> None:
    g.language = language or "en"


def _page(state: str, status: int) -> Page:
    return render_template("respond/opt_out.html", state=state), status
