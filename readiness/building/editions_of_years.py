"""What moved, as it is published with a year's results: worked out once from what is published of each year, and kept.

Every screen, document and program that shows what moved to more than those who lead the system is made of it.
"""

from __future__ import annotations

import zlib
from functools import cache, lru_cache
from math import nan

import orjson
from pydantic import TypeAdapter

from readiness.baseline.findings import Findings
from readiness.baseline.years import Changes, history
from readiness.building import editions, kept, side_by_side
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.fieldwork import lifecycle, publishing
from readiness.records import publications
from readiness.records.database import Database, Session
from readiness.records.publication_tables import Publication
from readiness.records.tables import Assessment


def shown(session: Session, publication: Publication, language: str) -> Changes | None:
    """Return what moved as a publication shows it in a language; None before a worker has worked it out."""
    found = publications.kept_changes(session, publication.id).get(language)
    return _unpacked(found.data) if found else None


def filled(database: Database, number: int, settings: Settings) -> dict[str, Changes]:
    """Return what moved as that publication shows it, by language; what nobody has worked out yet is kept."""
    with database.read() as session:
        publication = publications.by_id(session, number)
        of = session.get_one(Assessment, publication.assessment_id) if publication else None
        years = publishing.moved(session, of) if of and publication and publication.ended_at is None else []
        versions = {one.id: publishing.required(session, one).id for one in years}
        there = publications.kept_changes(session, number)
    if publication is None or not years:
        raise ReadinessError(
            "What moved since the years before is not published with these results, or no longer.",
            "Ask for the document anew.",
        )
    if there:
        return {language: _unpacked(one.data) for language, one in there.items()}
    found = {id: editions.filled(database, version, settings) for id, version in versions.items()}
    with database.read() as session:
        made = _made(session, settings, years, found, publication)
    packed = {language: kept.packed(as_bytes(one)) for language, one in made.items()}
    with database.write() as session:
        publications.keep_changes(session, number, packed)
        there = publications.kept_changes(session, number)
    return {language: _unpacked(one.data) for language, one in there.items()}


def _made(
    session: Session,
    settings: Settings,
    years: list[Assessment],
    found: dict[int, dict[str, Findings]],
    publication: Publication,
) -> dict[str, Changes]:
    """Work out what moved in every language of the newest year; a year that was not asked in one is told in its own."""
    acts = history.acts(publication.done)

    def of_year(language: str) -> side_by_side.Found:
        def published(of: Assessment) -> Findings:
            return found[of.id][side_by_side.language_of(lifecycle.locked_instrument(of, settings), language)]

        return published

    return {
        language: side_by_side.moved(
            side_by_side.rounds(session, settings, years, of_year(language), language), acts
        )
        for language in lifecycle.locked_instrument(years[-1], settings).languages
    }


def as_bytes(found: Changes) -> bytes:
    """Return what moved as JSON, to the last digit; the same bytes for the same figures."""
    return orjson.dumps(found)


@lru_cache(kept.MOST)
def from_bytes(data: bytes) -> Changes:
    """Return what moved that was written so, in its own types."""
    told = orjson.loads(data)
    for line in told["lines"]:
        for point in line["points"]:
            point["se"] = nan if point["se"] is None else point["se"]  # JSON knows no such number
    return _adapter().validate_python(told)


def _unpacked(data: bytes) -> Changes:
    return from_bytes(zlib.decompress(data))


@cache
def _adapter() -> TypeAdapter[Changes]:
    return TypeAdapter(Changes)
