"""What became of areas, places and organisations of the year before, as a lead says it while setting up the next."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from readiness.fieldwork import lifecycle, setup_kept
from readiness.records import assessments
from readiness.records.tables import Assessment
from tests.web.conftest import Clock
from tests.web.console.conftest import Person
from tests.web.console.setting_up.test_starting import draft, started
from tests.web.visitor import Visitor


@pytest.fixture
def new(app: Flask, lea: Person, draft_assessment: Assessment, clock: Clock) -> str:
    """The code of a set-up that follows a closed assessment."""
    code, database, settings = draft_assessment.code, app.extensions["database"], app.extensions["settings"]
    with database.write() as session:
        lifecycle.open_(session, code, settings, clock.moment.date())
    lifecycle.close(database, settings, code, clock.moment.date())
    return started(lea.browser.get(f"/console/assessments/{code}/again").send("Start with all this"))


@pytest.fixture
def at(new: str) -> str:
    """Where its pages are."""
    return f"/console/assessments/{new}/set-up"


def became(app: Flask, new: str) -> Any:
    return draft(app, new).tables.get("became")


def choose(page: Visitor, address: str, way: str, *others: str) -> Visitor:
    """Say what became of one of them."""
    form = page.get(address).form("Save")
    data = {"way": way, "others": list(others)}
    for name in ("csrf_token", "looked"):
        data[name] = page.page.xpath(f"//input[@name='{name}']/@value")[0]
    return page.post(form.action, data)


def test_an_area_that_is_still_there_can_have_given_a_part_to_another(
    app: Flask, lea: Person, new: str, at: str
) -> None:
    page = lea.browser.get(f"{at}/years")
    assert "Respiratory The same as before" in page.text
    page.get(page.link("Change what became of Respiratory"))
    assert "It has ended" not in page.text
    choose(page, page.address, "part", "cardiology")
    assert "Respiratory A part of it is in Cardiology now" in page.text
    told = {"kind": "area", "past": "respiratory", "now": "cardiology", "part": True}
    assert became(app, new) == [told]
    page.send("Save and go back to all steps")
    assert became(app, new) == [told], "what is said on a page of its own stays"
    page.get(f"{at}/launch").send("Launch it")
    with app.extensions["database"].read() as session:
        kept = setup_kept.kept(session, assessments.by_code(session, new))
    assert [one.model_dump() for one in kept.became] == [told]


def test_it_can_stand_for_something_else_and_be_the_same_again(
    app: Flask, lea: Person, new: str, at: str
) -> None:
    page = choose(lea.browser, f"{at}/years/place/north", "ended")
    assert "It stands for something else now" in page.text
    assert became(app, new) == [{"kind": "place", "past": "north"}]
    choose(page, f"{at}/years/place/north", "same")
    assert became(app, new) is None


def test_one_that_is_gone_can_be_divided_among_several(app: Flask, lea: Person, new: str, at: str) -> None:
    page = lea.browser.get(f"{at}/list/areas/entry/diabetes/remove").send("Remove it")
    choose(page, f"{at}/years/area/diabetes", "into", "cardiology", "respiratory")
    assert "Diabetes Part of Cardiology and Respiratory now" in page.text
    told = [{"kind": "area", "past": "diabetes", "now": slug} for slug in ("cardiology", "respiratory")]
    assert became(app, new) == told
    page.send("Save and go back to all steps")
    assert became(app, new) == told
    page.get(f"{at}/years").send(**{"area.diabetes": "cardiology"})
    assert became(app, new) == told[:1]


def test_an_organisation_that_is_gone_is_asked_about_and_nothing_is_taken_for_granted(
    app: Flask, lea: Person, new: str, at: str
) -> None:
    gone = draft(app, new).tables["organisations"][0]["id"]
    page = lea.browser.get(f"{at}/list/organisations/entry/{gone}/remove")
    assert "Then say under Compared with what became of it" in page.text
    page.send("Remove it").get(f"{at}/years").send()
    assert became(app, new) is None
    page.get(f"{at}/years").send(**{f"organisation.{gone}": "ended"})
    assert became(app, new) == [{"kind": "organisation", "past": gone}]


def test_one_that_is_listed_again_has_not_ended(app: Flask, lea: Person, new: str, at: str) -> None:
    page = lea.browser.get(f"{at}/list/areas/entry/diabetes/remove").send("Remove it")
    page.get(f"{at}/years").send()
    assert became(app, new) == [{"kind": "area", "past": "diabetes"}]
    page.get(f"{at}/list/areas").send("Add", names="Diabetes")
    assert became(app, new) is None


def test_what_cannot_be_is_said_at_its_field_and_other_groups_are_none(lea: Person, at: str) -> None:
    for way, others, said in (
        ("part", (), "Select which"),
        ("same", ("cardiology",), "Tick none where it went into no others"),
        ("ended", ("cardiology",), "Tick none where it went into no others"),
        ("", (), "Select what became of it"),
    ):
        page = choose(lea.browser, f"{at}/years/area/respiratory", way, *others)
        assert [text for text, _ in page.faults] == [said]
    for rest in ("area/nowhere", "town/north", "organisation/north"):
        assert page.get(f"{at}/years/{rest}").status == 404
