"""A respondent with eyes and thumbs: finds questions and answers by what they say, as a screen reader names them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any, NamedTuple

from playwright.sync_api import Locator, Page

from readiness.instrument import journey
from readiness.instrument.journey import AskedPage, AskedQuestion
from readiness.instrument.language import spoken
from tests.journeys.conftest import Survey

Look = Callable[[Page], None]
CHECK = "Check your answers before you send them"
FAULT = "There is a problem"
THANKS = "Thank you"


class Words(NamedTuple):
    """What the buttons and headings on the way are called."""

    start: str = "Start now"
    go_on: str = "Continue"
    check: str = CHECK
    send: str = "Send my answers"
    thanks: str = THANKS
    fault: str = FAULT


ENGLISH = Words()
WELSH = Words(
    "Dechrau nawr",
    "Parhau",
    "Gwiriwch eich atebion cyn i chi eu hanfon",
    "Anfon fy atebion",
    "Diolch",
    "Mae problem",
)


def in_welsh(survey: Survey) -> Survey:
    """Return the survey as somebody meets it who has chosen Welsh."""
    return survey._replace(instrument=spoken(survey.instrument, "cy"))


def what_somebody_answers(survey: Survey, role: str) -> dict[str, Any]:
    """Return an answer to every question that this role sees, no two neighbours alike, in two clinical areas."""
    answers: dict[str, Any] = {"role": role, "areas": [area.id for area in survey.local.areas[:2]]}
    turn = cycle(range(7))
    for page in pages(survey, answers):
        for question in page.questions:
            answers.setdefault(question.key, _answer(question, next(turn)))
    return answers


def pages(survey: Survey, answers: dict[str, Any]) -> tuple[AskedPage, ...]:
    """Return the pages that are seen with these answers."""
    return journey.pages(survey.instrument, survey.local, answers)


def _answer(question: AskedQuestion, turn: int) -> Any:
    values = [option.value for option in question.options]
    if question.kind == "comment":
        return f"What {question.key} should say.\nWith “quotes” & <marks>, {turn}."
    if question.kind == "choices":
        return [value for at, value in enumerate(values) if at % 5 == turn % 5][: question.at_most]
    value = values[turn % len(values)]
    return value if question.kind == "choice" else int(value)


def go_through(
    page: Page,
    survey: Survey,
    answers: dict[str, Any],
    look: Look = lambda page: None,
    words: Words = ENGLISH,
) -> None:
    """Answer page after page until the check page; `look` sees each page before and after it is filled in."""
    for asked in pages(survey, answers):
        arrived(page, asked.title)
        look(page)
        fill_in(page, asked, answers)
        look(page)
        page.get_by_role("button", name=words.go_on, exact=True).click()
    arrived(page, words.check)


def arrived(page: Page, heading: str) -> None:
    """Wait until the page with that heading is there."""
    page.get_by_role("heading", name=heading, exact=True).wait_for()


def press(page: Page, name: str, then: str) -> None:
    """Press a button or follow a link, and wait for the page with the heading that it leads to."""
    button = page.get_by_role("button", name=name, exact=True)
    button.or_(page.get_by_role("link", name=name, exact=True)).click()
    arrived(page, then)


def fill_in(page: Page, asked: AskedPage, answers: dict[str, Any]) -> None:
    """Answer the questions of one page."""
    for question in asked.questions:
        if question.kind == "comment":
            page.get_by_label(question.text, exact=True).fill(answers[question.key])
            continue
        for choice in _choices(page, question, answers[question.key]):
            choice.check()


def _choices(page: Page, question: AskedQuestion, answer: Any) -> Iterator[Locator]:
    group = page.get_by_role("group", name=question.text, exact=True)
    chosen = {str(one) for one in answer} if isinstance(answer, list) else {str(answer)}
    for option in question.options:
        if option.value in chosen:
            yield group.get_by_label(option.text, exact=True)
