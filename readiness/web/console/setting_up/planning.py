"""What an assessment will be able to show, asked for here and worked out by a worker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, current_app, url_for

from readiness.building import rehearsing
from readiness.building.rehearsing import Status
from readiness.rehearsal import wording
from readiness.web.console import gate
from readiness.web.console.drawing import watched
from readiness.web.console.forms import YesForm, took
from readiness.web.console.setting_up import expecting
from readiness.web.console.setting_up.expecting import Ahead, Form

TABLES = (("role", "By role"), ("place", "By place"), ("area", "By clinical area"))
LITTLE, MUCH = 0.035, 0.075
"""Between the intraclass correlations that a plan assumes."""
VERDICTS = {"never": "Never", "unlikely": "Unlikely", "in doubt": "In doubt", "likely": "Likely"}


def ask(code: str) -> Response:
    """Show the newest plan, or how far it is, and the form that asks for another."""
    ahead = expecting.ahead()
    with current_app.extensions["database"].read() as session:
        status = rehearsing.status(session, code, "plan", gate.moment())
    return _page(ahead, expecting.shown(ahead, status.asked if status else None), status)


def take(code: str) -> Response:
    """Ask for a plan with these rates."""
    took(YesForm)
    ahead = expecting.ahead()
    form = expecting.taken(ahead)
    if form.faults:
        return _page(ahead, form, None)
    with gate.desk() as acting:
        rehearsing.request(acting.session, code, "plan", ahead.asked(form.rates), acting.now)
        acting.note("plan asked for", f"assessment {code}", rate=form.rates["everybody"])
    return gate.leading(url_for("console.plan", code=code))


def _page(ahead: Ahead, form: Form, status: Status | None) -> Response:
    page = watched(
        "setting_up/plan",
        status is not None and not status.ended,
        section="assessments",
        code=ahead.code,
        form=form,
        status=status,
        absent=not expecting.worker_is_there(),
        plan=_told(ahead, status.result) if status and status.state == "done" else None,
        changed=ahead.differs_from(status),
    )
    page.status_code = 422 if form.faults else 200
    return page


def _told(ahead: Ahead, plan: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plan as the page prints it: every figure a text."""
    groups = plan["groups"]
    names = {role.id: role.plural for role in ahead.instrument.roles}
    return {
        "people": _number(plan["people"]),
        "answers": _number(plan["answers"]),
        "threshold": plan["threshold"],
        "rates": _rates(names, plan["rates"]),
        "advice": [advice["sentence"] for advice in plan["advice"]],
        "known": any(group["people"] is not None for group in groups),
        "tables": [
            (title, [_group(one) for one in groups if one["table"] == table])
            for table, title in TABLES
            if any(one["table"] == table for one in groups)
        ],
        "roles": list(names.values()),
        "area_roles": _by_role(groups, list(names)),
        "cover": plan["cover"] and (plan["cover"]["turnouts"], _about(plan["cover"]["cover"])),
        "change": [_change(one) for one in plan["precision"]],
        "differing": [_differing(icc) for icc in plan["assumed"]["iccs"]],
        "iccs": ", ".join(wording.icc(icc) for icc in plan["assumed"]["iccs"]),
        "reliable": [_reliable(one) for one in plan["precision"] if one["table"] == "area"],
        "apart": [_apart(one) for one in plan["apart"]],
        "parts": [
            (wording.PARTS[one["id"]], str(one["least"]), wording.chance(one["chance"]))
            for one in plan["parts"]
        ],
        "sd": f"{plan['assumed']['sd']:g}",
    }


def _rates(names: Mapping[str, str], rates: Mapping[str, float]) -> str:
    if len(set(rates.values())) == 1:
        return f"{next(iter(rates.values())):g}%"
    return ", ".join(f"{name} {rates[role]:g}%" for role, name in names.items() if role in rates)


def _group(group: Mapping[str, Any]) -> dict[str, str]:
    known = group["people"] is not None
    more = "" if group["complete"] or not known else " or more"
    return {
        "name": group["name"],
        "people": f"{_number(group['people'])}{more}",
        "answers": _number(group["answers"]),
        "range": f"{group['low']:,} to {group['high']:,}" if known else "",
        "verdict": VERDICTS.get(group["verdict"], "Not known"),
        "chance": _chance(group),
        "safe": f"{group['needed']}%" if group["needed"] is not None else ("Never" if known else ""),
    }


def _chance(group: Mapping[str, Any]) -> str:
    """Return how likely a group is shown: it must have enough answers, and no other group may need it as cover."""
    chances = [found for found in (group["chance"], group["shown"]) if found is not None]
    return wording.chance(min(chances)) if group["chance"] is not None and group["verdict"] != "never" else ""


def _by_role(groups: list[Mapping[str, Any]], roles: list[str]) -> list[tuple[str, list[dict[str, str]]]]:
    """Return each area with what to expect of each role in it."""
    cells = {one["id"]: _group(one) for one in groups if one["table"] == "area-role"}
    areas = [(one["id"], one["name"]) for one in groups if one["table"] == "area"]
    return [(name, [cells[f"{area} {role}"] for role in roles]) for area, name in areas]


def _change(one: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    figures = [wording.points(one[name]) for name in ("margin", "change", "change_sure")]
    return one["name"], _number(one["answers"]), figures


def _reliable(one: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    return one["name"], _number(one["answers"]), [wording.icc(found) for found in one["reliability"]]


def _apart(one: Mapping[str, Any]) -> tuple[str, str, str, str]:
    told = "No order" if one["told"] is None else f"{one['told']:.1f} of {one['areas']}"
    some = "-" if one["some"] is None else wording.chance(one["some"])
    return _differing(one["icc"]).capitalize(), str(one["needed"]), told, some


def _differing(icc: float) -> str:
    """Say how far areas differ of which that part of all differences between people lies between areas."""
    return "little" if icc < LITTLE else "much" if icc > MUCH else "somewhat"


def _about(number: float) -> str:
    return f"{number:.0f}"


def _number(number: int | None) -> str:
    return "Not known" if number is None else f"{number:,}"
