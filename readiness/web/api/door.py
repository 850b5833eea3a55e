"""Who asks, and for what: looked at before every answer, so that no view can forget to.

A token is taken from the header `Authorization` and from nowhere else. A browser's cookies count for nothing here, so
that no page of another site can read anything by them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask import current_app, g, request

from readiness.access import rights, tokens
from readiness.access.faults import Missing
from readiness.access.rights import Action, Scope, Sight
from readiness.access.tokens import Held
from readiness.records import assessments
from readiness.records.database import Session
from readiness.records.tables import Assessment
from readiness.web.api.operations import OPERATIONS, Operation, Parameter
from readiness.web.api.problems import Problem, challenge
from readiness.web.respond import visits

JSON = "application/json"
_BY_ENDPOINT = {f"api.{one.name}": one for one in OPERATIONS}
_NUMBER = re.compile(r"[1-9][0-9]{0,6}")


def guard() -> None:
    """Let the request pass, or refuse it; what may be done at an address, anybody may ask."""
    if request.method == "OPTIONS":
        return
    operation = _BY_ENDPOINT[str(request.endpoint)]
    if operation.scope is not None:
        g.held = _held(operation.scope)
    g.asked = _asked(operation)
    if request.accept_mimetypes and not request.accept_mimetypes.best_match([JSON]):
        raise Problem("not-acceptable", "The header Accept leaves out JSON.")


def held() -> Held:
    """Return the token of this request with what it stems from."""
    found: Held = g.held
    return found


def asked(name: str) -> Any:
    """Return a parameter of the query: a number, or a language, empty where none is named."""
    return g.asked[name]


def found(session: Session, code: str) -> Assessment:
    """Return the assessment of the token's system that has the code; one of another system looks like none."""
    of = assessments.by_code(session, code)
    if of.system_id != held().system.id:
        raise Missing(f"There is no assessment {code!r}.")
    return of


def may(action: Action, area: str | None = None, organisation: str | None = None) -> bool:
    """Say whether the token's owner may do this to the whole of the system now, or to that part of it."""
    return rights.may(held().grants, action, Scope(held().system.id, area, organisation), visits.today())


def sight() -> Sight:
    """Return what of its system's results the token shows now."""
    return rights.sight(held().grants, held().system.id, visits.today())


def note(resource: str) -> None:
    """Leave a line in the log, the first time in an hour that the token reads this."""
    app = current_app.extensions
    tokens.note_use(app["database"], app["settings"], held(), resource, moment())


def moment() -> int:
    """Return this moment in seconds."""
    return int(visits.now().timestamp())


def _held(scope: str) -> Held:
    scheme, _, text = request.headers.get("Authorization", "").strip().partition(" ")
    if scheme.lower() != "bearer" or not text.strip():
        raise Problem("no-token", "There is no token in the header Authorization.", headers=challenge())
    database, today = current_app.extensions["database"], visits.today()
    with database.read() as session:
        here = tokens.held(session, text.strip(), today)
    tokens.count(database, here, moment(), today)
    if scope and scope not in here.token.scopes:
        raise Problem(
            "scope-missing",
            f"This token is for {', '.join(here.token.scopes)}, and this needs the scope {scope}.",
            headers=challenge("insufficient_scope", scope),
        )
    return here


def _asked(operation: Operation) -> dict[str, Any]:
    """Return the query, every parameter of which must be known and given once at most."""
    known = {one.name: one for one in operation.parameters}
    for name, values in request.args.lists():
        if name not in known:
            there = f"There are: {', '.join(known)}." if known else "There is none at this address."
            raise Problem("bad-query", f"There is no parameter {name[:60]!r}.", there)
        if len(values) > 1:
            raise Problem("bad-query", f"The parameter {name} stands there twice.", "Give it once.")
    return {one.name: _value(one) for one in known.values()}


def _value(parameter: Parameter) -> int | str:
    given = request.args.get(parameter.name)
    if not parameter.most:
        return _fit(given or "", given is None or _language(given), parameter, "Name a language such as cy.")
    if given is None:
        return parameter.usual
    fits = bool(_NUMBER.fullmatch(given)) and int(given) <= parameter.most
    return int(_fit(given, fits, parameter, f"Write a whole number from 1 to {parameter.most}."))


def _fit(given: str, fits: bool, parameter: Parameter, remedy: str) -> str:
    if not fits:
        raise Problem("bad-query", f"The parameter {parameter.name} cannot be {given[:60]!r}.", remedy)
    return given


_language: Callable[[str], Any] = re.compile(r"[a-z]{2}").fullmatch
