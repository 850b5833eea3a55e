"""What has moved on screen: in each language of the questionnaire, with every table as a file."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

import readiness
from readiness.building import kept, moved, moving
from readiness.building.moved import ALL, PUBLISHED, View
from readiness.fieldwork import lifecycle
from readiness.records import audit
from readiness.records.tables import Assessment
from readiness.reporting.words import wording
from tests.reporting.believable import REPORTS
from tests.reporting.welsh import translated
from tests.web.console.conftest import AREA_LEAD, VIEWER, Join, Person
from tests.web.console.results.conftest import everything
from tests.web.console.years.test_moved import PAGES
from tests.web.following import hold, of_year, publish_year, work_out
from tests.web.visitor import Visitor

SCREEN = wording.load(REPORTS, "en").texts["change"]["screen"]


@pytest.fixture
def base(second: Assessment) -> str:
    return f"/console/assessments/{second.code}/moved"


def files(page: Visitor) -> list[str]:
    return [str(one) for one in page.page.xpath("//p[@class='app-download']//a/@href")]


def rows(page: Visitor, address: str) -> list[dict[str, str]]:
    response = page.client.get(address)
    assert response.status_code == 200, address
    assert response.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))


def test_every_text_of_the_screens_is_used() -> None:
    sources = [
        path.read_text("utf-8")
        for folder in ("web", "reporting")
        for path in (Path(readiness.__file__).parent / folder).rglob("*")
        if path.suffix in (".py", ".html")
    ]
    assert not [name for name in SCREEN if not any(f"change.screen.{name}" in text for text in sources)]


def test_every_table_can_be_taken_away_with_its_own_figures_alone(
    app: Flask, lea: Person, second: Assessment, base: str
) -> None:
    work_out(app, second, ALL)
    page = lea.browser
    for address in PAGES[1:]:
        page.get(base + address)
        tables = page.page.xpath("//table")
        assert len(files(page)) >= len(tables), address
        for file in files(page):
            assert rows(page, file), file
    page.get(f"{base}/areas")
    (names, *_) = page.page.xpath("//table[@data-sortable]")
    listed = {str(one.text_content()) for one in names.xpath(".//tbody//th")}
    assert {one["group"] for one in rows(page, files(page)[0])} == {of.name for of in of_year(2027).areas}
    assert len(rows(page, files(page)[0])) == len(listed)
    of_one = rows(page.get(f"{base}/areas/cardiology"), files(page)[0])
    assert {one["group"] for one in of_one} == {"Cardiology"}
    with app.extensions["database"].read() as session:
        acts = [one.about for one in audit.entries(session) if one.action == "results downloaded"]
    assert f"assessment {second.code}: what moved, table changed_moves" in acts


def test_what_cannot_be_asked_for_is_not_there(
    app: Flask, lea: Person, second: Assessment, base: str
) -> None:
    work_out(app, second, ALL)
    for rest in (
        "answers",
        "changed_moves?family=people",
        "changed_moves?area=nowhere",
        "changed_moves?area=%0D%0A",
    ):
        assert lea.browser.get(f"{base}/tables/{rest}").status == 404


def test_who_leads_an_area_takes_that_area_away_and_nothing_else(
    app: Flask, join: Join, second: Assessment, base: str
) -> None:
    work_out(app, second, View(area="cardiology"))
    page = join("ari@example.org", AREA_LEAD).browser.get(f"{base}/areas/cardiology")
    given = [rows(page, file) for file in files(page)]
    assert given
    assert {one["group"] for each in given for one in each} == {"Cardiology"}
    for rest in ("changed_moves", "changed_points?family=system", "changed_moves?area=respiratory"):
        assert page.get(f"{base}/tables/{rest}").status == 404
    text = str(rows(page, f"{base}/tables/changed_actions?area=cardiology"))
    assert "A map of the way" not in text


@pytest.fixture
def welsh(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the small questionnaire speak Welsh, too."""
    asked = lifecycle.locked_instrument

    def two(*given: Any) -> Any:
        return asked(*given).model_copy(update={"languages": ("en", "cy")})

    monkeypatch.setattr(lifecycle, "locked_instrument", two)


def in_welsh(app: Flask, of: Assessment) -> None:
    """Keep Welsh findings of a year as if a worker had found them."""
    found = translated(of_year(of.year))
    settings = app.extensions["settings"]
    made = replace(found, heading=replace(found.heading, code=of.code, language="cy"))
    with app.extensions["database"].read() as session:
        named = kept.key(settings, session, of, "cy")
    kept.keep(settings, named, made, "cy")


@pytest.mark.usefixtures("welsh")
def test_each_page_is_read_in_the_language_that_is_asked_for(
    app: Flask, lea: Person, closed: Assessment, second: Assessment, base: str
) -> None:
    hold(app, second, of_year(2027))
    for of in (closed, second):
        in_welsh(app, of)
    page = lea.browser.get(f"{base}?language=cy")
    assert "being worked out" in page.heading
    moving.make(app.extensions["settings"], second.id, moved.options(ALL, "cy"))
    english = {text for name, text in SCREEN.items() if "{" not in text and name != "subject"}
    for address in PAGES:
        page.get(f"{base}{address}?language=cy")
        assert page.status == 200
        (results,) = page.page.xpath("//div[contains(@class, 'app-results')]")
        assert results.get("lang") == "cy"
        said = " ".join(results.text_content().split())
        assert not [text for text in english if text in said], address
        assert not re.findall(r"since 20|cannot be|did not|was recorded|[Cc]linical areas", said), address
        assert all("language=cy" in one for one in page.page.xpath("//nav[@aria-label='Results']//a/@href"))
        assert page.page.xpath("//nav[@aria-label='Language of the results']//a[@lang='en']")
    page.get(f"{base}/areas?language=cy")
    assert all("language=cy" in one for one in (*files(page), *page.page.xpath("//tbody//a/@href")))
    assert any("rhy ychydig" in str(one) or "newid" in str(one) for one in rows(page, files(page)[0]))


@pytest.mark.usefixtures("welsh")
def test_what_is_published_is_there_in_every_language_at_once(
    app: Flask, join: Join, closed: Assessment, second: Assessment, base: str
) -> None:
    for of in (closed, second):
        publish_year(app, of, languages=("en", "cy"))
    work_out(app, second, PUBLISHED)
    page = join("vic@example.org", VIEWER).browser
    assert "What moved?" in everything(page.get(base))
    assert "Beth a symudodd?" in everything(page.get(f"{base}?language=cy"))
