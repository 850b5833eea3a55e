"""Why something failed that a worker or another server was to do: in plain words, with a number for the operator."""

from __future__ import annotations

import logging
import secrets
from typing import NamedTuple

from readiness.access.rights import Action
from readiness.building import problems
from readiness.errors import ReadinessError
from readiness.web.console import gate

LOG = logging.getLogger(__name__)


class Failure(NamedTuple):
    """What whoever asked for it may read."""

    plain: str
    """Nothing where no plain word can be said."""
    reference: str
    """By which whoever runs the server finds all of it in the log."""
    whole: str
    """All that is known, for administrators alone."""


def of_work(queue: str, number: int, problem: str) -> Failure:
    """Return what may be told of work that failed; the worker has logged it."""
    why = problems.why(queue, number, problem)
    return Failure(why.plain, why.reference, problem if gate.may(Action.MANAGE_PEOPLE) else "")


def noted(error: ReadinessError) -> Failure:
    """Log what failed while somebody waits for a page, and return what may be told of it."""
    named = reference()
    LOG.error("%s: %s", named, error)
    return Failure(problems.plain(str(error)), named, str(error) if gate.may(Action.MANAGE_PEOPLE) else "")


def reference() -> str:
    """Return a new number by which one failure is found in the log."""
    return f"page-{secrets.token_hex(4)}"


def more(failure: Failure) -> str:
    """Say where whoever runs the server finds the rest."""
    whole = f" It says: {failure.whole}" if failure.whole else ""
    return f"Ask whoever runs this server, who finds more in its log under {failure.reference}.{whole}"
