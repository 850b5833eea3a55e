"""Who sees what has moved: all, the published years, or one area alone, made of nothing else."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from readiness.access.grants import Wanted as Right
from readiness.access.rights import Role
from readiness.building import kept
from readiness.building.moved import ALL, PUBLISHED, View
from readiness.fieldwork import undertaken
from readiness.fieldwork.setup_types import Ancestry, Setup
from readiness.fieldwork.undertaken import Wanted
from readiness.instrument.types import Instrument
from readiness.records import builds
from readiness.records.tables import Assessment
from tests.web.console.conftest import AREA_LEAD, LEAD, ORGANISATION_LEAD, VIEWER, Join, Person
from tests.web.console.results.conftest import Find, everything
from tests.web.console.results.test_narrow import bent_here, elsewhere
from tests.web.following import a_year_later, hold, of_year, publish_year, work_out

PAGES = ("", "/system", "/areas", "/areas/cardiology", "/groups", "/statements", "/actions", "/beside")


@pytest.fixture
def base(second: Assessment) -> str:
    return f"/console/assessments/{second.code}/moved"


def test_a_lead_waits_for_a_worker_and_then_reads_every_page(
    app: Flask, lea: Person, second: Assessment, base: str
) -> None:
    page = lea.browser.get(f"/console/assessments/{second.code}")
    assert "What has moved since the year before" in page.text
    assert "being worked out" in page.get(base).heading
    with app.extensions["database"].read() as session:
        assert builds.latest(session, second, builds.CHANGES, {}) is not None
        assert builds.recent(session, second) == [], "it is no document"
    work_out(app, second, ALL)
    for address in PAGES:
        assert page.get(base + address).status == 200, address
        assert "not for" not in page.heading
    assert "A map of the way" in page.get(f"{base}/actions").text
    assert "This is not a trial" in page.text
    assert "Nobody is followed from year to year" in page.get(base).text


def test_the_first_year_has_nothing_to_stand_beside(lea: Person, closed: Assessment, find: Find) -> None:
    find()
    page = lea.browser.get(f"/console/assessments/{closed.code}")
    assert "What has moved" not in page.text
    assert page.get(f"/console/assessments/{closed.code}/moved").status == 409
    assert "follows no other" in page.text


def test_what_changes_is_worked_out_anew(
    app: Flask, lea: Person, closed: Assessment, second: Assessment, tiny: Instrument, base: str
) -> None:
    work_out(app, second, ALL)
    assert lea.browser.get(base).status == 200
    with app.extensions["database"].write() as session:
        told = Wanted("Two hours a month", "cardiology", "time", "Lead", state="done")
        undertaken.change(session, closed, tiny, 1, told)
    assert "being worked out" in lea.browser.get(base).heading
    work_out(app, second, ALL)
    assert "Lead, done" in lea.browser.get(f"{base}/actions").text


def test_who_leads_an_area_sees_it_alone_before_publishing(
    app: Flask, join: Join, second: Assessment, base: str
) -> None:
    work_out(app, second, View(area="cardiology"))
    page = join("ari@example.org", AREA_LEAD).browser.get(base)
    assert page.address.endswith("/areas/cardiology") or "Cardiology" in page.text
    source = everything(page)
    for other in of_year(2027).areas:
        assert other.id == "cardiology" or other.name not in source
    assert "A map of the way" not in source
    for address in PAGES:
        expected = 200 if address in ("", "/areas/cardiology") else 404
        assert page.get(base + address).status == expected, address
    assert page.get(f"{base}/areas/respiratory").status == 404


def test_who_leads_two_areas_goes_from_one_to_the_other(
    app: Flask, join: Join, second: Assessment, base: str
) -> None:
    both = (AREA_LEAD, Right(Role.AREA_LEAD, "Ashdale", area="diabetes"))
    page = join("two@example.org", *both).browser.get(base)
    assert [one.text_content() for one in page.page.xpath("//main//li/a")] == ["Cardiology", "Diabetes"]
    for area in ("cardiology", "diabetes"):
        work_out(app, second, View(area=area))
        page.get(f"{base}/areas/{area}")
        links = page.page.xpath("//nav[@aria-label='Results']//a")
        assert [one.text_content() for one in links] == ["Cardiology", "Diabetes"]
        assert [one.get("aria-current") for one in links].count("page") == 1
        assert page.status == 200


def test_what_was_found_elsewhere_changes_no_letter_of_the_own_page(
    app: Flask, join: Join, second: Assessment, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, told = join("ari@example.org", AREA_LEAD).browser, []
    for bends in (lambda found: found, elsewhere, bent_here):
        hold(app, second, bends(of_year(2027)))
        monkeypatch.setattr(kept, "_REMEMBERED", kept._Remembered(kept.MOST))  # else the first is remembered
        for path in (app.extensions["settings"].instance / "findings").glob("*-moved-*"):
            path.unlink()
        work_out(app, second, View(area="cardiology"))
        source = everything(page.get(f"{base}/areas/cardiology"))
        told.append(re.sub(r'name="csrf_token" value="[^"]*"', "", source))
    assert told[0] == told[1]
    assert told[0] != told[2], "what is found in the area does change it"


def test_an_area_that_gave_a_part_to_another_is_not_set_beside_its_past_alone(
    app: Flask, join: Join, closed: Assessment, find: Find, tiny_setup: Setup, tiny: Instrument
) -> None:
    find(of_year(2026))
    part = Ancestry(kind="area", past="cardiology", now="respiratory", part=True)
    second = a_year_later(app, closed, tiny_setup, tiny, became=(part,))
    work_out(app, second, View(area="cardiology"))
    base = f"/console/assessments/{second.code}/moved"
    page = join("ari@example.org", AREA_LEAD).browser.get(f"{base}/areas/cardiology")
    assert (
        "Readiness cannot be set beside 2026: a part of it went elsewhere or came from elsewhere" in page.text
    )
    assert "A part of Cardiology went to Respiratory medicine in 2027" in page.text
    work_out(app, second, ALL)
    page = join("lea@example.org", LEAD).browser.get(f"{base}/areas/respiratory")
    assert "Cardiology and Respiratory medicine" in page.text


def test_who_may_not_see_it_has_nothing_worked_out(
    app: Flask, join: Join, base: str, second: Assessment
) -> None:
    page = join("vic@example.org", VIEWER).browser.get("/console/account")
    token = page.page.xpath("//input[@name='csrf_token']/@value")[0]
    assert page.client.post(base, data={"csrf_token": token}).status_code == 409
    with app.extensions["database"].read() as session:
        assert not builds.waiting_of(session, second.id)


@pytest.mark.parametrize("right", [ORGANISATION_LEAD, VIEWER])
def test_others_see_it_once_it_is_published_with_the_newer_year(
    app: Flask,
    join: Join,
    closed: Assessment,
    second: Assessment,
    base: str,
    right: object,
) -> None:
    page = join("vic@example.org", right).browser
    for of in (second, closed):  # neither tells what moved: the year before was not published
        publish_year(app, of)
        for address in PAGES:
            assert page.get(base + address).status == 409, address
            assert "not published yet" in page.heading
    publish_year(app, second)
    work_out(app, second, PUBLISHED)
    for address in PAGES:
        assert page.get(base + address).status == 200, address
        assert "Published." in page.text


def test_once_published_who_leads_an_area_sees_all_areas(
    app: Flask, join: Join, closed: Assessment, second: Assessment, base: str
) -> None:
    publish_year(app, closed)
    publish_year(app, second)
    work_out(app, second, PUBLISHED)
    work_out(app, second, ALL)
    page = join("lea@example.org", LEAD).browser
    assert "Published." in page.get(base).text, "all that the lead sees is published"
    page = join("ari@example.org", AREA_LEAD).browser
    assert page.get(f"{base}/areas").status == 200
    assert page.get(f"{base}/areas/respiratory").status == 200
