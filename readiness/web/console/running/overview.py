"""How an open assessment is going: days left, response rates, where to push, and what the next reminder would do."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import NamedTuple

from flask import Response, url_for

from readiness.access.rights import Action
from readiness.errors import WrongState
from readiness.fieldwork import lifecycle
from readiness.fieldwork import rates as working
from readiness.fieldwork.inviting import mailing
from readiness.fieldwork.rates import Group, Rates
from readiness.records import assessments, invited
from readiness.records.tables import Assessment
from readiness.reporting.exports.csv import neutral
from readiness.web.console import gate, scoped, telling
from readiness.web.console.drawing import drawn
from readiness.web.console.running import asking, standing
from readiness.web.console.running.standing import Standing

COLUMNS = ("table", "id", "group", "answered", "asked", "percent", "day")


def show(code: str) -> Response:
    """Show it to whoever leads the system, an area or an organisation, each what is theirs."""
    of = scoped.require_stage("open", "closed")
    found = _looked_at("looked at response rates")
    whole = scoped.may(Action.SEE_RATES)
    return drawn(
        "running/overview",
        section="assessments",
        subject=scoped.here(),
        left="" if of.state == "closed" else standing.left(of.opens_on, of.closes_on, gate.today()),
        found=found,
        standing=_mine(of, found),
        told=standing,
        day=telling.day(found.day),
        threshold=of.threshold,
        shown_from=standing.hidden(found, of.threshold),
        reminder=_reminder(of) if whole and scoped.may(Action.INVITE_STAFF) else None,
        unfinished=of.state == "closed" and bool(lifecycle.unfinished(of, asking.settings(), gate.today())),
        leads=scoped.may(Action.SET_UP),
    )


def as_csv(code: str) -> Response:
    """Give the same figures as a table."""
    of = scoped.require_stage("open", "closed")
    found = _looked_at("downloaded response rates")
    return Response(
        _csv(_mine(of, found), found),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="response-rates-{code}-{found.day}.csv"'},
    )


def _looked_at(act: str) -> Rates:
    """Return the rates as worked out today, or as they stood at closing; the look is written down."""
    with asking.said(), gate.desk() as acting:
        of = assessments.by_code(acting.session, scoped.here().code)
        acting.note(act, asking.about())
        if of.state == "closed":
            return working.latest(acting.session, of)
        settings = asking.settings()
        instrument = lifecycle.locked_instrument(of, settings)
        listed = lifecycle.rates_by_list(acting.session, settings, of)
        return working.of_today(acting.session, of, instrument, gate.today(), settings.secret_key, listed)


def _mine(of: Assessment, found: Rates) -> Standing:
    return standing.standing(found, of.mode, scoped.may(Action.SEE_RATES), _may)


def _may(table: str, id: str) -> bool:
    """Say whether somebody who does not see the whole sees this group of it: only what they lead."""
    if table == "area":
        return scoped.may(Action.SEE_RATES, area=id)
    return table == "organisation" and scoped.may(Action.SEE_RATES, organisation=id)


def _reminder(of: Assessment) -> dict[str, str]:
    """Say what the next reminder would do, in whole sentences."""
    if of.state == "closed":
        return {}
    page, about = _REMINDERS[of.mode]
    text = next_reminder(of).text if of.mode == "personal" else _TO_EVERYONE[of.mode]
    return {"text": text, "link": url_for(f"console.{page}", code=of.code), "about": about}


class Reminder(NamedTuple):
    """What the next reminder would do, and whether it can go now."""

    text: str
    possible: bool


def next_reminder(of: Assessment) -> Reminder:
    """Say to whom the next reminder would go and what is left after it; never how many have not answered."""
    settings, today = asking.settings(), gate.today()
    if not invited.exists(settings.lists, of.code):
        return Reminder("Nobody is on the list yet, so nobody can be reminded.", possible=False)
    with invited.opened(settings.lists, of.code) as people:
        rounds, asked_in = people.reminders(), people.counts().sent
        last = (
            f" The last one began on {telling.day(rounds[-1].day)}." if rounds else " None has gone out yet."
        )
        try:
            number, _ = mailing.next_reminder(people, today)
        except WrongState as error:
            return Reminder(f"{error.message} {telling.remedy(error)}", possible=False)
    left = {0: "None would be left after it", 1: "One would be left after it"}
    after = left.get(
        mailing.MOST_REMINDERS - number, f"{mailing.MOST_REMINDERS - number} would be left after it"
    )
    text = (
        f"Reminder {number} of {mailing.MOST_REMINDERS} would go, of the {asked_in:,} people who were invited, to "
        f"those who want mail and have not answered. How many these are is told to nobody.{last} {after}."
    )
    return Reminder(text, possible=True)


def _csv(shown: Standing, found: Rates) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    if shown.total is not None:
        writer.writerow(_row("total", shown.total, found))
    for table in shown.tables:
        writer.writerows(_row(table.name, group, found) for group in table.groups)
    return out.getvalue()


def _row(table: str, group: Group, found: Rates) -> Iterable[object]:
    name = neutral(group.name)
    asked = "" if group.asked is None else group.asked
    told = "" if group.answered is None else standing.count(group).replace(",", "")
    rate = "" if group.rate is None else standing.percent(group).replace("%", "")
    return table, group.id, name, told, asked, rate, found.day.isoformat()


_REMINDERS = {
    "open": ("links", "Go to links and posters"),
    "codes": ("words", "See the words of the reminder"),
    "personal": ("invited", "Go to invitations and reminders"),
}
_TO_EVERYONE = {
    "open": "People come by open links, so a reminder goes to everyone: in a newsletter, on a poster, by a word in a "
    "meeting.",
    "codes": "Codes were handed out without any list, so a reminder goes to everyone, through each organisation's own "
    "mailer and with the file that it was given.",
}
