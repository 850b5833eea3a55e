"""What stands in place of results: before closing, while they are worked out, and where that cannot be done."""

from __future__ import annotations

import pytest
from flask import Flask

from readiness.fieldwork import lifecycle
from readiness.records import builds
from readiness.records.tables import Assessment
from tests.reporting.believable import believable
from tests.web.conftest import Clock
from tests.web.console.conftest import VIEWER, Join, Person
from tests.web.console.results.conftest import PAGES, Find


@pytest.mark.parametrize("stage", ["draft", "open"])
def test_there_are_no_results_before_closing(
    app: Flask, lea: Person, draft_assessment: Assessment, stage: str
) -> None:
    if stage == "open":
        with app.extensions["database"].write() as session:
            lifecycle.open_(
                session, draft_assessment.code, app.extensions["settings"], draft_assessment.opens_on
            )
    for page in PAGES:
        opened = lea.browser.get(f"/console/assessments/{draft_assessment.code}/results{page}")
        assert opened.response.status_code == 409, page
        assert opened.heading.endswith("Results come after closing")


def asked(app: Flask, closed: Assessment) -> list[tuple[str, dict[str, str]]]:
    """What workers were asked for."""
    with app.extensions["database"].read() as session:
        return [(one.kind, one.options) for one in builds.QUEUE.recent(session, closed)]


def test_the_first_look_has_them_worked_out_once(
    app: Flask, lea: Person, closed: Assessment, base: str
) -> None:
    for page in (*PAGES, ""):
        opened = lea.browser.get(base + page)
        assert opened.heading.endswith("The results are being worked out"), page
    assert asked(app, closed) == [("findings", {})]
    assert opened.page.xpath("//script/@src") == [opened.app_static("waiting.js")]
    assert opened.link("Look again") == base


def test_a_page_without_a_worker_says_so_after_a_while(
    app: Flask, clock: Clock, lea: Person, base: str
) -> None:
    assert "No worker seems to run" not in lea.browser.get(base).text
    clock.pass_(seconds=20)
    assert "No worker seems to run" in lea.browser.get(base).text
    with app.extensions["database"].write() as session:
        now = int(clock.moment.timestamp())
        builds.take(session, "a worker", now, now + 60)
    assert "A worker is at it" in lea.browser.get(base).text
    assert "No worker seems to run" not in lea.browser.text


def test_what_could_not_be_found_is_tried_again_when_somebody_says_so(
    app: Flask, clock: Clock, lea: Person, closed: Assessment, base: str
) -> None:
    lea.browser.get(base)
    now = int(clock.moment.timestamp())
    with app.extensions["database"].write() as session:
        taken = builds.take(session, "a worker", now, now + 60)
        assert taken
        builds.failed(session, taken.id, "a worker", "The questionnaire has changed.", now)
    for _ in range(2):
        assert lea.browser.get(base).heading.endswith("The results could not be worked out")
    assert "The questionnaire has changed." in lea.browser.text
    assert len(asked(app, closed)) == 1
    assert lea.browser.send("Try once more").heading.endswith("The results are being worked out")
    assert len(asked(app, closed)) == 2


def test_results_that_hold_no_longer_are_worked_out_anew(
    app: Flask, lea: Person, closed: Assessment, find: Find, base: str
) -> None:
    find()
    assert "worked out" not in lea.browser.get(base).heading
    with app.extensions["database"].write() as session:
        session.get_one(Assessment, closed.id).revision += 1
    assert lea.browser.get(base).heading.endswith("The results are being worked out")


def test_published_findings_that_are_not_there_yet_are_asked_for(
    app: Flask, join: Join, closed: Assessment, find: Find, base: str
) -> None:
    from readiness.records import publications

    find()
    with app.extensions["database"].write() as session:
        made = publications.add(session, closed, {}, "lea@example.org", 1_800_000_000)
    person = join("vic@example.org", VIEWER)
    assert person.browser.get(base).heading.endswith("The results are being worked out")
    assert asked(app, closed) == [("findings", {"edition": str(made.id)})]


def test_an_assessment_that_too_few_answered_asks_no_worker(
    app: Flask, lea: Person, assessment: Assessment
) -> None:
    database, settings = app.extensions["database"], app.extensions["settings"]
    closed = lifecycle.close(database, settings, assessment.code, assessment.closes_on)
    opened = lea.browser.get(f"/console/assessments/{closed.code}/results")
    assert opened.heading.endswith("Too few people answered to show anything")
    assert asked(app, closed) == []


def test_an_area_of_no_right_asks_no_worker_for_anything(
    app: Flask, join: Join, closed: Assessment, base: str
) -> None:
    person = join("vic@example.org", VIEWER)
    assert person.browser.get(base).response.status_code == 409
    assert asked(app, closed) == []
    assert believable().n
