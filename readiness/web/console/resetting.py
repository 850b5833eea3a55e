"""Helping somebody who has lost the password, or the phone too."""

from __future__ import annotations

from flask import Response, current_app, url_for

from readiness.access import people as kept
from readiness.access.faults import Unfit
from readiness.records import accounts
from readiness.records.account_tables import Account
from readiness.web.console import gate, letters, people
from readiness.web.console.drawing import FormPage, form_page
from readiness.web.console.forms import Look, ResetForm, offered, took
from readiness.web.console.inviting import link_page

CHOICES = (
    ("password", "The password"),
    ("both", "The phone and the recovery codes, and perhaps the password"),
)


def ask(number: int) -> Response:
    """Ask what is lost."""
    with current_app.extensions["database"].read() as session:
        account = people.found(session, number)
    return _page(_form(ResetForm()), account)


def take(number: int) -> Response:
    """Sign the person out and send a link for a new password, or show it, this once."""
    form = _form(took(ResetForm))
    with current_app.extensions["database"].read() as session:
        account = people.found(session, number)
    if form.lost.data not in dict(CHOICES):
        form.say(Unfit("lost", "Select what the person has lost"))
        return _page(form, account)
    with gate.desk() as acting:
        account = accounts.held(acting.session, account)
        token = kept.offer_new_password(acting, account, factor_too=form.lost.data == "both")
    asked = letters.ask_for_a_yes(
        current_app.extensions["database"], current_app.extensions["settings"], account
    )
    return link_page(letters.RESET, account, token, asked)


def _form(form: ResetForm) -> ResetForm:
    offered(form.lost, CHOICES)
    form.looks = {
        "lost": Look(
            macro="radios",
            hints=(
                (
                    "both",
                    "All that shows them results then needs to be approved again by another administrator.",
                ),
            ),
        )
    }
    return form


def _page(form: ResetForm, account: Account) -> Response:
    name = account.name or account.email
    mails = bool(current_app.extensions["settings"].smtp_host)
    way = "they get a link by mail" if mails else "you get a link to send to them"
    texts = (
        f"First make sure that it is {name} who asks: call back on a number that you know.",
        f"They are signed out everywhere, and {way}.",
    )
    return form_page(
        FormPage(
            f"Help {name} to sign in again",
            form,
            url_for("console.reset", number=account.id),
            "Send the link" if mails else "Make the link",
            texts,
            back=(name, url_for("console.person", number=account.id)),
            section="people",
        )
    )
