"""Trying an assessment out: simulated people answer it in a database of their own, and its documents are made.

Nothing of a trial can reach real answers: its database lies in a folder of its own that is removed at the end, whatever
happens, with a key of its own; it is never given the settings' database. Its assessment is marked as simulated, which
every page of every document says, and the names of its files begin with the word.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from readiness.baseline.door import baseline
from readiness.baseline.findings import Findings
from readiness.baseline.planning import Asked, Rates
from readiness.baseline.planning.turnout import numbers
from readiness.config import Settings
from readiness.errors import ReadinessError, TooFewAnswers
from readiness.fieldwork import lifecycle
from readiness.fieldwork.setup_file import Setup
from readiness.records.database import Database
from readiness.records.tables import Assessment
from readiness.rehearsal.crowds import by_headcounts
from readiness.rehearsal.people import Person
from readiness.rehearsal.steps import Progress, answer, moderate
from readiness.reporting import files, kinds

MOST = 10_000
"""More people than this would take minutes, and change nothing of what a report looks like."""
CODE = "simulated"
"""The code of the assessment that is tried out; real ones are drawn by chance and hold no i and no l."""
SEED_OF_NOISE = "for answers that nobody gave, and for nothing else"
"""Not secret: the same trial must give the same documents."""


@dataclass(frozen=True)
class Trial:
    """What is to be tried out: who asks what, which simulated people answer, and by which seed."""

    setup: Setup
    asked: Asked
    people: tuple[Person, ...]
    seed: int


def prepared(setup: Setup, asked: Asked, rates: Rates, seed: int) -> Trial:
    """Draw who will answer, or say why there is nothing to try."""
    counts = asked.headcounts
    if not (counts.roles or counts.areas):
        raise ReadinessError(
            "No headcount is known, so it is not known how many people would answer.",
            "Add headcounts to the set-up: rough numbers by role and clinical area are enough.",
        )
    _require_bounded(asked, rates)
    people = tuple(by_headcounts(asked, rates, seed))
    if len(people) < asked.threshold:
        raise TooFewAnswers(
            f"Only {len(people)} simulated people would answer, and {asked.threshold} are needed for a report.",
            "Try a higher response rate, or mend the headcounts.",
        )
    return Trial(setup, asked, people, seed)


def run(
    settings: Settings,
    trial: Trial,
    out: Path,
    progress: Progress,
    told: Callable[[str], None] = lambda _: None,
) -> list[Path]:
    """Let the people answer, close, score, and write every document into the new folder `out`, whole or not at all.

    `progress` is told how many people more have answered, then `told` the name of each document that is made.
    """
    files.require_new_folder(out)
    made = {}
    for name, data in _documents(found(settings, trial, progress), settings.reports):
        made[name] = data
        told(name)
    written = files.write_folder(out, made)
    return [written / name for name in made]


def found(settings: Settings, trial: Trial, progress: Progress, within: Path | None = None) -> Findings:
    """Let the people answer, close and score, in a folder of its own that is removed, and return what was found."""
    with tempfile.TemporaryDirectory(prefix="readiness-trial-", dir=within) as folder:
        own = _apart(settings, Path(folder))
        database = Database(own.database_url)
        try:
            database.upgrade()
            return _found(own, database, trial, progress)
        finally:
            database.dispose()


def _apart(settings: Settings, folder: Path) -> Settings:
    """Return settings with which nothing outside the folder can be read or changed but questionnaires and reports."""
    return replace(
        Settings(instance=folder, surveys=settings.surveys, reports=settings.reports),
        secret_key=SEED_OF_NOISE,
        threshold=settings.threshold,
    )


def _found(settings: Settings, database: Database, trial: Trial, progress: Progress) -> Findings:
    """Return the protected findings of what the people answered."""
    opened = _opened(settings, database, trial)
    answer(settings, database, opened, trial.people, trial.seed, progress)
    closed = lifecycle.close(database, settings, opened.code, trial.setup.closes_on)
    moderate(settings, database, closed)
    instrument = lifecycle.locked_instrument(closed, settings)
    with database.read() as session:
        told = baseline(session, closed, instrument, settings.secret_key)
    if trial.setup.follows is None:
        return told
    return replace(told, heading=replace(told.heading, earlier=None))


def _opened(settings: Settings, database: Database, trial: Trial) -> Assessment:
    """Create and open the assessment on its own first day; it is asked by an open link, whatever the real one is.

    The years that it follows are not in its database: it is tried out by itself.
    """
    alone = {"simulated": True, "links": "open", "follows": None, "became": ()}
    setup = trial.setup.model_copy(update=alone)
    with database.write() as session:
        created = lifecycle.create(session, setup, settings)
        created.code = CODE
        session.flush()
        return lifecycle.open_(session, CODE, settings, setup.opens_on)


def _documents(found: Findings, reports: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every document that there is, by its file's name; of areas that are not shown there is none."""
    shown = [area.id for area in found.areas if area.n is not None]
    for kind in (one for one in kinds.KINDS.values() if not one.of_years):
        for area in shown if kind.of_area else [""]:
            named = "" if kind.id == kind.suffix else kind.stem(found.heading.baseline)
            name = "-".join(filter(None, (CODE, named, area)))
            yield f"{name}.{kind.suffix}", kinds.make(found, reports, kind.id, {"area": area} if area else {})


def _require_bounded(asked: Asked, rates: Rates) -> None:
    there = numbers(asked)
    expected = sum(
        n * rates.of(role.id) for n, role in zip(there.tolist(), asked.instrument.roles, strict=True)
    )
    if expected > MOST:
        raise ReadinessError(
            f"About {round(expected):,} simulated people would answer, and {MOST:,} are the most that are tried out.",
            f"Try a rate of {100 * MOST / max(int(there.sum()), 1):.2g}% or less: the report looks the same.",
        )
