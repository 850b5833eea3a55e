"""A forgotten password: a link by mail where there is a mail server; the same answer whoever asks."""

from __future__ import annotations

import logging
import threading

from flask import Response, current_app, url_for

from readiness.access import keys, people, slowing
from readiness.access.acting import Acting
from readiness.access.faults import Unfit, Wait
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.records.database import Database
from readiness.web.console import gate, letters
from readiness.web.console.drawing import FormPage, drawn, form_page
from readiness.web.console.forms import EmailForm, fresh, took

LOG = logging.getLogger(__name__)


def ask() -> Response:
    """Ask for the address, or say whom to ask where there is no mail server."""
    fresh()
    return _page(EmailForm())


def take() -> Response:
    """Say that a mail is on its way if there is such an account; it is sent after the answer, which waits for none."""
    form = took(EmailForm)
    settings = current_app.extensions["settings"]
    if not settings.smtp_host:
        return gate.leading(url_for("console.forgotten"))
    try:
        email = people.address(form.email.data)
    except Unfit as fault:
        form.say(fault)
        return _page(form)
    started(current_app.extensions["database"], settings, email, gate.moment())
    return drawn("on_its_way", email=email)


def started(database: Database, settings: Settings, email: str, now: int) -> None:
    """Do it in a thread of its own, so that nobody can tell from the time it takes who has an account."""
    threading.Thread(target=sent, args=(database, settings, email, now), daemon=True).start()


def sent(database: Database, settings: Settings, email: str, now: int) -> None:
    """Make the link and send it, where there is such an account and it was not asked for too often."""
    try:
        with database.write() as session:
            slowing.count(session, keys.keyed(settings, "forgotten", email), now)
            acting = Acting(session, settings, now, name="somebody not signed in")
            offered = people.offer_forgotten(acting, email)
        if offered is not None:
            letters.one_time(settings, letters.FORGOTTEN, email, offered[1])
    except Wait:
        return
    except ReadinessError as error:
        LOG.error("A mail for a new password could not be sent: %s", type(error).__name__)


def _page(form: EmailForm) -> Response:
    back = ("Sign in", url_for("console.sign_in"))
    if not current_app.extensions["settings"].smtp_host:
        return drawn("ask_administrator", back=back)
    texts = ("We send you a link with which you can choose a new one. You also need your authenticator app.",)
    action = url_for("console.forgotten")
    return form_page(FormPage("Get a new password", form, action, "Send me a link", texts, back=back))
