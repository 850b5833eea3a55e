"""Working out what several years' findings say side by side, in a worker: imports all that counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from readiness.baseline.findings import AreaFinding, Findings, GroupFinding
from readiness.baseline.seen import narrowed
from readiness.baseline.years import Changes, Round, changes, history
from readiness.building import editions, moved
from readiness.building.making import found_now
from readiness.building.moved import ALL, Own, View
from readiness.building.years import asked_in
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.fieldwork import lifecycle, publishing
from readiness.records.database import Database, Session
from readiness.records.tables import Assessment


def make(settings: Settings, assessment_id: int, options: Mapping[str, str]) -> str:
    """Work it out, unless it is kept already, keep it, and return its key.

    The key is looked up first: were anything changed in between, its key would be another.
    """
    view, language = moved.view_of(options), options.get("language", "")
    database = Database(settings.database_url)
    try:
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
            moved.keep(settings, _slim(made), view, language, named)
    finally:
        database.dispose()
    return named


def _publication(session: Session, one: Assessment, view: View) -> int:
    found = None if view == ALL else publishing.published(session, one)
    return found.id if found else 0


def _findings(
    database: Database, settings: Settings, one: Assessment, publication: int, language: str
) -> Findings:
    """Return a year's findings: as published, or as found now; in its own language where the other was not asked."""
    instrument = lifecycle.locked_instrument(one, settings)
    wanted = language if language in instrument.languages else instrument.language
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
            "There are no two years that may be set side by side.", "Publish the results of the year before."
        )
    nothing = next(iter(found.values()))  # of years that are not set side by side nothing is read
    rounds = history.rounds(
        session, chain[-1], lambda one: found.get(one.id, nothing), asked_in(settings, language)
    )
    rounds = rounds[-len(chain) :]
    done = history.done(session, chain[-1])
    if not view.area:
        return changes(rounds, done)
    own = moved.areas(session, chain, view.area)
    alone = [_alone(one, areas) for one, areas in zip(rounds, own, strict=True)]
    made = changes(alone, [one for one in done if one.area in own[-2].shown])
    return replace(made, lines=tuple(line for line in made.lines if line.kind == "area"))


def _alone(one: Round, own: Own) -> Round:
    """Return a year with an area's own figures; what it came from and may not be seen stays by its name."""
    names = (AreaFinding(each.id, each.name, None, None) for each in one.findings.areas)
    hidden = (each for each in names if each.id in own.every - own.shown)
    found = narrowed(one.findings, *own.shown)
    return replace(one, findings=replace(found, areas=(*found.areas, *hidden)))


def _slim(made: Changes) -> Changes:
    """Return it with no more of each year's findings than names: every figure to be shown is in its lines."""
    return replace(made, rounds=tuple(_named(one) for one in made.rounds))


def _named(one: Round) -> Round:
    found = one.findings
    names = replace(
        narrowed(found),
        areas=tuple(AreaFinding(each.id, each.name, None, None) for each in found.areas),
        places=tuple(GroupFinding(each.id, each.name, None, None) for each in found.places),
    )
    return replace(one, findings=names, statements={}, own={})
