"""Making a token for a program; it is shown this once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, current_app, request, url_for

from readiness.access import tokens as making
from readiness.access.faults import Refused, Unfit
from readiness.access.tokens import DAYS, Reading, Wanted
from readiness.records import grants
from readiness.web.console import gate, proving, telling
from readiness.web.console.drawing import FormPage, drawn, form_page
from readiness.web.console.forms import OLD, Look, TokenForm, offered, took
from readiness.web.console.tokens import MEANINGS, NAMES, reads

NAME = Look(hint="Which program it is for, such as: notebook on my laptop.")
LAST = Look(
    "date",
    legend="Last day",
    hint="A year from now at most. A program that stops is better than one forgotten.",
)


def ask() -> Response:
    """Ask what it is for."""
    if elsewhere := proving.by_passkey():
        return elsewhere
    form = _offered(TokenForm())
    last = gate.today() + timedelta(days=DAYS)
    form.day.data, form.month.data, form.year.data = str(last.day), str(last.month), str(last.year)
    if len(form.system.choices) == 1:
        form.system.data = form.system.choices[0][0]
    return _page(form)


def take() -> Response:
    """Make it, once it is proved who asks for it."""
    sent = took(TokenForm)
    if elsewhere := proving.by_passkey():
        return elsewhere
    form = _offered(sent)
    form.scopes.data = request.form.getlist("scopes")
    try:
        wanted = _wanted(form)
        proving.prove(form)
        with gate.desk() as acting:
            made, text = making.make(acting, gate.signed().account, wanted)
    except Unfit as fault:
        form.say(Unfit({"ends_on": "day"}.get(fault.field, fault.field), fault.message, fault.remedy))
        return _page(form)
    return drawn(
        "token",
        section="account",
        token=text,
        name=made.name,
        ends=telling.day(made.ends_on),
        reads=reads(made.scopes),
        address=current_app.extensions["settings"].base_url.rstrip("/"),
    )


def _wanted(form: TokenForm) -> Wanted:
    if form.last_day is None:
        raise Unfit("day", "Enter the last day")
    system = str(form.system.data or "")
    known = {value for value, _ in form.system.choices}
    return Wanted(
        form.name.data or "", int(system) if system in known else 0, tuple(form.scopes.data), form.last_day
    )


def _offered(form: TokenForm) -> TokenForm:
    """Let what the rights of who is signed in allow be chosen from."""
    today, held = gate.today(), gate.held()
    mine = {one.system_id for one in held if one.system_id is not None and one.holds(today)}
    if not mine:
        raise Refused(
            "A token reads what you may see of a system, and you have no right to any.",
            "Ask an administrator for one.",
        )
    with current_app.extensions["database"].read() as session:
        systems = [one for one in grants.systems(session) if one.id in mine]
    offered(form.system, ((str(one.id), one.name) for one in systems))
    able = {scope for one in systems for scope in making.open_to(held, one.id, today)}
    scopes = [one for one in Reading if one in able]
    offered(form.scopes, ((one.value, NAMES[one]) for one in scopes))
    hints: tuple[tuple[str, str], ...] = tuple((one.value, MEANINGS[one]) for one in scopes)
    looks: dict[str, Any] = {"name": NAME, "system": Look("radios")}
    looks |= {"scopes": Look("checkboxes", hints=hints), "day": LAST}
    form.looks = looks | ({proving.FIELD: OLD} if proving.must_prove() else {})
    return form


def _page(form: TokenForm) -> Response:
    texts = (
        "A token reads and changes nothing. It sees what your right shows, and ends with your right.",
        "Whoever has it reads as you do, so give each program one of its own and nobody else any.",
    )
    page = FormPage(
        "Make a token",
        form,
        url_for("console.token"),
        "Make the token",
        texts,
        back=("Tokens", url_for("console.tokens")),
        posts=proving.another_way(form),
        section="account",
    )
    return form_page(page)
