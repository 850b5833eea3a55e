"""The response rates that somebody expects, typed for a plan or a trial: one for everybody, others for some roles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import current_app, request

from readiness import building
from readiness.access.faults import Refused
from readiness.building.rehearsing import Status
from readiness.errors import ReadinessError
from readiness.fieldwork import setup_drafts, setup_kept
from readiness.fieldwork.rates.expecting import expected
from readiness.fieldwork.setup_drafts import Reading
from readiness.instrument.types import Instrument
from readiness.records import assessments
from readiness.records.tables import Assessment
from readiness.web.console import gate, scoped
from readiness.web.console.route import DRAFT, SETTING_UP

USUAL = "25"
"""What a survey of busy people who owe it nothing may hope for."""
_PERCENT = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")
Fault = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is to be rehearsed: the set-up as it is now."""

    code: str
    tables: Mapping[str, Any]
    reading: Reading
    instrument: Instrument

    def differs_from(self, status: Status | None) -> bool:
        """Say whether the set-up has changed since what is shown was asked for."""
        return status is not None and status.state == "done" and status.asked["tables"] != dict(self.tables)

    def asked(self, rates: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a worker needs to rehearse it."""
        return {
            "tables": dict(self.tables),
            "system": scoped.here().system.name,
            "rates": dict(rates),
            "seed": 1,
        }


@dataclass(frozen=True, slots=True)
class Rate:
    """A field for a rate in percent."""

    name: str
    label: str
    value: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """The fields, and where what stands in them comes from."""

    fields: tuple[Rate, ...]
    source: str = ""

    @property
    def faults(self) -> list[Fault]:
        """Each fault and the address of its field."""
        return [(f"{field.label}: {field.fault}", f"#{field.name}") for field in self.fields if field.fault]

    @property
    def rates(self) -> dict[str, Any]:
        """What a form without faults says, in percent."""
        roles = {field.name.removeprefix("rate."): field.value for field in self.fields[1:] if field.value}
        return {
            "everybody": float(self.fields[0].value),
            "roles": {role: float(percent) for role, percent in roles.items()},
            "source": "",
        }


def ahead() -> Ahead:
    """Return the set-up of the assessment that this page is about, as far as it is not open yet."""
    subject = scoped.here()
    settings = current_app.extensions["settings"]
    tables = subject.draft.tables if subject.draft else _launched(scoped.require_stage(SETTING_UP, DRAFT))
    reading = setup_drafts.read(tables, subject.system.name, settings)
    if reading.instrument is None:
        raise Refused(
            "No questionnaire is chosen yet.",
            "Choose it first: roles and questions come from it. Then come back.",
        )
    return Ahead(subject.code, tables, reading, reading.instrument)


def shown(ahead: Ahead, asked: Mapping[str, Any] | None) -> Form:
    """Return the form with the rates of last time, else those that an assessment of the system had, else the usual."""
    if asked is not None:
        rates = asked["rates"]
        roles = {role: f"{percent:g}" for role, percent in rates["roles"].items()}
        return _form(ahead, f"{rates['everybody']:g}", roles)
    before = _before(ahead.instrument)
    if before is None:
        return _form(ahead, USUAL, {})
    everybody, roles, source = before
    return replace(_form(ahead, everybody, roles), source=source)


def taken(ahead: Ahead) -> Form:
    """Return the form as it was sent, with what is wrong in it."""
    form = _form(
        ahead,
        request.form.get("rate", ""),
        {role.id: request.form.get(f"rate.{role.id}", "") for role in ahead.instrument.roles},
    )
    return replace(form, fields=tuple(_judged(field) for field in form.fields))


def worker_is_there() -> bool:
    """Say whether anybody can do what is asked for here."""
    with current_app.extensions["database"].read() as session:
        return building.workers(session, gate.moment())


def _form(ahead: Ahead, everybody: str, roles: Mapping[str, str]) -> Form:
    of_roles = (
        Rate(f"rate.{role.id}", role.plural, roles.get(role.id, "")) for role in ahead.instrument.roles
    )
    return Form((Rate("rate", "Everybody", everybody), *of_roles))


def _judged(field: Rate) -> Rate:
    value = field.value.strip().removesuffix("%").strip()[:20]
    if not value and field.name != "rate":
        return replace(field, value="")
    if not _PERCENT.fullmatch(value) or not 1 <= float(value) <= 100:
        return replace(field, value=value, fault="Write a percentage from 1 to 100, such as 25.")
    return replace(field, value=value)


def _launched(assessment: Assessment) -> dict[str, Any]:
    with current_app.extensions["database"].read() as session:
        return setup_drafts.written(setup_kept.kept(session, assessments.by_code(session, assessment.code)))


def _before(instrument: Instrument) -> tuple[str, dict[str, str], str] | None:
    """Return the rates of the newest assessment of this system that has closed and had headcounts."""
    roles = [role.id for role in instrument.roles]
    with current_app.extensions["database"].read() as session:
        for one in assessments.all(session):
            if one.system_id != scoped.here().system.id or one.state != "closed":
                continue
            try:
                found = expected(session, one, roles)
            except ReadinessError:
                continue
            told = {role: f"{percent:g}" for role, percent in found.roles.items()}
            return f"{found.everybody:g}", told, one.title
    return None
