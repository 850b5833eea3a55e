"""Deactivating an account."""

from __future__ import annotations

from flask import Response, current_app, url_for

from readiness.access import people as kept
from readiness.records import accounts
from readiness.web.console import gate, people
from readiness.web.console.drawing import FormPage, form_page
from readiness.web.console.forms import YesForm, took


def ask(number: int) -> Response:
    """Say what will be lost, and ask."""
    with current_app.extensions["database"].read() as session:
        account = people.found(session, number)
    name = account.name or account.email
    texts = (
        f"{name} is signed out everywhere and can no longer sign in. All rights of this account are gone for good.",
        "What they did stays in the audit log. You can invite them again later, without any rights.",
    )
    return form_page(
        FormPage(
            f"Deactivate {name}?",
            YesForm(),
            url_for("console.deactivate", number=number),
            "Deactivate",
            texts,
            back=(name, url_for("console.person", number=number)),
            warning=True,
            section="people",
        )
    )


def take(number: int) -> Response:
    """Do it."""
    took(YesForm)
    with gate.desk() as acting:
        account = accounts.held(acting.session, people.found(acting.session, number))
        kept.deactivate(acting, account)
    return gate.leading(url_for("console.people"))
