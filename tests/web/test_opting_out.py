"""No more mail: a look changes nothing, the button and a mail program do, and nothing else is learnt."""

from __future__ import annotations

import pytest

from readiness.config import Settings
from readiness.fieldwork.inviting import invitations, opting_out
from readiness.fieldwork.ways import personal
from readiness.records import invited
from readiness.records.database import Database
from readiness.records.invited import Person
from readiness.records.tables import Assessment
from tests.web.visitor import Visitor

pytestmark = [
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
    pytest.mark.parametrize("mode", ["personal"], indirect=True),
]
WANTS_NONE = "You will get no more mail about this survey"


@pytest.fixture
def address(tiny_settings: Settings, database: Database, assessment: Assessment) -> str:
    """Where somebody who is invited says that they want no more mail."""
    person = Person(personal.new_person(), "ann@ashdale.example")
    invitations.add(tiny_settings, database, assessment.code, (person,))
    key = personal.required_key(tiny_settings, assessment)
    return f"/o/{opting_out.token(key, assessment.code, person.id)}"


def out(settings: Settings, assessment: Assessment) -> bool:
    with invited.opened(settings.lists, assessment.code) as people:
        return people.counts().opted_out == 1


def test_a_scanner_that_looks_and_sends_empty_forms_changes_nothing(
    visitor: Visitor, address: str, tiny_settings: Settings, assessment: Assessment
) -> None:
    for method in ("HEAD", "GET", "GET", "GET", "POST", "POST"):
        assert visitor.client.open(address, method=method).status_code == 200
    visitor.post(address, {"csrf_token": "another"})
    assert visitor.heading == "Do you want no more mail about this survey?"
    assert not out(tiny_settings, assessment)


def test_the_button_ends_the_mails(
    visitor: Visitor, address: str, tiny_settings: Settings, assessment: Assessment
) -> None:
    visitor.get(address).send("Send me no more mail")
    assert visitor.heading == WANTS_NONE
    assert out(tiny_settings, assessment)
    assert visitor.get(address).send("Send me no more mail").heading == WANTS_NONE


def test_a_mail_program_ends_them_with_one_click(
    visitor: Visitor, address: str, tiny_settings: Settings, assessment: Assessment
) -> None:
    answer = visitor.client.post(address, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert out(tiny_settings, assessment)


def test_no_page_names_the_person_or_leaves_a_cookie(visitor: Visitor, address: str) -> None:
    for data in (None, {"List-Unsubscribe": "One-Click"}):
        found = visitor.client.open(address, method="POST" if data else "GET", data=data)
        assert b"ann@" not in found.data
        assert "Set-Cookie" not in found.headers


def test_the_address_does_not_open_the_survey_and_the_link_ends_no_mails(
    visitor: Visitor, address: str, tiny_settings: Settings, assessment: Assessment
) -> None:
    assert visitor.get(address.replace("/o/", "/l/")).status == 404
    key = personal.required_key(tiny_settings, assessment)
    with invited.opened(tiny_settings.lists, assessment.code) as people:
        (person,) = people.all()
    link = personal.token(key, assessment.code, person.id)
    assert visitor.post(f"/o/{link}", {"csrf_token": link}).status == 404
    assert not out(tiny_settings, assessment)


def test_an_address_that_we_never_made_says_what_may_be_the_matter(visitor: Visitor, address: str) -> None:
    for wrong in ("/o/nonsense", address[:-1], f"{address}x"):
        assert visitor.get(wrong).status == 404
        assert visitor.heading == "We do not know this address"
        assert visitor.post(wrong, {"csrf_token": wrong.removeprefix("/o/")}).status == 404


def test_once_the_list_is_destroyed_it_says_that_no_more_mail_comes(
    visitor: Visitor, address: str, tiny_settings: Settings, assessment: Assessment
) -> None:
    invited.destroy(tiny_settings.lists, assessment.code)
    visitor.get(address)
    assert "no more mail will come" in visitor.text


def test_the_page_speaks_as_the_mail_did_until_somebody_chooses_otherwise(
    visitor: Visitor, tiny_settings: Settings, database: Database, assessment: Assessment
) -> None:
    person = Person(personal.new_person(), "bob@ashdale.example", language="cy")
    invitations.add(tiny_settings, database, assessment.code, (person,))
    key = personal.required_key(tiny_settings, assessment)
    address = f"/o/{opting_out.token(key, assessment.code, person.id)}"
    assert visitor.get(address).page.get("lang") == "cy"
    assert visitor.get(f"{address}?lang=en").page.get("lang") == "en"


def test_the_links_of_a_test_mail_lead_to_a_page_that_says_so(visitor: Visitor, address: str) -> None:
    visitor.get("/l/test")
    assert visitor.status == 200
    assert visitor.heading == "The link in the test mail works"
