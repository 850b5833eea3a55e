"""The first page: what is mine, and what to do next."""

from __future__ import annotations

from flask import Response, current_app, url_for

from readiness.access.rights import NAMES, Action, Role
from readiness.records import accounts, grants
from readiness.records.database import Session
from readiness.web.console import assessments, gate, telling
from readiness.web.console.assessments import Row
from readiness.web.console.drawing import Link, drawn
from readiness.web.console.telling import Right


def show() -> Response:
    """Show it."""
    here, today = gate.signed(), gate.today()
    with current_app.extensions["database"].read() as session:
        mine = telling.rights_of(session, here.account, today)
        steps = _of_administrators(session) if gate.may(Action.MANAGE_PEOPLE) else []
        codes = accounts.recovery_codes(session, here.account)
        theirs = assessments.mine(session)
    steps += _of_assessments(theirs)
    if codes < 3 and gate.protected(here.account):
        steps.append((f"You have {codes} recovery codes left: get new ones", url_for("console.recovery")))
    return drawn(
        "home",
        section="home",
        name=here.account.name,
        rights=[one for one in mine if one.state == "In force"],
        waiting=[one for one in mine if one.state == "Waiting"],
        steps=steps,
        assessments=theirs,
        starts=gate.may_set_up(),
    )


def _of_assessments(mine: list[Row]) -> list[Link]:
    """Return what each assessment waits for, or what the newest is good for; to begin with, that there is one."""
    found = [_first(one) for one in mine if one.next.waits and one.next.steps]
    if not found and mine and mine[0].next.steps:
        found.append(_first(mine[0]))
    if gate.may_set_up() and not mine:
        found.append(
            ("Set up your first assessment: it takes about a quarter of an hour", url_for("console.new"))
        )
    return found


def _first(one: Row) -> Link:
    text, address = one.next.steps[0]
    return f"{text}: {one.title}", address


def _of_administrators(session: Session) -> list[Link]:
    """Return what an administrator should do next."""
    today = gate.today()
    rights = telling.all_rights(session, today)
    steps = _second_administrator(session)
    systems = grants.systems(session)
    if not systems:
        steps.append(("Name your system: rights are given of it", url_for("console.systems")))
    led = {one.system for one in rights if one.name == NAMES[Role.SYSTEM_LEAD] and one.state != "Ended"}
    steps += [
        (
            f"Invite who leads {one.name}, and give them the right {NAMES[Role.SYSTEM_LEAD]}",
            url_for("console.people"),
        )
        for one in systems
        if one.id not in led
    ]
    return [*steps, *(_approving(one) for one in rights if one.state == "Waiting" and not _is_mine(one))]


def _second_administrator(session: Session) -> list[Link]:
    """Return how there come to be two; who has been invited and given no right yet may be the second."""
    if len({one.id for _, one in grants.administrators(session)}) > 1:
        return []
    held = {account.id for _, account in grants.all(session)}
    if any(one.id not in held and one.state != "deactivated" for one in accounts.all(session)):
        text = f"Make somebody a second administrator: give them the right {NAMES[Role.ADMINISTRATOR]}"
        return [(text, url_for("console.people"))]
    return [("Invite a second administrator: rights need a second person's yes", url_for("console.invite"))]


def _is_mine(one: Right) -> bool:
    return one.account == gate.signed().account.id


def _approving(one: Right) -> Link:
    """Return the page to approve a right; who gave it cannot, and has to ask another."""
    right = f"{one.whose}, {one.name} of {one.of}".removesuffix(" of ")
    if one.giver == gate.signed().account.id:
        return f"Ask another administrator to approve: {right}", url_for("console.person", number=one.account)
    return f"Approve or refuse: {right}", url_for("console.approve", number=one.number)
