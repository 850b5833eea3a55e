"""What goes wrong in the console, as pages that say what to do."""

from __future__ import annotations

import sys
from typing import NamedTuple

from flask import Response, current_app, g, make_response, render_template, url_for
from werkzeug.exceptions import HTTPException

from readiness.access.faults import LinkGone, Missing, NotAllowed, Refused, Unfit, Wait
from readiness.errors import (
    DatabaseAway,
    ReadinessError,
    TooFewAnswers,
    UnknownAssessment,
    UnknownLink,
    WrongState,
)
from readiness.web.console import cookies, failing, gate, once, telling
from readiness.web.console.forms import YesForm
from readiness.web.respond.gone import FormRefused


class Told(NamedTuple):
    """A page of a few sentences."""

    status: int
    title: str
    texts: tuple[str, ...]


def told(error: Exception) -> Response:
    """Answer an error; what nobody foresaw is logged by its kind and place alone."""
    if isinstance(error, gate.SignedOut):
        return gate.leading(url_for("console.sign_in"))
    if isinstance(error, once.Done):
        return gate.leading(error.led_to)
    page = _told(error)
    g.setdefault("signed", None)
    g.setdefault("grants", [])
    g.setdefault("sign_in_token", cookies.found(cookies.SIGN_IN))
    later = {"Retry-After": "10"} if page.status in (429, 503) else {}
    return make_response(
        render_template("console/message.html", told=page, yes=YesForm()), page.status, later
    )


def _told(error: Exception) -> Told:
    for kind, (status, title) in _TITLES.items():
        if isinstance(error, kind) and isinstance(error, ReadinessError):
            return Told(status, title, tuple(filter(None, (error.message, telling.remedy(error)))))
    if isinstance(error, DatabaseAway):
        current_app.logger.error("%s", error)
        return Told(
            503,
            "Please try again in a moment",
            ("The database does not answer just now.", "Wait a moment, then go back and send it again."),
        )
    if isinstance(error, FormRefused):
        again = "The page was out of date, or your browser keeps no cookies. We did nothing."
        return Told(
            400, "Please try that again", (again, "Go back, load the page again, and send it once more.")
        )
    if isinstance(error, HTTPException) and (error.code or 500) < 500:
        return _http(error)
    g.reference = failing.reference()
    current_app.log_exception(sys.exc_info())
    again = f"If it happens again, tell whoever runs this server that its log says more under {g.reference}."
    return Told(500, "Something went wrong", ("It is not your fault. Please go back and try again.", again))


def _http(error: HTTPException) -> Told:
    if error.code in (404, 405):
        return Told(error.code, "There is no such page", ("Check that the whole address was copied.",))
    if error.code == 413:
        return Told(413, "That was too much text at once", ("Go back and make it shorter.",))
    return Told(error.code or 400, "We could not read that", ("Go back and try again.",))


_TITLES: dict[type[ReadinessError], tuple[int, str]] = {
    LinkGone: (410, "This link cannot be used"),
    NotAllowed: (403, "You may not open this page"),
    Missing: (404, "There is no such page"),
    UnknownAssessment: (404, "There is no such page"),
    UnknownLink: (404, "There is no such page"),
    WrongState: (409, "That cannot be done"),
    TooFewAnswers: (409, "Too few people answered"),
    Refused: (409, "That cannot be done"),
    Unfit: (400, "That cannot be done"),
    Wait: (429, "Please wait a moment"),
}
