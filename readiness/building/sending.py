"""Sending a round of mail, or a part of it: in a worker, at the mail server's pace."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

from readiness.config import Settings
from readiness.fieldwork.inviting import mailing
from readiness.fieldwork.inviting.mail import Postbox
from readiness.fieldwork.inviting.mailing import Pace, Run
from readiness.records import invited
from readiness.records.database import Database
from readiness.records.queue_tables import Errand
from readiness.records.tables import Assessment

SECONDS = 240
"""So long one copy of a worker sends, far less than it may live."""


def send(
    settings: Settings, errand: Errand, today: date, asked: Callable[[], bool], say: Callable[[str], None]
) -> bool:
    """Go through the people of a round; False where it was asked to end, or its time was over, before they were all."""
    database, until = Database(settings.database_url), time.monotonic() + SECONDS
    with database.read() as session:
        code = session.get_one(Assessment, errand.assessment_id).code
    made = mailing.prepared(settings, database, code, today)
    with (
        invited.opened(settings.lists, code) as people,
        invited.alone(settings.lists, code),
        Postbox(settings) as postbox,
    ):
        made.require_tested(people)
        run = made.round(people, int(errand.options["round"]), bool(errand.options["again"]))
        pace, told = Pace(settings.mail_per_minute), _Percent(run, say)
        run.go(postbox, pace, told.add, lambda: asked() or time.monotonic() > until)
    return run.whole


class _Percent:
    """Says how many of a hundred were gone through, each number once."""

    def __init__(self, run: Run, say: Callable[[str], None]) -> None:
        self._all, self._say, self._done, self._said = len(run.due), say, 0, 0

    def add(self, more: int) -> None:
        self._done += more
        percent = 100 * self._done // self._all
        if percent > self._said:
            self._said = percent
            self._say(str(percent))
