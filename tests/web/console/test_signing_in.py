"""Signing in and out, as somebody meets it in a browser."""

from __future__ import annotations

import pytest
from flask import Flask

from readiness.access import passwords, totp
from tests.web.console.conftest import PASSWORD, WRONG, Join, Person, account_of
from tests.web.visitor import Visitor


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take no time over passwords, where it is not they that are tried."""
    monkeypatch.setattr(passwords, "right", lambda kept, typed: kept is not None and typed == PASSWORD)


def test_an_invited_person_ends_up_signed_in_with_recovery_codes(ada: Person) -> None:
    assert len(set(ada.codes)) == 10
    assert ada.browser.heading == "Welcome, Ada"
    assert account_of(ada).name == "Ada"


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(
    app: Flask, ada: Person, quick: None
) -> None:
    told = []
    for email in (ada.email, "nobody@example.org"):
        page = Visitor(app).get("/console/sign-in").send(email=email, password="wrong")
        told.append((page.status, page.heading, page.faults))
        assert page.page.get_element_by_id("password").get("value") is None
        assert page.page.get_element_by_id("email").get("value") == email
    assert told[0] == told[1]
    assert told[0][2] == [
        (
            "Email address or password is wrong. Check both, or choose that you have forgotten your password",
            "#email",
        )
    ]


def test_blanks_are_said_all_at_once_and_each_where_it_is(app: Flask) -> None:
    page = Visitor(app).get("/console/sign-in").send()
    assert page.faults == [("Enter your email address", "#email"), ("Enter your password", "#password")]
    assert page.title.startswith("Error: ")


def test_the_second_step_is_needed(app: Flask, ada: Person) -> None:
    page = Visitor(app)
    page.get("/console/sign-in").send(email=ada.email, password=PASSWORD)
    assert page.heading == "Enter your security code"
    assert page.get("/console/people").heading == "Enter your security code"
    assert page.send("Sign in", code="000000").faults == [
        ("Security code is wrong or has been used: enter the one that your app shows now", "#code")
    ]
    assert page.send("Sign in", code="").faults == [("Enter a security code", "#code")]


def test_a_recovery_code_gets_in_once(app: Flask, ada: Person) -> None:
    ada.browser = Visitor(app)
    assert ada.sign_in(code=ada.codes[0].upper()).heading == "Welcome, Ada"
    ada.browser = Visitor(app)
    assert ada.sign_in(code=ada.codes[0]).heading == "Enter your security code"


def test_guessing_is_slowed_and_told_and_the_known_browser_is_not(
    app: Flask, ada: Person, quick: None
) -> None:
    guesser = Visitor(app)
    for _ in range(5):
        guesser.get("/console/sign-in").send(email=ada.email, password="wrong")
    guesser.send(email=ada.email, password=PASSWORD)
    assert guesser.status == 429
    assert guesser.faults[0][0] == "Too many tries have failed. Wait 10 seconds, then try again"
    ada.browser.send("Sign out")
    assert ada.sign_in().heading == "Welcome, Ada"


def test_codes_cannot_be_guessed_at_leisure(app: Flask, ada: Person, quick: None) -> None:
    guesser = Visitor(app)
    guesser.get("/console/sign-in").send(email=ada.email, password=PASSWORD)
    right = ada.code()
    for _ in range(5):
        guesser.send("Sign in", code="000000")
    guesser.send("Sign in", code=right)
    assert guesser.status == 429
    assert "Wait" in guesser.faults[0][0]


def test_a_token_that_was_planted_beforehand_is_worth_nothing(app: Flask, ada: Person, quick: None) -> None:
    ada.browser = Visitor(app)
    planted = "p" * 43
    ada.browser.client.set_cookie("console", planted)
    ada.browser.get("/console/sign-in").send(email=ada.email, password=PASSWORD)
    half = ada.token()
    ada.browser.send("Sign in", code=ada.code())
    whole = ada.token()
    assert len({planted, half, whole}) == 3
    for old in (planted, half):
        thief = Visitor(app)
        thief.client.set_cookie("console", old)
        assert thief.get("/console/").heading == "Sign in"


def test_signing_out_ends_the_sign_in_and_not_only_the_cookie(app: Flask, ada: Person) -> None:
    token = ada.token()
    assert ada.browser.send("Sign out").heading == "You are signed out"
    thief = Visitor(app)
    thief.client.set_cookie("console", token)
    assert thief.get("/console/").heading == "Sign in"


def test_half_an_hour_without_a_page_signs_out_and_pages_keep_it_alive(ada: Person) -> None:
    for _ in range(3):
        ada.clock.pass_(minutes=29)
        assert ada.browser.get("/console/").heading == "Welcome, Ada"
    ada.clock.pass_(minutes=30)
    assert ada.browser.get("/console/").heading == "Sign in"


def test_twelve_hours_sign_out_in_any_case(ada: Person) -> None:
    for _ in range(25):
        ada.clock.pass_(minutes=29)
        ada.browser.get("/console/")
    assert ada.browser.heading == "Sign in"


def test_after_signing_in_somebody_is_where_they_wanted_to_be(app: Flask, ada: Person) -> None:
    ada.browser.send("Sign out")
    ada.browser.get("/console/account/recovery-codes")
    assert ada.browser.heading == "Sign in"
    ada.browser.send(email=ada.email, password=PASSWORD).send("Sign in", code=ada.code())
    assert ada.browser.heading == "Get new recovery codes"


def test_who_is_signed_in_need_not_sign_in(ada: Person) -> None:
    assert ada.browser.get("/console/sign-in").heading == "Welcome, Ada"
    assert ada.browser.get("/console/sign-in/code").heading == "Welcome, Ada"


def test_a_changed_password_signs_out_elsewhere_and_is_the_new_one(app: Flask, ada: Person) -> None:
    here, ada.browser = ada.browser, Visitor(app)
    ada.sign_in()
    elsewhere, ada.browser = ada.browser, here
    assert "last used" in here.get("/console/account").text
    new = "lanterns over the harbour"
    here.get("/console/account/password").send("Change password", current="wrong", password=new)
    assert here.faults == [(WRONG, "#current")]
    here.send("Change password", current=PASSWORD, password="ada-ada-ada-ada")
    assert "too easy to guess" in here.faults[0][0]
    assert here.send("Change password", current=PASSWORD, password=new).heading == "My account"
    assert elsewhere.get("/console/").heading == "Sign in"
    here.send("Sign out")
    assert ada.sign_in(password=new).heading == "Welcome, Ada"


def test_signing_out_everywhere_else(app: Flask, ada: Person) -> None:
    here, ada.browser = ada.browser, Visitor(app)
    ada.sign_in()
    here.get("/console/account").send("Sign out everywhere else")
    assert here.heading == "My account"
    assert ada.browser.get("/console/").heading == "Sign in"


def test_another_authenticator_replaces_the_first(app: Flask, ada: Person) -> None:
    first = ada.secret
    ada.browser.get("/console/authenticator")
    ada.browser.send("Continue", code="000000", current="wrong")
    assert ada.browser.faults == [(WRONG, "#current")]
    ada.browser.get("/console/authenticator")
    text = ada.browser.text.partition("instead:")[2].partition("2. Enter")[0]
    ada.secret = totp.read(text.replace(" ", ""))
    ada.browser.send("Continue", code=ada.code(), current=PASSWORD)
    assert ada.browser.heading == "Your authenticator is set up"
    ada.browser.get("/console/").send("Sign out")
    ada.secret, second = first, ada.secret
    assert ada.sign_in().heading == "Enter your security code"
    ada.secret, ada.browser = second, Visitor(app)
    assert ada.sign_in().heading == "Welcome, Ada"


def test_whoever_finds_a_screen_left_open_cannot_guess_the_password_at_leisure(
    ada: Person, quick: None
) -> None:
    for _ in range(5):
        ada.browser.get("/console/account/recovery-codes").send("Get new codes", current="wrong")
    for address, button in (("recovery-codes", "Get new codes"), ("password", "Change password")):
        ada.browser.get(f"/console/account/{address}").send(button, current=PASSWORD)
        assert ada.browser.faults[0] == (
            "Too many tries have failed. Wait 10 seconds, then try again",
            "#current",
        )
    ada.clock.pass_(seconds=10)
    ada.browser.get("/console/account/recovery-codes").send("Get new codes", current=PASSWORD)
    assert ada.browser.heading == "You have new recovery codes"


def test_nobody_can_slip_in_a_secret_of_their_own(ada: Person) -> None:
    ada.browser.get("/console/authenticator")
    for secret in ("", "AAAA", "not base64!", "A" * 80):
        form = ada.browser.typed(ada.browser.form("Continue"), "Continue", {"current": PASSWORD})
        ada.browser.client.post("/console/authenticator", data={**form, "secret": secret})
        response = ada.browser.client.post("/console/authenticator", data={**form, "secret": secret})
        assert response.status_code == 400


def test_new_recovery_codes_replace_the_old(app: Flask, ada: Person) -> None:
    ada.browser.get("/console/account/recovery-codes").send("Get new codes", current="wrong")
    assert ada.browser.faults == [(WRONG, "#current")]
    ada.browser.send("Get new codes", current=PASSWORD)
    assert ada.browser.heading == "You have new recovery codes"
    ada.browser.get("/console/").send("Sign out")
    assert ada.sign_in(code=ada.codes[1]).heading == "Enter your security code"


def test_the_first_page_of_somebody_without_rights_says_whom_to_ask(join: Join) -> None:
    page = join("new@example.org").browser.get("/console/")
    assert "your account has no rights" in page.text
    assert page.get("/console/account").text.count("Ask an administrator") == 1
