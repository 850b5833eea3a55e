"""Caring for people and rights: inviting, giving, approving, helping, deactivating."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask

from tests.web.console.conftest import Join, Person, account_of, token_on
from tests.web.visitor import Visitor


@pytest.fixture
def new(app: Flask, ada: Person, ben: Person) -> Person:
    """Somebody whom the first administrator has invited, and who has accepted."""
    person = Person("new@example.org", app, ada.clock)
    ada.browser.get("/console/people/invite").send("Make the link", email=" New@Example.org")
    person.accept(token_on(ada.browser))
    return person


def give(admin: Person, whose: Person, role: str, part: str = "", **day: str) -> Visitor:
    """Give a right in two steps."""
    admin.browser.get(f"/console/people/{whose.number}/right").send("Continue", role=role)
    answers = {"part": part, **day} if part else day
    return admin.browser.send("Give this right", **answers)


def approve(admin: Person, text: str = "Approve or refuse") -> Visitor:
    """Follow the first page's next step and say yes."""
    page = admin.browser.get("/console/")
    return page.get(page.link(text)).send("Approve")


BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.mark.parametrize("database", BOTH, indirect=True)
def test_from_the_invitation_to_the_first_page_of_a_lead(ada: Person, ben: Person, new: Person) -> None:
    give(ada, new, "area-lead", "cardiology", day="31", month="3", year="2027")
    assert "Area lead of Cardiology, Ashdale, until 31 March 2027 Waiting" in ada.browser.text
    assert "Approve" not in ada.browser.text, "who gave it cannot approve it"
    assert new.sign_in().text.count("waits until a second administrator has said yes") == 1
    page = ben.browser.get("/console/")
    assert (
        page.get(page.link("Approve or refuse")).heading
        == "Approve Area lead of Cardiology, Ashdale for New?"
    )
    assert "Ask New, in person or by phone" in page.text
    assert page.send("Approve").heading == "People"
    assert new.browser.get("/console/").heading == "Sign in"
    home = new.sign_in().text
    assert "Area lead of Cardiology, Ashdale, until 31 March 2027" in home
    assert "Ashdale 2026 Ready to open" in home


def test_a_right_may_be_refused(ada: Person, ben: Person, new: Person) -> None:
    give(ada, new, "viewer")
    page = ben.browser.get("/console/people")
    page.get(page.link("Approve or refuse")).get(page.link("Refuse it")).send("Take it back")
    assert "has no rights" in new.sign_in().text


def test_what_is_missing_is_said_at_its_field(ada: Person, new: Person) -> None:
    page = ada.browser.get(f"/console/people/{new.number}/right").send("Continue")
    assert page.faults == [("Select what this person is to be", "#role")]
    assert give(ada, new, "organisation-lead").faults == [("Select the organisation", "#part")]
    faults = give(ada, new, "viewer", day="31", month="2", year="2027").faults
    assert faults == [("Last day must be a real date, like 31 3 2027", "#day")]
    faults = give(ada, new, "viewer", day="1", month="1", year="2020").faults
    assert faults == [("Last day must be today or in the future", "#day")]


@pytest.mark.parametrize(
    "address", ["right/emperor/1", "right/viewer/99", "right/viewer/99999999999999999999"]
)
def test_what_cannot_be_given_is_no_page(ada: Person, new: Person, address: str) -> None:
    assert ada.browser.get(f"/console/people/{new.number}/{address}").status == 404


@pytest.mark.parametrize("number", [0, 999, 2**31, 2**63, 10**30])
def test_a_number_of_nobody_is_no_page(ada: Person, number: int) -> None:
    for address in ("people/{}", "people/{}/reset", "rights/{}/approve", "rights/{}/take-back"):
        assert ada.browser.get(f"/console/{address.format(number)}").status == 404


def test_inviting_says_what_is_wrong(ada: Person) -> None:
    page = ada.browser.get("/console/people/invite").send("Make the link", email="not an address")
    assert page.faults == [("Enter an email address in the correct format, like name@example.com", "#email")]
    page.send("Make the link", email=ada.email)
    assert "has an account already" in page.faults[0][0]


def test_a_newer_link_ends_the_older(app: Flask, ada: Person) -> None:
    tokens = []
    for _ in range(2):
        ada.browser.get("/console/people/invite").send("Make the link", email="new@example.org")
        tokens.append(token_on(ada.browser))
    assert Visitor(app).get(f"/console/join/{tokens[0]}").heading == "This link cannot be used"
    assert Visitor(app).get(f"/console/join/{tokens[1]}").heading == "Make your account"


def test_a_mail_scanner_spends_no_link(app: Flask, ada: Person) -> None:
    ada.browser.get("/console/people/invite").send("Make the link", email="new@example.org")
    token = token_on(ada.browser)
    for _ in range(3):
        scanner = Visitor(app)
        scanner.client.head(f"/console/join/{token}")
        scanner.get(f"/console/join/{token}")
        scanner.client.post("/console/join")
    assert Visitor(app).get(f"/console/join/{token}").heading == "Make your account"


