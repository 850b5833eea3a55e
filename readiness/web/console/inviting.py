"""Inviting somebody."""

from __future__ import annotations

from flask import Response, current_app, request, url_for

from readiness.access import people
from readiness.access.faults import Refused, Unfit
from readiness.web.console import gate
from readiness.web.console.drawing import FormPage, drawn, form_page
from readiness.web.console.forms import InviteForm, took


def ask() -> Response:
    """Ask whom."""
    return _page(InviteForm(email=request.args.get("email", "")[:254]))


def take() -> Response:
    """Make the account and show its link, this once."""
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
    return drawn(
        "link",
        section="people",
        account=account,
        title="Send this link",
        link=address(token),
        days="7 days",
        next=url_for("console.person", number=account.id),
    )


def address(token: str) -> str:
    """Return the whole address of a one-time link: of the base address that is set, whatever the request says."""
    return f"{current_app.extensions['settings'].base_url.rstrip('/')}/console/join/{token}"


def _page(form: InviteForm) -> Response:
    texts = (
        "You get a link to send to this person. With it they choose their own name, password and second factor.",
        "The account can do nothing until you give it a right.",
    )
    back = ("People", url_for("console.people"))
    page = FormPage(
        *("Invite somebody", form, url_for("console.invite"), "Make the link"),
        texts=texts,
        back=back,
        section="people",
    )
    return form_page(page)
