"""A lead reads the results in a real browser, from before closing to the last page; every page held to WCAG by axe."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page

from readiness.access import grants, people, signing_in
from readiness.access.acting import Acting
from readiness.access.grants import Wanted
from readiness.access.rights import Role
from readiness.building import kept
from readiness.config import Settings
from readiness.fieldwork import lifecycle
from readiness.records import assessments, responses
from readiness.records.responses import AnswerSet
from tests.journeys import test_accessibility as accessibility
from tests.journeys.conftest import NARROW, Survey
from tests.journeys.test_console import browser_of, look  # noqa: F401 - a fixture
from tests.reporting.believable import believable

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OTHERS = (
    "map",
    "dimensions",
    "dimensions/resources",
    "roles",
    "barriers",
    "priorities",
    "innovations",
    "words",
    "method",
)


def signed_in(page: Page, survey: Survey, email: str, right: Wanted) -> Page:
    """Let somebody with that right be signed in with this browser."""
    now = int(time.time())
    with survey.database.write() as session:
        acting = Acting(session, survey.settings, now, name="command line (tests)")
        account, _ = people.invite(acting, email)
        account.name, account.joined_at = "Lea Green", now
        grants.give(acting, account, right, rescue=True).approved_at = now
        token = signing_in.begin(session, account, now, whole=True)
    page.context.add_cookies([{"name": "console", "value": token, "url": f"{survey.base}/console"}])
    return page


def answered_and_closed(survey: Survey) -> None:
    """Let enough people answer, and close."""
    item = survey.instrument.items()[0].id
    with survey.database.write() as session:
        sets = [AnswerSet({"role": survey.instrument.roles[0].id}, {item: 1 + i % 5}) for i in range(20)]
        responses.add(session, survey.assessment, survey.instrument, sets)
    last = survey.assessment.closes_on
    lifecycle.close(survey.database, survey.settings, survey.assessment.code, last)


def found(survey: Survey) -> None:
    """Keep findings as a worker does."""
    made = believable()
    made = replace(made, heading=replace(made.heading, code=survey.assessment.code))
    with survey.database.read() as session:
        of = assessments.by_code(session, survey.assessment.code)
        named = kept.key(survey.settings, session, of)
    kept.keep(survey.settings, named, made)


def fits(page: Page) -> None:
    """See that nothing but tables scrolls sideways on the narrowest screen."""
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), (
        page.url
    )


def test_a_lead_reads_all_of_the_results(
    browser_of: Callable[[], Page],  # noqa: F811 - the fixture
    survey: Survey,
) -> None:
    with survey.database.read() as session:
        system = assessments.system(session, survey.assessment).name
    page = signed_in(browser_of(), survey, "rea@example.org", Wanted(Role.SYSTEM_LEAD, system))
    base = f"{survey.base}/console/assessments/{survey.assessment.code}/results"
    page.goto(base)
    look(page, "Results come after closing")
    answered_and_closed(survey)
    page.route("**/waiting.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(base)
    look(page, "The results are being worked out")
    page.unroute("**/waiting.js")
    found(survey)
    page.reload()
    look(page, "need most change")
    fits(page)
    page.get_by_role("link", name="Most change", exact=True).click()
    look(page, "stand out as needing most change")
    sorting(page)
    page.get_by_role("link", name="Mental health").last.click()
    look(page, "Among the areas that need most change")
    page.get_by_text("Show the table").first.click()
    accessibility.check(page, NARROW)
    fits(page)
    for name in OTHERS:
        page.goto(f"{base}/{name}")
        accessibility.check(page)
        fits(page)
    with page.expect_download() as taken:
        page.goto(f"{base}/barriers")
        page.get_by_role("link", name="Download as CSV").last.click()
    assert taken.value.suggested_filename.endswith(".csv")


def sorting(page: Page) -> None:
    """Put the table in the order of a column, and the other way round."""
    page.set_viewport_size(accessibility.WIDE)
    people_ = "td:last-child"
    button = page.get_by_role("button", name="Answered")
    orders = []
    for way in ("ascending", "descending"):
        button.click()
        assert page.locator("th[aria-sort]").get_attribute("aria-sort") == way
        orders.append(page.locator(f"tbody {people_}").all_inner_texts())
    assert orders[0] != orders[1]
    assert orders[0][-1] == orders[1][-1] == "not shown"
    numbers = [int(one) for one in orders[0][:-1]]
    assert numbers == sorted(numbers)
    accessibility.check(page)


def test_who_leads_an_area_reads_that_area(
    browser_of: Callable[[], Page],  # noqa: F811 - the fixture
    survey: Survey,
    settings: Settings,
) -> None:
    with survey.database.read() as session:
        system = assessments.system(session, survey.assessment).name
        area = assessments.areas(session, survey.assessment)[0].slug
    page = signed_in(browser_of(), survey, "ray@example.org", Wanted(Role.AREA_LEAD, system, area=area))
    answered_and_closed(survey)
    found(survey)
    page.goto(f"{survey.base}/console/assessments/{survey.assessment.code}/results")
    look(page, "Your clinical area")
    page.locator(".app-onward a").click()
    look(page, "Readiness stands at")
    fits(page)
