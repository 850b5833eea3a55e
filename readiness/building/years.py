"""Several years side by side, as their assessments are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict, replace

from readiness.baseline import years
from readiness.baseline.findings import Findings
from readiness.baseline.years import Changes, history
from readiness.building import kept
from readiness.building.making import findings_of, lies_there
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.fieldwork import lifecycle
from readiness.instrument.language import require, spoken
from readiness.instrument.types import Instrument
from readiness.records import assessments, following
from readiness.records.database import Database, Session
from readiness.records.tables import Assessment
from readiness.reporting import claims


def changes_of(session: Session, code: str, settings: Settings, language: str | None = None) -> Changes:
    """Return what changed up to a closed assessment that follows another, in a language of its questionnaire.

    Nobody's own words are part of it: they are of one year, and its own report quotes them. Years whose findings are
    kept are not found a second time. A year that was not asked in that language is named in its own.
    """

    def found(of: Assessment) -> Findings:
        instrument = lifecycle.locked_instrument(of, settings)
        wanted = language if language in instrument.languages else None
        named = "" if wanted in (None, instrument.language) else str(wanted)
        there = kept.kept_findings(settings, session, of, named)
        return replace(there or findings_of(session, of.code, settings, wanted), comments=())

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


def made_of_years(
    assessment_id: int, settings: Settings, kind: str, language: str, say: Callable[[str], None]
) -> str:
    """Make a document of what changed, unless it lies in the cache already, and return its key there.

    The key holds all that its bytes depend on: every year's findings, what became of groups, and what was done.
    """
    database = Database(settings.database_url)
    try:
        with database.read() as session:
            code = session.get_one(Assessment, assessment_id).code
            found = changes_of(session, code, settings, language or None)
    finally:
        database.dispose()
    said = asdict(claims.claim_of_changes(found, settings.reports, kind))
    named = hashlib.sha256(repr(sorted(said.items())).encode(errors="surrogatepass")).hexdigest()
    return lies_there(named, found, settings, kind, {}, say)
