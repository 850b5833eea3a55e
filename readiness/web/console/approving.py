"""Saying yes to a right, as the second person."""

from __future__ import annotations

from flask import Response, current_app, url_for

from readiness.access import grants as giving
from readiness.access.faults import Missing
from readiness.records import grants
from readiness.records.database import Session
from readiness.web.console import gate, telling
from readiness.web.console.drawing import FormPage, form_page
from readiness.web.console.forms import YesForm, took
from readiness.web.console.telling import Right


def ask(number: int) -> Response:
    """Say what it is about, and ask."""
    with current_app.extensions["database"].read() as session:
        right = found(session, number)
    what = f"{right.name} of {right.of}".removesuffix(" of ")
    until = f", until {right.until}" if right.until else ""
    texts = (
        f"{right.given_by} has given {right.whose} this right: {what}{until}. {right.meaning}",
        f"Ask {right.whose}, in person or by phone, whether it was they who made this account.",
        "Your yes is written in the audit log.",
    )
    return form_page(
        FormPage(
            f"Approve {what} for {right.whose}?",
            YesForm(),
            url_for("console.approve", number=number),
            "Approve",
            texts,
            back=("People", url_for("console.people")),
            links=(("Refuse it", url_for("console.take_back", number=number)),),
            section="people",
        )
    )


def take(number: int) -> Response:
    """Say yes."""
    took(YesForm)
    with gate.desk() as acting:
        giving.approve(acting, number)
    return gate.leading(url_for("console.people"))


def found(session: Session, number: int) -> Right:
    """Return the right of that number in words."""
    row = grants.by_id(session, number) if number < 2**31 else None
    if row is None or row[0].ended_at is not None:
        raise Missing("There is no such right.", "It may have been taken back already.")
    return telling.right(session, *row, gate.today())
