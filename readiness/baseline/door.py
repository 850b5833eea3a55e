"""The one door from rows to figures: all that one assessment may show, found and protected at once."""

from __future__ import annotations

import hashlib
import hmac
import importlib.metadata
from collections.abc import Sequence
from dataclasses import replace

from readiness.baseline import alike, areas, comments, drivers, gaps, need, once, quality, release, system
from readiness.baseline.findings import Findings, Heading
from readiness.baseline.gate import Gate
from readiness.baseline.subject import Subject, subject
from readiness.config import FLOOR
from readiness.errors import TooFewAnswers, WrongState
from readiness.instrument.types import Instrument
from readiness.records import assessments, following, responses
from readiness.records import comments as written_comments
from readiness.records.comments import Consented
from readiness.records.database import Session
from readiness.records.tables import Assessment

SEED = 20_260_101
"""Seeds everything that is drawn by chance, so that the same answers give the same report."""


def baseline(session: Session, assessment: Assessment, instrument: Instrument, salt: str = "") -> Findings:
    """Return what may be shown of a closed assessment, always by the threshold that it was created with.

    `salt` goes into the digest of the answers: without it, who knows all answers but one could try out the last.
    """
    if assessment.state != "closed":
        raise WrongState(
            f"Assessment {assessment.code} is {assessment.state}: nobody sees a result before it closes, since a figure"
            " watched before and after one person answers gives that answer away.",
            f"Close it with `readiness assessment close {assessment.code}`.",
        )
    wave = responses.load_wave(session, assessment, instrument)
    least = max(assessment.threshold, FLOOR)
    if wave.n < least:
        raise TooFewAnswers(
            f"Too few people answered assessment {assessment.code} to show anything: fewer than {least}.",
            "Create a new assessment with a wider invitation and more time; a closed one stays closed.",
        )
    headcounts = assessments.headcounts(session, assessment)
    first, *later = following.chain(session, assessment)
    mix = assessments.headcounts(session, first) if later else None
    of_it = subject(instrument, assessments.local(session, assessment), wave, headcounts, least, mix)
    heading = _heading(session, assessment, instrument, _salted(wave.digest, salt), least, len(later))
    return findings(of_it, heading, headcounts.total, written_comments.consented(session, assessment))


def findings(
    of_it: Subject, heading: Heading, headcount: int | None, written: Sequence[Consented] = ()
) -> Findings:
    """Return the protected findings of a scored wave, and of the comments written beside it."""
    gate = Gate(heading.threshold)
    made = _made(of_it, heading, headcount, gate)
    # Seldom is anything hidden for being all alike, so all is made before asking what else that hides.
    withheld = alike.beside(of_it, made)
    if withheld:
        made = _made(of_it, heading, headcount, replace(gate, withheld=withheld))
    release.audit(of_it.people, release.seen(made), heading.threshold)
    once.audit(of_it, made, heading.threshold)
    return replace(
        made,
        quality=replace(made.quality, hidden=_hidden(made)),
        comments=comments.quoted(of_it.instrument, written, heading.threshold, heading.seed),
    )


def _made(of_it: Subject, heading: Heading, headcount: int | None, gate: Gate) -> Findings:
    pushing, explained = drivers.drivers(of_it, heading.seed)
    dimensions, general = system.dimensions(of_it, gate)
    components = areas.components(of_it, gate)
    whole = {each.id: each.cell.mean for each in dimensions} | {
        part: cell.mean for part, _, cell in components
    }
    found = need.with_need(areas.beside(areas.areas(of_it, gate, heading.seed), whole), of_it, heading.seed)
    return Findings(
        heading=heading,
        n=of_it.wave.n,
        headcount=headcount,
        general=general,
        components=components,
        criterion=system.criterion(of_it, gate),
        adopted=system.adopted(of_it, gate),
        dimensions=dimensions,
        areas=found,
        roles=system.roles(of_it, gate),
        places=system.places(of_it, gate),
        organisation_types=system.answered_by(of_it, gate, "organisation_type", "organisation-type"),
        tenures=system.answered_by(of_it, gate, "tenure", "tenure"),
        barriers=areas.barriers(of_it, gate),
        role_gaps=gaps.role_gaps(of_it, gate),
        drivers=pushing,
        quality=replace(quality.quality(of_it, gate, found), explained=explained),
    )


def _hidden(found: Findings) -> int:
    """Return how many groups a reader looks for in vain; whether anybody is in them does not matter."""
    in_areas = [role.n for area in found.areas if area.n is not None for role in area.roles]
    groups = (found.roles, found.places, found.organisation_types, found.tenures)
    counts = [each.n for part in groups for each in part] + [area.n for area in found.areas] + in_areas
    return counts.count(None)


def _salted(digest: str, salt: str) -> str:
    return hmac.new(salt.encode(), digest.encode(), hashlib.sha256).hexdigest()


def _heading(
    session: Session,
    assessment: Assessment,
    instrument: Instrument,
    digest: str,
    threshold: int,
    earlier: int,
) -> Heading:
    return Heading(
        code=assessment.code,
        title=assessment.title,
        system=assessments.system(session, assessment).name,
        year=assessment.year,
        opened=assessment.opened_on,
        closed=assessment.closed_on,
        instrument=instrument.id,
        version=instrument.version,
        instrument_hash=instrument.digest,
        language=instrument.language,
        simulated=assessment.simulated,
        threshold=threshold,
        software=importlib.metadata.version("readiness"),
        data_digest=digest,
        seed=SEED,
        earlier=earlier,
    )
