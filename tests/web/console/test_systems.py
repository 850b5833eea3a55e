"""Systems are named by administrators, before anybody can be given a right."""

from __future__ import annotations

import pytest
from flask import Flask

from readiness.records import assessments, audit, grants
from readiness.records.tables import Assessment
from tests.web.console.conftest import Person


def names(app: Flask) -> list[str]:
    with app.extensions["database"].read() as session:
        return [one.name for one in grants.systems(session)]


def test_a_system_is_named_and_rights_can_be_given_of_it(app: Flask, ada: Person) -> None:
    page = ada.browser.get("/console/systems").send(name=" Birchdale\tSystem ")
    assert names(app) == ["Ashdale", "Birchdale System"]
    page.get(f"/console/people/{ada.number}/right")
    assert "Birchdale System" in page.text
    with app.extensions["database"].read() as session:
        (last,) = audit.page(session, 0, 1)
    assert (last.action, last.about) == ("system added", "system 2 (Birchdale System)")


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("", "Enter a name of up to 200 letters"),
        ("x" * 201, "Enter a name of up to 200 letters"),
        ("ashdale", "There is a system of this name already. Choose another name, or use that one"),
    ],
)
def test_a_name_that_cannot_be_is_refused(app: Flask, ada: Person, name: str, fault: str) -> None:
    page = ada.browser.get("/console/systems").send(name=name)
    assert page.faults == [(fault, "#name")]
    assert names(app) == ["Ashdale"]


def test_a_system_is_renamed_and_keeps_what_it_has(app: Flask, ada: Person, lea: Person) -> None:
    page = ada.browser.get("/console/systems")
    page.get(page.link("Rename Ashdale"))
    page.send(name=" ")
    assert page.faults
    page.send(name="ASHDALE")
    assert names(app) == ["ASHDALE"]
    assert "Ashdale 2026" in lea.browser.get("/console/assessments").text
    assert page.get("/console/systems/99").status == 404
    assert page.get("/console/systems/999999999999").status == 404


def test_without_any_system_administrators_are_led_to_naming_one(
    app: Flask, ada: Person, draft_assessment: Assessment
) -> None:
    with app.extensions["database"].write() as session:
        system = assessments.system(session, draft_assessment)
        assessments.remove(session, session.merge(draft_assessment))
        session.delete(system)
    page = ada.browser.get("/console/")
    assert page.get(page.link("Name your system")).heading == "Systems"
    page.get(f"/console/people/{ada.number}/right")
    page.get(page.link("Name your system")).send(name="Ashdale")
    assert names(app) == ["Ashdale"]