def test_joining_says_every_fault_at_once(app: Flask, ada: Person) -> None:
    ada.browser.get("/console/people/invite").send("Make the link", email="new@example.org")
    page = Visitor(app).get(f"/console/join/{token_on(ada.browser)}").send(name=" ", password="short")
    assert [where for _, where in page.faults] == ["#name", "#password"]


def test_a_lost_password_is_renewed_and_the_second_factor_still_asked(
    app: Flask, ada: Person, new: Person
) -> None:
    ada.browser.get(f"/console/people/{new.number}/reset").send("Make the link")
    assert ada.browser.faults == [("Select what the person has lost", "#lost")]
    ada.browser.send("Make the link", lost="password")
    assert "for an hour" in ada.browser.text
    token = token_on(ada.browser)
    assert new.browser.get("/console/").heading == "Sign in"
    page = Visitor(app).get(f"/console/join/{token}")
    assert page.heading == "Choose a new password"
    page.send(password="lanterns over the harbour")
    assert page.heading == "Enter your security code"
    assert page.send("Sign in", code=new.code()).heading == "Welcome, New"


@pytest.mark.parametrize("database", BOTH, indirect=True)
def test_a_lost_phone_needs_the_rights_to_be_approved_again(
    app: Flask, ada: Person, ben: Person, new: Person
) -> None:
    give(ada, new, "viewer")
    approve(ben)
    ben.browser.get(f"/console/people/{new.number}/reset").send("Make the link", lost="both")
    new.browser = Visitor(app).get(f"/console/join/{token_on(ben.browser)}")
    new.browser.send(password="lanterns over the harbour")
    new.set_up()
    assert "waits until a second administrator" in new.browser.get("/console/").text
    assert "Approve or refuse" not in ben.browser.get("/console/").text
    assert approve(ada).heading == "People"


def test_an_administrators_second_factor_is_not_reset_here(ada: Person, ben: Person) -> None:
    page = ada.browser.get(f"/console/people/{ben.number}/reset").send("Make the link", lost="both")
    assert page.status == 409
    assert "readiness user reset ben@example.org --second-factor" in page.text


def test_deactivating_asks_first_and_says_what_is_lost(app: Flask, ada: Person, new: Person) -> None:
    page = ada.browser.get(f"/console/people/{new.number}/deactivate")
    assert "gone for good" in page.text
    page.send("Deactivate")
    assert account_of(new).state == "deactivated"
    assert new.browser.get("/console/").heading == "Sign in"
    assert Visitor(app).get("/console/sign-in").send(email=new.email, password="x").faults


def test_the_only_administrator_stays_and_is_asked_to_invite_a_second(ada: Person) -> None:
    assert "Invite a second administrator" in ada.browser.get("/console/").text
    ada.browser.get(f"/console/people/{ada.number}/deactivate").send("Deactivate")
    assert ada.browser.status == 409
    assert "only administrator who can sign in" in ada.browser.text


def test_an_administrator_cannot_approve_the_own_right_in_any_way(ada: Person, ben: Person) -> None:
    give(ada, ada, "system-lead")
    (right,) = {one.get("href") for one in ada.browser.page.iter("a") if "take-back" in one.get("href")} - {
        f"/console/rights/{number}/take-back" for number in (1,)
    }
    number = right.split("/")[3]
    ada.browser.get(f"/console/rights/{number}/approve").send("Approve")
    assert ada.browser.status == 409
    assert approve(ben).heading == "People"


def test_the_log_can_be_taken_away_which_is_in_it(ada: Person, new: Person) -> None:
    response = ada.browser.client.get("/console/log.csv")
    assert response.headers["Content-Disposition"] == 'attachment; filename="audit.csv"'
    rows = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert rows[-1]["action"] == "audit log exported"
    assert rows[-1]["actor"] == "ada@example.org"
    assert rows[-1]["sign_in"]
    assert "invited" in {row["action"] for row in rows}


@pytest.mark.parametrize("database", BOTH, indirect=True)
def test_a_long_log_has_pages(ada: Person, join: Join) -> None:
    for _ in range(52):
        ada.browser.client.get("/console/log.csv")
    page = ada.browser.get("/console/log")
    assert page.get(page.link("Older")).text.count("ada@example.org") > 5
    assert page.get(page.link("Newer")).heading == "Audit log"
    for odd in ("0", "-3", "x", "9" * 40):
        assert page.get(f"/console/log?page={odd}").status == 200


def test_names_are_text_and_nothing_else(app: Flask, ada: Person) -> None:
    ada.browser.get("/console/people/invite").send("Make the link", email="new@example.org")
    person = Person("new@example.org", app, ada.clock)
    person.accept(token_on(ada.browser), name="<script>alert(1)</script> {{ 7*7 }}")
    page = ada.browser.get("/console/people")
    assert "<script>alert(1)</script> {{ 7*7 }}" in page.text
    assert not page.page.xpath("//script")
