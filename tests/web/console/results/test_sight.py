"""Who sees which results: before they are published, and after."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from readiness.baseline.findings import Findings, Share
from tests.reporting.believable import believable
from tests.web.console.conftest import AREA_LEAD, ORGANISATION_LEAD, VIEWER, Join, Person
from tests.web.console.results.conftest import PAGES, Find, everything

OWN = ("", "/areas/cardiology", "/tables/area_barriers?area=cardiology")
Publish = Callable[[Findings], None]


@pytest.fixture
def ari(join: Join) -> Person:
    """Who leads cardiology."""
    return join("ari@example.org", AREA_LEAD)


def marked() -> Findings:
    """Findings in which each area but cardiology, and the whole, have figures that nothing else has."""
    found = believable()
    other = Share(61.0, 61.0, 61.0, 6161)
    areas = tuple(
        one
        if one.id == "cardiology"
        else replace(
            one, n=6161, headcount=61610, barriers=tuple(replace(each, share=other) for each in one.barriers)
        )
        for one in found.areas
    )
    return replace(found, areas=areas, n=7171, headcount=71710)


def test_who_leads_an_area_finds_nothing_of_any_other_before_publishing(
    ari: Person, find: Find, base: str
) -> None:
    findings = find(marked())
    names = [one.name for one in findings.areas if one.id != "cardiology"]
    whole = [f"{one.cell.mean.value:.0f}" for one in findings.dimensions if one.cell.mean]
    for page in OWN:
        source = everything(ari.browser.get(base + page)) if "tables" not in page else csv(ari, base + page)
        assert "Cardiology" in source, page
        for name in names:
            assert name not in source, (page, name)
        for figure in ("6161", "6,161", "61,610", "7171", "7,171", "71,710"):
            assert figure not in source, (page, figure)
        assert "clear priority" not in source.lower()
        assert "Whole system" not in source
    assert whole


def test_a_figure_of_another_area_changes_no_letter_of_the_own_pages(
    ari: Person, find: Find, base: str
) -> None:
    """Whatever is found elsewhere, the pages of who sees one area alone are the same, but for forms' tokens."""
    told = []
    for findings in (believable(), marked()):
        find(findings)
        told.append([plain(everything(ari.browser.get(base + page))) for page in OWN[:2]])
    assert told[0] == told[1]


def plain(source: str) -> str:
    """A page without what is drawn anew each time."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", source)


def csv(person: Person, address: str) -> str:
    """A file, as text."""
    response = person.browser.client.get(address)
    assert response.status_code == 200, address
    return response.get_data(as_text=True)


def test_pages_of_the_whole_and_of_other_areas_look_like_none_to_who_leads_one(
    ari: Person, find: Find, base: str
) -> None:
    find()
    for page in (*PAGES, "/areas/respiratory", "/tables/areas", "/tables/dimensions?area=cardiology"):
        if page not in OWN:
            assert ari.browser.get(base + page).response.status_code == 404, page
    assert ari.browser.get(f"{base}/tables/areas?area=respiratory").response.status_code == 404


@pytest.mark.parametrize("right", [ORGANISATION_LEAD, VIEWER])
def test_others_are_told_that_nothing_is_published(join: Join, find: Find, base: str, right: object) -> None:
    find()
    person = join("vic@example.org", right)
    for page in PAGES:
        opened = person.browser.get(base + page)
        assert opened.response.status_code == 409, page
        assert opened.heading.endswith("The results are not published yet")


@pytest.mark.parametrize("right", [AREA_LEAD, ORGANISATION_LEAD, VIEWER])
def test_all_see_the_published_version_and_not_what_was_found_since(
    join: Join, find: Find, publish: Publish, base: str, right: object
) -> None:
    publish(replace(believable(), n=1203))
    find(replace(believable(), n=1207))
    person = join("vic@example.org", right)
    for page in PAGES if right is AREA_LEAD else PAGES[::5]:
        opened = person.browser.get(base + page)
        assert opened.response.status_code == 200, page
        assert "1,207" not in opened.text
    assert "1,203" in person.browser.get(base).text
    assert "Published." in person.browser.text


def test_who_leads_the_system_sees_what_is_found_now(
    lea: Person, find: Find, publish: Publish, base: str
) -> None:
    publish(replace(believable(), n=1203))
    find(replace(believable(), n=1207))
    assert "1,207" in lea.browser.get(base).text


def test_taking_back_ends_what_others_see(
    join: Join, find: Find, publish: Publish, base: str, app: object, closed: object
) -> None:
    from readiness.records import publications

    publish(find())
    person = join("vic@example.org", VIEWER)
    assert person.browser.get(base).response.status_code == 200
    with app.extensions["database"].write() as session:  # type: ignore[attr-defined]
        publications.end(session, closed, "lea@example.org", 1_800_000_100)  # type: ignore[arg-type]
    assert person.browser.get(base).response.status_code == 409
