"""Giving a right, first step: which role, and of which system."""

from __future__ import annotations

from flask import Response, current_app, url_for

from readiness.access.faults import Unfit
from readiness.access.rights import MEANINGS, NAMES, Role
from readiness.records import grants
from readiness.records.account_tables import Account
from readiness.records.tables import System
from readiness.web.console import gate, people
from readiness.web.console.drawing import FormPage, form_page
from readiness.web.console.forms import Look, RoleForm, offered, took


def ask(number: int) -> Response:
    """Ask for both."""
    account, systems = _known(number)
    return _page(_form(RoleForm(), systems), account, systems)


def take(number: int) -> Response:
    """Go on to the second step; nothing is given yet."""
    account, systems = _known(number)
    form = _form(took(RoleForm), systems)
    role, system = form.role.data, form.system.data
    if role not in set(Role):
        form.say(Unfit("role", "Select what this person is to be"))
    elif role != Role.ADMINISTRATOR and len(systems) == 1:
        system = str(systems[0].id)
    elif role != Role.ADMINISTRATOR and system not in {str(one.id) for one in systems}:
        form.say(Unfit("system", "Select the system"))
    if form.faults:
        return _page(form, account, systems)
    chosen = 0 if role == Role.ADMINISTRATOR else int(system)
    return gate.leading(url_for("console.give", number=number, role=role, system=chosen))


def _known(number: int) -> tuple[Account, list[System]]:
    with current_app.extensions["database"].read() as session:
        return people.found(session, number), grants.systems(session)


def _form(form: RoleForm, systems: list[System]) -> RoleForm:
    roles = [role for role in Role if systems or role is Role.ADMINISTRATOR]
    offered(form.role, [(role.value, NAMES[role]) for role in roles])
    looks = {"role": Look("radios", hints=tuple((role.value, MEANINGS[role]) for role in roles))}
    if len(systems) > 1:
        offered(form.system, [(str(one.id), one.name) for one in systems])
        looks["system"] = Look("radios", hint="Not needed for an administrator.")
    form.looks = looks
    return form


def _page(form: RoleForm, account: Account, systems: list[System]) -> Response:
    name = account.name or account.email
    none = "There is no system yet, so there is nothing to lead. Name it first; then come back here."
    return form_page(
        FormPage(
            f"Give {name} a right",
            form,
            url_for("console.role", number=account.id),
            "Continue",
            () if systems else (none,),
            back=(name, url_for("console.person", number=account.id)),
            links=() if systems else (("Name your system", url_for("console.systems")),),
            section="people",
        )
    )
