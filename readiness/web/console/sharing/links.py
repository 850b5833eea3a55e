"""The links that open the published report without an account: who made them, for whom, and until when."""

from __future__ import annotations

from typing import NamedTuple

from flask import Response, current_app

from readiness.fieldwork import publishing
from readiness.records import shares
from readiness.records.publication_tables import Share
from readiness.web.console import gate, scoped, telling
from readiness.web.console.drawing import drawn
from readiness.web.console.route import CLOSED


class Row(NamedTuple):
    """A link in the list."""

    number: int
    whom: str
    made: str
    until: str
    state: str
    opens: bool


def show(code: str) -> Response:
    """List them."""
    of = scoped.require_stage(CLOSED)
    with current_app.extensions["database"].read() as session:
        now = publishing.published(session, of)
        rows = [_row(one) for one in shares.of(session, of)]
    return drawn(
        "sharing/links", section="assessments", subject=scoped.here(), published=now is not None, rows=rows
    )


def _row(one: Share) -> Row:
    opens = one.ended_at is None and gate.today() <= one.ends_on
    state = "In force" if opens else "Taken back" if one.ended_at is not None else "Ended"
    made = f"{telling.moment(one.made_at)} by {one.made_by}"
    return Row(one.id, one.whom, made, telling.day(one.ends_on), state, opens)
