"""Single-use codes: downloaded once, taken back together, and how many are used is told to nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from readiness.records.database import Database
from readiness.records.tables import CodeBatch
from tests.web.console.conftest import Person
from tests.web.console.running.conftest import BOTH, CODES
from tests.web.visitor import Visitor

pytestmark = CODES
Acts = Callable[[], list[str]]


def made(lea: Person, at: str, **typed: str) -> list[str]:
    """Make codes and return the lines of the file."""
    form = lea.browser.get(f"{at}/codes").form("Make codes and download the file")
    data = lea.browser.typed(form, "Make codes and download the file", {"number": "5", **typed})
    response = lea.browser.client.post(form.action, data=data)
    assert (response.status_code, response.mimetype) == (200, "text/csv")
    return response.text.splitlines()


@BOTH
def test_codes_are_good_for_one_organisation_and_stand_in_a_file(
    app: Any, lea: Person, at: str, database: Database, acts: Acts
) -> None:
    head, *lines = made(lea, at, part="organisation:mill-lane")
    assert head == "link"
    assert len(set(lines)) == 5
    assert Visitor(app).get(lines[0].partition(":8000")[2]).status == 200
    with database.read() as session:
        (batch,) = session.query(CodeBatch).all()
    assert (batch.organisation, batch.codes) == ("mill-lane", 5)
    assert acts()[-1] == "made codes"


def test_the_page_shows_no_code_and_not_how_many_are_used(lea: Person, at: str) -> None:
    lines = made(lea, at)
    page = lea.browser.get(f"{at}/codes")
    assert not any(line in page.text for line in lines[1:])
    assert next(row.text_content() for row in page.page.xpath("//tbody/tr/td")) == "5"
    assert "used" not in page.page.xpath("string(//table)")


def test_a_batch_is_taken_back(app: Any, lea: Person, at: str, acts: Acts) -> None:
    lines = made(lea, at)
    lea.browser.get(f"{at}/codes").get(lea.browser.link("Take back"))
    assert "The 5 links of this batch stop working." in lea.browser.text
    lea.browser.send("Take them back")
    assert "Taken back: 5 for everyone." in lea.browser.text
    assert Visitor(app).get(lines[1].partition(":8000")[2]).status == 410
    assert "took back codes" in acts()
    assert lea.browser.client.get(f"{at}/codes/1/take-back").status_code == 404


@pytest.mark.parametrize("number", ["", "0", "-1", "many", "100001", "1e3", "٣", "0000001" + "9" * 5000])
def test_a_number_that_cannot_be_is_said_at_its_field(lea: Person, at: str, number: str) -> None:
    lea.browser.get(f"{at}/codes").send("Make codes and download the file", number=number)
    assert lea.browser.faults == [
        ("The number of people must be a whole number from 1 to 100,000", "#number")
    ]


def test_the_words_go_with_the_file(lea: Person, at: str) -> None:
    page = lea.browser.get(f"{at}/words")
    assert "{{link}}" in page.text
    assert "we have no list of who has answered" in page.text
    text = lea.browser.client.get(page.link("Download as text"))
    assert text.text.startswith("Subject: ")
    assert "{{link}}" in text.text
    assert lea.browser.client.get(f"{at}/words/anything.txt").status_code == 404
