"""Giving a right, second step: which part of the system, and until when."""

from __future__ import annotations

from typing import NamedTuple

from flask import Response, current_app, url_for

from readiness.access import grants as giving
from readiness.access.faults import Missing, Unfit
from readiness.access.grants import Wanted
from readiness.access.rights import NAMES, Role
from readiness.records import accounts, grants
from readiness.records.account_tables import Account
from readiness.web.console import gate, letters, people
from readiness.web.console.drawing import FormPage, form_page
from readiness.web.console.forms import Look, RightForm, offered, took

WORDS = {Role.AREA_LEAD: "Which clinical area?", Role.ORGANISATION_LEAD: "Which organisation?"}


class Asked(NamedTuple):
    """What was chosen in the first step, and the parts to choose from now."""

    account: Account
    role: Role
    system: str
    number: int
    parts: dict[str, str]
    alone: bool = False
    """Whether nobody else's yes is needed: the second administrator."""


def ask(number: int, role: str, system: int) -> Response:
    """Ask for both."""
    asked = _asked(number, role, system)
    return _page(_form(RightForm(), asked), asked)


def take(number: int, role: str, system: int) -> Response:
    """Give the right; it waits for a second administrator's yes."""
    asked = _asked(number, role, system)
    form = _form(took(RightForm), asked)
    part = {_kind(asked.role): form.part.data or ""} if asked.parts else {}
    try:
        wanted = Wanted(asked.role, asked.system, ends_on=form.last_day, **part)
        with gate.desk() as acting:
            account = accounts.held(acting.session, asked.account)
            giving.give(acting, account, wanted)
    except Unfit as fault:
        at = {"area": "part", "organisation": "part", "ends_on": "day"}.get(fault.field, fault.field)
        form.say(Unfit(at, fault.message))
        return _page(form, asked)
    app = current_app.extensions
    mailed = letters.ask_for_a_yes(app["database"], app["settings"], asked.account)
    return gate.leading(url_for("console.person", number=number, mailed=mailed or None))


def _kind(role: Role) -> str:
    return "area" if role is Role.AREA_LEAD else "organisation"


def _asked(number: int, role: str, system: int) -> Asked:
    with current_app.extensions["database"].read() as session:
        account = people.found(session, number)
        if role not in set(Role):
            raise Missing("There is no such right.")
        chosen = Role(role)
        if chosen is Role.ADMINISTRATOR:
            return Asked(account, chosen, "", 0, {}, grants.administrators_ever(session) < 2)
        of = next((one for one in grants.systems(session) if one.id == system), None)
        if of is None:
            raise Missing("There is no such system.")
        parts: dict[str, str] = {}
        if chosen in WORDS:
            parts = (grants.areas if chosen is Role.AREA_LEAD else grants.organisations)(session, of)
        return Asked(account, chosen, of.name, of.id, parts)


def _form(form: RightForm, asked: Asked) -> RightForm:
    form.looks = {"day": Look("date", hint="For example, 31 3 2027. Leave it blank for no end.")}
    if asked.role in WORDS:
        form.part.label.text = WORDS[asked.role]
        offered(form.part, asked.parts.items())
        form.looks = {"part": Look("radios"), **form.looks}
    return form


_WAITS = "It holds once another administrator has approved it, after the person has accepted the invitation."
_ALONE = (
    "It holds at once, since you are the only administrator. From then on every right waits until a second "
    "administrator has said yes."
)


def _page(form: RightForm, asked: Asked) -> Response:
    name = asked.account.name or asked.account.email
    title = f"{NAMES[asked.role]} of {asked.system}".removesuffix(" of ")
    action = url_for("console.give", number=asked.account.id, role=asked.role.value, system=asked.number)
    return form_page(
        FormPage(
            f"{name}: {title}",
            form,
            action,
            "Give this right",
            (_ALONE if asked.alone else _WAITS,),
            back=("Choose another right", url_for("console.role", number=asked.account.id)),
            section="people",
        )
    )
