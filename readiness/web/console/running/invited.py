"""People who are invited by mail: how far the list, the invitations and the reminders are. Never who has answered."""

from __future__ import annotations

from flask import Response, make_response

from readiness.building import errands
from readiness.config import Settings
from readiness.errors import WrongSetting
from readiness.fieldwork import lifecycle
from readiness.fieldwork.inviting import invitations, mail, opted_out, people_file
from readiness.fieldwork.inviting.invitations import Status
from readiness.fieldwork.inviting.people_file import Known
from readiness.instrument import messages
from readiness.records import assessments
from readiness.records import invited as lists
from readiness.records.tables import Assessment
from readiness.web.console import gate, scoped, telling
from readiness.web.console.drawing import drawn
from readiness.web.console.running import asking, replies
from readiness.web.console.running.overview import next_reminder

ROUNDS = {"0": "Invitations", "1": "Reminder 1", "2": "Reminder 2", "3": "Reminder 3"}


def show(code: str) -> Response:
    """Show how far it all is; addresses that a mail server refused are shown only here, to who may invite."""
    of = asking.unclosed("personal")
    settings = asking.settings()
    with gate.desk() as acting:
        acting.note("looked at the list of invited people", asking.about())
    status = status_of(settings, of)
    with asking.database().read() as session:
        sent = errands.listed(session, of, errands.MAIL, 8)
    return drawn(
        "running/invited",
        section="assessments",
        subject=scoped.here(),
        status=status,
        opted_out=_opted_out(settings, of) if status else None,
        refusals=[(address, replies.plain(said)) for address, said in status.refusals] if status else [],
        reminders=[(one.number, telling.day(one.day), one.finished) for one in status.reminders]
        if status
        else [],
        next_reminder=next_reminder(of) if of.state == "open" else None,
        errands=[(one, ROUNDS[one.of]) for one in sent],
        under_way=next((one for one in sent if not one.ended), None),
        rounds=ROUNDS,
        trouble=trouble(settings),
        open=of.state == "open",
        most=people_file.MOST,
    )


def template(code: str) -> Response:
    """Give a file with every column and one made-up person."""
    of = asking.unclosed("personal")
    made = make_response(people_file.template(known(of)))
    made.mimetype = "text/csv"
    made.headers["Content-Disposition"] = 'attachment; filename="people.csv"'
    return made


def status_of(settings: Settings, of: Assessment) -> Status | None:
    """Return how far the invitations are; None where nobody is on the list."""
    if not lists.exists(settings.lists, of.code):
        return None
    with asking.said():
        return invitations.status(settings, of)


def _opted_out(settings: Settings, of: Assessment) -> str:
    """Say how many want no more mail, as far as it may be told."""
    if of.state != "open":
        return ""
    with asking.said(), lists.opened(settings.lists, of.code) as people:
        told = opted_out.told(people, of, settings.secret_key, gate.today())
    if told is None:
        fewest = opted_out.shown_from(of, settings.secret_key, gate.today())
        return f"How many want no more mail is told from about {fewest} on, blurred like response rates."
    return f"About {told:,} want no more mail: told once a day, rounded and blurred like response rates."


def known(of: Assessment) -> Known:
    """Return what may stand in a list of people."""
    settings = asking.settings()
    with asking.said(), asking.database().read() as session:
        assessment = assessments.by_code(session, of.code)
        instrument = lifecycle.locked_instrument(assessment, settings)
        return invitations.known(session, assessment, instrument, tuple(messages.load(settings.messages)))


def trouble(settings: Settings) -> str:
    """Say what whoever runs the server has to set before mail can be sent, or nothing."""
    try:
        mail.require(settings)
    except WrongSetting as error:
        return str(error)
    if mail.is_here(settings.host):
        return f"base_url is {settings.base_url}, which leads nowhere on other people's devices."
    return ""
