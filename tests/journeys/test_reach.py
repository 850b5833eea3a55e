"""Who cannot use a mouse, read small text, bear movement or see at all gets through: tried in a real browser."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, ViewportSize

from readiness.instrument.journey import AskedPage, AskedQuestion
from tests.journeys.conftest import NARROW, PHONE, Open, Survey
from tests.journeys.respondent import (
    CHECK,
    ENGLISH,
    FAULT,
    THANKS,
    WELSH,
    arrived,
    fill_in,
    go_through,
    in_welsh,
    pages,
    press,
    what_somebody_answers,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ZOOMED: ViewportSize = {"width": 320, "height": 256}
"""A screen of 1280 x 1024 at 400%."""
TEXTS = "main h1, main h2, main p, main li, main dt, main dd, main label, main legend, main .nhsuk-hint, main button"
SPACED = """{
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
}"""
CUT_OFF = """texts => [...document.querySelectorAll(texts)].filter(one => {
    const style = getComputedStyle(one), hidden = one.closest('.nhsuk-u-visually-hidden');
    return !hidden && style.overflow !== 'visible' && style.resize === 'none'
        && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
}).map(one => one.textContent.trim().slice(0, 60))"""
OVERLAPPING = """texts => {
    const all = [...document.querySelectorAll(texts)].filter(one => !one.closest('.nhsuk-u-visually-hidden'));
    const box = new Map(all.map(one => [one, one.getBoundingClientRect()]));
    const met = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
    const found = [];
    all.forEach((one, at) => all.slice(at + 1).forEach(two => {
        if (!one.contains(two) && !two.contains(one) && met(box.get(one), box.get(two)))
            found.push(one.textContent.trim().slice(0, 40) + ' / ' + two.textContent.trim().slice(0, 40));
    }));
    return found;
}"""
MOVING = """() => [...document.querySelectorAll('*')].filter(one => {
    const style = getComputedStyle(one);
    const lasts = durations => durations.split(',').some(one => parseFloat(one) > 0);
    return lasts(style.transitionDuration) || (style.animationName !== 'none' && lasts(style.animationDuration))
        || style.scrollBehavior === 'smooth';
}).map(one => one.outerHTML.slice(0, 80))"""
LOOK = """() => {
    const one = document.activeElement, label = one.labels && one.labels[0];
    const looks = [getComputedStyle(one)];
    if (label) looks.push(getComputedStyle(label), getComputedStyle(label, '::before'));
    return looks.map(look => [look.outlineStyle, look.outlineWidth, look.outlineColor, look.boxShadow,
        look.backgroundColor, look.borderTopWidth].join(' '));
}"""
OUTLINED = """() => {
    const one = document.activeElement, label = one.labels && one.labels[0];
    const looks = [getComputedStyle(one), ...(label ? [getComputedStyle(label, '::before')] : [])];
    return looks.some(look => look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2);
}"""
TARGETS = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), textarea')].filter(one => {
    const box = one.getBoundingClientRect();
    const within = one.tagName === 'A' && one.parentElement.tagName === 'P'
        && one.parentElement.textContent.trim() !== one.textContent.trim();
    const unseen = one.closest('[aria-hidden]') || one.classList.contains('nhsuk-skip-link') || !box.width;
    return !within && !unseen && (box.width < %d || box.height < %d);
}).map(one => one.outerHTML.slice(0, 120))"""
SMALLEST, THUMB = 24, 44
LARGEST_FIRST_VIEW, LARGEST_LATER = 50_000, 10_000


def open_addresses(survey: Survey) -> list[str]:
    """Return the pages that need no answers."""
    code = survey.assessment.code
    return [
        *("/", "/privacy", "/accessibility", "/nothing", "/l/nothing"),
        *(f"/a/{code}/resume", f"/a/{code}/done", f"/a/{code}/about-you"),
    ]


def fits(page: Page) -> None:
    """Hold the page to the width of the screen, its texts to their places."""
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= seen, page.url
    assert page.evaluate(CUT_OFF, TEXTS) == [], page.url
    assert page.evaluate(OVERLAPPING, TEXTS) == [], page.url


