"""A lead, and the small assessment in each way of asking people in."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from readiness.building import child, courier, worker
from readiness.records import audit
from readiness.records.database import Database
from readiness.records.tables import Assessment, Response
from tests.fieldwork.mailing.server import Server
from tests.web.console.conftest import Person

BOTH = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
CODES = pytest.mark.parametrize("mode", ["codes"], indirect=True)
PERSONAL = pytest.mark.parametrize("mode", ["personal"], indirect=True)
PEOPLE = 30
GOOD = "address,role,place\n" + "".join(f"person{n}@ashdale.example,nurse,north\n" for n in range(PEOPLE))


def file_of(lea: Person, at: str, data: bytes | str, name: str = "people.csv") -> dict[str, Any]:
    """Return what a browser would send with a file of people to invite."""
    lea.browser.get(f"{at}/people/file")
    token = lea.browser.page.xpath("//input[@name='csrf_token']/@value")[0]
    content = data.encode() if isinstance(data, str) else data
    return {"csrf_token": token, "people": (io.BytesIO(content), name)}


def upload(lea: Person, at: str, data: bytes | str, name: str = "people.csv") -> None:
    """Choose a file and send it."""
    sent = file_of(lea, at, data, name)
    lea.browser.post(f"{at}/people/file", sent, content_type="multipart/form-data")


@pytest.fixture
def mailing_app(make_app: Callable[..., Flask], server: Server) -> Flask:
    """The application, with a mail server."""
    return make_app(
        base_url="https://survey.ashdale.example",
        smtp_host="127.0.0.1",
        smtp_port=server.port,
        smtp_security="none",
        mail_from="survey@ashdale.example",
        mail_per_minute=60_000,
    )


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
