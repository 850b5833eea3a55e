"""Errands: what a worker does that is made from no findings. Sending rounds of mail, and printing posters.

Asked for here and looked at here; nothing of it is done in a request.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from readiness.building.cache import Cache
from readiness.config import Settings
from readiness.errors import WrongState
from readiness.records import errands
from readiness.records.database import Session
from readiness.records.queue import ENDED, UNDERWAY
from readiness.records.queue_tables import Errand
from readiness.records.tables import Assessment

MAIL, POSTERS = "mail", "posters"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an errand is. Of a round of mail it tells how many were gone through, never who needed one."""

    number: int
    kind: str
    of: str
    """Which round of mail, or which link; empty for the posters of all links."""
    state: str
    """waiting, running, done, failed or cancelled."""
    percent: int
    problem: str
    """Why it failed, or what went wrong with the last try."""
    key: str | None
    asked_at: int

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in ENDED


def send(session: Session, assessment: Assessment, number: int, again: bool, now: int) -> Progress:
    """Ask for a round of mail; one at a time, since the next is chosen by what the one before has done."""
    options = {"round": str(number), "again": "yes" if again else ""}
    for one in errands.of(session, assessment, UNDERWAY):
        if one.kind == MAIL and one.options != options:
            raise WrongState("Mails of this assessment are being sent.", "Wait until they are all gone.")
    return _progress(errands.add(session, assessment, MAIL, options, now))


def posters(session: Session, assessment: Assessment, link: int | None, language: str, now: int) -> Progress:
    """Ask for the poster of one open link, or for those of all in one file."""
    options = {"link": str(link) if link else "", "language": language}
    return _progress(errands.add(session, assessment, POSTERS, options, now))


def listed(session: Session, assessment: Assessment, kind: str, most: int = 20) -> list[Progress]:
    """Return the latest errands of that kind, newest first."""
    found = [one for one in errands.recent(session, assessment) if one.kind == kind]
    return [_progress(one) for one in found[:most]]


def of(session: Session, assessment: Assessment, number: int) -> Progress | None:
    """Return the errand of that number, if it is one of this assessment."""
    found = errands.by_id(session, number)
    return _progress(found) if found is not None and found.assessment_id == assessment.id else None


def call_off(session: Session, number: int, now: int) -> bool:
    """Have an errand ended where it is; False where it has ended."""
    return errands.cancel(session, number, now)


def printed(settings: Settings, found: Progress) -> Path | None:
    """Return where printed posters lie; None where they are not there yet, or gone and to be asked for anew."""
    return Cache.of(settings).found(found.key, "pdf") if found.key else None


def _progress(row: Errand) -> Progress:
    of = row.options.get("round") or row.options.get("link") or ""
    return Progress(row.id, row.kind, of, row.state, row.percent, row.problem, row.key, row.asked_at)