@pytest.mark.parametrize("language", ["en", "cy"])
def test_nothing_is_cut_off_at_four_times_the_size_or_with_wider_text(
    open_page: Open, survey: Survey, language: str
) -> None:
    page = open_page(ZOOMED)

    def look(page: Page) -> None:
        page.wait_for_load_state()
        fits(page)
        page.evaluate(SPACED)
        fits(page)

    asked, words = (in_welsh(survey), WELSH) if language == "cy" else (survey, ENGLISH)
    for address in open_addresses(survey):
        page.goto(f"{survey.base}{address}?lang={language}")
        look(page)
    page.goto(f"{survey.link}?lang={language}")
    look(page)
    page.get_by_role("button", name=words.start).click()
    go_through(page, asked, what_somebody_answers(asked, "clinician"), look, words)
    look(page)
    for last in ("later", "delete"):
        page.goto(f"{survey.base}/a/{survey.assessment.code}/{last}")
        look(page)


def test_nothing_moves_for_those_who_wish_it_so(open_page: Open, survey: Survey) -> None:
    page = open_page(PHONE, reduced_motion="reduce")
    page.goto(survey.link)
    assert page.evaluate(MOVING) == []
    press(page, "Start now", "About you")
    press(page, "Continue", FAULT)
    assert page.evaluate(MOVING) == []
    page.get_by_role("button", name="Continue", exact=True).hover()
    assert page.evaluate(MOVING) == []


def test_choices_and_what_is_chosen_can_be_seen_in_forced_colours(open_page: Open, survey: Survey) -> None:
    page = open_page(PHONE, forced_colors="active", color_scheme="dark")
    page.goto(survey.link)
    press(page, "Start now", "About you")
    gp = page.get_by_label("GP", exact=True)
    blank = drawn(page, gp)
    assert contrast(blank) >= 3
    gp.check()
    page.get_by_role("heading", name="About you").click()
    chosen = drawn(page, gp)
    assert ink(chosen) > 2 * ink(blank)
    gp.focus()
    assert page.evaluate(OUTLINED)
    assert ink(drawn(page, gp)) > ink(chosen)
    press(page, "Continue", "Direction and leadership")
    page.goto(f"{survey.base}/a/{survey.assessment.code}/areas")
    box = page.get_by_role("checkbox").first
    empty = drawn(page, box)
    box.check()
    page.get_by_role("heading", name="Your clinical areas").click()
    assert contrast(empty) >= 3
    assert ink(drawn(page, box)) > ink(empty)


def drawn(page: Page, choice: Locator) -> Image.Image:
    """Return what is seen where a choice stands."""
    choice.scroll_into_view_if_needed()
    box = choice.bounding_box()
    assert box is not None
    clip: Any = {"x": box["x"] - 4, "y": box["y"] - 4, "width": box["width"] + 8, "height": box["height"] + 8}
    return Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")


def contrast(picture: Image.Image) -> float:
    """Return the contrast between the darkest and the lightest point, as WCAG reckons it."""
    found = [luminance(point) for _, point in picture.getcolors(1 << 16) or []]
    return (max(found) + 0.05) / (min(found) + 0.05)


def luminance(point: Any) -> float:
    parts = [part / 255 for part in point]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ink(picture: Image.Image) -> int:
    """Return how many points differ clearly from the ground, which is the commonest colour."""
    counted = sorted(picture.getcolors(1 << 16) or [], reverse=True)
    ground = luminance(counted[0][1])
    return sum(number for number, point in counted if abs(luminance(point) - ground) > 0.1)


