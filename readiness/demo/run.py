"""The demonstration from nothing to three years of answers, a report and an open survey."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from readiness.baseline.door import baseline
from readiness.building.years import changes_of
from readiness.config import Settings
from readiness.demo.years import years
from readiness.fieldwork import lifecycle, setup_file
from readiness.fieldwork.setup_types import Setup
from readiness.fieldwork.ways import links
from readiness.records import actions, assessments
from readiness.records.database import Database
from readiness.records.tables import Assessment
from readiness.rehearsal.crowds import Population, by_area
from readiness.rehearsal.people import THEN, Later
from readiness.rehearsal.steps import Progress, answer, moderate
from readiness.reporting.documents import change_report, report

HERE = Path(__file__).parent
SEED = 2026


@dataclass(frozen=True)
class Demonstration:
    """What the demonstration leaves behind: the newest closed assessment's report and a link to the open one."""

    code: str
    people: int
    report: Path
    change: Path
    """The report on what changed in the three years."""
    link: str
    years: tuple[str, ...]
    """Codes of the closed assessments, oldest first."""


def turnout() -> Population:
    """Return how many simulated people answer the baseline for each area, and in which places they work."""
    found = tomllib.loads((HERE / "turnout.toml").read_text("utf-8"))
    return Population(areas=found["areas"], places=found["places"])


def everybody() -> int:
    """Return how many answer in all years together."""
    return turnout().size + sum(year.people(turnout()).size for year in years())


def run(settings: Settings, database: Database, today: date, progress: Progress) -> Demonstration:
    """Let simulated people answer in three years, close each, read their comments, and report; then open the next."""
    setup, coming = setup_file.read(HERE / "system.toml", settings.surveys), years()
    opened = _years_back(today, len(coming))
    closed = [_asked(settings, database, setup, turnout(), opened, progress)]
    with database.read() as session:
        first = assessments.local(session, closed[0])
    for year in coming:
        setup = year.setup(setup, closed[-1].code)
        with database.write() as session:
            for action in year.done(closed[-1].id, opened):
                actions.add(session, action)
        opened = _years_back(today, len(coming) - year.number)
        crowd = year.people(turnout())
        closed.append(_asked(settings, database, setup, crowd, opened, progress, year.later(first)))
    out, changed = _reports(settings, database, closed[-1])
    link = _next_round(settings, database, setup, closed[-1].code, today)
    return Demonstration(closed[-1].code, everybody(), out, changed, link, tuple(one.code for one in closed))


def _asked(
    settings: Settings,
    database: Database,
    setup: Setup,
    population: Population,
    opened: date,
    progress: Progress,
    later: Later = THEN,
) -> Assessment:
    """Ask in one year, and close."""
    asked = _opened(settings, database, setup, opened)
    with database.read() as session:
        people = by_area(population, assessments.local(session, asked), SEED + later.year)
    answer(settings, database, asked, people, SEED, progress, later)
    closed = lifecycle.close(database, settings, asked.code, opened)
    moderate(settings, database, closed)
    return closed


def _opened(settings: Settings, database: Database, setup: Setup, today: date) -> Assessment:
    """Create and open an assessment as if it had begun four weeks before that day, for people to answer then."""
    days = {
        "opens_on": today - timedelta(days=28),
        "closes_on": today + timedelta(days=28),
        "year": today.year,
    }
    with database.write() as session:
        created = lifecycle.create(session, setup.model_copy(update=days), settings)
        return lifecycle.open_(session, created.code, settings, today)


def _next_round(settings: Settings, database: Database, setup: Setup, code: str, today: date) -> str:
    """Open the round after the last, for whoever looks to answer, and return its link."""
    title = {
        "title": "Innovation readiness, the year after",
        "follows": code,
        "became": (),
        "year": today.year + 1,
    }
    days = {"opens_on": today - timedelta(days=28), "closes_on": today + timedelta(days=28)}
    with database.write() as session:
        created = lifecycle.create(session, setup.model_copy(update=title | days), settings)
        opened = lifecycle.open_(session, created.code, settings, today)
        token = links.open_link(session, opened).token
    return f"{settings.base_url.rstrip('/')}/l/{token}"


def _years_back(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=min(day.day, 28))


def _reports(settings: Settings, database: Database, assessment: Assessment) -> tuple[Path, Path]:
    """Write what the newest year found, and what changed since the years before."""
    instrument = lifecycle.locked_instrument(assessment, settings)
    with database.read() as session:
        found = baseline(session, assessment, instrument, settings.secret_key)
        changes = changes_of(session, assessment.code, settings)
    folder = settings.instance / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    out = report.write(found, settings.reports, folder / report.file_name(found))
    return out, change_report.write(changes, settings.reports, folder / change_report.file_name(changes))
