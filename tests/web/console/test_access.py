"""Every role on every page of the console, with an object of its own, another's, and one that is not there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from readiness.records import audit
from tests.web.access import (
    ACCESS,
    ANYONE,
    FORM,
    HALF,
    HAS_RIGHT,
    LEADS,
    ONE_TIME,
    PEOPLE,
    SCOPED,
    SIGNED_IN,
    SINGLE,
    WHOLE_LOG,
)
from tests.web.console.conftest import (
    ADMINISTRATOR,
    AREA_LEAD,
    LEAD,
    ORGANISATION_LEAD,
    PASSWORD,
    VIEWER,
    Join,
    Person,
)
from tests.web.visitor import Visitor, check_headers

ROLES = {
    "administrator": (ADMINISTRATOR,),
    "system lead": (LEAD,),
    "area lead": (AREA_LEAD,),
    "organisation lead": (ORGANISATION_LEAD,),
    "viewer": (VIEWER,),
    "nobody": (),
}
CONSOLE = {key: who for key, who in ACCESS.items() if key[1].startswith("/console") and who not in SCOPED}
"""Pages of an assessment are tried in test_scoped."""
MISSING = 999
OF_PASSKEYS = {
    "/console/account/passkeys/add": 409,
    "/console/account/passkeys/new": 303,
}
"""Nobody here has a passkey, since browsers allow none at an address without a name."""


@pytest.fixture
def other(join: Join) -> Person:
    """Somebody else, with a right of their own."""
    return join("other@example.org", VIEWER)


def addresses(rule: str, own: int, other: int) -> Iterator[tuple[str, bool]]:
    """Return the page with an object of one's own, another's and a missing one; whether there is such an object."""
    rule = rule.replace("<token>", "t" * 43).replace("<role>", "viewer").replace("<int:system>", "1")
    for name in ("<int:token>", "<int:key>"):
        if name in rule:
            yield rule.replace(name, str(MISSING)), False
            return
    if "<int:number>" not in rule:
        yield rule, True
        return
    for number in (own, other, MISSING):
        yield rule.replace("<int:number>", str(number)), number != MISSING


def expected(who: str, role: str, method: str, there: bool, rule: str) -> int:
    """Return the status that the table promises; forms are sent without their token."""
    if who in (ONE_TIME, SINGLE):
        return 410 if who == ONE_TIME else 404
    if who in (PEOPLE, WHOLE_LOG) and role != "administrator":
        return 403
    if who == HAS_RIGHT and role in ("administrator", "nobody"):
        return 409 if method == "GET" else 400
    if who == LEADS and role != "system lead":
        return 403
    if not there and (method == "GET" or rule.endswith(("/right", "/<int:system>"))):
        return 404
    if method == "POST":
        return 400
    if rule in OF_PASSKEYS:
        return OF_PASSKEYS[rule]
    return 303 if rule in ("/console/sign-in", "/console/sign-in/code") else 200


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_as_far_as_the_list_says_and_changes_nothing(
    app: Flask, join: Join, other: Person, role: str
) -> None:
    person = join("role@example.org", *ROLES[role])
    before = entries(app)
    for (method, rule), who in sorted(CONSOLE.items()):
        for address, there in addresses(rule, person.number, other.number):
            response = person.browser.client.open(address, method=method)
            check_headers(response)
            wanted = expected(who, role, method, there, rule)
            assert response.status_code == wanted, (method, address, role)
    assert entries(app) == before + (role == "administrator"), "only the download of the log is an act"


def test_half_a_sign_in_opens_nothing_but_the_way_on(app: Flask, ada: Person) -> None:
    half = Visitor(app)
    half.get("/console/sign-in").send(email=ada.email, password=PASSWORD)
    for (method, rule), who in sorted(CONSOLE.items()):
        for address, _ in addresses(rule, ada.number, ada.number):
            response = half.client.open(address, method=method)
            if who in (SIGNED_IN, HAS_RIGHT, LEADS, PEOPLE, WHOLE_LOG):
                assert response.status_code == 303, address
                assert response.headers["Location"] == "/console/sign-in/code"


def test_every_page_of_the_console_is_in_the_list_of_who_may_open_it() -> None:
    assert set(CONSOLE.values()) <= {
        ANYONE,
        FORM,
        HALF,
        HAS_RIGHT,
        LEADS,
        ONE_TIME,
        PEOPLE,
        SIGNED_IN,
        SINGLE,
        WHOLE_LOG,
    }
    assert {rule for (method, rule), who in CONSOLE.items() if method == "POST" and who == ANYONE} == set()


@pytest.mark.parametrize("token", ["", "0" * 64, "of another browser"])
def test_no_form_is_taken_without_the_token_of_this_very_browser(
    app: Flask, ada: Person, lea: Person, other: Person, token: str
) -> None:
    if token == "of another browser":
        token = other.browser.get("/console/").page.xpath("//input[@name='csrf_token']/@value")[0]
    before = entries(app)
    sent = {"csrf_token": token, "email": "eve@example.org", "lost": "both", "current": PASSWORD}
    for method, rule in sorted(CONSOLE):
        if method == "POST" and CONSOLE[method, rule] != ONE_TIME:
            for address, _ in list(addresses(rule, ada.number, other.number))[:2]:
                person = lea if CONSOLE[method, rule] == LEADS else ada
                response = person.browser.client.post(address, data=sent)
                assert response.status_code == 400, address
    assert entries(app) == before


def test_a_right_that_was_taken_back_ends_the_sign_in_at_once(ada: Person, lea: Person) -> None:
    number = right_of(ada, lea)
    ada.browser.get(f"/console/rights/{number}/take-back").send("Take it back")
    assert lea.browser.get("/console/").heading == "Sign in"


def test_an_administrator_sees_no_assessment_by_that(ada: Person) -> None:
    assert "Ashdale 2026" not in ada.browser.get("/console/").text


def test_a_lead_sees_the_own_acts_in_the_log_and_an_administrator_all(ada: Person, lea: Person) -> None:
    mine = lea.browser.get("/console/log").text
    assert "lea@example.org" in mine
    assert "ada@example.org" not in mine
    assert lea.browser.client.get("/console/log?page=2").status_code == 200
    everything = ada.browser.get("/console/log").text
    assert "lea@example.org" in everything
    assert "ada@example.org" in everything


def entries(app: Flask) -> int:
    """Return how many lines the log has."""
    with app.extensions["database"].read() as session:
        return audit.count(session)


def right_of(admin: Person, whose: Person) -> int:
    """Return the number of somebody's right, as the administrator's page shows it."""
    admin.browser.get(f"/console/people/{whose.number}")
    return int(admin.browser.link("Take back").split("/")[3])
