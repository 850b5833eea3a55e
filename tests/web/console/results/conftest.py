"""A closed assessment whose findings have been found, and people who read them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from readiness.baseline.findings import Findings
from readiness.building import editions, kept
from readiness.fieldwork import lifecycle
from readiness.records import publications, responses
from readiness.records.responses import AnswerSet
from readiness.records.tables import Assessment
from tests.reporting.believable import believable
from tests.web.visitor import Visitor

PAGES = (
    "",
    *("/need", "/map", "/areas/cardiology", "/dimensions", "/dimensions/resources", "/roles", "/barriers"),
    *("/priorities", "/innovations", "/words", "/method"),
)
Find = Callable[..., Findings]


@pytest.fixture
def closed(app: Flask, assessment: Assessment, tiny: object) -> Assessment:
    """The small assessment, answered by enough people and closed."""
    database, settings = app.extensions["database"], app.extensions["settings"]
    with database.write() as session:
        sets = [AnswerSet({"role": "nurse"}, {"aim-1": 1 + i % 3}) for i in range(20)]
        responses.add(session, assessment, tiny, sets)  # type: ignore[arg-type]
    return lifecycle.close(database, settings, assessment.code, date(2026, 11, 30))


@pytest.fixture
def find(app: Flask, closed: Assessment) -> Find:
    """Keep findings as if a worker had found them."""

    def finds(findings: Findings | None = None, language: str = "") -> Findings:
        made = findings or believable()
        made = replace(made, heading=replace(made.heading, code=closed.code))
        settings = app.extensions["settings"]
        with app.extensions["database"].write() as session:
            if not language:  # others that were found before hold no longer, in no language
                session.get_one(Assessment, closed.id).revision += 1
                session.flush()
            named = kept.key(settings, session, closed, language)
        kept.keep(settings, named, made, language)
        return made

    return finds


@pytest.fixture
def publish(app: Flask, closed: Assessment) -> Callable[[Findings], None]:
    """Publish these findings."""

    def publishes(findings: Findings) -> None:
        with app.extensions["database"].write() as session:
            made = publications.add(session, closed, {}, "lea@example.org", 1_800_000_000)
            publications.keep(session, made.id, {"en": editions.packed(findings)})

    return publishes


@pytest.fixture
def base(closed: Assessment) -> str:
    """Where the results stand."""
    return f"/console/assessments/{closed.code}/results"


def everything(page: Visitor) -> str:
    """All that a page says, also to those who cannot see it, and where it leads."""
    return page.client.get(page.address, headers={"Accept-Encoding": "identity"}).get_data(as_text=True)
