"""Every page and every state of error, held to WCAG 2.2 AA by axe in a real browser, wide and narrow: no violation."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize

from readiness.fieldwork import drafts, lifecycle, setup_file
from readiness.fieldwork.drafts import Draft
from readiness.fieldwork.ways import codes, links
from tests.journeys.conftest import ALWAYS_OPEN, NARROW, Open, Survey, created
from tests.journeys.respondent import (
    FAULT,
    THANKS,
    WELSH,
    arrived,
    go_through,
    in_welsh,
    press,
    what_somebody_answers,
)

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "setup" / "assets" / "node_modules" / "axe-core" / "axe.min.js"
WIDE: ViewportSize = {"width": 1280, "height": 900}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def page(open_page: Open) -> Page:
    """A browser in which the checker may run although our pages allow no scripts."""
    found = open_page(WIDE, bypass_csp=True)
    found.add_init_script(path=AXE)
    return found


def check(page: Page, *sizes: ViewportSize) -> None:
    """Hold what the browser shows to the rules, wide and narrow where no size is given."""
    for size in sizes or (WIDE, NARROW):
        page.set_viewport_size(size)
        found = page.evaluate("tags => axe.run({runOnly: tags})", RULES)
        assert not [told(one) for one in found["violations"]], page.url


def told(violation: dict[str, Any]) -> str:
    """Return a violation in one line."""
    return (
        f"{violation['id']}: {violation['help']}: {[node['html'][:120] for node in violation['nodes']][:3]}"
    )


def test_the_whole_way_through_the_survey(page: Page, survey: Survey) -> None:
    page.goto(survey.link)
    check(page)
    press(page, "Start now", "About you")
    press(page, "Continue", FAULT)
    check(page)
    sizes = cycle((WIDE, NARROW))  # wide while it is blank, narrow when it is filled in
    answers = what_somebody_answers(survey, "clinician")
    go_through(page, survey, answers, look=lambda page: check(page, next(sizes)))
    check(page)
    press(page, "Delete what I have entered", "Delete what you have entered?")
    check(page)
    page.goto(survey.link)
    check(page)
    page.goto(f"{survey.base}/a/{survey.assessment.code}/check")
    press(page, "Send my answers", THANKS)
    check(page)


def test_faults_of_every_kind(page: Page, survey: Survey) -> None:
    start = f"{survey.base}/a/{survey.assessment.code}"
    page.goto(survey.link)
    press(page, "Start now", "About you")
    page.get_by_label("GP", exact=True).check()
    press(page, "Continue", "Direction and leadership")
    page.goto(f"{start}/check")
    press(page, "Send my answers", FAULT)
    check(page)
    page.get_by_role("alert").get_by_role("link").click()
    arrived(page, "Your clinical areas")
    press(page, "Continue", FAULT)
    check(page)
    page.goto(f"{start}/your-words")
    page.get_by_role("textbox").first.fill("Too long. " * 150)
    press(page, "Continue", FAULT)
    check(page)
    page.get_by_role("textbox").first.fill("Short.")
    page.evaluate("document.querySelector('main [name=csrf_token]').value = 'stale'")
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("This page belongs to other answers").wait_for()
    check(page)


def test_pages_that_say_what_is_the_matter(page: Page, survey: Survey, today: date) -> None:
    code = survey.assessment.code
    for address in ("/", "/privacy", "/accessibility", "/nothing", "/l/nothing", f"/a/{code}/check"):
        page.goto(survey.base + address)
        check(page)
    page.goto(survey.link)
    (came,) = page.context.cookies()
    page.goto(f"{survey.base}/a/{code}/about-you")
    check(page)
    page.get_by_role("button", name="Go to the first page").click()
    press(page, "Start now", "About you")
    leave_idle(page, survey, came)
    page.reload()
    check(page)
    press(page, "Start again", "About you")
    page.goto(f"{survey.base}/a/{code}/nothing")
    check(page)
    page.goto(f"{survey.base}/a/{code}/delete")
    press(page, "Delete it", "Nothing is left on this device")
    check(page)
    lifecycle.close(survey.database, survey.settings, code, today)
    page.goto(survey.link)
    arrived(page, "This survey has closed")
    check(page)


def leave_idle(page: Page, survey: Survey, came: Any) -> None:
    """Let the draft of this device lie for a day in which nobody looked at it: the cookie is as it came."""
    secret = came["value"].split(".")[0]
    yesterday = datetime.now(UTC) - timedelta(days=1)
    with survey.database.write() as session:
        drafts.begin(session, survey.assessment, secret, Draft(touched=yesterday))
    page.context.add_cookies([came])


def test_the_page_that_comes_back_while_the_database_is_busy(page: Page, survey: Survey) -> None:
    page.goto(survey.link)
    press(page, "Start now", "About you")
    page.get_by_label("GP", exact=True).check()
    with survey.database.write() as session:
        session.connection()  # holds the one lock for writing
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("alert").wait_for()
    check(page)
    assert page.get_by_label("GP", exact=True).is_checked()
    press(page, "Continue", "Direction and leadership")


@pytest.mark.slow
def test_the_whole_way_through_the_survey_in_welsh(page: Page, survey: Survey) -> None:
    welsh = in_welsh(survey)
    for address in ("/", "/privacy", "/accessibility", "/nothing", "/l/nothing"):
        page.goto(f"{survey.base}{address}?lang=cy")
        check(page, NARROW)
    page.goto(f"{survey.link}?lang=cy")
    check(page)
    press(page, WELSH.start, "Amdanoch chi")
    press(page, WELSH.go_on, WELSH.fault)
    check(page)
    turns = cycle((True, False))  # each page while it is blank

    def look(page: Page) -> None:
        assert page.evaluate("document.documentElement.lang") == "cy"
        if next(turns):
            check(page, NARROW)

    go_through(page, welsh, what_somebody_answers(welsh, "gp"), look, WELSH)
    check(page)
    press(page, WELSH.send, WELSH.thanks)
    check(page)


def test_coming_back_later_with_a_code(page: Page, survey: Survey) -> None:
    page.goto(survey.link)
    press(page, "Start now", "About you")
    press(page, "Save and come back later", "Come back later")
    check(page)
    press(page, "Show me a code", "Come back later")
    check(page)
    page.goto(f"{survey.base}/a/{survey.assessment.code}/resume")
    check(page)
    page.get_by_role("textbox").fill("these are not the words")
    press(page, "Continue", FAULT)
    check(page)


def test_links_that_are_not_open_yet_or_used(page: Page, survey: Survey) -> None:
    base = survey.base
    page.goto(f"{base}/l/{another(survey, 'open', opened=False)}")
    arrived(page, "This survey is not open yet")
    check(page)
    link = f"{base}/l/{another(survey, 'codes', opened=True)}"
    page.goto(link)
    check(page)
    press(page, "Start now", "About you")
    page.get_by_label("GP", exact=True).check()
    press(page, "Continue", "Direction and leadership")
    page.goto(f"{page.url.rpartition('/')[0]}/areas")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Continue", exact=True).click()
    page.goto(f"{page.url.rpartition('/')[0]}/check")
    press(page, "Send my answers", THANKS)
    page.goto(link)
    arrived(page, "This link has been used")
    check(page)
    press(page, "Cymraeg", "Mae'r ddolen hon wedi'i defnyddio")
    check(page)


def another(survey: Survey, mode: str, opened: bool) -> str:
    """Make another survey on the same server and return the token of a link to it."""
    example = setup_file.parsed("example.toml", setup_file.EXAMPLE.encode(), survey.settings.surveys)
    setup = example.model_copy(update={"links": mode})
    with survey.database.write() as session:
        made = created(session, setup, survey.settings)
        if opened:
            lifecycle.open_(session, made.code, survey.settings, ALWAYS_OPEN[0])
        return codes.make(session, made, 1)[0] if mode == "codes" else links.open_link(session, made).token
