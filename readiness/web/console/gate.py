"""Who comes, and whether the page is for them: asked before every page, so that no page can forget to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from urllib.parse import urlencode

from flask import Response, current_app, g, request, url_for

from readiness.access import rights, signing_in
from readiness.access.acting import Acting
from readiness.access.faults import Missing, NotAllowed, Refused
from readiness.access.rights import Action, Scope
from readiness.access.signing_in import Signed
from readiness.errors import ReadinessError
from readiness.records import grants, sign_ins
from readiness.records.account_tables import Account, Grant
from readiness.records.database import Session
from readiness.web.console import cookies, scoped
from readiness.web.console.route import ANYONE, HALF, SIGNED_IN
from readiness.web.console.routes import ROUTES
from readiness.web.respond import addresses, visits

WHO = {f"console.{route.name}": route.who for route in ROUTES}
FRESH_SECONDS = 5 * 60
LARGEST_NUMBER = 2**31 - 1
"""No row of a table has a larger one: databases refuse to look for it, each in its own way."""
_OWN_PAGE = re.compile(r"/console(?:/[a-z0-9-]+)*")


class SignedOut(ReadinessError):
    """The sign-in has ended."""


def guard() -> Response | None:
    """Let the request pass, lead it to the page that comes first, or refuse it."""
    g.language = "en"
    who = WHO[str(request.endpoint)]
    g.sign_in_token = cookies.found(cookies.SIGN_IN)
    g.signed, g.grants = _found(g.sign_in_token)
    if who == ANYONE:
        return None
    if g.signed is None:
        return leading(with_next(url_for("console.sign_in")))
    if not g.signed.sign_in.whole:
        return None if who == HALF else leading(next_step())
    if any(isinstance(one, int) and one > LARGEST_NUMBER for one in (request.view_args or {}).values()):
        raise Missing("There is nothing of that number.", "Go back and choose one that is listed.")
    if "code" in (request.view_args or {}):
        scoped.enter(str((request.view_args or {})["code"]), who)
    elif who not in (HALF, SIGNED_IN) and not _may_somewhere(Action(who)):
        raise NotAllowed("This account may not open this page.", "Ask an administrator if you need it.")
    return None


def keep(response: Response) -> Response:
    """Leave a token with a browser that held none, so that its forms can be told from those of others."""
    if "new_token" in g:
        cookies.keep(response, cookies.SIGN_IN, g.new_token)
    return response


def signed() -> Signed:
    """Return who is signed in, or has given the password."""
    found: Signed | None = g.signed
    if found is None:
        raise SignedOut("You are signed out.")
    return found


def may(action: Action) -> bool:
    """Say whether who is signed in may do this everywhere."""
    return rights.may(g.grants, action, Scope(), today())


def held() -> list[Grant]:
    """Return the rights of who is signed in, those too that do not hold today."""
    found: list[Grant] = g.grants
    return found


def _may_somewhere(action: Action) -> bool:
    """Say whether who is signed in may do this everywhere, or to the whole of a system at least."""
    scopes = (Scope(), *(Scope(one.system_id) for one in g.grants if one.system_id))
    return any(rights.may(g.grants, action, scope, today()) for scope in scopes)


def may_set_up() -> bool:
    """Say whether there is a system whose assessments who is signed in may set up."""
    return _may_somewhere(Action.SET_UP)


def prove(password: str) -> None:
    """Ask who is signed in for the password once more; what is wrong with it is an Unfit."""
    app = current_app.extensions
    if signed().account.password is None:
        require_fresh()
        return
    signing_in.prove(app["database"], app["settings"], signed().account, password, moment())


def fresh() -> bool:
    """Say whether who has no password has signed in a moment ago; of whoever has one that proves nothing."""
    here = signed()
    return here.account.password is None and moment() - here.sign_in.began_at < FRESH_SECONDS


def require_fresh() -> None:
    """Ask who has no password to sign in anew before what must not be done on a screen that was left open."""
    if signed().account.password is None and not fresh():
        raise Refused(
            "For this you must have signed in within the last five minutes.",
            "Sign out, sign in again, and come back here.",
        )


def next_step() -> str:
    """Return where somebody goes on who has given the password only."""
    return url_for("console.code" if protected(signed().account) else "console.authenticator")


def protected(account: Account) -> bool:
    """Say whether the account has a second factor, of whichever kind."""
    with current_app.extensions["database"].read() as session:
        return signing_in.protected(session, account)


@contextmanager
def desk(account: Account | None = None) -> Iterator[Acting]:
    """Give one transaction in which who is signed in acts, or another account where one is named.

    Looks at the sign-in again, in this very transaction: it may have ended since the page was asked for.
    """
    with current_app.extensions["database"].write() as session:
        now = moment()
        sign_in: int | None = None
        if account is None:
            here = signing_in.current(session, g.sign_in_token, now)
            if here is None:
                raise SignedOut("You are signed out.")
            account, sign_in = here.account, here.sign_in.id
        yield Acting(session, current_app.extensions["settings"], now, account, sign_in)


def moment() -> int:
    """Return this moment in seconds."""
    return int(visits.now().timestamp())


def today() -> date:
    """Return the day on which this request is answered."""
    return visits.today()


def leading(address: str) -> Response:
    """Return the answer that sends a browser on with a GET."""
    return addresses.leading(address)


def wanted() -> str:
    """Return the page of ours that somebody wanted before signing in, or the first; never an address elsewhere."""
    asked = request.args.get("next", "")
    return f"{request.script_root}{asked}" if _OWN_PAGE.fullmatch(asked) else url_for("console.home")


def own_page(address: str) -> bool:
    """Say whether that is the path of a page of the console, and no address elsewhere."""
    return _OWN_PAGE.fullmatch(address) is not None


def with_next(address: str, wish: str | None = None) -> str:
    """Return an address that remembers which page was wanted."""
    wish = wish if wish is not None else (request.path if request.method == "GET" else "")
    known = bool(_OWN_PAGE.fullmatch(wish)) and wish != "/console"
    return f"{address}?{urlencode({'next': wish})}" if known else address


def _found(token: str) -> tuple[Signed | None, list[Grant]]:
    database, now = current_app.extensions["database"], moment()
    with database.read() as session:
        here = signing_in.current(session, token, now)
        held = _held(session, here)
    if here is not None and signing_in.needs_touch(here, now):
        with database.write() as session:
            sign_ins.touch(session, here.sign_in.id, now)
    return here, held


def _held(session: Session, here: Signed | None) -> list[Grant]:
    if here is None or not here.sign_in.whole:
        return []
    return grants.of(session, here.account)
