"""Deleting drafts that nothing can open any more: those of open links whose device was idle, without a resume code.

Only the sealed draft knows when it was last saved. So no moment is kept beside it, but a count: how many daily sweeps
have found it as it was. A day without a beginning or a worker has no sweep. What was saved starts at none again; what
several sweeps have found untouched has lain there for longer than a device opens it, and goes with all others alike.
"""

from __future__ import annotations

from datetime import date

from readiness.config import Settings
from readiness.records import assessments, attempts, drafts
from readiness.records.database import Session
from readiness.records.tables import Assessment

_MINUTES = 24 * 60


def sweep(session: Session, settings: Settings, assessment: Assessment, today: date) -> None:
    """Sweep the drafts of an assessment, unless that was done today."""
    key, day = f"sweep {assessment.id}", today.toordinal()
    if assessment.mode != "open" or attempts.latest(session, key) == day:
        return
    if attempts.counted(session, assessment, key, day) == 1:
        # What two have found, the third removes: two may be minutes apart, at midnight, but three take a day.
        drafts.sweep(session, assessment, 2 + settings.idle_minutes // _MINUTES)


def sweep_all(session: Session, settings: Settings, today: date) -> None:
    """Sweep the drafts of every assessment that takes answers."""
    for one in assessments.all(session):
        if one.state == "open":
            sweep(session, settings, one, today)
