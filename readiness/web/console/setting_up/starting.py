"""Starting a new assessment: from nothing, from an earlier one, or from a set-up file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import Response, current_app, g, request, url_for

from readiness.access import rights
from readiness.access.acting import Acting
from readiness.access.rights import Action, Scope
from readiness.errors import Fault, FileFaults
from readiness.fieldwork import setup_drafts
from readiness.records import assessments, grants
from readiness.records.database import Session
from readiness.records.tables import SetupDraft, System
from readiness.web.console import gate, uploading
from readiness.web.console.drawing import drawn
from readiness.web.console.forms import YesForm, took
from readiness.web.console.setting_up import filling
from readiness.web.console.setting_up.filling import Field, Option, Typed

SHOWN = 50
"""So many faults of a file are told at once."""


class Earlier(NamedTuple):
    """An assessment from which another can start."""

    code: str
    title: str


def ask() -> Response:
    """Ask of which system, and from what."""
    return _page()


def take() -> Response:
    """Begin an empty set-up."""
    took(YesForm)
    with current_app.extensions["database"].read() as session:
        systems = mine(session)
    system = _chosen(systems, Typed(request.form).text("system"))
    if system is None:
        return _page(system_fault="Select the system")
    tables = setup_drafts.fresh(current_app.extensions["settings"], gate.today())
    with gate.desk() as acting:
        draft = begun(acting, system, tables, source="nothing")
    return gate.leading(url_for("console.set_up", code=draft.code))


def take_file() -> Response:
    """Begin with what stands in a set-up file, or name everything that keeps it from being one."""
    uploading.allow()
    took(YesForm)
    name, data = uploading.received("file")
    if not data:
        return _page(file_fault="Choose a set-up file that is not empty")
    settings = current_app.extensions["settings"]
    with current_app.extensions["database"].read() as session:
        systems = mine(session)
    try:
        of, tables = setup_drafts.from_file(name, data, settings, gate.today())
    except FileFaults as error:
        more = f", of which these are the first {SHOWN}" if len(error.faults) > SHOWN else ""
        fault = f"{name} cannot be used: see below what is wrong{more}"
        return _page(file_fault=fault, wrong=tuple(error.faults[:SHOWN]))
    system = next((one for one in systems if one.name == of), systems[0] if len(systems) == 1 else None)
    if system is None:
        return _page(file_fault=f"The file is of “{of}”, which is none of the systems that you lead")
    with gate.desk() as acting:
        draft = begun(acting, system, tables, source=f"file {name}")
    return gate.leading(url_for("console.set_up", code=draft.code))


def mine(session: Session) -> list[System]:
    """Return the systems whose assessments who is signed in may set up."""
    today = gate.today()
    return [
        one for one in grants.systems(session) if rights.may(g.grants, Action.SET_UP, Scope(one.id), today)
    ]


def begun(acting: Acting, system: System, tables: Mapping[str, Any], **source: str) -> SetupDraft:
    """Begin a set-up, and note it."""
    draft = setup_drafts.begin(acting.session, system, tables, acting.now)
    title = str(tables.get("title", ""))
    acting.note("set-up begun", f"assessment {draft.code} ({title})", system=system.name, **source)
    return draft


def _chosen(systems: list[System], number: str) -> System | None:
    if len(systems) == 1:
        return systems[0]
    return next((one for one in systems if str(one.id) == number), None)


def _page(system_fault: str = "", file_fault: str = "", wrong: tuple[Fault, ...] = ()) -> Response:
    with current_app.extensions["database"].read() as session:
        systems = mine(session)
        of = {one.id for one in systems}
        earlier = [Earlier(it.code, it.title) for it in assessments.all(session) if it.system_id in of]
    options = tuple(Option(str(one.id), one.name) for one in systems)
    system = Field("system", "Of which system?", "radios", options=options, fault=system_fault)
    hint = "A text file that this website or `readiness` on the command line has written; it ends in .toml."
    file = Field("file", "Set-up file", "file", hint.replace("`", ""), fault=file_fault)
    return drawn(
        "setting_up/new",
        section="assessments",
        systems=(system,) if len(systems) > 1 else (),
        only=systems[0].name if len(systems) == 1 else "",
        earlier=earlier[:10],
        file=file,
        wrong=wrong,
        faults=filling.faults_of((system, file)),
        back=("Assessments", url_for("console.assessments")),
    )
