"""What programs read of what has moved: what is published of it, the same for everybody, and nothing else."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from readiness.baseline.findings import Findings
from readiness.building import moved
from readiness.building.moved import ALL, PUBLISHED
from readiness.fieldwork import undertaken
from readiness.fieldwork.setup_types import Setup
from readiness.fieldwork.undertaken import Wanted
from readiness.instrument.types import Instrument
from readiness.records import builds, publications
from readiness.records.tables import Assessment
from readiness.reporting.exports.change_json import as_json
from readiness.reporting.published import printer_of
from tests.web.api.conftest import ROLES, Programs, fits
from tests.web.api.test_reading import used
from tests.web.following import a_year_later, publish_year, work_out


def address(of: Assessment) -> str:
    return f"/assessments/{of.code}/change"


def test_everybody_is_given_what_the_published_report_is_made_of(
    app: Flask, program: Programs, closed: Assessment, later: Assessment, tiny: Instrument
) -> None:
    settings = app.extensions["settings"]
    with app.extensions["database"].write() as session:
        told = Wanted("Two hours a month", "cardiology", "time", "Lead", state="done", note="All have them")
        undertaken.change(session, closed, tiny, 1, told)
    work_out(app, later, ALL)
    with app.extensions["database"].read() as session:
        published, now = (moved.changes(settings, session, later, view) for view in (PUBLISHED, ALL))
    assert published != now
    assert published is not None
    expected = json.loads(as_json(published, printer_of(published.now, settings.reports)))
    for role in ROLES:
        shape = program(role).get(address(later))
        assert shape == expected, role
    fits("ChangesFile", shape)
    assert "All have them" not in json.dumps(shape), "a note stands in no report"
    assert used(app) == [f"what moved up to {later.code}"] * len(ROLES)


def test_the_assessment_leads_to_it(program: Programs, closed: Assessment, later: Assessment) -> None:
    viewer = program("viewer")
    links = {one["code"]: one["links"] for one in viewer.get("/assessments")["items"]}
    assert links[closed.code]["change"] is None
    assert viewer.get(links[later.code]["change"])["changes"]["years"][1]["code"] == later.code


@pytest.mark.parametrize("with_moved", [True, False])
def test_before_it_is_published_nobody_is_given_it_not_even_who_leads_the_system(
    app: Flask,
    program: Programs,
    found: Findings,
    closed: Assessment,
    tiny_setup: Setup,
    tiny: Instrument,
    with_moved: bool,
) -> None:
    later = a_year_later(app, closed, tiny_setup, tiny)
    work_out(app, later, ALL)
    if not with_moved:
        publish_year(app, closed)
    publish_year(app, later, with_moved)
    for role in ROLES:
        told = program(role).get(address(later), 403)
        assert (told["type"].rpartition("/")[2], told["detail"]) == (
            "not-shown",
            "What has moved is not published.",
        )
    assert used(app) == []


def test_it_goes_with_any_of_its_years(
    app: Flask, program: Programs, closed: Assessment, later: Assessment
) -> None:
    viewer = program("viewer")
    viewer.get(address(later))
    with app.extensions["database"].write() as session:
        publications.end(session, closed, "lea@example.org", 2)
    viewer.get(address(later), 403)


def test_what_a_worker_has_not_worked_out_yet_is_asked_for_once(
    app: Flask, program: Programs, found: Findings, closed: Assessment, tiny_setup: Setup, tiny: Instrument
) -> None:
    later = a_year_later(app, closed, tiny_setup, tiny)
    for one in (closed, later):
        publish_year(app, one)
    viewer = program("viewer")
    for _ in range(2):
        response = viewer.open(address(later))
        assert (response.status_code, response.headers["Retry-After"]) == (503, "15")
    with app.extensions["database"].read() as session:
        (number,) = builds.waiting_of(session, later.id)
        assert builds.by_id(session, number).options == {"view": "published"}
    work_out(app, later, PUBLISHED)
    viewer.get(address(later))
    assert viewer.get(f"{address(later)}?language=cy", 404)["remedy"] == "It speaks: en."


def test_before_the_newer_year_closes_there_is_nothing(program: Programs, opened: Assessment) -> None:
    assert program().get(address(opened), 404)["type"].endswith("/not-yet")