def test_everything_that_is_pressed_is_large_enough(open_page: Open, survey: Survey) -> None:
    page = open_page(NARROW)

    def look(page: Page) -> None:
        page.wait_for_load_state()
        assert page.evaluate(TARGETS % (SMALLEST, SMALLEST)) == [], page.url
        small = page.locator(
            "main button, main input:not([type=hidden]), .app-top a, .app-top button:not([aria-hidden])"
        )
        sizes = small.evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
        assert min(sizes, default=THUMB) >= THUMB, page.url

    for address in open_addresses(survey):
        page.goto(survey.base + address)
        look(page)
    page.goto(survey.link)
    look(page)
    press(page, "Start now", "About you")
    press(page, "Continue", FAULT)
    look(page)
    go_through(page, survey, what_somebody_answers(survey, "manager"), look)
    look(page)


def test_the_whole_survey_with_the_keyboard_alone(open_page: Open, survey: Survey) -> None:
    page = open_page(PHONE)
    page.goto(survey.link)
    reach(page, "Start now")
    page.keyboard.press("Enter")
    answers = what_somebody_answers(survey, "gp")
    for asked in pages(survey, answers):
        arrived(page, asked.title)
        page.wait_for_load_state()
        reach(page, "Cymraeg")  # the last stop before the questions
        by_keyboard(page, asked, answers)
        reach(page, "Continue")
        page.keyboard.press("Enter")
    arrived(page, CHECK)
    reach(page, "Send my answers")
    page.keyboard.press("Space")
    arrived(page, THANKS)


def reach(page: Page, name: str) -> None:
    """Go on with Tab until the button or link with that name has the focus; each stop on the way can be seen."""
    for _ in range(200):
        page.keyboard.press("Tab")
        seen(page)
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    pytest.fail(f"Tab never comes to {name!r}.")


def seen(page: Page) -> None:
    """Hold what has the focus to looking otherwise than without it, and to lying on the screen."""
    focused = page.evaluate(LOOK)
    assert page.evaluate(OUTLINED), page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
    one = page.evaluate_handle("document.activeElement").as_element()
    assert one is not None
    box = one.bounding_box()
    height = (page.viewport_size or PHONE)["height"]
    assert box is not None
    assert box["y"] + box["height"] > 0
    assert box["y"] < height
    one.evaluate("one => one.blur()")
    assert page.evaluate(unfocused(), one) != focused
    one.evaluate("one => one.focus()")


def unfocused() -> str:
    """Return a script that tells how an element looks that has no focus."""
    return LOOK.replace("() => {\n    const one = document.activeElement,", "one => {\n    const ", 1)


def by_keyboard(page: Page, asked: AskedPage, answers: dict[str, Any]) -> None:
    """Answer a page with Tab, Space and the arrows."""
    for question in asked.questions:
        for stop in stops(question, answers[question.key]):
            page.keyboard.press("Tab")
            seen(page)
            for key in stop:
                page.keyboard.press(key)
        if question.kind == "comment":
            page.keyboard.insert_text(answers[question.key])
    for question in asked.questions:
        assert kept(page, question) == answers[question.key], question.key


def stops(question: AskedQuestion, answer: Any) -> Iterator[list[str]]:
    """Yield the keys to press at each place where Tab stops: one for radio buttons, one for each checkbox."""
    values = [option.value for option in question.options]
    if question.kind == "comment":
        yield []
    elif question.kind == "choices":
        yield from (["Space"] if value in answer else [] for value in values)
    else:
        yield ["Space", *["ArrowDown"] * values.index(str(answer))]


def kept(page: Page, question: AskedQuestion) -> Any:
    """Return what stands on the page for a question, as it is answered."""
    fields = page.locator(f'[name="{question.key}"]')
    if question.kind == "comment":
        return fields.input_value()
    found = fields.evaluate_all("all => all.filter(one => one.checked).map(one => one.value)")
    if question.kind == "choices":
        return found
    return found[0] if question.kind == "choice" else int(found[0])


def test_the_language_is_changed_with_the_keyboard_and_nothing_is_lost(
    open_page: Open, survey: Survey
) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    page.goto(survey.link)
    press(page, "Start now", "About you")
    page.get_by_label("GP", exact=True).check()
    page.get_by_role("button", name="Cymraeg").press("Enter")
    arrived(page, "Amdanoch chi")
    assert page.get_by_label("Meddyg teulu", exact=True).is_checked()
    press(page, "English", "About you")
    assert page.get_by_label("GP", exact=True).is_checked()


