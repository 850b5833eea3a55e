"""A forgotten password: a link by mail where there is a mail server; the same answer whoever asks."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime

from flask import Response, current_app, url_for

from readiness.access import keys, people, slowing
from readiness.access.acting import Acting
from readiness.access.faults import Unfit, Wait
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.records.database import Database
from readiness.web.console import gate
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
            _post(settings, email, offered[1])
    except Wait:
        return
    except ReadinessError as error:
        LOG.error("A mail for a new password could not be sent: %s", type(error).__name__)


def _post(settings: Settings, email: str, token: str) -> None:
    from markupsafe import escape

    from readiness.fieldwork.inviting import mail
    from readiness.fieldwork.inviting.wording import Mail

    mail.require(settings)
    link = f"{settings.base_url.rstrip('/')}/console/join/{token}"
    lines = (
        "Somebody, probably you, has asked for a new password for your Readiness account.",
        f"To choose one, open this link within an hour: {link}",
        "You also need your authenticator app. If it was not you who asked, do nothing: your password stays as it is.",
    )
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines)
    html = (
        f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>New password</title>{paragraphs}</html>'
    )
    letter = mail.Letter(
        email, Mail("en", "Choose a new password", "\n\n".join(lines), html), keys.hashed(token).hex()[:40]
    )
    with mail.Postbox(settings, now=lambda: datetime.now(UTC)) as box:
        try:
            box.post(letter)
        except (mail.Refused, mail.NotNow, mail.Dropped, mail.Uncertain) as error:
            LOG.error("A mail for a new password could not be sent: %s", type(error).__name__)


def _page(form: EmailForm) -> Response:
    back = ("Sign in", url_for("console.sign_in"))
    if not current_app.extensions["settings"].smtp_host:
        return drawn("ask_administrator", back=back)
    texts = ("We send you a link with which you can choose a new one. You also need your authenticator app.",)
    action = url_for("console.forgotten")
    return form_page(FormPage("Get a new password", form, action, "Send me a link", texts, back=back))
