"""What all these pages ask first: is the assessment at that stage, and does it ask people in like that?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response, current_app, url_for

from readiness.access.faults import Missing, Refused, Unfit
from readiness.config import Settings
from readiness.errors import DatabaseAway, ReadinessError, WrongSetting
from readiness.fieldwork.inviting.mail import MailServerAway
from readiness.records.database import Database
from readiness.records.tables import Assessment
from readiness.web.console import failing, gate, once, scoped, telling
from readiness.web.console.drawing import Link

NOT_SET_UP = "This website is not set up for that yet."
WAYS = {"open": "open links", "codes": "single-use codes", "personal": "personal links"}
PAGES = {"open": "links", "codes": "codes", "personal": "invited"}
"""The page of each way of asking people in."""


def lead(code: str) -> Response:
    """Lead on to the page of the way in which this assessment asks people in."""
    return gate.leading(url_for(f"console.{PAGES[unclosed().mode]}", code=code))


def unclosed(mode: str = "") -> Assessment:
    """Return the assessment, which is not closed yet and asks people in that way where one is named."""
    found = scoped.require_stage("draft", "open")
    if mode and found.mode != mode:
        raise Refused(
            f"This assessment asks people in by {WAYS[found.mode]}, not by {WAYS[mode]}.",
            "Go to the assessment's page: it lists what can be done.",
        )
    return found


def about() -> str:
    """Return how the log names what this page is about."""
    return f"assessment {scoped.here().code}"


def back() -> Link:
    """Return the way back to the assessment's own page."""
    return scoped.here().title, url_for("console.assessment", code=scoped.here().code)


def database() -> Database:
    """Return the database."""
    found: Database = current_app.extensions["database"]
    return found


def settings() -> Settings:
    """Return how this installation runs."""
    found: Settings = current_app.extensions["settings"]
    return found


@contextmanager
def said() -> Iterator[None]:
    """Let what cannot be done be told on a page, with what to do about it."""
    try:
        yield
    except (gate.SignedOut, Refused, Unfit, Missing, DatabaseAway, once.Done):
        raise
    except (MailServerAway, WrongSetting) as error:
        told = failing.noted(error)
        raise Refused(told.plain or NOT_SET_UP, failing.more(told)) from error
    except ReadinessError as error:
        raise Refused(error.message, telling.remedy(error)) from error
