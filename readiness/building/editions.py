"""The findings that are published: found once, kept as they were found, and what every published page is made of."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import replace

from readiness.baseline.comments import worded
from readiness.baseline.findings import Findings
from readiness.building import kept
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.fieldwork import lifecycle
from readiness.instrument.language import spoken
from readiness.instrument.types import Instrument
from readiness.records import publications
from readiness.records.database import Database, Session
from readiness.records.publication_tables import Publication
from readiness.records.tables import Assessment


def shown(session: Session, publication: Publication, language: str) -> Findings | None:
    """Return the findings of a publication in a language; None before a worker has found them."""
    found = publications.kept(session, publication.id).get(language)
    return unpacked(found.data) if found else None


def filled(database: Database, number: int, settings: Settings) -> dict[str, Findings]:
    """Return the findings of that publication by language; those that nobody has found yet are found and kept."""
    with database.read() as session:
        publication = publications.by_id(session, number)
        if publication is None or publication.ended_at is not None:
            raise ReadinessError(
                "What this was to be made of is no longer published.", "Ask for the document anew."
            )
        there = {language: unpacked(one.data) for language, one in publications.kept(session, number).items()}
        found = there or _found(session, publication, settings)
    if not there:
        with database.write() as session:
            publications.keep(session, number, {language: packed(one) for language, one in found.items()})
    return found


def _found(session: Session, publication: Publication, settings: Settings) -> dict[str, Findings]:
    """Return the findings of a publication in every language, with the figures of an earlier one if there was one.

    Two published versions then never differ in a figure, whatever this program has learnt in between.
    """
    from readiness.baseline.door import (
        baseline,
    )  # imports all that counts: whoever only reads must not wait for it

    of = session.get_one(Assessment, publication.assessment_id)
    instrument = lifecycle.locked_instrument(of, settings)
    earlier = _earlier(session, publication)
    return {
        language: _with_words(
            earlier[language] if language in earlier else baseline(session, of, named, settings.secret_key),
            named,
            publication.words,
        )
        for language in instrument.languages
        for named in (spoken(instrument, language),)
    }


def _earlier(session: Session, publication: Publication) -> dict[str, Findings]:
    for one in publications.all(session, publication.assessment_id):
        if found := publications.kept(session, one.id):
            return {language: unpacked(each.data) for language, each in found.items()}
    return {}


def _with_words(findings: Findings, instrument: Instrument, words: Mapping[str, list[str]]) -> Findings:
    return replace(findings, comments=worded(instrument, words, findings.heading.seed))


def packed(findings: Findings) -> tuple[str, bytes]:
    """Return the digest of findings, the same for the same findings, and all of them in few bytes."""
    return kept.packed(kept.as_bytes(findings))


def unpacked(data: bytes) -> Findings:
    """Return what was packed."""
    return kept.from_bytes(zlib.decompress(data))
