"""What moved, published along with a year's results: by a lead's choice, for everybody alike, and taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from readiness.building.moved import PUBLISHED
from readiness.fieldwork import undertaken
from readiness.fieldwork.undertaken import Wanted
from readiness.instrument.types import Instrument
from readiness.records import audit
from readiness.records.tables import Assessment
from readiness.reporting import kinds
from tests.web.console.conftest import AREA_LEAD, ORGANISATION_LEAD, VIEWER, Join, Person
from tests.web.console.sharing.conftest import address
from tests.web.console.sharing.test_downloads import files
from tests.web.console.sharing.test_links import make_link
from tests.web.following import work_out
from tests.web.visitor import Visitor

Make = Callable[[], int]
OF_YEARS = [one.name for one in kinds.KINDS.values() if one.of_years]


@pytest.fixture
def both(closed: Assessment, second: Assessment, lea: Person) -> Assessment:
    """The second year, published with what moved since the first."""
    for of in (closed, second):
        lea.browser.get(address(of, "/publish")).send("Publish the results")
    return second


def names(page: Visitor) -> list[str]:
    return [one.text_content() for one in page.page.xpath("//div[@class='app-document__what']/strong[1]")]


def test_a_lead_publishes_what_moved_with_the_results_once_the_year_before_is_published(
    app: Flask, lea: Person, closed: Assessment, second: Assessment
) -> None:
    page = lea.browser.get(address(second, "/publish"))
    assert "can be published with them once the results of 2026 are" in page.text
    assert "moved" not in page.names
    page.get(address(closed, "/publish"))
    assert "moved" not in page.names, "the first year follows none"
    page.send("Publish the results")
    page.get(address(second, "/publish"))
    assert "Publish with them what has moved since 2026" in page.text
    assert "with 2 actions as recorded now" in page.text
    page.send("Publish the results")
    assert "What has moved Published with them, since 2026" in page.text
    assert "say the same" in page.text
    with app.extensions["database"].read() as session:
        (told,) = (one for one in audit.entries(session) if one.details.get("moved_since"))
        assert told.details["moved_since"] == "2026"


def test_it_can_be_left_out_and_be_published_later(lea: Person, both: Assessment) -> None:
    page = lea.browser.get(address(both, "/publish/take-back")).send("Take them back")
    page.get(address(both, "/publish"))
    typed = page.typed(page.form("Publish the results"), None, {})
    page.post(address(both, "/publish"), {"csrf_token": typed["csrf_token"]})
    assert "What has moved Not published with them" in page.text
    assert "What has moved since 2026 is not published" in page.text
    page.send("Publish anew")
    assert "Published with them, since 2026" in page.text


def test_what_was_done_is_told_as_it_was_recorded_then_until_it_is_published_anew(
    app: Flask, lea: Person, closed: Assessment, both: Assessment, tiny: Instrument
) -> None:
    with app.extensions["database"].write() as session:
        undertaken.change(
            session, closed, tiny, 1, Wanted("Two hours a month", "cardiology", "time", "Lead", state="done")
        )
    page = lea.browser.get(address(both, "/publish"))
    assert "would be told otherwise now" in page.text
    page.send("Publish anew")
    assert "say the same" in page.text


@pytest.mark.parametrize("right", [AREA_LEAD, ORGANISATION_LEAD, VIEWER])
def test_everybody_with_a_right_has_it_as_documents_and_on_screen(
    app: Flask, join: Join, both: Assessment, make: Make, right: object
) -> None:
    make()
    page = join("vic@example.org", right).browser.get(address(both, "/downloads"))
    assert set(OF_YEARS) <= set(names(page))
    assert "All of these say what is published" in page.text
    assert b"'edition', '2'" in page.client.get(files(page)[-1]).data
    work_out(app, both, PUBLISHED)
    assert page.get(address(both, "/moved/areas")).status == 200


def test_a_link_opens_it_too(app: Flask, lea: Person, both: Assessment, make: Make) -> None:
    reader = Visitor(app).get(make_link(lea, both))
    assert "The change report is being made" in reader.text
    make()
    reader.get("/shared")
    read = reader.client.get(reader.link("Read what has moved since 2026"))
    assert read.data.startswith(b"<!doctype html><p>change-page")
    assert "sandbox" in read.headers["Content-Security-Policy"]
    assert reader.client.get(reader.link("Download what has moved as a PDF")).mimetype == "application/pdf"


def test_taking_the_year_before_back_takes_it_from_everybody_but_the_lead(
    app: Flask, lea: Person, join: Join, closed: Assessment, both: Assessment, make: Make
) -> None:
    viewer, reader = join("vic@example.org", VIEWER).browser, Visitor(app).get(make_link(lea, both))
    make()
    change = files(viewer.get(address(both, "/downloads")))[-1]
    assert viewer.client.get(change).status_code == 200
    page = lea.browser.get(address(closed, "/publish/take-back"))
    assert (
        "What has moved since, which is published with Ashdale 2027, is no longer shown either." in page.text
    )
    page.send("Take them back")
    assert not set(OF_YEARS) & set(names(viewer.get(address(both, "/downloads"))))
    assert viewer.client.get(change).status_code == 404
    assert viewer.get(address(both, "/moved")).status == 409
    assert "what has moved" not in reader.get("/shared").text
    for path in ("/shared/en/change", "/shared/en/change.pdf"):
        assert reader.get(path).status == 404
    assert reader.get("/shared").status == 200, "the report itself stays"
    page.get(address(both, "/downloads"))
    assert set(OF_YEARS) <= set(names(page))
    assert "What moved is not published: only those who lead the system have the change report" in page.text
