"""Revoking a token: one's own, or anybody's as an administrator."""

from __future__ import annotations

from flask import Response, current_app, url_for

from readiness.access import tokens as making
from readiness.access.faults import Missing
from readiness.access.rights import Action
from readiness.records import tokens
from readiness.records.account_tables import Account
from readiness.web.console import gate
from readiness.web.console.drawing import FormPage, form_page
from readiness.web.console.forms import YesForm, took


def ask(token: int) -> Response:
    """Say what will be lost, and ask."""
    with current_app.extensions["database"].read() as session:
        found = tokens.by_id(session, token) if token < 2**31 else None
    mine = found is not None and found[1].id == gate.signed().account.id
    if found is None or found[0].revoked_at is not None or not (mine or gate.may(Action.MANAGE_PEOPLE)):
        raise Missing("There is no such token.", "It may have been revoked already.")
    kept, owner, system = found
    whose = "" if mine else f" of {owner.name or owner.email}"
    page = FormPage(
        f"Revoke {kept.name}{whose}?",
        YesForm(),
        url_for("console.revoke_token", token=token),
        "Revoke the token",
        (f"The program that uses it reads nothing of {system.name} any more, at once and for good.",),
        back=("Tokens", url_for("console.tokens")) if mine else _person(owner),
        warning=True,
        section="account" if mine else "people",
    )
    return form_page(page)


def take(token: int) -> Response:
    """Do it."""
    took(YesForm)
    with gate.desk() as acting:
        if token >= 2**31:
            raise Missing("There is no such token.")
        owner = making.revoke(acting, token)
    mine = owner.id == gate.signed().account.id
    return gate.leading(url_for("console.tokens") if mine else _person(owner)[1])


def _person(owner: Account) -> tuple[str, str]:
    return owner.name or owner.email, url_for("console.person", number=owner.id)
