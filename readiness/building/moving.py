"""Working out what several years' findings say side by side, in a worker: imports all that counts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from readiness.baseline.findings import AreaFinding, Findings
from readiness.baseline.seen import narrowed
from readiness.baseline.years import Changes, Round, history
from readiness.building import editions, editions_of_years, moved, side_by_side
from readiness.building.making import found_now
from readiness.building.moved import Own, View
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.fieldwork import lifecycle, publishing
from readiness.records.database import Database, Session
from readiness.records.tables import Assessment


def make(settings: Settings, assessment_id: int, options: Mapping[str, str]) -> str:
    """Work it out, unless it is kept already, keep it, and return its key."""
    view, language = moved.view_of(options), options.get("language", "")
    database = Database(settings.database_url)
    try:
        if view.published:
            return _published(database, settings, assessment_id)
        return _now(database, settings, assessment_id, view, language)
    finally:
        database.dispose()


def _published(database: Database, settings: Settings, assessment_id: int) -> str:
    """Work out what is published in every language, and return the digest of it."""
    with database.read() as session:
        number = publishing.required(session, session.get_one(Assessment, assessment_id)).id
    found = editions_of_years.filled(database, number, settings)
    return hashlib.sha256(b"".join(map(editions_of_years.as_bytes, found.values()))).hexdigest()


def _now(database: Database, settings: Settings, assessment_id: int, view: View, language: str) -> str:
    """Work out all of it, or one area alone; the key is looked up first: were anything changed in between, its key
    would be another."""
    with database.read() as session:
        of = session.get_one(Assessment, assessment_id)
        named = moved.key(settings, session, of, view, language)
        known = moved.changes(settings, session, of, view, language)
        chain = moved.years(session, of, view)
        published = {one.id: _publication(session, one, view) for one in chain}
    if known is None:
        found = {one.id: _findings(database, settings, one, published[one.id], language) for one in chain}
        with database.read() as session:
            made = _made(session, settings, chain, found, view, language)
        moved.keep(settings, made, view, language, named)
    return named


def _publication(session: Session, one: Assessment, view: View) -> int:
    """Return of which publication an area's own figures are, where it is seen among others."""
    found = publishing.published(session, one) if view.area else None
    return found.id if found else 0


def _findings(
    database: Database, settings: Settings, one: Assessment, publication: int, language: str
) -> Findings:
    """Return a year's findings: as published, or as found now; in its own language where the other was not asked."""
    instrument = lifecycle.locked_instrument(one, settings)
    wanted = side_by_side.language_of(instrument, language)
    if publication:
        return editions.filled(database, publication, settings)[wanted]
    return found_now(one.id, settings, "" if wanted == instrument.language else wanted).findings


def _made(
    session: Session,
    settings: Settings,
    chain: Sequence[Assessment],
    found: Mapping[int, Findings],
    view: View,
    language: str,
) -> Changes:
    if len(chain) < moved.FEWEST:
        raise ReadinessError(
            "There are no two years that may be set side by side.", "Run the assessment again a year later."
        )
    rounds = side_by_side.rounds(session, settings, chain, lambda one: found[one.id], language)
    done = history.acts(history.done(session, chain[-1]))
    if not view.area:
        return side_by_side.moved(rounds, done)
    own = moved.areas(session, chain, view.area)
    alone = [_alone(one, areas) for one, areas in zip(rounds, own, strict=True)]
    made = side_by_side.moved(alone, [one for one in done if one.area in own[-2].shown])
    lines = (line for line in made.lines if line.kind == "area" and view.area in line.group.split("+"))
    return replace(made, lines=tuple(lines))


def _alone(one: Round, own: Own) -> Round:
    """Return a year with an area's own figures; what it has to do with and may not be seen stays by its name."""
    names = (AreaFinding(each.id, each.name, None, None) for each in one.findings.areas)
    hidden = (each for each in names if each.id in own.every - own.shown)
    found = narrowed(one.findings, *own.shown)
    return replace(one, findings=replace(found, areas=(*found.areas, *hidden)))
