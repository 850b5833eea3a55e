"""Each role answers the real questionnaire on a phone without scripts, and all of it is found in the database."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from readiness.records.tables import Comment, Response
from tests.journeys.conftest import NARROW, PHONE, Open, Survey
from tests.journeys.respondent import FAULT, THANKS, arrived, go_through, pages, press, what_somebody_answers

pytestmark = pytest.mark.browser

SMALLEST_TARGET = 44
MEASURED = (
    "all => all.flatMap(one => [one.getBoundingClientRect().width, one.getBoundingClientRect().height])"
)
LARGEST_FIRST_VIEW = 50_000


def kept(survey: Survey) -> tuple[dict[str, Any], bool]:
    """Return the one answer set of the survey by flat key, and whether comments may be quoted."""
    with survey.database.read() as session:
        (found,) = session.query(Response).filter_by(assessment_id=survey.assessment.id)
        comments = list(session.query(Comment).filter_by(assessment_id=survey.assessment.id))
    strata = {"role": found.role, "place": found.place, "tenure": found.tenure}
    strata["organisation-type"] = found.organisation_type
    areas = {f"{area}.{key}": value for area, block in found.areas.items() for key, value in block.items()}
    words = {comment.question: comment.text for comment in comments}
    return {**strata, **found.answers, **areas, **words}, all(comment.quotable for comment in comments)


@pytest.mark.parametrize("role", ["gp", "clinician", "manager"])
def test_what_a_person_answers_on_a_phone_is_what_is_kept(phone: Page, survey: Survey, role: str) -> None:
    answers = what_somebody_answers(survey, role)
    phone.goto(survey.link)
    press(phone, "Start now", "About you")
    go_through(phone, survey, answers, look=fits)
    fits(phone)
    press(phone, "Send my answers", THANKS)
    fits(phone)
    found, quotable = kept(survey)
    asked = {question.key for page in pages(survey, answers) for question in page.questions}
    assert len(asked) > 50
    assert {key for key in asked if key.endswith(f"-{role}")}
    expected = {key: answers[key] for key in asked - {"areas", "quote"}}
    assert found == expected
    assert quotable == (answers["quote"] == "yes")
    phone.reload()
    arrived(phone, THANKS)


@pytest.mark.parametrize("scale", [1, 2], ids=["plain", "text twice as large"])
def test_nothing_scrolls_sideways_at_320_pixels(open_page: Open, survey: Survey, scale: int) -> None:
    page = open_page(NARROW, java_script_enabled=False)
    page.goto(survey.link)
    fits(page, scale)
    press(page, "Start now", "About you")
    press(page, "Continue", FAULT)
    fits(page, scale)
    go_through(page, survey, what_somebody_answers(survey, "clinician"), look=lambda page: fits(page, scale))
    fits(page, scale)
    press(page, "Delete what I have entered", "Delete what you have entered?")
    fits(page, scale)
    for address in ("/", "/privacy", "/accessibility", "/nothing"):
        page.goto(survey.base + address)
        fits(page, scale)


def test_every_button_and_choice_is_large_enough_for_a_thumb(phone: Page, survey: Survey) -> None:
    def look(page: Page) -> None:
        sizes = page.locator("input:not([type=hidden]), button.nhsuk-button").evaluate_all(MEASURED)
        assert min(sizes) >= SMALLEST_TARGET

    phone.goto(survey.link)
    press(phone, "Start now", "About you")
    go_through(phone, survey, what_somebody_answers(survey, "gp"), look)


def test_the_browsers_own_back_button_does_no_harm(phone: Page, survey: Survey) -> None:
    answers = what_somebody_answers(survey, "gp")
    phone.goto(survey.link)
    press(phone, "Start now", "About you")
    go_through(phone, survey, answers)
    for _ in range(3):
        phone.go_back()
    phone.go_forward()
    phone.go_back()
    press(phone, "Continue", "All in all")
    phone.goto(f"{survey.base}/a/{survey.assessment.code}/check")
    press(phone, "Send my answers", THANKS)
    phone.go_back()
    arrived(phone, "Open your link to answer")
    assert phone.get_by_text("If you have just sent your answers, they have arrived").is_visible()
    assert kept(survey)[0]["role"] == "gp"


def test_a_double_click_on_send_counts_once(phone: Page, survey: Survey) -> None:
    phone.goto(survey.link)
    press(phone, "Start now", "About you")
    go_through(phone, survey, what_somebody_answers(survey, "manager"))
    phone.get_by_role("button", name="Send my answers").dblclick(no_wait_after=True)
    arrived(phone, THANKS)
    assert kept(survey)[0]["role"] == "manager"


def test_everything_can_be_done_with_the_keyboard(open_page: Open, survey: Survey) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(survey.link)
    page.get_by_role("button", name="Start now").press("Enter")
    arrived(page, "About you")
    page.keyboard.press("Tab")
    page.get_by_role("link", name="Skip to main content").press("Enter")
    role = page.get_by_role("group", name="Which of these describes your work best?", exact=True)
    role.get_by_label("GP", exact=True).press(" ")
    role.get_by_label("GP", exact=True).press("ArrowDown")
    role.get_by_label("Hospital clinician", exact=True).press("Enter")
    arrived(page, "Direction and leadership")
    assert page.get_by_text("your team and your department").is_visible()


def test_a_fault_in_the_list_leads_to_its_question(open_page: Open, survey: Survey) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(survey.link)
    press(page, "Start now", "About you")
    press(page, "Continue", FAULT)
    page.get_by_role("alert").get_by_role("link").press("Enter")
    assert page.get_by_label("GP", exact=True).evaluate("field => field === document.activeElement")


def test_the_first_view_is_light_over_the_wire(open_page: Open, survey: Survey) -> None:
    page = open_page(PHONE)
    weights: list[int] = []

    def weigh(request: Any) -> None:
        sizes = request.sizes()
        weights.append(sizes["responseBodySize"] + sizes["responseHeadersSize"])

    page.on("requestfinished", weigh)
    page.goto(survey.link, wait_until="networkidle")
    assert len(weights) <= 4
    assert sum(weights) <= LARGEST_FIRST_VIEW


def fits(page: Page, scale: int = 1) -> None:
    """Hold the page to the width of the screen."""
    page.wait_for_load_state()
    if scale != 1:
        page.evaluate(f"document.documentElement.style.fontSize = '{scale * 100}%'")
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= seen, page.url
