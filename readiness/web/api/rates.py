"""Response rates, as far as the token's owner may see them."""

from __future__ import annotations

from flask import Response, current_app

from readiness.access.rights import Action
from readiness.fieldwork import lifecycle
from readiness.fieldwork import rates as working
from readiness.fieldwork.rates import Rates, showing
from readiness.records import turnout
from readiness.records.database import Session
from readiness.records.tables import Assessment
from readiness.web.api import answers, door
from readiness.web.api.problems import Problem
from readiness.web.respond import visits


def show(code: str) -> Response:
    """Give them."""
    database, today = current_app.extensions["database"], visits.today()
    with database.read() as session:
        of = door.found(session, code)
        _require(of)
        found = _kept(session, of)
    if found is None:
        with database.write() as session:
            found = _today(session, door.found(session, code))
    shown = _seen(found)
    door.note(f"response rates of {of.code}")
    return answers.given(showing.plain(shown, of.code, (of.closes_on - today).days))


def _require(of: Assessment) -> None:
    """Refuse who may see none of them, then what nobody can have answered."""
    held = door.held().grants
    if not any(door.may(Action.SEE_RATES, one.area, one.organisation) for one in held):
        raise Problem("not-shown", "The right that this token stems from shows no response rates.")
    if of.state == "draft":
        raise Problem(
            "not-yet", "Nobody can have answered yet.", f"The assessment opens on {of.opens_on.isoformat()}."
        )


def _kept(session: Session, of: Assessment) -> Rates | None:
    """Return the rates of today, or of the closing, unless nobody has asked for them yet."""
    kept = turnout.latest(session, of)
    if of.state == "closed" and kept is None:  # its answers came in by a file
        raise Problem("not-found", "No response rates were kept of this assessment.")
    last = kept is not None and (of.state == "closed" or kept.day == visits.today())
    return working.latest(session, of) if last else None


def _today(session: Session, of: Assessment) -> Rates:
    """Work them out, once a day."""
    settings = current_app.extensions["settings"]
    instrument = lifecycle.locked_instrument(of, settings)
    listed = lifecycle.rates_by_list(session, settings, of)
    return working.of_today(session, of, instrument, visits.today(), settings.secret_key, listed)


def _seen(found: Rates) -> Rates:
    """Return all of them, or those of the areas and organisations that the token's owner leads."""
    if door.may(Action.SEE_RATES):
        return found
    held = door.held().grants
    areas = {one.area for one in held if one.area and door.may(Action.SEE_RATES, area=one.area)}
    organisations = {
        one.organisation
        for one in held
        if one.organisation and door.may(Action.SEE_RATES, organisation=one.organisation)
    }
    return showing.part(found, areas, organisations)
