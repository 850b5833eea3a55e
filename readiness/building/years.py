"""Several years side by side, as their assessments are kept."""

from __future__ import annotations

from readiness.baseline import years
from readiness.baseline.findings import Findings
from readiness.baseline.years import Changes, history
from readiness.building import kept
from readiness.building.making import findings_of
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.fieldwork import lifecycle
from readiness.instrument.language import require, spoken
from readiness.instrument.types import Instrument
from readiness.records import assessments, following
from readiness.records.database import Session
from readiness.records.tables import Assessment


def changes_of(session: Session, code: str, settings: Settings, language: str | None = None) -> Changes:
    """Return what changed up to a closed assessment that follows another, in a language of its questionnaire.

    Years whose findings are kept are not found a second time. A year that was not asked in that language is named in
    its own.
    """

    def found(of: Assessment) -> Findings:
        instrument = lifecycle.locked_instrument(of, settings)
        wanted = language if language in instrument.languages else None
        named = "" if wanted in (None, instrument.language) else str(wanted)
        there = kept.kept_findings(settings, session, of, named)
        return there or findings_of(session, of.code, settings, wanted)

    newest = assessments.by_code(session, code)
    if following.before(session, newest) is None:
        raise ReadinessError(
            f"Assessment {code} follows no other, so there is no change to tell.",
            "Run it again a year later, as one that follows this one: `follows` in its set-up.",
        )
    require(lifecycle.locked_instrument(newest, settings), language)
    rounds = history.rounds(session, newest, found, asked_in(settings, language))
    return years.changes(rounds, history.done(session, newest))


def asked_in(settings: Settings, language: str | None) -> history.Asked:
    """Return what gives each year's questionnaire in a language, or in its own where it was not asked in that one."""

    def asked(of: Assessment) -> Instrument:
        instrument = lifecycle.locked_instrument(of, settings)
        return spoken(instrument, language if language in instrument.languages else None)

    return asked
