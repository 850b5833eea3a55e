"""What an address of the console is, and what of an assessment somebody can do there."""

from __future__ import annotations

from typing import NamedTuple

ANYONE = "anyone"
HALF = "whoever has given the password"
SIGNED_IN = "whoever is signed in"
MANAGE_PEOPLE = "manage people"
READ_LOG = "read the audit log"
CHANGE_SETTINGS = "change settings"
SET_UP = "set up, open and close assessments"
INVITE_STAFF = "make links and send invitations"
SEE_RATES = "see response rates"
MODERATE = "moderate comments"
SEE_RESULTS = "see results before and beyond the published report"
SEE_PUBLISHED = "see the published report"
RECORD_ACTIONS = "record what is done about results"
"""From MANAGE_PEOPLE on these are actions of `access.rights`, by their names: lists of routes import nothing."""
SETTING_UP, DRAFT, OPEN, CLOSED = "setting up", "draft", "open", "closed"
"""The stages of an assessment: not created yet, and its states."""


class Route(NamedTuple):
    """One address.

    Where it names an assessment's code, `who` is an action that must be allowed for a part of its system at least.
    """

    address: str
    name: str
    view: str
    method: str
    who: str


class Task(NamedTuple):
    """Something to do with an assessment, as its page lists it for whoever may."""

    name: str
    """Of the route, which takes the assessment's code."""
    text: str
    hint: str
    stages: tuple[str, ...]
    following: bool = False
    """Whether it is for assessments alone that follow another."""
    rare: bool = False
    """Whether it is seldom needed, and listed below the rest."""


def asked(address: str, name: str, view: str, who: str) -> tuple[Route, Route]:
    """Return the two halves of a form: the page that shows it and the one that takes it."""
    return Route(address, name, f"{view}:ask", "GET", who), Route(
        address, f"{name}_sent", f"{view}:take", "POST", who
    )
