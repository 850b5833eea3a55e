"""The first page: what is mine, and what to do next."""

from __future__ import annotations

from flask import Response, current_app, url_for

from readiness.access.rights import Action
from readiness.records import accounts, grants
from readiness.records.database import Session
from readiness.web.console import assessments, gate, telling
from readiness.web.console.drawing import Link, drawn


def show() -> Response:
    """Show it."""
    here, today = gate.signed(), gate.today()
    with current_app.extensions["database"].read() as session:
        mine = telling.rights_of(session, here.account, today)
        steps = _steps(session) if gate.may(Action.MANAGE_PEOPLE) else []
        codes = accounts.recovery_codes(session, here.account)
        theirs = assessments.mine(session)
    if codes < 3 and gate.protected(here.account):
        steps.append((f"You have {codes} recovery codes left: get new ones", url_for("console.recovery")))
    return drawn(
        "home",
        section="home",
        name=here.account.name,
        rights=[one for one in mine if one.state == "In force"],
        waiting=[one for one in mine if one.state == "Waiting"],
        steps=steps,
        manages=gate.may(Action.MANAGE_PEOPLE),
        assessments=theirs,
        starts=gate.may_set_up(),
    )


def _steps(session: Session) -> list[Link]:
    """Return what an administrator should do next."""
    steps = []
    me, today = gate.signed().account.id, gate.today()
    if len({one.id for _, one in grants.administrators(session)}) < 2:
        steps.append(
            ("Invite a second administrator: rights need a second person's yes", url_for("console.invite"))
        )
    if not grants.systems(session):
        steps.append(("Name your system: rights are given of it", url_for("console.systems")))
    for one in telling.all_rights(session, today):
        if one.state == "Waiting" and me not in (one.giver, one.account):
            text = f"Approve or refuse: {one.whose}, {one.name} of {one.of}".removesuffix(" of ")
            steps.append((text, url_for("console.approve", number=one.number)))
    return steps
