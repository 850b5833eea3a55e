"""A lead, and the small assessment in each way of asking people in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from readiness.building import child, courier, worker
from readiness.records import audit
from readiness.records.database import Database
from readiness.records.tables import Assessment, Response

BOTH = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
CODES = pytest.mark.parametrize("mode", ["codes"], indirect=True)
PERSONAL = pytest.mark.parametrize("mode", ["personal"], indirect=True)


@pytest.fixture
def at(assessment: Assessment) -> str:
    """The address of the small assessment, which is open."""
    return f"/console/assessments/{assessment.code}"


@pytest.fixture
def acts(app: Flask) -> Callable[[], list[str]]:
    """What the log says that was done, oldest first."""

    def done() -> list[str]:
        with app.extensions["database"].read() as session:
            return [entry.action for entry in audit.entries(session)]

    return done


@pytest.fixture
def answered(database: Database, assessment: Assessment) -> Callable[..., None]:
    """Let people have answered."""

    def add(number: int, **of: Any) -> None:
        kept = {"role": "nurse", "place": "north", "answers": {}, "areas": {}, **of}
        with database.write() as session:
            for _ in range(number):
                session.add(
                    Response(
                        assessment_id=assessment.id,
                        version=assessment.version,
                        instrument_hash=str(assessment.instrument_hash),
                        **kept,
                    )
                )

    return add


@pytest.fixture
def work(app: Flask, monkeypatch: pytest.MonkeyPatch, today: Any) -> Callable[[], None]:
    """Let a worker do all that waits, on the day on which the small assessment takes answers."""
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(child, "NICE", 0)

    def works() -> None:
        monkeypatch.setattr(courier, "_today", lambda: app.config["NOW"]().date())
        worker.Worker(app.extensions["settings"], 1).run(until_idle=True)

    return works
