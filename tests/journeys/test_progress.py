"""Pages that wait look by themselves: what is new is told politely, and nobody on the page loses their place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from readiness.building.cache import Cache
from readiness.records import builds
from readiness.reporting import kinds
from tests.journeys.conftest import WAIT_MS
from tests.web.console.pages import results
from tests.web.console.pages.fieldwork import LEAD, WORKER
from tests.web.console.pages.house import House, founded
from tests.web.console.years.test_moved import of_year
from tests.web.visitor import Visitor

pytestmark = pytest.mark.browser
SITE = "http://localhost"
LOOK = 2_000
"""Milliseconds from one look to the next."""
MOST = 91
"""So often a page is asked for before it stops: once by the person, and ninety times by itself."""
KEY = "a" * 64


@pytest.fixture
def house(tmp_path: Path, _sqlite_template: Path) -> Iterator[House]:
    """A house with a lead."""
    made = founded(tmp_path, _sqlite_template, 1)
    made.fill()
    yield made
    made.close()


@pytest.fixture
def asked() -> list[str]:
    """The addresses that the browser asked for."""
    return []


@pytest.fixture
def lead(browser: Browser, house: House, asked: list[str]) -> Iterator[Page]:
    """The lead's browser, held to the headers of each page, with a clock that only the test moves."""
    visitor = house.browser(LEAD)
    context = browser.new_context()
    context.set_default_timeout(WAIT_MS)
    page = context.new_page()
    page.clock.install()
    page.route("**/*", lambda route: answer(visitor, route, asked))
    yield page
    context.close()


def answer(visitor: Visitor, route: Route, asked: list[str]) -> None:
    """Let the application answer the browser."""
    parts = urlsplit(route.request.url)
    response = visitor.client.get(parts.path, query_string=parts.query)
    if response.mimetype == "text/html":
        asked.append(parts.path)
    route.fulfill(status=response.status_code, headers=dict(response.headers), body=response.get_data())
    response.close()


def make(house: House, most: int) -> None:
    """Let a worker make so many documents."""
    with house.database.write() as session:
        for _ in range(most):
            found = builds.take(session, WORKER, house.now, house.now + 60)
            if found is not None:
                Cache.of(house.settings).keep(KEY, kinds.KINDS[found.kind].suffix, b"made")
                builds.done(session, found.id, WORKER, KEY, house.now)


def test_documents_come_one_after_the_other_and_nobody_loses_their_place(
    lead: Page, house: House, asked: list[str]
) -> None:
    of = results.closed(house)
    at = f"/console/assessments/{of.code}/downloads"
    house.browser(LEAD).get(at).send("Make all that are not there")
    lead.goto(SITE + at)
    told, back = (
        lead.get_by_role("status"),
        lead.get_by_role("navigation", name="Go back").get_by_role("link"),
    )
    expect(told).to_contain_text("0 of 14 documents are there")
    expect(lead.get_by_text("This page also looks by itself.")).to_be_visible()
    back.focus()
    make(house, 1)
    lead.clock.run_for(LOOK)
    expect(told).to_contain_text("1 of 14 documents is there")
    expect(lead.get_by_role("link", name="Download Baseline report (PDF)")).to_be_visible()
    expect(back).to_be_focused()
    busy = lead.get_by_role("button", name="Call off Findings as JSON (JSON)")
    busy.focus()
    make(house, 20)
    lead.clock.run_for(LOOK)
    expect(told).to_have_text("14 of 14 documents are there.")
    expect(busy).to_be_focused()
    back.focus()
    lead.clock.run_for(LOOK)
    expect(busy).to_have_count(0)
    expect(lead.get_by_role("link", name="Look again")).to_have_count(0)
    before = len(asked)
    lead.clock.run_for(10 * LOOK)
    assert len(asked) == before, "there is nothing left to look for"


def test_results_that_are_there_are_shown_or_offered_to_whoever_is_busy(lead: Page, house: House) -> None:
    of = results.closed(house)
    at = f"/console/assessments/{of.code}/results"
    lead.goto(SITE + at)
    expect(lead.get_by_role("status")).to_contain_text("wait for a worker")
    back = lead.get_by_role("navigation", name="Go back").get_by_role("link")
    back.focus()
    results.hold(house, of, of_year(2026))
    lead.clock.run_for(LOOK)
    expect(lead.get_by_role("status")).to_have_text("It is there. Show it")
    expect(back).to_be_focused()
    lead.get_by_role("link", name="Show it").click()
    expect(lead.get_by_role("heading", level=1)).to_contain_text("need most change")


def test_a_page_does_not_look_for_ever_and_keep_somebody_signed_in(
    lead: Page, house: House, asked: list[str]
) -> None:
    of = results.closed(house)
    lead.goto(f"{SITE}/console/assessments/{of.code}/results")
    told = lead.get_by_role("status")
    while "stopped" not in told.inner_text() and len(asked) <= MOST:
        lead.clock.run_for(8 * LOOK)
    expect(told).to_have_text("This page has stopped looking. Look again")
    assert len(asked) == MOST
