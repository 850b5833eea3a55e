"""Changing the last day of an open assessment."""

from __future__ import annotations

from flask import Response, url_for

from readiness.access.faults import Unfit
from readiness.errors import ReadinessError
from readiness.fieldwork import lifecycle
from readiness.records.tables import Assessment
from readiness.web.console import gate, once, scoped, telling
from readiness.web.console.drawing import FormPage, form_page
from readiness.web.console.running import asking
from readiness.web.console.running.forms import LastDayForm

FILLED = {
    "open": "Posters that hang already name the old day, so print them anew: the code on them stays the same.",
    "codes": "Mails that went out name the old day. Tell those who send the reminders; their words name the new one.",
    "personal": "Mails that went out name the old day. Reminders name the new one, so look at a new test mail first.",
}


def ask(code: str) -> Response:
    """Show the last day, and ask for another."""
    day = scoped.require_stage("open").closes_on
    filled = {"day": str(day.day), "month": str(day.month), "year": str(day.year)}
    return _page(LastDayForm(data=filled))


def take(code: str) -> Response:
    """Change it."""
    form, back = once.took(LastDayForm), url_for("console.overview", code=code)
    of = scoped.require_stage("open")
    try:
        day = form.last_day
        if day is None:
            raise Unfit("day", "Enter the last day")
        with once.desk(back) as acting:
            moved = lifecycle.move_last_day(acting.session, code, asking.settings(), day, gate.today())
            acting.note("changed the last day", asking.about(), before=of.closes_on, now=moved.closes_on)
    except Unfit as fault:
        form.say(fault)
        return _page(form)
    except ReadinessError as error:
        form.say(Unfit("day", error.message.removesuffix("."), error.remedy))
        return _page(form)
    return gate.leading(back)


def _page(form: LastDayForm) -> Response:
    of: Assessment = scoped.require_stage("open")
    texts: tuple[str, ...] = (
        f"People can answer until {telling.day(of.closes_on)}. The first page of the survey names the new day at once.",
        FILLED[of.mode],
        "Those who have answered already were told the old day. A later one means that they wait longer for results, "
        "and that what is destroyed at closing is kept until then.",
    )
    if results := (of.front or {}).get("results"):
        texts = (*texts, f'The first page also says of the results: "{results}" That stays as it is written.')
    page = FormPage(
        "Change the last day",
        form,
        url_for("console.last_day", code=of.code),
        "Change it",
        texts,
        back=("How it is going", url_for("console.overview", code=of.code)),
        section="assessments",
    )
    return form_page(page)
