"""Every address of the console, with who may open it; the gate asks this list and lets nobody else in."""

from __future__ import annotations

from typing import NamedTuple

ANYONE = "anyone"
HALF = "whoever has given the password"
SIGNED_IN = "whoever is signed in"
MANAGE_PEOPLE = "manage people"
READ_LOG = "read the audit log"
"""The last two are actions of `access.rights`, by their names, so that this list imports nothing."""


class Route(NamedTuple):
    """One address."""

    address: str
    name: str
    view: str
    method: str
    who: str


def _asked(address: str, name: str, view: str, who: str) -> tuple[Route, Route]:
    """Return the two halves of a form: the page that shows it and the one that takes it."""
    return Route(address, name, f"{view}:ask", "GET", who), Route(
        address, f"{name}_sent", f"{view}:take", "POST", who
    )


ROUTES = (
    Route("/", "home", "home:show", "GET", SIGNED_IN),
    *_asked("/sign-in", "sign_in", "signing_in", ANYONE),
    *_asked("/sign-in/code", "code", "code", HALF),
    Route("/sign-out", "sign_out", "leaving:sign_out", "POST", HALF),
    Route("/signed-out", "signed_out", "leaving:signed_out", "GET", ANYONE),
    Route("/join/<token>", "link", "joining:follow", "GET", ANYONE),
    *_asked("/join", "join", "joining", ANYONE),
    *_asked("/forgotten", "forgotten", "forgotten", ANYONE),
    *_asked("/authenticator", "authenticator", "authenticator", HALF),
    Route("/account", "account", "account:show", "GET", SIGNED_IN),
    *_asked("/account/password", "password", "password", SIGNED_IN),
    *_asked("/account/recovery-codes", "recovery", "recovery", SIGNED_IN),
    Route("/account/sign-out-everywhere", "everywhere", "leaving:everywhere", "POST", SIGNED_IN),
    Route("/log", "log", "log:show", "GET", SIGNED_IN),
    Route("/log.csv", "log_csv", "log:as_csv", "GET", READ_LOG),
    Route("/people", "people", "people:show", "GET", MANAGE_PEOPLE),
    *_asked("/people/invite", "invite", "inviting", MANAGE_PEOPLE),
    Route("/people/<int:number>", "person", "people:one", "GET", MANAGE_PEOPLE),
    *_asked("/people/<int:number>/reset", "reset", "resetting", MANAGE_PEOPLE),
    *_asked("/people/<int:number>/deactivate", "deactivate", "deactivating", MANAGE_PEOPLE),
    *_asked("/people/<int:number>/right", "role", "choosing", MANAGE_PEOPLE),
    *_asked("/people/<int:number>/right/<role>/<int:system>", "give", "giving", MANAGE_PEOPLE),
    *_asked("/rights/<int:number>/approve", "approve", "approving", MANAGE_PEOPLE),
    *_asked("/rights/<int:number>/take-back", "take_back", "taking_back", MANAGE_PEOPLE),
)
