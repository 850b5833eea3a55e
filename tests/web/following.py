"""A second year after a small closed assessment: its findings, and what is published of both."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from readiness.baseline.findings import Cell, Findings
from readiness.baseline.years import history
from readiness.building import editions, kept, moved, moving
from readiness.building.moved import View
from readiness.fieldwork import lifecycle, publishing, undertaken
from readiness.fieldwork.setup_types import Setup
from readiness.fieldwork.undertaken import Wanted
from readiness.instrument.types import Instrument
from readiness.records import publications, responses
from readiness.records.publication_tables import Publication
from readiness.records.responses import AnswerSet
from readiness.records.tables import Assessment
from tests.reporting.believable import believable


def a_year_later(
    app: Flask, first: Assessment, setup: Setup, tiny: Instrument, **given: object
) -> Assessment:
    """The year after, closed; its findings are found, and two things were done between the years."""
    database, settings = app.extensions["database"], app.extensions["settings"]
    changes = {"title": "Ashdale 2027", "year": 2027, "follows": first.code, **given}
    with database.write() as session:
        undertaken.add(session, first, tiny, Wanted("Two hours a month", "cardiology", "time", "Lead"))
        undertaken.add(session, first, tiny, Wanted("A map of the way", None, None, "Head"))
        made = lifecycle.create(session, setup.model_copy(update=changes), settings)
        lifecycle.open_(session, made.code, settings, made.opens_on)
        responses.add(session, made, tiny, [AnswerSet({"role": "nurse"}, {"aim-1": 2})] * 20)
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


def publish_year(
    app: Flask, of: Assessment, with_moved: bool = True, languages: tuple[str, ...] = ("en",)
) -> Publication:
    """Publish what is found of a year, with what moved since those before that are published."""
    findings = of_year(of.year)
    made = {
        one: replace(findings, heading=replace(findings.heading, code=of.code, language=one))
        for one in languages
    }
    with app.extensions["database"].write() as session:
        beside = publishing.earlier(session, of) if with_moved else []
        done = history.done(session, of) if beside else []
        version = publications.add(session, of, {}, "lea@example.org", 1_800_000_000, beside, done)
        publications.keep(session, version.id, {one: editions.packed(each) for one, each in made.items()})
    return version


def work_out(app: Flask, of: Assessment, view: View) -> None:
    """Work out what moved, as a worker does."""
    moving.make(app.extensions["settings"], of.id, moved.options(view, ""))
