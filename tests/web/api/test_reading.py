"""What programs read, held to the schemas of the document."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from flask import Flask

from readiness.baseline.findings import Findings
from readiness.config import Settings
from readiness.fieldwork import lifecycle, rates
from readiness.instrument.load import load_version
from readiness.records import audit, builds, publications, responses
from readiness.records.responses import AnswerSet
from readiness.records.tables import Assessment
from readiness.reporting.exports.json import as_json
from tests.web.api.conftest import Desk, Program, Programs, fits, publish
from tests.web.console.conftest import VIEWER


def test_the_list_leads_to_all_else(program: Programs, published: Findings) -> None:
    lead = program()
    listed = lead.get("/assessments")
    fits("Assessments", listed)
    (entry,) = listed["items"]
    assert (entry["title"], entry["system"], entry["state"]) == ("Ashdale 2026", "Ashdale", "closed")
    assert (listed["total"], listed["next"], entry["published"]) == (1, None, True)
    links = entry["links"]
    assert links.pop("change") is None, "it is the first year"
    for name, address in links.items():
        shape = lead.get(address)
        fits({"self": "Assessment", "findings": "FindingsFile"}.get(name, name.title()), shape)


def test_one_assessment_names_its_parts(program: Programs, draft_assessment: Assessment) -> None:
    shape = program("viewer").get(f"/assessments/{draft_assessment.code}")
    fits("Assessment", shape)
    assert [one["id"] for one in shape["areas"]] == ["cardiology", "respiratory", "diabetes"]
    assert [one["name"] for one in shape["places"]] == ["North", "South"]
    assert (shape["state"], shape["published"], shape["closed_on"]) == ("draft", False, None)


def test_a_list_is_given_in_pages(app: Flask, program: Programs, tiny_setup: object) -> None:
    with app.extensions["database"].write() as session:
        for _ in range(4):
            lifecycle.create(session, tiny_setup, app.extensions["settings"])  # type: ignore[arg-type]
    viewer, codes, address = program("viewer"), [], "/assessments?limit=2"
    while address:
        shape = viewer.get(address)
        fits("Assessments", shape)
        assert shape["total"] == 5
        codes += [one["code"] for one in shape["items"]]
        address = shape["next"]
    assert len(set(codes)) == len(codes) == 5
    assert viewer.get("/assessments?page=4&limit=2")["items"] == []


def test_instruments_are_public_text(program: Programs) -> None:
    viewer = program("viewer")
    listed = viewer.get("/instruments")
    fits("Instruments", listed)
    assert ("tiny", "2026.1") in {(one["id"], one["version"]) for one in listed["items"]}
    shape = viewer.get("/instruments/tiny/2026.1")
    fits("Instrument", shape)
    items = [item for dimension in shape["dimensions"] for item in dimension["items"]]
    assert {"aim-1", "aim-nurse"} <= {item["id"] for item in items}
    assert {item["role"] for item in items} >= {None, "nurse"}


def test_an_instrument_is_given_in_the_languages_that_it_speaks(
    make_app: Callable[..., Flask], settings: Settings, desk: Desk
) -> None:
    desk.join("vic@example.org", VIEWER)
    viewer = Program(make_app(surveys=settings.surveys), desk.token("vic@example.org"))
    address = "/instruments/innovation-readiness/2026.1"
    own, welsh = viewer.get(address), viewer.get(f"{address}?language=cy")
    fits("Instrument", welsh)
    assert (own["language"], welsh["language"]) == ("en", "cy")
    assert own["dimensions"][0]["name"] != welsh["dimensions"][0]["name"]
    told = viewer.get(f"{address}?language=de", 404)
    assert told["remedy"] == "It speaks: en, cy."


def test_rates_are_those_of_the_day(app: Flask, program: Programs, opened: Assessment) -> None:
    fill(app, opened, 40)
    lead = program()
    shape = lead.get(f"/assessments/{opened.code}/rates")
    fits("Rates", shape)
    fill(app, opened, 30)
    assert lead.get(f"/assessments/{opened.code}/rates") == shape, "the same all day"
    with app.extensions["database"].read() as session:
        shown = rates.latest(session, opened)
    assert shape["total"]["answered"] == shown.total.answered
    assert shape["days_left"] == 19


@pytest.mark.parametrize(
    ("role", "table", "group"),
    [("area lead", "area", "cardiology"), ("organisation lead", "organisation", "mill-lane")],
)
def test_who_leads_a_part_is_given_the_rates_of_it_alone(
    app: Flask, program: Programs, opened: Assessment, role: str, table: str, group: str
) -> None:
    fill(app, opened, 60)
    shape = program(role).get(f"/assessments/{opened.code}/rates")
    fits("Rates", shape)
    others = {name: groups for name, groups in shape["tables"].items() if name != table}
    assert not any(others.values())
    assert {one["id"] for one in shape["tables"][table]} <= {group}
    assert (shape["total"]["answered"], shape["total"]["asked"]) == (None, None)
    assert (shape["representativeness"], shape["lowest"]) == (None, [])


def test_rates_of_a_draft_are_not_there_yet(program: Programs, draft_assessment: Assessment) -> None:
    told = program().get(f"/assessments/{draft_assessment.code}/rates", 404)
    assert told["type"].endswith("/not-yet")
    assert "2026-11-02" in told["remedy"]


def test_an_assessment_without_rates_is_told_so(app: Flask, program: Programs, opened: Assessment) -> None:
    with app.extensions["database"].write() as session:
        session.get_one(Assessment, opened.id).state = "closed"
    told = program().get(f"/assessments/{opened.code}/rates", 404)
    assert told["detail"] == "No response rates were kept of this assessment."


def test_files_that_have_changed_are_no_fault_of_the_reader(
    app: Flask, program: Programs, found: Findings
) -> None:
    with app.extensions["database"].write() as session:
        session.get_one(Assessment, 1).instrument_hash = "0" * 64
    response = program().open(f"/assessments/{found.heading.code}/findings")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert "tiny" not in response.text


def test_a_lead_learns_why_findings_could_not_be_found(
    app: Flask, program: Programs, closed: Assessment
) -> None:
    lead = program()
    lead.get(f"/assessments/{closed.code}/findings", 503)
    with app.extensions["database"].write() as session:
        (number,) = builds.waiting_of(session, closed.id)
        build = builds.by_id(session, number)
        build.state, build.problem = "failed", "Too few people answered."
    told = lead.get(f"/assessments/{closed.code}/findings", 404)
    assert told["detail"] == (
        "It could not be worked out. Too few people answered. Whoever runs this server finds more in its log under "
        f"build-{number}."
    )


def test_findings_are_what_the_export_writes(program: Programs, found: Findings) -> None:
    shape = program().get(f"/assessments/{found.heading.code}/findings")
    assert shape == json.loads(as_json(found))
    fits("FindingsFile", shape)


def test_everybody_is_given_what_was_published_and_the_lead_what_is_now(
    program: Programs, published: Findings, found: Findings
) -> None:
    address = f"/assessments/{found.heading.code}/findings"
    for role in ("viewer", "area lead", "organisation lead"):
        assert program(role).get(address) == json.loads(as_json(published))
    assert program().get(address) == json.loads(as_json(found))
    assert published != found


def test_an_area_lead_sees_the_own_area_alone_before_results_are_published(
    program: Programs, found: Findings
) -> None:
    lead = program("area lead")
    lead.get(f"/assessments/{found.heading.code}/findings", 403)
    shape = lead.get(f"/assessments/{found.heading.code}/areas")
    fits("Areas", shape)
    (area,) = shape["items"]
    assert area["id"] == "cardiology"
    assert (area["need"], area["above"], area["below"]) == (None, [], [])
    others = {one.name for one in found.areas} - {area["name"]}
    assert not [name for name in others if name in json.dumps(shape)]


def test_all_areas_are_shown_once_published(program: Programs, published: Findings) -> None:
    shape = program("viewer").get(f"/assessments/{published.heading.code}/areas")
    fits("Areas", shape)
    assert [one["id"] for one in shape["items"]] == [one.id for one in published.areas]


@pytest.mark.parametrize("role", ["viewer", "organisation lead"])
@pytest.mark.parametrize("part", ["findings", "areas"])
def test_before_results_are_published_others_see_nothing(
    program: Programs, found: Findings, role: str, part: str
) -> None:
    told = program(role).get(f"/assessments/{found.heading.code}/{part}", 403)
    assert told["type"].endswith("/not-shown")


def test_nobody_sees_a_result_before_closing(program: Programs, opened: Assessment) -> None:
    told = program().get(f"/assessments/{opened.code}/findings", 404)
    assert told["type"].endswith("/not-yet")


def test_findings_that_are_yet_to_be_found_are_asked_for_once(
    app: Flask, program: Programs, closed: Assessment
) -> None:
    lead = program()
    for _ in range(3):
        response = lead.open(f"/assessments/{closed.code}/findings")
        assert (response.status_code, response.headers["Retry-After"]) == (503, "15")
        assert response.json["type"].endswith("/being-found")
    with app.extensions["database"].read() as session:
        assert len(builds.waiting_of(session, closed.id)) == 1


def test_published_findings_that_no_worker_has_found_yet_are_waited_for(
    app: Flask, program: Programs, closed: Assessment, found: Findings
) -> None:
    publish(app, closed, found)
    with app.extensions["database"].write() as session:
        publications.add(session, closed, {"would-help": []}, "tests", 2)
    viewer = program("viewer")
    for _ in range(2):
        assert viewer.open(f"/assessments/{closed.code}/findings").status_code == 503
    with app.extensions["database"].read() as session:
        (asked,) = builds.waiting_of(session, closed.id)
        assert builds.by_id(session, asked).options == {"edition": "2"}


def test_an_answer_that_is_there_already_is_not_sent_again(program: Programs, found: Findings) -> None:
    lead = program()
    for address in (
        "/assessments",
        "/instruments/tiny/2026.1",
        f"/assessments/{found.heading.code}/findings",
    ):
        first = lead.open(address)
        tag = first.headers["ETag"]
        again = lead.open(address, If_None_Match=tag)
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
        assert lead.open(address, If_None_Match='"other"').status_code == 200
        assert lead.open(address, If_None_Match=f'"other", W/{tag}').status_code == 304


def test_head_is_get_without_the_body(program: Programs, found: Findings) -> None:
    lead = program()
    for address in ("/assessments", f"/assessments/{found.heading.code}/findings"):
        get, head = lead.open(address), lead.open(address, "HEAD")
        assert (head.status_code, head.data) == (200, b"")
        assert sorted(head.headers) == sorted(get.headers)


def test_what_is_read_is_in_the_log_once_an_hour(app: Flask, program: Programs, found: Findings) -> None:
    lead, code = program(), found.heading.code
    for _ in range(3):
        lead.get("/assessments")
        lead.get(f"/assessments/{code}/findings")
        lead.open(f"/assessments/{code}/areas")
    assert used(app) == ["assessments", f"findings of {code}", f"findings of areas of {code}"]
    app.config["NOW"].pass_(hours=1)
    lead.get("/assessments")
    assert used(app)[3:] == ["assessments"]


def test_what_is_refused_is_no_reading(app: Flask, program: Programs, closed: Assessment) -> None:
    viewer = program("viewer")
    viewer.get(f"/assessments/{closed.code}/findings", 403)
    viewer.get(f"/assessments/{closed.code}/rates", 403)
    viewer.get("/assessments/nowhere", 404)
    assert used(app) == []


def used(app: Flask) -> list[str]:
    with app.extensions["database"].read() as session:
        return [one.about for one in audit.entries(session) if one.action == "token used"]


def fill(app: Flask, of: Assessment, number: int) -> None:
    """Let so many nurses of the north answer for cardiology."""
    tiny = load_version(app.extensions["settings"].surveys, "tiny", "2026.1")
    one = AnswerSet(strata={"role": "nurse", "place": "north"}, areas={"cardiology": {"importance": 3}})
    with app.extensions["database"].write() as session:
        responses.add(session, of, tiny, [one] * number)
