"""A form does its work once, however often it arrives: after a double click, a refresh, a retry or long after.

Every form that is drawn carries a key of its own. Where such a form has done its work, the hash of all that was sent
is kept, in the very transaction of the work where that is in the database. What comes again is answered as it was the
first time; where something else was done at the same place since, it undoes nothing, and whoever sees it is told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app, g, request

from readiness.access import keys
from readiness.access.acting import Acting
from readiness.access.faults import Refused
from readiness.errors import ReadinessError
from readiness.records import taken
from readiness.records.database import Session
from readiness.records.taken import Taken
from readiness.web.console import forms, gate
from readiness.web.respond.gone import FormRefused


class Done(ReadinessError):
    """The form has done its work before."""

    def __init__(self, led_to: str) -> None:
        super().__init__("This form has been sent before; it was not done again.")
        self.led_to = led_to


def took(form: type[forms.OwnForm], again: bool = False) -> Any:
    """Return a form that was sent; one that has done its work before is answered as then, unless `again` is told."""
    sent = forms.took(form)
    if not sent.key:
        raise FormRefused()
    g.sent = _hashed("kept")
    if not again:
        with current_app.extensions["database"].read() as session:
            _require_new(taken.found(session, g.sent))
    return sent


@contextmanager
def desk(led_to: str) -> Iterator[Acting]:
    """Give the transaction in which the form does its work, and is taken in; `led_to` is where it leads."""
    with gate.desk() as acting:
        _take(acting.session, led_to, acting.now)
        yield acting


@contextmanager
def claimed(led_to: str) -> Iterator[None]:
    """Take the form in before work that is in no transaction of ours, and let it be sent again where that fails."""
    database = current_app.extensions["database"]
    with database.write() as session:
        _take(session, led_to, gate.moment())
    try:
        yield
    except BaseException:
        with database.write() as session:
            taken.forget(session, g.sent)
        raise


def secret() -> str:
    """Return what whoever sent this very form alone could know: the same when it comes again."""
    return _hashed("secret").hex()


def leads(acting: Acting, address: str) -> None:
    """Say where the form leads, where that shows only after its work."""
    taken.lead(acting.session, g.sent, address)


def _take(session: Session, led_to: str, now: int) -> None:
    if not taken.take(session, g.sent, request.path[:200], led_to, now):
        _require_new(taken.found(session, g.sent))


def _require_new(before: Taken | None) -> None:
    if before is None:
        return
    if before.newest:
        raise Done(before.led_to)
    raise Refused(
        "This was sent before, and something else was done here since, so it was not done again.",
        "Go back and load the page anew to see how it stands.",
    )


def _hashed(purpose: str) -> bytes:
    """Return a hash of all that was sent; the key of the form in it is known to nobody else."""
    parts = [purpose, request.path, repr(sorted(request.form.items(multi=True)))]
    for name, file in sorted(request.files.items(multi=True)):
        parts += [name, str(file.filename), hashlib.sha256(file.stream.read()).hexdigest()]
        file.stream.seek(0)
    return keys.hashed("\n".join(parts))
