"""The part of a worker that runs errands: one at a time, in copies of the worker, beside the documents being made.

A round of mail lasts as long as the mail server's pace makes it, longer than a copy may live. So a copy sends for a
while and ends, and another goes on where it ended. It is asked to end, never cut off in the middle of a mail.
"""

from __future__ import annotations

import mmap
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from readiness.building.child import Child, Outcome
from readiness.building.errands import MAIL
from readiness.config import Settings
from readiness.records import errands
from readiness.records.database import Database
from readiness.records.queue import MOST_ATTEMPTS
from readiness.records.queue_tables import Errand

LEASE, BEAT = 60, 15
"""So many seconds an errand is a worker's own, and so often it says that it lives."""
MORE = "more"
"""What a copy says that has ended before the errand has."""
Copy = Callable[[Any], Child]


@dataclass
class Held:
    """The errand that is being run."""

    errand: Errand
    child: Child
    begun_at: int = 0
    """How far the errand was, in percent, when this copy began."""
    percent: int = 0
    said_at: float = 0.0
    ours: bool = True


class Courier:
    """Takes errands one after the other."""

    def __init__(self, settings: Settings, database: Database, name: str, copy: Copy) -> None:
        self._settings, self._database, self._name, self._copy = settings, database, name, copy
        self._held: Held | None = None
        self._stopping = False
        self._enough = mmap.mmap(-1, 1)
        """One byte that a copy shares with its worker: set, it asks the copy to end after the mail at hand."""

    @property
    def child(self) -> Child | None:
        """The copy that works now."""
        return self._held.child if self._held else None

    def anything_waits(self) -> bool:
        """Say whether any errand waits; a look takes no lock from those who answer."""
        with self._database.read() as session:
            return errands.any_free(session, int(time.time()))

    def stop(self) -> None:
        """Take nothing more, and end soon."""
        self._stopping = True
        self._enough[0] = 1

    def take(self) -> None:
        """Take the errand that has waited longest, unless one is at hand."""
        if self._held is not None or self._stopping or not self.anything_waits():
            return
        now = int(time.time())
        with self._database.write() as session:
            found = errands.take(session, self._name, now, now + LEASE)
        if found is not None:
            self._held = Held(found, self._begun(found))

    def hear(self) -> None:
        """Note how far the errand is, whether it is still ours, and what came of it."""
        held = self._held
        if held is None:
            return
        for percent in held.child.listen():
            held.percent, held.said_at = held.begun_at + (100 - held.begun_at) * int(percent) // 100, 0.0
        if held.child.outcome:
            self._held = None
            self._ended(held, held.child.outcome)
        elif held.ours and time.monotonic() - held.said_at > BEAT:
            held.said_at = time.monotonic()
            self._say(held)

    def give_back(self) -> None:
        """Leave what could not be ended in time to another worker."""
        if self._held is not None:
            self._held.child.kill()
            self._back(self._held)
            self._held = None

    def _begun(self, errand: Errand) -> Child:
        work = _send if errand.kind == MAIL else _print
        return self._copy(partial(work, self._settings, errand, self._enough))

    def _say(self, held: Held) -> None:
        until = int(time.time()) + LEASE
        with self._database.write() as session:
            held.ours = errands.keep(session, held.errand.id, self._name, until, "", held.percent)
        if not held.ours:  # called off, or another's: the mail at hand is ended first
            self._enough[0] = 1

    def _ended(self, held: Held, outcome: Outcome) -> None:
        if not held.ours:
            self._enough[0] = int(self._stopping)
        elif outcome.result == MORE and self._stopping:
            self._back(held)
        elif outcome.result == MORE:
            self._say(held)
            if held.ours:
                self._held = Held(
                    held.errand, self._begun(held.errand), held.percent, held.percent, time.monotonic()
                )
            self._enough[0] = int(self._stopping)
        else:
            self._over(held.errand, outcome)

    def _back(self, held: Held) -> None:
        with self._database.write() as session:
            errands.give_back(session, held.errand.id, self._name, counted=False)

    def _over(self, errand: Errand, outcome: Outcome) -> None:
        now = int(time.time())
        with self._database.write() as session:
            if outcome.result is not None:
                errands.done(session, errand.id, self._name, outcome.result, now)
            elif outcome.again and errand.attempts < MOST_ATTEMPTS:
                errands.give_back(session, errand.id, self._name, outcome.problem)
            else:
                errands.failed(session, errand.id, self._name, outcome.problem, now)


def _send(settings: Settings, errand: Errand, enough: mmap.mmap, say: Any) -> str:
    from readiness.building.sending import send

    return "" if send(settings, errand, _today(), lambda: bool(enough[0]), say) else MORE


def _print(settings: Settings, errand: Errand, enough: mmap.mmap, say: Any) -> str:
    from readiness.building.posters import kept

    return kept(settings, errand)


def _today() -> date:
    return date.today()
