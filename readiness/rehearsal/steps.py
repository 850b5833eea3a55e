"""What the demonstration and a trial do alike: let simulated people answer as real ones do, and read their comments."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from itertools import islice

from readiness.config import Settings
from readiness.fieldwork import lifecycle, submitting
from readiness.fieldwork.moderating import moderation
from readiness.fieldwork.moderating.cutting import without
from readiness.fieldwork.moderating.moderation import Reading
from readiness.records import assessments
from readiness.records.comments import Decision
from readiness.records.database import Database
from readiness.records.tables import Assessment
from readiness.rehearsal.people import THEN, Later, Person, answers

FEW_WORDS = 5
"""What is left of a comment with no more words than this says nothing by itself."""
TOGETHER = 50
"""So many people's answers are kept at a time: nobody else waits for this database."""
Progress = Callable[[int], None]


def answer(
    settings: Settings,
    database: Database,
    assessment: Assessment,
    people: Sequence[Person],
    seed: int,
    progress: Progress,
    later: Later = THEN,
) -> None:
    """Let these people answer; every answer is checked and kept as one from a browser is."""
    instrument = lifecycle.locked_instrument(assessment, settings)
    with database.read() as session:
        local = assessments.local(session, assessment)
    coming = answers(instrument, local, people, seed, later)
    while some := list(islice(coming, TOGETHER)):
        with database.write() as session:
            for given in some:
                submitting.submit(session, assessment, instrument, local, given, secrets.token_urlsafe(16))
        progress(len(some))


def moderate(settings: Settings, database: Database, assessment: Assessment) -> None:
    """Decide about every comment by a rule, which real people's comments must never be left to."""
    instrument = lifecycle.locked_instrument(assessment, settings)
    with database.write() as session:
        found = moderation.to_read(session, assessment, instrument)
        moderation.keep(session, {reading: judged(reading) for reading in found.readings})


def judged(reading: Reading) -> Decision:
    """Leave out each sentence in which something may tell who somebody is; withhold where little else was said."""
    rest = without(reading.comment.text, reading.clues)
    tells = rest and (not reading.clues or len(rest.split()) > FEW_WORDS)
    return moderation.show(reading, rest) if tells else moderation.withhold("person")
