"""Single-use codes: batches of them, made once, downloaded once, taken back together."""

from __future__ import annotations

from contextlib import suppress
from typing import NamedTuple

from flask import Response, make_response, url_for

from readiness.access.faults import Missing, Unfit
from readiness.fieldwork.ways import codes as making
from readiness.records import links as kept
from readiness.records.database import Session
from readiness.records.tables import Assessment, CodeBatch
from readiness.web.console import gate, once, scoped, telling
from readiness.web.console.drawing import FormPage, drawn, form_page
from readiness.web.console.forms import YesForm
from readiness.web.console.running import asking, links
from readiness.web.console.running.forms import CodesForm, chosen, parts


class Row(NamedTuple):
    """A batch as people read it. How many of its codes are used is not told: that would be a counter."""

    number: int
    whom: str
    codes: int
    until: str
    gone: bool


def show(code: str) -> Response:
    """List the batches."""
    asking.unclosed("codes")
    with gate.desk() as acting:
        acting.note("looked at batches of codes", asking.about())
    return _page(CodesForm())


def take(code: str) -> Response:
    """Make codes and hand them out as a file, in random order; the same form gives the same file and no more codes."""
    form = once.took(CodesForm, again=True)
    of = asking.unclosed("codes")
    _offer(form, of)
    place, organisation = chosen(form.part)
    try:
        number, until = _number(form), links.require_later(form.last_day)
        tokens = making.tokens(number, once.secret())
        with suppress(once.Done), asking.said(), once.desk("") as acting:
            making.keep(acting.session, of, tokens, place, organisation, until)
            acting.note(
                "made codes",
                asking.about(),
                codes=number,
                place=place,
                organisation=organisation,
                last_day=until,
            )
    except Unfit as fault:
        form.say(fault)
        return _page(form)
    base = asking.settings().base_url.rstrip("/")
    return _file(
        making.as_csv([f"{base}/l/{token}" for token in tokens]), organisation or place or "everyone"
    )


def ask_back(code: str, number: int) -> Response:
    """Say what stops working, and ask."""
    row = _row(number)
    texts = (
        f"The {row.codes:,} links of this batch stop working. Who opens one is told that it is no longer in use, "
        "and who has begun to answer by one and not sent yet cannot send any more. Answers that were sent stay.",
        "It cannot be put back. You can make new codes, which have to be handed out anew; whoever has answered "
        "already could then answer again.",
    )
    return form_page(
        FormPage(
            f"Take back the codes for {row.whom}?",
            YesForm(),
            url_for("console.revoke_codes", code=code, number=number),
            "Take them back",
            texts,
            back=("Codes", url_for("console.codes", code=code)),
            warning=True,
            section="assessments",
        )
    )


def take_back(code: str, number: int) -> Response:
    """Do it."""
    once.took(YesForm)
    row, back = _row(number), url_for("console.codes", code=code)
    with asking.said(), once.desk(back) as acting:
        making.revoke(acting.session, acting.session.get_one(CodeBatch, row.number), gate.today())
        acting.note("took back codes", asking.about(), of=row.whom, codes=row.codes)
    return gate.leading(back)


def _page(form: CodesForm) -> Response:
    of = asking.unclosed("codes")
    _offer(form, of)
    with asking.database().read() as session:
        rows = _rows(session, of)
    return drawn(
        "running/codes",
        section="assessments",
        subject=scoped.here(),
        form=form,
        rows=[row for row in rows if not row.gone],
        gone=[row for row in rows if row.gone],
        open=of.state == "open",
    )


def _rows(session: Session, of: Assessment) -> list[Row]:
    called = links.names(session, of)
    return [
        Row(
            one.id,
            called.organisations.get(one.organisation or "")
            or called.places.get(one.place or "")
            or "everyone",
            one.codes,
            telling.day(one.expires_on) if one.expires_on else "",
            one.revoked_on is not None,
        )
        for one, _ in kept.batches(session, of)
    ]


def _row(number: int) -> Row:
    of = asking.unclosed("codes")
    with asking.database().read() as session:
        found = next((row for row in _rows(session, of) if row.number == number and not row.gone), None)
    if found is None:
        raise Missing("There is no such batch of codes.", "Go back to the codes of the assessment.")
    return found


def _offer(form: CodesForm, of: Assessment) -> None:
    with asking.database().read() as session:
        called = links.names(session, of)
    form.part.choices = parts(
        list(called.places.items()), list(called.organisations.items()), "None: anyone of the system"
    )


def _number(form: CodesForm) -> int:
    written = str(form.number.data or "").strip().replace(",", "")
    short = (
        written.isascii() and written.isdigit() and len(written) < 8
    )  # Python reads no number of any length
    if not short or not 1 <= int(written) <= making.MOST:
        raise Unfit("number", f"The number of people must be a whole number from 1 to {making.MOST:,}")
    return int(written)


def _file(text: str, whom: str) -> Response:
    made = make_response(text)
    made.mimetype = "text/csv"
    name = f"codes-{scoped.here().code}-{whom}.csv"
    made.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return made
