"""No more mail: the page behind the address that each of our mails holds.

A look changes nothing, since mail scanners look too. The address itself is the proof: nobody can guess it, and it is
good for nothing else, so that the form needs no cookie and a mail program may send it by itself (RFC 8058).
"""

from __future__ import annotations

import hmac

from flask import current_app, g, render_template, request

from readiness.errors import UnknownLink
from readiness.fieldwork.inviting import opting_out
from readiness.web.respond.forms import PROOF

_ONE_CLICK = "One-Click"
"""What a mail program sends for its reader, as `List-Unsubscribe`."""

Page = tuple[str, int]


def ask(token: str) -> Page:
    """Ask whether no more mail is wanted; changes nothing."""
    try:
        _speak(opting_out.language(current_app.extensions["settings"], token))
    except UnknownLink:
        return _page("unknown", 404)
    return _page("ask", 200, token)


def opt_out(token: str) -> Page:
    """See that no more mail goes to this person, if the form says so; an empty one changes nothing."""
    if not _meant(token):
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


def _meant(token: str) -> bool:
    """Say whether a person pressed a button, ours or their mail program's."""
    ours = hmac.compare_digest(request.form.get(PROOF, "").encode(), token.encode())
    return ours or request.form.get("List-Unsubscribe") == _ONE_CLICK


def _speak(language: str | None) -> None:
    """Speak as the mail did, unless the reader has chosen otherwise here."""
    if language is not None and "lang" not in request.args:
        g.language = language


def _page(state: str, status: int, proof: str = "") -> Page:
    action = f"{request.script_root}{request.path}"
    return render_template("respond/opt_out.html", state=state, action=action, proof=proof), status
