"""What a worker does: finding what documents are made of, and making them. Imports all that draws and counts."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from readiness.baseline.door import baseline
from readiness.baseline.findings import Findings
from readiness.baseline.seen import narrowed
from readiness.baseline.years import Changes
from readiness.building import Order, editions, kept
from readiness.building.cache import Cache
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.fieldwork import lifecycle
from readiness.instrument.language import require, spoken
from readiness.records import assessments, builds
from readiness.records.database import Database, Session
from readiness.records.tables import Assessment
from readiness.reporting import claims, kinds, stages

ALONE = "alone"
"""The option of an area's documents before all is published: the area's own figures and none beside them."""
SHOWN = ("area", ALONE)


@dataclass(frozen=True, slots=True)
class Found:
    """Findings, and the builds that had been asked for when they were read: for these they are new enough."""

    findings: Findings
    asked: frozenset[int]
    key: str = ""
    """Under which the findings are kept."""


def findings_of(session: Session, code: str, settings: Settings, language: str | None = None) -> Findings:
    """Return the protected findings of a closed assessment, named in a language of its questionnaire."""
    of = assessments.by_code(session, code)
    instrument = lifecycle.locked_instrument(of, settings)
    require(instrument, language)
    return baseline(session, of, spoken(instrument, language), settings.secret_key)


def found_now(assessment_id: int, settings: Settings, language: str = "") -> Found:
    """Return the findings with the builds that they are new enough for, which are looked up first.

    Findings that are kept and still hold are not found a second time; new ones are kept. Their key is looked up before
    them: were anything changed in between, its key would be another, and nobody would read them under this one.
    """
    database = Database(settings.database_url)
    try:
        with database.read() as session:
            asked = frozenset(builds.waiting_of(session, assessment_id))
            of = session.get_one(Assessment, assessment_id)
            named = kept.key(settings, session, of, language)
            known = kept.kept_findings(settings, session, of, language)
            found = known or findings_of(session, of.code, settings, language or None)
    finally:
        database.dispose()
    if known is None:
        kept.keep(settings, named, found, language)
    return Found(found, asked, named)


def found_then(assessment_id: int, settings: Settings, language: str, edition: int) -> Found:
    """Return the findings of a publication, which stay as they were, with the builds that wait for some."""
    database = Database(settings.database_url)
    try:
        with database.read() as session:
            asked = frozenset(builds.waiting_of(session, assessment_id))
            of = session.get_one(Assessment, assessment_id)
            instrument = lifecycle.locked_instrument(of, settings)
            require(instrument, language or None)
        found = editions.filled(database, edition, settings)
    finally:
        database.dispose()
    return Found(found[language or instrument.language], asked)


def made(
    findings: Findings, settings: Settings, kind: str, options: Mapping[str, str], say: Callable[[str], None]
) -> str:
    """Make a document, unless it lies in the cache already, and return the key under which it lies there.

    Of the build's options only those that say what of the findings is shown go into the document.
    """
    if ALONE in options:
        findings = narrowed(findings, options["area"])
    options = {name: value for name, value in options.items() if name in SHOWN}
    named = key(findings, settings.reports, kind, options)
    return lies_there(named, findings, settings, kind, options, say)


def lies_there(
    named: str,
    found: Findings | Changes,
    settings: Settings,
    kind: str,
    options: Mapping[str, str],
    say: Callable[[str], None],
) -> str:
    """Make a document, unless it lies in the cache under this key, and return the key."""
    cache, suffix = Cache.of(settings), kinds.known(kind).suffix
    if cache.found(named, suffix) is None:
        with stages.heard(say), _Complaints() as complaints:
            data = kinds.make(found, settings.reports, kind, options)
        complaints.check()
        cache.keep(named, suffix, data)
    return named


def holds(session: Session, of: Assessment, order: Order, named: str | None, settings: Settings) -> bool:
    """Say whether a document of now, made under this key, would be the same if it were made again.

    Nothing is worked out for that: where the findings are not kept it is not known, and so a document is made anew, and
    so is one of several years.
    """
    apart = order.edition or kinds.known(order.kind).of_years
    known = None if apart else kept.kept_findings(settings, session, of, order.language)
    if known is None:
        return False
    options = order.options
    findings = narrowed(known, options["area"]) if ALONE in options else known
    shown = {name: value for name, value in options.items() if name in SHOWN}
    return key(findings, settings.reports, order.kind, shown) == named


def key(findings: Findings, reports: Path, kind: str, options: Mapping[str, str]) -> str:
    """Return the digest of all that a document's bytes depend on."""
    said = asdict(claims.claim(findings, reports, kind, options))
    text = f"{claims.digest(findings)} {sorted(said.items())!r}"
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


class _Complaints(logging.Handler):
    """What the page maker complains of: it leaves out a picture that it cannot draw, and goes on."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())

    def __enter__(self) -> _Complaints:
        logging.getLogger("weasyprint").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("weasyprint").removeHandler(self)

    def check(self) -> None:
        """Refuse a document with something left out."""
        if self.said:
            raise ReadinessError(
                f"The document would be incomplete: {self.said[0][:200]}.",
                "Mend the reports folder, or give builds more memory by `build_memory`, and try again.",
            )
