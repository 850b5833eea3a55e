"""What is done about results, as a list."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, current_app, url_for

from readiness.records.following_tables import Action
from readiness.web.console import scoped
from readiness.web.console.drawing import drawn
from readiness.web.console.years import acting
from readiness.web.console.years.acting import Desk


@dataclass(frozen=True, slots=True)
class Row:
    """An action as it is listed."""

    number: int
    text: str
    where: str
    facts: tuple[str, ...]
    state: str
    warning: str
    note: str


def show(code: str) -> Response:
    """List what who is signed in may change."""
    with current_app.extensions["database"].read() as session:
        of = acting.desk(session)
        rows = [_row(one, of) for one in acting.mine(session, of.assessment)]
    return drawn(
        "years/actions",
        section="assessments",
        subject=scoped.here(),
        rows=rows,
        later=of.later,
        everywhere=of.everywhere,
        own=list(of.own.values()),
        start=_start(of, code),
    )


def _start(of: Desk, code: str) -> str:
    """Return where a new action begins: where it is done is asked only where there is a choice."""
    if of.everywhere or len(of.own) != 1:
        return url_for("console.action_where", code=code)
    return url_for("console.action_new", code=code, area=next(iter(of.own)))


def _row(one: Action, of: Desk) -> Row:
    by = f" by {one.expected} point{'' if one.expected == 1 else 's'}" if one.expected else ""
    moves = of.moves(one.dimension)
    facts = (
        f"To move: {moves[:1].lower() + moves[1:]}{by}",
        f"From {one.started_on:%B %Y}" if one.started_on else "",
        one.owner,
    )
    open_ = one.state in ("planned", "running") and of.later is None
    return Row(
        one.id,
        one.text,
        of.where(one.area),
        tuple(fact for fact in facts if fact),
        one.state,
        acting.too_little(of, one.area, one.dimension, one.expected) if open_ else "",
        one.note,
    )
