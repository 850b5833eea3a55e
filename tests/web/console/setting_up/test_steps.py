"""A set-up is filled in a page at a time; each page keeps what is typed, or says what is wrong with it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from readiness.records import audit, setups
from tests.web.console.conftest import LEAD, Join, Person
from tests.web.console.setting_up.conftest import draft, reading, step
from tests.web.visitor import Visitor

STEPS = {
    "Title and days": "Done",
    "Questionnaire": "Done",
    "Languages": "Done",
    "Clinical areas": "To do",
    "Places": "Optional",
    "Organisations": "Optional",
    "Local innovations": "Optional",
    "How people are asked in": "To do",
    "Words of the first page": "Optional",
    "Small groups and counting": "Done",
    "Compared with": "Optional",
}


def test_a_new_set_up_has_two_steps_to_do_and_everything_else_a_default(begun: Visitor) -> None:
    assert {name: step(begun, name) for name in STEPS} == STEPS
    assert "2 steps are still to be done" in begun.text
    assert begun.link("Try it with simulated answers")


def test_the_first_assessment_begins_where_a_list_would_be(lea: Person) -> None:
    for page in ("/console/", "/console/assessments"):
        address = lea.browser.get(page).link("New assessment")
        assert lea.browser.get(address).heading == "New assessment of Ashdale"


def test_title_and_days_are_kept_and_read_back(app: Flask, begun: Visitor, code: str) -> None:
    begun.get(begun.link("Title and days")).send(
        **{"title": " Ready\tagain ", "opens_on-day": "3", "closes_on-day": "30"}
    )
    assert begun.heading.endswith("Ready again")
    found = reading(app, code).seen
    assert (found.opens_on.day, str(found.closes_on)) == (3, "2027-01-30")


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"title": " "}, "Enter a title of up to 200 letters"),
        ({"title": "x" * 201}, "Enter a title of up to 200 letters"),
        ({"year": "26"}, "Enter a year, such as 2026"),
        ({"year": "²"}, "Enter a year, such as 2026"),
        ({"opens_on-day": "31", "opens_on-month": "2"}, "First day must be a real date, such as 2 11 2026"),
        ({"closes_on-year": "9" * 9}, "Last day must be a real date, such as 29 11 2026"),
        ({"closes_on-year": "2025"}, "Last day must be today or later"),
        ({"closes_on-day": "3"}, "Last day must not lie before the first day"),
        ({"closes_on-year": "2028"}, "Last day must be within a year of the first day"),
    ],
)
def test_days_that_cannot_be_are_named_and_nothing_is_kept(
    app: Flask, begun: Visitor, code: str, typed: dict[str, str], fault: str
) -> None:
    before = draft(app, code).tables
    begun.get(begun.link("Title and days")).send(**typed)
    assert [text for text, _ in begun.faults] == [fault]
    assert begun.title.startswith("Error: ")
    for name, value in typed.items():
        if len(value) < 11 and value.strip():
            assert begun.page.xpath(f"//input[@name='{name}']/@value") == [value], (
                "what was typed still stands"
            )
    assert draft(app, code).tables == before


def test_the_questionnaire_says_what_it_asks_in_numbers(app: Flask, begun: Visitor, code: str) -> None:
    page = begun.get(begun.link("Questionnaire"))
    assert (
        "6 pages with 3 to 4 statements, 2 pages with 1 statement for each clinical area, about 1 minute."
        in page.text
    )
    page.send(questionnaire="huge 2026.1")
    assert [text for text, _ in page.faults] == ["Select a questionnaire"]
    assert page.get(f"/console/assessments/{code}/set-up/questionnaire").send().heading.endswith("2027")


def test_the_way_in_must_be_chosen_and_says_its_promise(app: Flask, begun: Visitor, code: str) -> None:
    page = begun.get(begun.link("How people are asked in"))
    assert page.chosen == {}
    assert "Once you launch it cannot be changed" in page.text
    page.send()
    assert [text for text, _ in page.faults] == ["Select how people get to the survey"]
    page.send(links="codes")
    assert step(page, "How people are asked in") == "Done"
    assert draft(app, code).tables["links"] == "codes"


def test_words_of_the_first_page_are_kept_as_typed(app: Flask, begun: Visitor, code: str) -> None:
    page = begun.get(begun.link("Words of the first page"))
    page.send(email="robin", asks="x" * 601)
    assert [text for text, _ in page.faults] == [
        "Enter 600 letters or fewer",
        "Enter an email address, such as name@example.org",
    ]
    page.send(email="robin@example.org", asks="We ask.\r\nBecause\0 <b>.", contact="")
    assert draft(app, code).tables["front"] == {"asks": "We ask.\nBecause <b>.", "email": "robin@example.org"}
    assert step(page, "Words of the first page") == "Done"
    page.get(page.link("Words of the first page")).send(asks="", email="")
    assert "front" not in draft(app, code).tables


def test_the_threshold_can_be_raised_and_never_lowered(app: Flask, begun: Visitor, code: str) -> None:
    page = begun.get(begun.link("Small groups"))
    for wrong in ("10", "", "many", "1001"):
        page.send(threshold=wrong)
        assert [text for text, _ in page.faults] == ["Enter a whole number from 11 to 1,000"]
    page.send(threshold="15", count_pages="yes")
    tables = draft(app, code).tables
    assert (tables["threshold"], tables["count_pages"]) == (15, True)
    page.get(page.link("Small groups")).send(threshold="11", count_pages="no")
    assert not {"threshold", "count_pages"} & set(draft(app, code).tables)


def test_the_one_language_is_always_offered(app: Flask, begun: Visitor, code: str) -> None:
    begun.get(begun.link("Languages")).send(languages=[])
    assert "languages" not in draft(app, code).tables
    assert "English" in begun.text


def test_every_step_keeps_what_it_shows(app: Flask, begun: Visitor, code: str) -> None:
    """Saving a page without touching it changes nothing."""
    begun.get(begun.link("How people are asked in")).send(links="open")
    before: dict[str, Any] = draft(app, code).tables
    for name in ("Title and days", "Questionnaire", "Languages", "How people", "Words of", "Small groups"):
        begun.get(begun.link(name)).send()
        assert begun.faults == []
    assert draft(app, code).tables == before


def test_the_later_of_two_is_told_what_the_first_has_changed(
    app: Flask, join: Join, begun: Visitor, code: str
) -> None:
    other = join("leo@example.org", LEAD).browser
    begun.get(begun.link("Title and days"))
    other.get(f"/console/assessments/{code}/set-up/days").send(title="Theirs")
    begun.send(title="Mine")
    assert "Somebody else has changed this meanwhile" in begun.text
    assert "Title: Theirs" in begun.text
    assert begun.page.xpath("//input[@name='title']/@value") == ["Mine"]
    assert draft(app, code).tables["title"] == "Theirs"
    begun.send()
    assert draft(app, code).tables["title"] == "Mine"


def test_two_may_work_on_different_pages_at_once(app: Flask, join: Join, begun: Visitor, code: str) -> None:
    other = join("leo@example.org", LEAD).browser
    begun.get(begun.link("Title and days"))
    other.get(f"/console/assessments/{code}/set-up/way").send(links="open")
    begun.send(title="Mine")
    tables = draft(app, code).tables
    assert (tables["title"], tables["links"]) == ("Mine", "open")


def test_every_change_is_in_the_log(app: Flask, begun: Visitor, code: str) -> None:
    begun.get(begun.link("How people are asked in")).send(links="open")
    with app.extensions["database"].read() as session:
        last = audit.page(session, 0, 2)
    assert [one.action for one in last] == ["set-up changed", "set-up begun"]
    assert last[0].details == {"part": "How people are asked in"}
    assert code in last[0].about


def test_a_set_up_is_discarded_after_a_yes(app: Flask, begun: Visitor, code: str) -> None:
    begun.get(begun.link("Discard this set-up"))
    assert "no answers are lost" in begun.text
    begun.send("Discard it")
    assert begun.heading == "Assessments"
    with app.extensions["database"].read() as session:
        assert setups.all(session) == []
