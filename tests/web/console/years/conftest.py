"""Two closed assessments, one of the year after the other, whose findings have been found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from readiness.baseline.findings import Cell, Findings
from readiness.building import editions, kept
from readiness.fieldwork import lifecycle, undertaken
from readiness.fieldwork.setup_types import Setup
from readiness.fieldwork.undertaken import Wanted
from readiness.instrument.types import Instrument
from readiness.records import publications
from readiness.records.tables import Assessment
from tests.reporting.believable import believable
from tests.web.console.results.conftest import Find, closed, find
from tests.web.console.sharing.conftest import make

__all__ = ["closed", "find", "make"]
Publish = Callable[[Assessment], None]


@pytest.fixture
def second(app: Flask, closed: Assessment, find: Find, tiny_setup: Setup, tiny: Instrument) -> Assessment:
    """The year after, closed; the findings of both are found, and one thing was done between them."""
    find(of_year(2026))
    database, settings = app.extensions["database"], app.extensions["settings"]
    changes = {"title": "Ashdale 2027", "year": 2027, "follows": closed.code}
    with database.write() as session:
        undertaken.add(session, closed, tiny, Wanted("Two hours a month", "cardiology", "time", "Lead"))
        undertaken.add(session, closed, tiny, Wanted("A map of the way", None, None, "Head"))
        made = lifecycle.create(session, tiny_setup.model_copy(update=changes), settings)
        lifecycle.open_(session, made.code, settings, made.opens_on)
    of = lifecycle.close(database, settings, made.code, made.closes_on)
    hold(app, of, of_year(2027))
    return of


def of_year(year: int) -> Findings:
    """Findings of one year."""
    found = believable()
    ids = {one.id: id for one, id in zip(found.dimensions, ("aim", "time"), strict=False)}
    return replace(
        found,
        heading=replace(found.heading, year=year),
        dimensions=tuple(replace(one, id=ids[one.id]) for one in found.dimensions if one.id in ids),
        components=_known(found.components),
        areas=tuple(
            replace(one, dimensions=_as_asked(one.dimensions, ids), components=_known(one.components))
            for one in found.areas
        ),
        roles=tuple(replace(one, dimensions=_as_asked(one.dimensions, ids)) for one in found.roles),
        places=tuple(replace(one, dimensions=_as_asked(one.dimensions, ids)) for one in found.places),
    )


def _as_asked(cells: tuple[tuple[str, Cell], ...], ids: dict[str, str]) -> tuple[tuple[str, Cell], ...]:
    """The dimensions that the small questionnaire has, under its ids."""
    return tuple((ids[id], cell) for id, cell in cells if id in ids)


def _known(parts: tuple[tuple[str, str, Cell], ...]) -> tuple[tuple[str, str, Cell], ...]:
    return tuple(part for part in parts if part[0] == "commitment")


def hold(app: Flask, of: Assessment, findings: Findings) -> None:
    """Keep findings as if a worker had found them."""
    settings = app.extensions["settings"]
    made = replace(findings, heading=replace(findings.heading, code=of.code))
    with app.extensions["database"].read() as session:
        named = kept.key(settings, session, of)
    kept.keep(settings, named, made)


@pytest.fixture
def publish(app: Flask) -> Publish:
    """Publish what is found of a year."""

    def publishes(of: Assessment) -> None:
        findings = of_year(of.year)
        made = replace(findings, heading=replace(findings.heading, code=of.code))
        with app.extensions["database"].write() as session:
            version = publications.add(session, of, {}, "lea@example.org", 1_800_000_000)
            publications.keep(session, version.id, {"en": editions.packed(made)})

    return publishes
