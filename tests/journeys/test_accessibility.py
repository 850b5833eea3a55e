"""Every page and every state of error, held to WCAG 2.2 AA by axe in a real browser: no violation, phone and desktop."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from readiness.fieldwork import lifecycle
from tests.journeys.conftest import NARROW, Open, Survey
from tests.journeys.respondent import go_through, pages, what_somebody_answers

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "setup" / "assets" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def page(open_page: Open) -> Page:
    """A browser in which the checker may run although our pages allow no scripts."""
    found = open_page({"width": 1280, "height": 900}, bypass_csp=True)
    found.add_init_script(path=AXE)
    return found


def check(page: Page) -> None:
    """Hold what the browser shows to the rules, wide and narrow."""
    for size in ({"width": 1280, "height": 900}, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        found = page.evaluate("tags => axe.run({runOnly: tags})", RULES)
        assert not [told(one) for one in found["violations"]], page.url


def told(violation: dict[str, Any]) -> str:
    """Return a violation in one line."""
    return f"{violation['id']}: {violation['help']}: {[node['html'][:120] for node in violation['nodes']][:3]}"


def test_the_whole_way_through_the_survey(page: Page, survey: Survey) -> None:
    answers = what_somebody_answers(survey, "clinician")
    page.goto(survey.link)
    check(page)
    page.get_by_role("button", name="Start now").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    check(page)
    go_through(page, survey, answers, look=check)
    check(page)
    page.get_by_role("link", name="Delete what I have entered").click()
    check(page)
    page.goto(survey.link)
    check(page)
    page.goto(f"{survey.base}/a/{survey.assessment.code}/check")
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    check(page)


def test_faults_of_every_kind(page: Page, survey: Survey) -> None:
    answers = what_somebody_answers(survey, "gp")
    start = f"{survey.base}/a/{survey.assessment.code}"
    page.goto(survey.link)
    page.get_by_role("button", name="Start now").click()
    page.get_by_label("GP", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.goto(f"{start}/check")
    page.get_by_role("button", name="Send my answers").click()
    check(page)
    page.get_by_role("alert").get_by_role("link").click()
    page.get_by_role("button", name="Continue").click()
    check(page)
    areas = next(asked for asked in pages(survey, answers) if asked.id == "areas")
    for option in areas.questions[0].options:
        page.get_by_label(option.text, exact=True).check()
    page.evaluate("document.querySelector('[name=areas]').value = 'elsewhere'")
    page.get_by_role("button", name="Continue").click()
    check(page)
    words = next(asked for asked in pages(survey, answers) if asked.id == "your-words")
    page.goto(f"{start}/{words.id}")
    page.get_by_label(words.questions[0].text, exact=True).fill("Too long. " * 150)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    check(page)
    page.evaluate("document.querySelector('main [name=csrf_token]').value = 'stale'")
    page.get_by_role("button", name="Continue").click()
    check(page)


def test_pages_that_say_what_is_the_matter(page: Page, survey: Survey, today: Any) -> None:
    code = survey.assessment.code
    for address in ("/", "/privacy", "/accessibility", "/nothing", "/l/nothing", f"/a/{code}/check", f"/a/{code}/delete"):
        page.goto(survey.base + address)
        check(page)
    page.goto(survey.link)
    page.goto(f"{survey.base}/a/{code}/about-you")
    check(page)
    page.get_by_role("button", name="Start again").click()
    page.goto(f"{survey.base}/a/{code}/nothing")
    check(page)
    page.goto(f"{survey.base}/a/{code}/delete")
    page.get_by_role("button", name="Delete it").click()
    check(page)
    lifecycle.close(survey.database, code, today)
    page.goto(survey.link)
    page.get_by_role("heading", name="This survey has closed").wait_for()
    check(page)
