"""The preview: the pages that staff see, for each role and in each language, and nothing of it is kept."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from readiness.records.tables import Assessment, Table
from readiness.web.console.setting_up import so_far
from tests.web.console.conftest import Person
from tests.web.console.setting_up.ahead.conftest import CODE, change
from tests.web.visitor import Visitor

PAGE = f"/console/assessments/{CODE}/preview"
BANNER = "Preview: nothing is kept."


@pytest.fixture
def nothing_written(app: Flask, lead: Person, begun: str) -> Iterator[None]:
    """See that no row of any table is another afterwards, save that somebody was seen signed in."""
    before = rows(app)
    yield
    assert rows(app) == before


def rows(app: Flask) -> dict[str, list[Any]]:
    with app.extensions["database"].read() as session:
        return {
            name: sorted(map(repr, session.execute(text(f'SELECT * FROM "{name}"')).all()))
            for name in Table.metadata.tables
            if name != "sign_in"
        }


@pytest.mark.usefixtures("nothing_written")
def test_the_whole_way_of_a_nurse_from_the_first_page_to_the_thanks(lead: Person) -> None:
    page = lead.browser.get(PAGE)
    assert page.heading == "Preview the questionnaire"
    page.get(page.link("as Nurse"))
    assert BANNER in page.text
    page.send("Start now")
    seen = []
    while "Check your answers" not in page.heading:
        assert BANNER in page.text
        assert "/console/" in page.form("Continue").action
        seen.append(page.heading)
        assert len(seen) < 30
        answers = {"areas": ["cardiology", "diabetes"]} if "areas" in page.names else required(page)
        page.send("Continue", **answers)
        assert page.status == 200, page.faults
    assert (
        sum("Cardiology" in heading for heading in seen) == sum("Diabetes" in heading for heading in seen) > 0
    )
    assert not [heading for heading in seen if "Respiratory" in heading]
    assert "Cardiology" in page.text
    page.send("Send my answers")
    assert "Thank you" in page.heading
    assert BANNER in page.text


def required(page: Visitor) -> dict[str, Any]:
    """Choose the first of everything that can be chosen by one answer, but for the role that is chosen already."""
    found: dict[str, Any] = {}
    for field in page.page.xpath("//input[@type='radio']"):
        if field.name not in page.chosen:
            found.setdefault(field.name, field.get("value"))
    return found


@pytest.mark.usefixtures("nothing_written")
def test_each_role_is_asked_its_own(lead: Person) -> None:
    texts = {}
    for role in ("nurse", "manager"):
        page = lead.browser.get(f"{PAGE}/{role}").send("Start now")
        assert page.chosen["role"] == [role]
        while "your ward" not in page.text and "your office" not in page.text:
            page.send("Continue", **required(page))
        texts[role] = page.text
    assert "your ward" in texts["nurse"]
    assert "your office" in texts["manager"]


@pytest.mark.usefixtures("nothing_written")
def test_who_changes_the_role_on_the_way_goes_on_as_the_other(lead: Person) -> None:
    page = lead.browser.get(f"{PAGE}/nurse").send("Start now")
    page.send("Continue", **{**required(page), "role": "manager"})
    assert "/preview/manager/" in page.address


@pytest.mark.usefixtures("nothing_written")
def test_back_keeps_what_was_answered_and_the_first_page_leads_back_to_the_start(lead: Person) -> None:
    page = lead.browser.get(f"{PAGE}/nurse").send("Start now")
    first = page.heading
    chosen = required(page)
    page.send("Continue", **chosen).send("Back")
    assert page.heading == first
    assert {name: value[0] for name, value in page.chosen.items()} == {**chosen, "role": "nurse"}
    assert "Start now" in page.send("Back").text


@pytest.mark.usefixtures("nothing_written")
def test_an_answer_can_be_changed_from_the_check_page(lead: Person) -> None:
    page = lead.browser.get(f"{PAGE}/nurse/check")
    page.get(next(one.get("href") for one in page.page.iter("a") if "/areas" in one.get("href", "")))
    page.send("Continue", areas=["respiratory"])
    assert "Respiratory" in page.heading, "a page that the change has added comes next"
    page.get(f"{PAGE}/nurse/check")
    first = page.page.xpath("//a[starts-with(normalize-space(), 'Change')]/@href")[0]
    assert page.get(first).send("Continue", **required(page)).heading.startswith("Check your answers")


@pytest.mark.usefixtures("nothing_written")
def test_what_is_wrong_is_shown_as_staff_are_shown_it(lead: Person) -> None:
    page = lead.browser.get(f"{PAGE}/nurse/areas").send("Continue")
    assert page.status == 422
    assert page.faults
    assert BANNER in page.text


@pytest.mark.usefixtures("nothing_written")
def test_all_that_leads_out_of_the_questions_leads_to_the_choice_of_roles(lead: Person) -> None:
    page = lead.browser.get(f"{PAGE}/nurse").send("Start now")
    assert page.link("Delete what I have entered") == PAGE
    assert page.link("Preview as somebody else") == PAGE
    assert page.send("Save and come back later", **required(page)).heading == "Preview the questionnaire"


def test_words_that_were_typed_go_no_further_than_their_page(lead: Person, begun: str) -> None:
    page = lead.browser.get(f"{PAGE}/nurse/check")
    for address in {one.get("href") for one in page.page.iter("a") if "change=1" in one.get("href", "")}:
        page.get(address)
        names = [one.name for one in page.page.iter("textarea")]
        if names:
            page.send("Continue", **dict.fromkeys(names, "a secret word"))
            carried = parse_qs(urlsplit(page.address).query).get("so_far", [""])[0]
            assert not set(names) & set(so_far.read(carried))
            return
    pytest.fail("no page of the small questionnaire asks for words")


@pytest.mark.parametrize("page", ["nurse/nowhere", "porter", "porter/check", "nurse/cardiology-views"])
def test_a_page_that_there_is_not_is_none(lead: Person, begun: str, page: str) -> None:
    assert lead.browser.get(f"{PAGE}/{page}").status == 404


def test_a_set_up_that_has_only_begun_can_be_seen_too(lead: Person, begun: str, app: Flask) -> None:
    change(
        app,
        title=None,
        opens_on=None,
        closes_on=None,
        places=None,
        areas=None,
        headcounts=None,
        innovations=None,
    )
    page = lead.browser.get(f"{PAGE}/manager").send("Start now")
    assert page.status == 200


def test_a_launched_assessment_is_previewed_until_it_opens(
    lead: Person, draft_assessment: Assessment
) -> None:
    page = lead.browser.get(f"/console/assessments/{draft_assessment.code}/preview/nurse")
    assert BANNER in page.text


def test_no_page_of_those_who_answer_has_the_banner(visitor: Visitor) -> None:
    assert BANNER not in visitor.get("/").text


@given(
    st.dictionaries(
        st.from_regex(re.compile("[a-z][a-z.-]{0,20}"), fullmatch=True),
        st.one_of(st.integers(0, 10), st.text(max_size=20), st.lists(st.text(max_size=10), max_size=3)),
        max_size=80,
    )
)
def test_answers_are_read_as_they_were_packed(answers: dict[str, Any]) -> None:
    written = so_far.packed(answers)
    assert so_far.read(written) == (answers if written else {})


@given(
    st.one_of(st.text(), st.binary().map(lambda data: base64.urlsafe_b64encode(zlib.compress(data)).decode()))
)
def test_an_address_that_was_changed_carries_nothing_or_answers(written: str) -> None:
    assert all(isinstance(value, str | int | list) for value in so_far.read(written).values())


def test_what_unpacks_to_far_too_much_carries_nothing() -> None:
    bomb = base64.urlsafe_b64encode(zlib.compress(json.dumps({"a": "b" * 10**6}).encode(), 9)).decode()
    assert so_far.read(bomb) == {}
