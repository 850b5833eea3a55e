"""The assessments of the token's system."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app

from readiness.fieldwork import publishing
from readiness.records import assessments, following
from readiness.records.database import Session
from readiness.records.tables import Assessment
from readiness.web.api import answers, door
from readiness.web.api.operations import PREFIX


def listed() -> Response:
    """List them."""
    with current_app.extensions["database"].read() as session:
        mine = [one for one in assessments.all(session) if one.system_id == door.held().system.id]
        shown = answers.paged([_row(session, one) for one in mine])
    door.note("assessments")
    return answers.given(shown)


def one(code: str) -> Response:
    """Give one."""
    with current_app.extensions["database"].read() as session:
        of = door.found(session, code)
        local = assessments.local(session, of)
        shape = _row(session, of) | {
            "places": [{"id": place.id, "name": place.text} for place in local.places],
            "areas": [{"id": area.id, "name": area.text} for area in local.areas],
        }
    door.note(f"assessment {of.code}")
    return answers.given(shape)


def _row(session: Session, of: Assessment) -> dict[str, Any]:
    here = f"{PREFIX}/assessments/{of.code}"
    return {
        "code": of.code,
        "title": of.title,
        "system": door.held().system.name,
        "year": of.year,
        "state": of.state,
        "opens_on": of.opens_on.isoformat(),
        "closes_on": of.closes_on.isoformat(),
        "closed_on": of.closed_on.isoformat() if of.closed_on else None,
        "simulated": of.simulated,
        "threshold": of.threshold,
        "published": publishing.published(session, of) is not None,
        "links": {
            "self": here,
            "rates": f"{here}/rates",
            "findings": f"{here}/findings",
            "areas": f"{here}/areas",
            "change": f"{here}/change" if following.before(session, of) else None,
            "instrument": f"{PREFIX}/instruments/{of.instrument}/{of.version}",
        },
    }
