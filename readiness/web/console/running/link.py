"""One open link: its address, its code to scan, its last day, and taking it back."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, url_for

from readiness.access.faults import Unfit
from readiness.records.tables import Link
from readiness.reporting.documents import qr
from readiness.web.console import gate, once, scoped
from readiness.web.console.drawing import FormPage, drawn, form_page
from readiness.web.console.forms import YesForm
from readiness.web.console.running import asking, links
from readiness.web.console.running.forms import LastDayForm
from readiness.web.console.running.links import Row


def show(code: str, number: int) -> Response:
    """Show it."""
    of = asking.unclosed("open")
    row = _row(number)
    return drawn(
        "running/link",
        section="assessments",
        subject=scoped.here(),
        row=row,
        posters=links.poster_form(of),
        open=of.state == "open",
    )


def as_svg(code: str, number: int) -> Response:
    """Give the code to scan as a picture for print."""
    return _picture(number, qr.svg, "svg", "image/svg+xml")


def as_png(code: str, number: int) -> Response:
    """Give the code to scan as a picture for slides and newsletters."""
    return _picture(number, qr.png, "png", "image/png")


def ask_day(code: str, number: int) -> Response:
    """Ask for the last day on which it may be used."""
    until = _row(number).link.expires_on
    filled = {"day": until.day, "month": until.month, "year": until.year} if until else {}
    return _day_page(number, LastDayForm(data={key: str(value) for key, value in filled.items()}))


def take_day(code: str, number: int) -> Response:
    """Keep it."""
    form, back = once.took(LastDayForm), url_for("console.open_link", code=code, number=number)
    row = _row(number)
    try:
        until = links.require_later(form.last_day)
        with asking.said(), once.desk(back) as acting:
            held = acting.session.get_one(Link, row.number)
            held.expires_on = until
            acting.note("changed the last day of an open link", asking.about(), link=row.whom, last_day=until)
    except Unfit as fault:
        form.say(fault)
        return _day_page(number, form)
    return gate.leading(back)


def ask_back(code: str, number: int) -> Response:
    """Say what stops working, and ask."""
    row = _row(number)
    texts = (
        f"Whoever opens {row.address} is told that the link is no longer in use. So are people who have begun to "
        "answer by it and have not sent yet: what they have entered cannot be sent any more.",
        "Posters, QR codes and mails with this address stop working. Answers that were sent stay.",
        "It cannot be put back. You can make a new link, which will have another address.",
    )
    return form_page(
        FormPage(
            f"Take back the link for {row.whom}?",
            YesForm(),
            url_for("console.revoke_link", code=code, number=number),
            "Take it back",
            texts,
            back=(row.name, url_for("console.open_link", code=code, number=number)),
            warning=True,
            section="assessments",
        )
    )


def take_back(code: str, number: int) -> Response:
    """Do it."""
    once.took(YesForm)
    row, back = _row(number), url_for("console.links", code=code)
    with asking.said(), once.desk(back) as acting:
        held = acting.session.get_one(Link, row.number)
        held.revoked_on = held.revoked_on or gate.today()
        acting.note("took back an open link", asking.about(), link=row.whom)
    return gate.leading(back)


def _row(number: int) -> Row:
    of = asking.unclosed("open")
    with asking.database().read() as session:
        return links.one_of(session, of, number)


def _day_page(number: int, form: LastDayForm) -> Response:
    row, code = _row(number), scoped.here().code
    texts = (
        "After this day the link is no longer in use, even while the assessment is open. Leave the fields blank "
        "to let it work as long as the assessment takes answers.",
    )
    return form_page(
        FormPage(
            f"Last day of the link for {row.whom}",
            form,
            url_for("console.link_day", code=code, number=number),
            "Save",
            texts,
            back=(row.name, url_for("console.open_link", code=code, number=number)),
            section="assessments",
        )
    )


def _picture(number: int, draw: Callable[[str], bytes | str], suffix: str, kind: str) -> Response:
    row = _row(number)
    name = row.link.organisation or row.link.place or "everyone"
    headers = {"Content-Disposition": f'inline; filename="{scoped.here().code}-{name}.{suffix}"'}
    return Response(draw(row.address), mimetype=kind, headers=headers)
