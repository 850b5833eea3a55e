"""A closed assessment whose results may be published, and a worker that needs no time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from readiness.building.cache import Cache
from readiness.fieldwork import lifecycle
from readiness.instrument.types import Instrument
from readiness.records import builds, responses
from readiness.records.responses import AnswerSet
from readiness.records.tables import Assessment
from readiness.reporting import kinds

NAME = "Moira"
PEOPLE = 16


@pytest.fixture
def closed(app: Flask, assessment: Assessment, tiny: Instrument) -> Assessment:
    """The small assessment, closed; sixteen people answered, fourteen of them with words that may be quoted."""
    people = [
        AnswerSet(
            strata={"role": "nurse"},
            comments=(("would-help", f"Ask {NAME} about rota number {i}. More staff."),),
            quotable=i < PEOPLE - 2,
        )
        for i in range(PEOPLE)
    ]
    database, settings = app.extensions["database"], app.extensions["settings"]
    with database.write() as session:
        responses.add(session, assessment, tiny, people)
    return lifecycle.close(database, settings, assessment.code, assessment.closes_on)


@pytest.fixture
def make(app: Flask) -> Callable[[], int]:
    """Let a worker make all that was asked for, each document of a few bytes; return how many."""

    def made() -> int:
        database, done = app.extensions["database"], 0
        while True:
            with database.write() as session:
                build = builds.take(session, "tests", 0, 60)
                if build is None:
                    return done
                key = f"{build.id:064x}"
                if build.kind in builds.ON_SCREEN:
                    builds.done(session, build.id, "tests", key, 0)
                    continue
                suffix = kinds.KINDS[build.kind].suffix
                data = f"<!doctype html><p>{build.kind} {sorted(build.options.items())}"
                Cache.of(app.extensions["settings"]).keep(key, suffix, data.encode())
                builds.done(session, build.id, "tests", key, 0)
                done += 1

    return made


def address(of: Assessment, rest: str = "") -> str:
    """Return the address of a page of the assessment."""
    return f"/console/assessments/{of.code}{rest}"