def test_a_screen_reader_is_told_what_each_page_and_group_is(open_page: Open, survey: Survey) -> None:
    page = open_page(PHONE)
    page.goto(f"{survey.link}?lang=cy")
    page.get_by_role("button", name=WELSH.start).click()
    welsh = in_welsh(survey)
    answers = what_somebody_answers(welsh, "manager")
    all_pages = pages(welsh, answers)
    for number, asked in enumerate(all_pages, 1):
        arrived(page, asked.title)
        told = spoken_tree(page)
        named = {(one["role"], one["name"]) for one in told}
        assert {("heading", asked.title), ("main", ""), ("banner", ""), ("contentinfo", "")} <= named
        assert {("navigation", "Mynd yn ôl"), ("navigation", "Iaith"), ("button", "English")} <= named
        assert page.title().startswith(f"{asked.title} – Tudalen {number} o ")
        for question in asked.questions:
            heard(told, question)
        fill_in(page, asked, answers)
        page.get_by_role("button", name=WELSH.go_on, exact=True).click()
    assert page.evaluate("document.documentElement.lang") == "cy"


def heard(told: list[dict[str, str]], question: AskedQuestion) -> None:
    """Hold a question to being told with its whole text and hint, and each of its options by name."""
    role = "textbox" if question.kind == "comment" else "group"
    (found,) = [one for one in told if (one["role"], one["name"]) == (role, question.text)]
    for said in (question.hint, question.low_label, question.high_label):
        assert not said or said in found["description"], question.key
    single = "checkbox" if question.kind == "choices" else "radio"
    names = {one["name"] for one in told if one["role"] == single}
    assert {option.text for option in question.options} <= names


def spoken_tree(page: Page) -> list[dict[str, str]]:
    """Return what the browser hands to a screen reader: role, name and description of everything."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    return [
        {part: str(one.get(part, {}).get("value", "")) for part in ("role", "name", "description")}
        for one in nodes
        if not one.get("ignored")
    ]


def test_faults_are_told_first_and_at_their_question(open_page: Open, survey: Survey) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    page.goto(survey.link)
    press(page, "Start now", "About you")
    press(page, "Continue", FAULT)
    assert page.title().startswith("Error: About you")
    focused = page.locator(".nhsuk-error-summary")
    assert focused.evaluate("one => one === document.activeElement")
    assert page.get_by_role("alert").get_by_role("heading", name=FAULT).is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").startswith("Choose an answer: Which of these")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "role"
    (group,) = [
        one
        for one in spoken_tree(page)
        if one["role"] == "group" and one["name"].startswith("Which of these")
    ]
    assert "Error: Choose an answer" in " ".join(group["description"].split())


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_page_after_the_first_is_lighter_still_over_the_wire(
    open_page: Open, survey: Survey, language: str
) -> None:
    page = open_page(PHONE)
    asked, words = (in_welsh(survey), WELSH) if language == "cy" else (survey, ENGLISH)
    finished: list[Any] = []
    page.on("requestfinished", lambda request: finished.append(request))
    page.goto(f"{survey.link}?lang={language}", wait_until="networkidle")
    assert 1_000 < sum(weights(finished).values()) <= LARGEST_FIRST_VIEW
    finished.clear()
    page.get_by_role("button", name=words.start).click()
    go_through(page, asked, what_somebody_answers(asked, "clinician"), words=words)
    page.wait_for_load_state("networkidle")
    drawn = {address: weight for address, weight in weights(finished).items() if weight > 1_000}
    assert len(drawn) > 10
    assert {address: weight for address, weight in drawn.items() if weight > LARGEST_LATER} == {}


def weights(requests: list[Any]) -> dict[str, int]:
    """Return the bytes that came over the wire, by method and address."""
    sizes = {f"{request.method} {request.url}": request.sizes() for request in requests}
    return {name: size["responseBodySize"] + size["responseHeadersSize"] for name, size in sizes.items()}
