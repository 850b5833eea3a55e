"""Making, listing and revoking tokens for programs."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from readiness.access import tokens
from readiness.access.faults import NotAllowed
from readiness.access.tokens import Held, WrongToken
from readiness.records import audit
from tests.web.console.conftest import LEAD, PASSWORD, VIEWER, WRONG, Join, Person

NEW = "/console/account/tokens/new"


def make(person: Person, scopes: tuple[str, ...] = ("instruments",), **typed: str) -> str:
    """Make a token and return its text, if the page shows one."""
    page = person.browser.get(NEW)
    typed = {"name": "Notebook", "current": PASSWORD, **typed}
    form = page.form("Make the token")
    data = page.typed(form, "Make the token", typed)
    page.post(form.action, {**data, "scopes": list(scopes)})
    found = re.search(r"rdy_[\w-]{43}", page.text)
    return found[0] if found else ""


def held(app: Flask, text: str) -> Held:
    with app.extensions["database"].read() as session:
        return tokens.held(session, text, app.config["NOW"]().date())


def test_a_token_is_shown_once_and_works(app: Flask, lea: Person) -> None:
    text = make(lea, ("rates", "results"))
    assert lea.browser.heading == "Copy your token"
    here = held(app, text)
    assert (here.account.email, here.system.name, here.token.scopes) == (
        lea.email,
        "Ashdale",
        ["rates", "results"],
    )
    lea.browser.get("/console/account/tokens")
    assert "Notebook Response rates, findings of Ashdale" in lea.browser.text
    assert text not in lea.browser.response.text
    assert "/console/account/tokens" in lea.browser.get("/console/account").link("your tokens")


def test_the_last_day_is_ninety_days_on_unless_said_otherwise(app: Flask, lea: Person) -> None:
    day = app.config["NOW"]().date()
    assert held(app, make(lea)).token.ends_on == day + timedelta(days=90)
    assert held(app, make(lea, day="1", month="1", year="2027")).token.ends_on.isoformat() == "2027-01-01"


@pytest.mark.parametrize(
    ("typed", "scopes", "fault"),
    [
        ({"name": ""}, ("rates",), ("Enter a name for the token", "#name")),
        ({}, (), ("Select what the token is to read", "#scopes")),
        ({}, ("secrets",), ("Select what the token is to read", "#scopes")),
        ({"current": "wrong"}, ("rates",), (WRONG, "#current")),
        ({"day": ""}, ("rates",), ("Last day must be a real date, like 31 3 2027", "#day")),
        ({"day": "", "month": "", "year": ""}, ("rates",), ("Enter the last day", "#day")),
        (
            {"year": "2036"},
            ("rates",),
            ("Last day must be 10 November 2027 or earlier, a year from now", "#day"),
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    lea: Person, typed: dict[str, str], scopes: tuple[str, ...], fault: tuple[str, str]
) -> None:
    assert make(lea, scopes, **typed) == ""
    assert lea.browser.faults == [fault]
    assert "You have none" in lea.browser.get("/console/account/tokens").text


def test_guessing_the_password_is_slowed_here_too(lea: Person) -> None:
    for _ in range(5):
        assert make(lea, current="wrong") == ""
    assert make(lea) == ""
    assert "Too many tries" in lea.browser.faults[0][0]


def test_a_viewer_is_offered_what_a_viewer_may_read(join: Join) -> None:
    viewer = join("vic@example.org", VIEWER)
    page = viewer.browser.get(NEW).page
    assert page.xpath("//input[@name='scopes']/@value") == ["instruments", "results"]
    assert make(viewer, ("rates",)) == ""


def test_who_has_no_right_to_a_system_is_told_so(ada: Person) -> None:
    assert ada.browser.get(NEW).status == 409
    assert "Ask an administrator for one" in ada.browser.text
    assert "can make none yet" in ada.browser.get("/console/account/tokens").text


def test_the_owner_revokes_after_a_warning(app: Flask, lea: Person) -> None:
    text = make(lea)
    lea.browser.get("/console/account/tokens")
    lea.browser.get(lea.browser.link("Revoke"))
    assert lea.browser.heading == "Revoke Notebook?"
    assert held(app, text)
    lea.browser.send("Revoke the token")
    assert lea.browser.heading == "Tokens for programs"
    with pytest.raises(WrongToken):
        held(app, text)


def test_an_administrator_revokes_from_the_persons_page_and_nobody_else_can(
    app: Flask, join: Join, ada: Person, lea: Person
) -> None:
    text = make(lea)
    number = held(app, text).token.id
    other = join("other@example.org", LEAD)
    assert other.browser.client.get(f"/console/account/tokens/{number}/revoke").status_code == 404
    token = other.browser.get("/console/").page.xpath("//input[@name='csrf_token']/@value")[0]
    sent = {"csrf_token": token}
    assert other.browser.client.post(f"/console/account/tokens/{number}/revoke", data=sent).status_code == 404
    ada.browser.get(f"/console/people/{lea.number}")
    assert text not in ada.browser.response.text
    ada.browser.get(ada.browser.link("Revoke")).send("Revoke the token")
    assert ada.browser.heading == "Lea"
    with pytest.raises(WrongToken):
        held(app, text)


@pytest.mark.parametrize("number", [0, 2**31, 10**30])
def test_a_number_of_no_token_is_no_page(lea: Person, number: int) -> None:
    assert lea.browser.get(f"/console/account/tokens/{number}/revoke").status == 404


def test_the_list_says_which_tokens_have_ended(app: Flask, ada: Person, lea: Person) -> None:
    text = make(lea)
    assert "In force" in lea.browser.get("/console/account/tokens").text
    ada.browser.get(f"/console/people/{lea.number}")
    ada.browser.get(ada.browser.link("Take back")).send("Take it back")
    with pytest.raises(NotAllowed):
        held(app, text)
    assert "Ended" in ada.browser.get(f"/console/people/{lea.number}").text


def test_making_and_revoking_are_in_the_log_and_no_token_is(app: Flask, lea: Person) -> None:
    text = make(lea)
    lea.browser.get("/console/account/tokens")
    lea.browser.get(lea.browser.link("Revoke")).send("Revoke the token")
    with app.extensions["database"].read() as session:
        entries = list(audit.entries(session))
    assert {"token made", "token revoked"} <= {one.action for one in entries}
    assert not [one for one in entries if text[4:] in f"{one.about}{one.details}"]
