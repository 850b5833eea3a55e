"""From a thumb on a phone to a figure in the PDF: what people answered is what the report says, worked out by hand.

One person of each role answers in a real browser; twelve more of each role send their answers without one.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest
from playwright.sync_api import Page

from readiness.baseline.door import baseline
from readiness.baseline.findings import Findings
from readiness.config import Settings
from readiness.fieldwork import lifecycle, submitting
from readiness.records import assessments
from readiness.reporting.documents import report
from tests.journeys.conftest import Open, Survey
from tests.journeys.respondent import THANKS, go_through, pages, press, what_somebody_answers

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MORE = 12
"""So many of each role beside the one in the browser: more than the threshold of 11."""
RATINGS = (4, 5, 3, 4, 4, 2, 5)
HEADCOUNT = {"gp": 140 + 95, "clinician": 520 + 310, "manager": 60 + 35}
"""How many there are of each role in the set-up of the example."""
Answers = dict[str, Any]


def what_they_answer(survey: Survey, role: str, number: int) -> Answers:
    """Return one person's answers: no two neighbours rate alike, everyone leaves one statement on the route unrated.

    Only there: shares of a statement that few left unrated may not stand beside those of all.
    """
    answers = what_somebody_answers(survey, role)
    answers["place"] = ("north", "south")[number % 2]
    items = [one.key for page in pages(survey, answers) for one in page.questions if one.kind == "item"]
    for at, key in enumerate(items):
        answers[key] = RATINGS[(3 * number + at + at // 5) % len(RATINGS)]
    route = [key for key in items if key.startswith("route-")]
    answers[route[number % len(route)]] = 0
    asked = {one.key for page in pages(survey, answers) for one in page.questions}
    return {key: value for key, value in answers.items() if key in asked}


def everybody(survey: Survey) -> Iterator[Answers]:
    for role in HEADCOUNT:
        for number in range(MORE + 1):
            yield what_they_answer(survey, role, number)


def score(survey: Survey, dimension: str, answers: Answers) -> float:
    """Return one person's score by the definition: the mean of 0, 25, 50, 75 and 100 over what was rated."""
    (page,) = (page for page in pages(survey, answers) if page.id == dimension)
    rated = [answers[one.key] for one in page.questions if answers[one.key]]
    assert len(rated) >= len(page.questions) / 2
    return fmean(25.0 * (rating - 1) for rating in rated)


def of_everyone(figures: dict[str, list[float]]) -> float:
    """Return the mean of the roles' means, each weighing as much as there are people of the role."""
    return sum(HEADCOUNT[role] * fmean(each) for role, each in figures.items()) / sum(HEADCOUNT.values())


def by_role(people: list[Answers], figure: Callable[[Answers], float | None]) -> dict[str, list[float]]:
    """Return a figure of each person who has it, by role."""
    found: dict[str, list[float]] = {role: [] for role in HEADCOUNT}
    for answers in people:
        if (own := figure(answers)) is not None:
            found[answers["role"]].append(own)
    return found


def agreement(answers: Answers) -> float | None:
    """Return 100 for who agrees with the first statement, 0 for who does not, nothing for who did not rate it."""
    return 100.0 * (answers["direction-1"] >= 4) if answers["direction-1"] else None


def rounded(number: float) -> str:
    """Round once, for print; a half would leave open which way."""
    assert abs(number % 1 - 0.5) > 1e-6
    return str(round(number))


def printed(findings: Findings, settings: Settings, folder: Path) -> str:
    """Return the text of the PDF, each line with single spaces."""
    path = report.write(findings, settings.reports, folder / "report.pdf")
    made = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return "\n".join(" ".join(line.split()) for line in made.stdout.decode().splitlines())


@pytest.fixture
def people(survey: Survey, open_page: Open) -> list[Answers]:
    """Everybody's answers, all of them sent."""
    found = list(everybody(survey))
    for number, answers in enumerate(found):
        if number % (MORE + 1) == 0:
            answer_on_a_phone(open_page(has_touch=True, is_mobile=True), survey, answers)
        else:
            send(survey, answers, f"receipt-of-number-{number:03}")
    return found


def answer_on_a_phone(page: Page, survey: Survey, answers: Answers) -> None:
    page.goto(survey.link)
    press(page, "Start now", "About you")
    go_through(page, survey, answers)
    press(page, "Send my answers", THANKS)


def send(survey: Survey, answers: Answers, receipt: str) -> None:
    with survey.database.write() as session:
        assert submitting.submit(
            session, survey.assessment, survey.instrument, survey.local, answers, receipt
        )


@pytest.fixture
def findings(survey: Survey, people: list[Answers], today: date) -> Findings:
    """What may be shown after the survey has closed."""
    lifecycle.close(survey.database, survey.settings, survey.assessment.code, today)
    with survey.database.read() as session:
        closed = assessments.by_code(session, survey.assessment.code)
        return baseline(session, closed, survey.instrument)


def test_what_people_answered_is_what_the_report_says(
    survey: Survey, people: list[Answers], findings: Findings, tmp_path: Path
) -> None:
    text = printed(findings, survey.settings, tmp_path)
    assert findings.n == len(people) == 39
    assert f"{findings.n} of 1,160" in text
    for role in findings.roles:
        assert (role.n, role.headcount) == (MORE + 1, HEADCOUNT[role.id])
        assert re.search(rf"^{role.name} {role.n} {role.headcount} ", text, re.M)
    for one in findings.dimensions:
        by_hand = of_everyone(by_role(people, partial(score, survey, one.id)))
        assert one.cell.mean is not None
        assert one.cell.mean.n == len(people)
        assert one.cell.mean.value == pytest.approx(by_hand, abs=1e-9)
        assert re.search(rf"^{one.name} {rounded(by_hand)} ", text, re.M), one.name
    agreed = of_everyone(by_role(people, agreement))
    share = findings.dimensions[0].items[0].cell.favourable
    assert share is not None
    assert share.percent == round(agreed)
    assert re.search(rf"Everyone {rounded(agreed)}%", text)
