"""The demonstration from nothing to a report and an open survey."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from readiness.baseline.door import baseline
from readiness.config import Settings
from readiness.fieldwork import lifecycle, setup_file
from readiness.fieldwork.ways import links
from readiness.records import assessments
from readiness.records.database import Database
from readiness.records.tables import Assessment
from readiness.rehearsal.crowds import Population, by_area
from readiness.rehearsal.steps import Progress, answer, moderate
from readiness.reporting.documents import report

HERE = Path(__file__).parent
SEED = 2026


@dataclass(frozen=True)
class Demonstration:
    """What the demonstration leaves behind: the closed assessment's report and a link to the open one."""

    code: str
    people: int
    report: Path
    link: str


def turnout() -> Population:
    """Return how many simulated people answer for each area, and in which places they work."""
    found = tomllib.loads((HERE / "turnout.toml").read_text("utf-8"))
    return Population(areas=found["areas"], places=found["places"])


def run(settings: Settings, database: Database, today: date, progress: Progress) -> Demonstration:
    """Let simulated people answer, close, read their comments, score and report; then open next year's round."""
    first = _opened(settings, database, today)
    population = turnout()
    with database.read() as session:
        people = by_area(population, assessments.local(session, first), SEED)
    answer(settings, database, first, people, SEED, progress)
    closed = lifecycle.close(database, settings, first.code, today)
    moderate(settings, database, closed)
    out = _report(settings, database, closed)
    second = _opened(settings, database, today, years_on=1)
    with database.write() as session:
        token = links.open_link(session, second).token
    return Demonstration(closed.code, population.size, out, f"{settings.base_url.rstrip('/')}/l/{token}")


def _opened(settings: Settings, database: Database, today: date, years_on: int = 0) -> Assessment:
    """Create and open the demonstration's assessment as if it had begun four weeks ago, for people to answer now."""
    written = setup_file.read(HERE / "system.toml", settings.surveys)
    title = written.title if not years_on else "Innovation readiness, the year after"
    setup = written.model_copy(
        update={
            "title": title,
            "year": today.year + years_on,
            "opens_on": today - timedelta(days=28),
            "closes_on": today + timedelta(days=28),
        }
    )
    with database.write() as session:
        created = lifecycle.create(session, setup, settings)
        return lifecycle.open_(session, created.code, settings, today)


def _report(settings: Settings, database: Database, assessment: Assessment) -> Path:
    instrument = lifecycle.locked_instrument(assessment, settings)
    with database.read() as session:
        found = baseline(session, assessment, instrument, settings.secret_key)
    out = settings.instance / "reports" / f"baseline-{assessment.year}-{assessment.code}.pdf"
    out.parent.mkdir(parents=True, exist_ok=True)
    return report.write(found, settings.reports, out)
