"""What to do next: one plain thing at every stage, on the first page and on the assessment's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from readiness.fieldwork import lifecycle
from readiness.fieldwork.ways import links
from readiness.records import setups
from readiness.records.database import Database
from readiness.records.tables import Assessment, Comment
from tests.web.console.conftest import AREA_LEAD, VIEWER, Join, Person
from tests.web.console.running.conftest import BOTH, answered
from tests.web.visitor import Visitor

__all__ = ["answered"]
Answered = Callable[..., None]
NEXT = "//section[@aria-labelledby='next']//a/text()"


def next_of(page: Visitor) -> list[str]:
    """Return the links below "What to do next", most wanted first."""
    return [str(one) for one in page.page.xpath(NEXT)]


def at(of: Assessment) -> str:
    """Return the assessment's own page."""
    return f"/console/assessments/{of.code}"


def closed(app: Flask, of: Assessment, today: Any) -> None:
    """End the answering."""
    lifecycle.close(app.extensions["database"], app.extensions["settings"], of.code, today)


def commented(database: Database, of: Assessment, question: str, number: int) -> None:
    """Let people have left words that may be quoted."""
    with database.write() as session:
        for at in range(number):
            session.add(
                Comment(
                    id=bytes([at]) * 16,
                    assessment_id=of.id,
                    question=question,
                    text=f"More time, {at}.",
                    quotable=True,
                )
            )


def test_a_set_up_is_led_step_by_step_to_its_launch(app: Flask, lea: Person) -> None:
    home = lea.browser.get("/console/")
    assert next_of(home) == ["Open it now: Ashdale 2026"]
    home.get("/console/assessments/new").send("Start a new set-up")
    code = home.address.split("/")[3]
    assert "Go on setting it up: " in next_of(home.get("/console/"))[0]
    page = home.get(f"/console/assessments/{code}")
    assert next_of(page) == ["Go on setting it up"]
    with app.extensions["database"].write() as session:
        draft = setups.by_code(session, code)
        assert draft is not None
        areas = [{"id": "cancer", "name": "Cancer"}]
        setups.change(draft, 1, areas=areas, links="open")
    assert next_of(page.get(f"/console/assessments/{code}")) == ["Check and launch", "All steps"]


def test_an_open_assessment_wants_links_then_patience_then_closing(
    app: Flask, lea: Person, assessment: Assessment
) -> None:
    page = lea.browser.get(at(assessment))
    assert next_of(page) == ["Ask people in"]
    assert "nobody can answer without a link" in page.text
    with app.extensions["database"].write() as session:
        links.open_link(session, assessment)
    assert next_of(page.get(at(assessment))) == ["How it is going", "Ask people in"]
    lea.clock.moment += timedelta(days=(assessment.closes_on - lea.clock.moment.date()).days + 1)
    lea.sign_in()
    assert next_of(page.get(at(assessment))) == ["Close it", "Change the last day"]
    assert "Close it: " in next_of(page.get("/console/"))[0]


@BOTH
def test_a_closed_assessment_wants_reading_publishing_and_doing(
    app: Flask, database: Database, lea: Person, assessment: Assessment, answered: Answered, today: Any
) -> None:
    answered(assessment.threshold)
    commented(database, assessment, "one-change", assessment.threshold)
    closed(app, assessment, today)
    page = lea.browser.get(at(assessment))
    assert next_of(page) == ["Read and approve comments", "Read the results"]
    assert f"{assessment.threshold} comments wait to be read." in page.text
    with database.write() as session:
        session.query(Comment).delete()
    assert next_of(page.get(at(assessment))) == ["Read the results", "Publish the results"]
    page.get(f"{at(assessment)}/publish").send("Publish the results")
    assert next_of(page.get(at(assessment)))[0] == "Record what is done about it"


def test_too_few_answers_are_said_to_be_no_result(
    app: Flask, lea: Person, assessment: Assessment, today: Any
) -> None:
    lifecycle.close(app.extensions["database"], app.extensions["settings"], assessment.code, today)
    page = lea.browser.get(at(assessment))
    assert next_of(page) == ["How it went"]
    assert "there is no result" in page.text


def test_those_who_do_not_lead_are_told_what_they_wait_for(
    app: Flask, lea: Person, join: Join, assessment: Assessment, answered: Answered, today: Any
) -> None:
    vic, ann = join("vic@example.org", VIEWER), join("ann@example.org", AREA_LEAD)
    assert next_of(vic.browser.get(at(assessment))) == []
    assert next_of(ann.browser.get(at(assessment))) == ["How it is going"]
    answered(assessment.threshold)
    closed(app, assessment, today)
    page = vic.browser.get(at(assessment))
    assert next_of(page) == []
    assert "once its lead has published them" in page.text
    assert next_of(ann.browser.get(at(assessment))) == ["Read the results"]
    lea.browser.get(f"{at(assessment)}/publish").send("Publish the results")
    assert next_of(vic.browser.get(at(assessment))) == ["Read the results"]
    assert "Read the results: " in next_of(vic.browser.get("/console/"))[0]


def test_what_is_rarely_needed_stands_below_the_rest(lea: Person, assessment: Assessment) -> None:
    text = lea.browser.get(at(assessment)).text
    assert (
        text.index("Close it") < text.index("Once in a while") < text.index("Download its set-up as a file")
    )


def test_administrators_are_led_from_the_second_one_to_the_lead(ada: Person, ben: Person, join: Join) -> None:
    home = ada.browser.get("/console/")
    assert next_of(home) == ["Invite who leads Ashdale, and give them the right System lead"]
    join("new@example.org")
    number = Person("new@example.org", ada.app, ada.clock).number
    home.get(f"/console/people/{number}/right").send("Continue", role="system-lead")
    home.send("Give this right")
    assert next_of(home.get("/console/")) == [
        "Ask another administrator to approve: New, System lead of Ashdale"
    ]
    assert next_of(ben.browser.get("/console/")) == ["Approve or refuse: New, System lead of Ashdale"]


@pytest.mark.parametrize("address", ["publish", "downloads", "codes"])
def test_what_cannot_be_done_leads_back_to_the_assessment(
    lea: Person, assessment: Assessment, address: str
) -> None:
    page = lea.browser.get(f"{at(assessment)}/{address}")
    assert page.heading == "That cannot be done"
    assert page.link("Go to the assessment") == at(assessment)


def test_one_administrator_alone_is_told_that_the_right_holds_at_once(ada: Person, join: Join) -> None:
    join("ben@example.org")
    home = ada.browser.get("/console/")
    assert "Make somebody a second administrator: give them the right Administrator" in next_of(home)
    number = Person("ben@example.org", ada.app, ada.clock).number
    page = home.get(f"/console/people/{number}/right").send("Continue", role="administrator")
    assert "It holds at once, since you are the only administrator." in page.text
