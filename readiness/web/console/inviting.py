"""Inviting somebody."""

from __future__ import annotations

from flask import Response, current_app, request, url_for

from readiness.access import people
from readiness.access.faults import Refused, Unfit
from readiness.records.account_tables import Account
from readiness.web.console import gate, letters
from readiness.web.console.drawing import FormPage, drawn, form_page
from readiness.web.console.forms import InviteForm, took


def ask() -> Response:
    """Ask whom."""
    return _page(InviteForm(email=request.args.get("email", "")[:254]))


def take() -> Response:
    """Make the account and send its link, or show it, this once."""
    form = took(InviteForm)
    try:
        with gate.desk() as acting:
            account, token = people.invite(acting, form.email.data)
    except Unfit as fault:
        form.say(fault)
        return _page(form)
    except Refused as refused:
        form.say(Unfit("email", f"{refused.message.removesuffix('.')}: {refused.remedy}"))
        return _page(form)
    return link_page(letters.INVITATION, account, token)


def link_page(letter: letters.Letter, account: Account, token: str, asked: str = "") -> Response:
    """Send the one-time link by mail, or show it, this once, where that cannot be done."""
    settings = current_app.extensions["settings"]
    sent = letters.noted(letter, account, token)
    return drawn(
        "link",
        section="people",
        account=account,
        sent=sent,
        failed=bool(settings.smtp_host) and not sent,
        asked=asked,
        link="" if sent else letters.address(settings, token),
        days="7 days" if letter is letters.INVITATION else "an hour",
        outside=settings.oidc_name if settings.oidc_required and letter is letters.INVITATION else "",
        next=url_for("console.person", number=account.id),
    )


def _how() -> str:
    """Say how they come in."""
    settings = current_app.extensions["settings"]
    if settings.oidc_required:
        return (
            f"They sign in with {settings.oidc_name}, under this very address, and choose no password here."
        )
    either = f", or sign in with {settings.oidc_name}" if settings.oidc_issuer else ""
    return f"With it they choose their own name, password and second factor{either}."


def _page(form: InviteForm) -> Response:
    mails = bool(current_app.extensions["settings"].smtp_host)
    way = "We send this person a link by mail" if mails else "You get a link to send to this person"
    texts = (f"{way}. {_how()}", "The account can do nothing until you give it a right.")
    back = ("People", url_for("console.people"))
    page = FormPage(
        *(
            "Invite somebody",
            form,
            url_for("console.invite"),
            "Send the invitation" if mails else "Make the link",
        ),
        texts=texts,
        back=back,
        section="people",
    )
    return form_page(page)
