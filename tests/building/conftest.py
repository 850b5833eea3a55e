"""A closed assessment to build documents of, and kinds of document that take no time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from readiness import building
from readiness.building import Order, Status, child, worker
from readiness.building.making import Found
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.records import builds
from readiness.records.database import Database
from readiness.records.tables import Assessment
from readiness.reporting import kinds
from tests.reporting.believable import believable


@pytest.fixture
def closed(database: Database, assessment: Assessment) -> Assessment:
    """The small assessment, closed."""
    with database.write() as session:
        found = session.get_one(Assessment, assessment.id)
        found.state = "closed"
        return found


def refused(*_: Any) -> bytes:
    raise ReadinessError("The paper is out.", "Buy some.")


def mistaken(*_: Any) -> bytes:
    raise KeyError("of our own making")


def greedy(*_: Any) -> bytes:
    return b"%PDF" * 2**31


def endless(*_: Any) -> bytes:
    while True:
        pass


MAKERS: dict[str, tuple[Any, bool]] = {
    "note": (lambda findings, reports, options: f"%PDF {findings.n}".encode(), False),
    "leaf": (lambda findings, reports, options: f"%PDF {options['area']}".encode(), True),
    "refused": (refused, False),
    "mistaken": (mistaken, False),
    "greedy": (greedy, False),
    "endless": (endless, False),
}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kinds of document that are made in no time, or fail in one way each."""
    made = {
        name: kinds.Kind(name, name.title(), "pdf", make, of_area) for name, (make, of_area) in MAKERS.items()
    }
    monkeypatch.setattr(kinds, "KINDS", made)


@pytest.fixture
def finding(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Find figures in no time; each finding of figures writes a byte into the returned list's file."""
    import os

    reading, writing = os.pipe()
    os.set_blocking(reading, False)

    def found(assessment_id: int, language: str, edition: int, settings: Settings, say: Any) -> Found:
        os.write(writing, b"x")
        other = Database(settings.database_url)
        with other.read() as session:
            return Found(believable(), frozenset(builds.waiting_of(session, assessment_id)))

    monkeypatch.setattr(worker, "_find", found)
    return [reading]


@pytest.fixture
def work(tiny_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., worker.Worker]:
    """Let a worker do all that waits; it may use little."""
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(child, "NICE", 0)
    monkeypatch.setattr(child, "PATIENCE", 600)  # however busy the machine is, processor time decides

    def works(processes: int = 2, **limits: int) -> worker.Worker:
        made = worker.Worker(replace(tiny_settings, **limits), processes)
        made.run(until_idle=True)
        return made

    return works


@pytest.fixture
def ask(database: Database, closed: Assessment) -> Callable[..., int]:
    """Ask for a document and return its number."""

    def asks(kind: str = "note", area: str = "") -> int:
        with database.write() as session:
            return building.request(session, closed, Order(kind, area), 1_800_000_000).number

    return asks


@pytest.fixture
def look(database: Database) -> Callable[[int], Status]:
    """Return how far a build is."""

    def looks(number: int) -> Status:
        with database.read() as session:
            return building.status(session, number)

    return looks
