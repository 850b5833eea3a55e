"""What goes wrong, as pages: each says in words what is the matter and what to do, and none blames the reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError

from readiness.errors import (
    Closed,
    DatabaseAway,
    InstrumentChanged,
    KeyMissing,
    LinkUsed,
    LinkWithdrawn,
    NotOpenYet,
    ReadinessError,
    TooMany,
    UnknownAssessment,
    UnknownLink,
)
from readiness.web import api, tongues
from readiness.web.respond import addresses, device, visits
from readiness.web.respond.forms import PROOF
from readiness.web.respond.gone import DraftGone, FormRefused, NoCookie, NoSuchPage, NotBegun, OtherLink
from readiness.web.words import _, ngettext


@dataclass(frozen=True)
class Action:
    """What a person can do next: a link, or with a token a form that sends those fields."""

    text: str
    href: str
    token: str = ""
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Message:
    """A page of a few sentences."""

    status: int
    title: str
    texts: tuple[str, ...]
    action: Action | None = None


def register(app: Flask) -> None:
    """Have every error answered with a page of its own."""
    for kind, told in TOLD.items():
        app.register_error_handler(kind, _page(told))
    app.register_error_handler(HTTPException, _page(_http))


def _page(told: Callable[..., Message]) -> Callable[[Exception], Response]:
    def answer(error: Exception) -> Response:
        if api.ours(request.path):
            return api.told(error)
        message = told(error)
        later = {"Retry-After": "10"} if message.status in (429, 503) else {}
        return make_response(render_template("message.html", message=message), message.status, later)

    return answer


def _unknown(error: Exception) -> Message:
    return Message(
        404, _("This link leads to no survey"), (_("Check that the whole address was copied."), _ask())
    )


def _not_open(error: Exception) -> Message:
    later = _("Please come back with the same link later.")
    return Message(403, _("This survey is not open yet"), (later, _ask()))


def _closed(error: Exception) -> Message:
    later = _("The results will be published. Whoever gave you the link can tell you where.")
    return Message(410, _("This survey has closed"), (_("It takes no more answers."), later))


def _used(error: Exception) -> Message:
    once = _("The link is good for one answer, and that has arrived. There is nothing more to do.")
    ask = _("If it was not you who answered, tell whoever gave you the link.")
    return Message(410, _("This link has been used"), (once, ask))


def _withdrawn(error: Exception) -> Message:
    texts = (
        _(
            "It was taken back, or its last day is over. What was entered with it and not sent cannot be sent any more."
        ),
        _(
            "The survey itself may still be open: whoever gave you the link can tell you, and can give you a new one."
        ),
    )
    return Message(410, _("This link is no longer in use"), texts)


def _busy(error: Exception) -> Message:
    texts = (
        _("Very many people are answering at this moment. Nothing that you entered is lost."),
        _("Please wait a minute, then try again."),
    )
    return Message(429, _("Please try again in a minute"), texts, _again())


def _changed(error: Exception) -> Message:
    current_app.logger.error("%s", error)
    later = _("It cannot be answered at the moment. Please try again later.")
    return Message(503, _("This survey is paused"), (later, _ask()))


def _away(error: Exception) -> Message:
    current_app.logger.error("%s", error)
    survey = current_app.extensions["surveys"].remembered(_code())
    if survey:
        visits.framed(visits.heard(survey))
    texts = (
        _("Something we need does not answer just now. Nothing that you entered before is lost."),
        _("Please wait a moment, then try again."),
    )
    return Message(503, _("Please try again in a moment"), texts, _again())


def _again() -> Action | None:
    """Let the reader send the same form, or ask for the same page, once more."""
    if request.method != "POST":
        return Action(_("Try again"), request.path)
    fields = tuple((name, value) for name, value in request.form.items(multi=True) if name != PROOF)
    here, sent = device.found(_code()), request.form.get(PROOF, "")
    if here is None or not here.gave(sent):
        return None  # a page of another link
    return Action(_("Try again"), request.path, sent, fields)


def _no_cookie(error: Exception) -> Message:
    texts = (
        _(
            "Please open the link that you were given: on this device it has not been opened yet, "
            "or the browser was closed since."
        ),
        _(
            "If you come here from the link, your browser keeps no cookies. We need one to keep your answers "
            "together; it holds nothing about you. Allow cookies for this website and open the link again."
        ),
        _arrived(),
    )
    return Message(400, _("Open your link to answer"), texts)


def _not_begun(error: Exception) -> Message:
    texts = (_("On this device nothing has been entered that waits to be sent."), _arrived())
    return Message(
        404,
        _("There are no answers to go on with"),
        texts,
        Action(_("Go to the first page"), addresses.start(_code())),
    )


def _arrived() -> str:
    return _("If you have just sent your answers, they have arrived and there is nothing more to do.")


def _draft_gone(error: DraftGone) -> Message:
    texts = (
        ngettext(
            "After %(number)s minute without a new page we close what was entered, so that nobody else who uses "
            "this device can read it. What was closed has not been sent, and nobody has seen it.",
            "After %(number)s minutes without a new page we close what was entered, so that nobody else who uses "
            "this device can read it. What was closed has not been sent, and nobody has seen it.",
            current_app.extensions["settings"].idle_minutes,
        ),
        _("To go on where you were, open your link again.")
        if error.survey.assessment.mode != "open"
        else _("To go on where you were you need the code, if you asked for one. Or start anew."),
    )
    begin = tongues.kept(addresses.begin(error.survey.code), error.survey)
    again = Action(_("Start again"), begin, error.token) if error.survey.assessment.mode == "open" else None
    return Message(410, _("Your answers are no longer open"), texts, again)


def _no_page(error: Exception) -> Message:
    texts = (_("The survey has no such page, or not after the answers that you gave. Nothing is lost."),)
    action = Action(_("Go back to your answers"), addresses.check(_code()))
    return Message(404, _("There is no such page"), texts, action)


def _other_link(error: Exception) -> Message:
    texts = (
        _(
            "Since this page was shown, a link was opened anew or answering was begun again on this device, so we have "
            "not kept the page. What was kept since is not lost."
        ),
        _(
            "Open your own link again and go on from there. Use your browser's Back to see what you had entered."
        ),
    )
    return Message(409, _("This page belongs to other answers"), texts)


def _refused(error: Exception) -> Message:
    texts = (_("This page was out of date, so we did nothing. What you entered is still there."),)
    return Message(400, _("Please try that again"), texts, Action(_("Go on"), addresses.start(_code())))


def _other(error: Exception) -> Message:
    current_app.logger.error("%s", error)
    return _http(InternalServerError())


def _http(error: HTTPException) -> Message:
    status = error.code or 500
    if status == 413:
        advice = _(
            "Go back in your browser: what you wrote is still there. Make it shorter, then choose Continue again."
        )
        return Message(413, _("That was too much text at once"), (advice,))
    if status >= 500:
        advice = _(
            "It is not your fault. Nothing that you entered before is lost. Please go back and try again."
        )
        return Message(500, _("Something went wrong"), (advice,))
    if status in (404, 405):
        copied = _("Check that the whole address was copied.")
        return Message(status, _("There is no such page"), (copied, _ask()))
    return Message(
        status, _("We could not read that"), (_("Please open the link that you were given again."),)
    )


def _ask() -> str:
    return _("If it does not help, ask whoever gave you the link.")


def _code() -> str:
    return str((request.view_args or {}).get("code", ""))


TOLD: dict[type[Exception], Callable[..., Message]] = {
    UnknownLink: _unknown,
    UnknownAssessment: _unknown,
    NotOpenYet: _not_open,
    Closed: _closed,
    InstrumentChanged: _changed,
    KeyMissing: _changed,
    TooMany: _busy,
    LinkUsed: _used,
    LinkWithdrawn: _withdrawn,
    DatabaseAway: _away,
    NoCookie: _no_cookie,
    DraftGone: _draft_gone,
    NotBegun: _not_begun,
    NoSuchPage: _no_page,
    FormRefused: _refused,
    OtherLink: _other_link,
    ReadinessError: _other,
}
