"""What moved up to an assessment, found from all years that are kept, and the documents that are made of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict

from readiness.baseline.findings import Findings
from readiness.baseline.years import Changes, history
from readiness.building import editions_of_years, kept
from readiness.building.making import findings_of, lies_there
from readiness.building.side_by_side import language_of, moved, rounds
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.fieldwork import lifecycle
from readiness.instrument.language import require
from readiness.records import assessments, following, publications
from readiness.records.database import Database, Session
from readiness.records.tables import Assessment
from readiness.reporting import claims
from readiness.reporting.claims import Claim


def changes_of(session: Session, code: str, settings: Settings, language: str | None = None) -> Changes:
    """Return what changed up to a closed assessment that follows another, in a language of its questionnaire.

    Years whose findings are kept are not found a second time. A year that was not asked in that language is named in
    its own.
    """

    def found(of: Assessment) -> Findings:
        instrument = lifecycle.locked_instrument(of, settings)
        wanted = language_of(instrument, language or "")
        named = "" if wanted == instrument.language else wanted
        return kept.kept_findings(settings, session, of, named) or findings_of(
            session, of.code, settings, wanted
        )

    newest = assessments.by_code(session, code)
    if following.before(session, newest) is None:
        raise ReadinessError(
            f"Assessment {code} follows no other, so there is no change to tell.",
            "Run it again a year later, as one that follows this one: `follows` in its set-up.",
        )
    require(lifecycle.locked_instrument(newest, settings), language)
    found_of = rounds(session, settings, following.chain(session, newest), found, language or "")
    return moved(found_of, history.acts(history.done(session, newest)))


def changes_claimed(session: Session, claim: Claim, settings: Settings) -> Changes:
    """Return the changes that a document claims to be made of: those of a publication, or else those of now."""
    of = assessments.by_code(session, claim.assessment)
    for publication in publications.all(session, of.id):
        found = editions_of_years.shown(session, publication, claim.language)
        if found and claims.digest_of_changes(found) == claim.figures:
            return found
    return changes_of(session, claim.assessment, settings, claim.language or None)


def made_of_years(
    assessment_id: int, settings: Settings, kind: str, options: Mapping[str, str], say: Callable[[str], None]
) -> str:
    """Make a document of what moved, unless it lies in the cache already, and return its key there.

    With the option `edition` it is made of what was published. The key holds all that its bytes depend on: every year's
    figures, what became of groups, and what was done.
    """
    database, language = Database(settings.database_url), options.get("language", "")
    try:
        with database.read() as session:
            of = session.get_one(Assessment, assessment_id)
            own = lifecycle.locked_instrument(of, settings).language
            if "edition" not in options:
                found = changes_of(session, of.code, settings, language or None)
        if "edition" in options:
            found = editions_of_years.filled(database, int(options["edition"]), settings)[language or own]
    finally:
        database.dispose()
    said = asdict(claims.claim_of_changes(found, settings.reports, kind))
    named = hashlib.sha256(repr(sorted(said.items())).encode(errors="surrogatepass")).hexdigest()
    return lies_there(named, found, settings, kind, {}, say)
