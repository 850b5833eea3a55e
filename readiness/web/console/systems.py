"""The systems of this installation: naming them, before anybody can be given a right."""

from __future__ import annotations

from flask import Response, current_app, url_for

from readiness.access import systems
from readiness.access.faults import Missing, Unfit
from readiness.records import grants
from readiness.records.tables import System
from readiness.web.console import gate
from readiness.web.console.drawing import FormPage, drawn, form_page
from readiness.web.console.forms import SystemForm, took


def ask() -> Response:
    """Show them, and ask for another."""
    return _page(SystemForm())


def take() -> Response:
    """Add one."""
    form = took(SystemForm)
    try:
        with gate.desk() as acting:
            systems.add(acting, form.name.data)
    except Unfit as fault:
        form.say(fault)
        return _page(form)
    return gate.leading(url_for("console.systems"))


def ask_name(system: int) -> Response:
    """Ask for another name."""
    return _renaming(SystemForm(name=_known(system).name), system)


def take_name(system: int) -> Response:
    """Rename it."""
    form = took(SystemForm)
    _known(system)
    try:
        with gate.desk() as acting:
            systems.rename(acting, system, form.name.data)
    except Unfit as fault:
        form.say(fault)
        return _renaming(form, system)
    return gate.leading(url_for("console.systems"))


def _known(number: int) -> System:
    with current_app.extensions["database"].read() as session:
        found = next((one for one in grants.systems(session) if one.id == number), None)
    if found is None:
        raise Missing("There is no such system.", "Go to Systems to see all.")
    return found


def _page(form: SystemForm) -> Response:
    with current_app.extensions["database"].read() as session:
        found = grants.systems(session)
    return drawn("systems", section="systems", systems=found, form=form)


def _renaming(form: SystemForm, number: int) -> Response:
    return form_page(
        FormPage(
            f"Rename {_known(number).name}",
            form,
            url_for("console.system_sent", system=number),
            "Rename it",
            (
                "Rights and assessments stay as they are. Pages and reports carry the new name from now on, reports "
                "of earlier years too when they are made again.",
            ),
            back=("Systems", url_for("console.systems")),
            section="systems",
        )
    )
