"""Everything is checked on one page, and launched with what it fixes; later it is opened on its own page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from readiness.errors import UnknownAssessment
from readiness.records import assessments, audit
from readiness.records.tables import Assessment
from tests.web.conftest import Clock
from tests.web.console.conftest import Person
from tests.web.console.setting_up.conftest import draft
from tests.web.visitor import Visitor


@pytest.fixture
def ready(begun: Visitor, code: str) -> Visitor:
    """A set-up in which nothing is missing."""
    begun.get(begun.link("Clinical areas")).send("Add", names="Heart\nLung")
    return begun.get(f"/console/assessments/{code}/set-up/way").send(links="personal")


def found(app: Flask, code: str) -> Assessment:
    with app.extensions["database"].read() as session:
        return assessments.by_code(session, code)


def acts(app: Flask, most: int) -> list[Any]:
    with app.extensions["database"].read() as session:
        return audit.page(session, 0, most)


def test_what_is_missing_leads_to_its_page_and_nothing_can_be_launched(
    app: Flask, begun: Visitor, code: str
) -> None:
    page = begun.get(begun.link("Check and launch"))
    assert dict(page.faults) == {
        "Choose how people are asked in.": f"/console/assessments/{code}/set-up/way",
        "List the clinical areas that people may answer for.": f"/console/assessments/{code}/set-up/list/areas",
    }
    assert "Go on to the launch" not in page.text
    assert page.get(f"/console/assessments/{code}/set-up/launch").heading.endswith("Check and launch")
    with pytest.raises(UnknownAssessment):
        found(app, code)


def test_before_the_first_day_it_is_launched_as_ready_and_opened_on_its_page(
    app: Flask, ready: Visitor, code: str
) -> None:
    page = ready.get(ready.link("Check and launch"))
    for told in ("Heart", "Lung", "Invitations by email to a list of people", "No group of fewer than 11"):
        assert told in page.text
    page.get(page.link("Go on to the launch"))
    assert "how people are asked in" in page.text
    assert "The first day is 4 January 2027" in page.text
    page.send("Launch it")
    made = found(app, code)
    assert (made.state, made.mode, made.opens_on) == ("draft", "personal", date(2027, 1, 4))
    assert [one.action for one in acts(app, 1)] == ["assessment launched"]


def test_open_it_now_says_what_happens_before_the_first_day_and_on_it(
    app: Flask, ready: Visitor, code: str
) -> None:
    ready.get(f"/console/assessments/{code}/set-up/launch").send("Launch it")
    page = ready.get(ready.link("Open it now"))
    assert "You need to do nothing on the first day" in page.text
    page.send("Open it")
    made = found(app, code)
    assert made.state == "open"
    assert made.instrument_hash
    assert acts(app, 1)[0].details == {"questionnaire": made.instrument_hash}
    assert page.get(f"/console/assessments/{code}/open").status == 409


def test_once_the_first_day_has_come_it_is_created_and_opened_in_one(
    app: Flask, ready: Visitor, code: str
) -> None:
    ready.get(f"/console/assessments/{code}/set-up/days")
    ready.send(**{"opens_on-day": "10", "opens_on-month": "11", "opens_on-year": "2026"})
    ready.get(f"/console/assessments/{code}/set-up/launch")
    assert "people can answer as soon as you say yes" in ready.text
    ready.send("Launch and open it now")
    assert found(app, code).state == "open"
    assert [one.action for one in acts(app, 2)] == ["assessment opened", "assessment launched"]


def test_a_set_up_that_somebody_else_has_launched_says_so(app: Flask, ready: Visitor, code: str) -> None:
    ready.get(f"/console/assessments/{code}/set-up/days")
    other = Visitor(app)
    other.client = ready.client
    other.get(f"/console/assessments/{code}/set-up/launch").send("Launch it")
    ready.send(title="Too late")
    assert ready.status == 409
    assert "has been launched" in ready.text
    assert found(app, code).title != "Too late"


def test_a_draft_of_the_command_line_is_opened_here_too(
    app: Flask, lea: Person, draft_assessment: Assessment
) -> None:
    page = lea.browser.get(f"/console/assessments/{draft_assessment.code}")
    page.get(page.link("Open it now"))
    assert "People can answer from now until 29 November 2026." in page.text
    page.send("Open it")
    assert found(app, draft_assessment.code).state == "open"


def test_what_would_have_closed_already_is_not_opened(
    app: Flask, lea: Person, draft_assessment: Assessment, clock: Clock
) -> None:
    page = lea.browser.get(f"/console/assessments/{draft_assessment.code}/open")
    clock.pass_(days=20)
    page.client = lea.sign_in().client
    page.get(f"/console/assessments/{draft_assessment.code}/open").send("Open it")
    assert page.status == 409
    assert "was to close on 29 November 2026" in page.text


def test_a_launch_again_takes_the_launch_back(app: Flask, ready: Visitor, code: str) -> None:
    before = draft(app, code).tables
    ready.get(f"/console/assessments/{code}/set-up/launch").send("Launch it")
    page = ready.get(ready.link("Take the launch back"))
    page.send("Take it back")
    assert page.heading.endswith("Ready for innovation 2027")
    after = draft(app, code).tables
    assert {**after, "threshold": None} == {**before, "threshold": None}
    with pytest.raises(UnknownAssessment):
        found(app, code)
    assert acts(app, 1)[0].action == "launch taken back"
    page.get(f"/console/assessments/{code}/set-up/launch").send("Launch it")
    assert found(app, code).state == "draft"
