"""Single sign-on as somebody meets it, with a provider that lies in every way a token can."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from readiness.access import people
from tests.access.device import Device
from tests.access.provider import Provider
from tests.web.conftest import Clock
from tests.web.console.conftest import PASSWORD, Person, account_of, acting_in
from tests.web.console.single_sign_on.conftest import BASE, BUTTON, acts, come_back, enter, invited, sent
from tests.web.console.test_passkeys import add, show
from tests.web.console.test_people import approve, give
from tests.web.visitor import Visitor


def test_an_invitation_is_accepted_by_it_and_our_own_second_factor_is_asked(
    app: Flask, clock: Clock, idp: Provider
) -> None:
    token = invited(app, clock)
    idp.person["name"] = "New Person"
    page = Visitor(app).get("/console/sign-in")
    assert page.link(BUTTON) == "/console/sso"
    enter(app, idp, page)
    assert page.heading == "Set up an authenticator app"
    new = Person("new@example.org", app, clock)
    new.browser = page
    new.set_up()
    assert page.get("/console/").heading == "Welcome, New Person"
    assert "has no rights" in page.text, "the provider gives no rights"
    assert account_of(new).password is None
    assert Visitor(app).get(f"/console/join/{token}").heading == "This link cannot be used"
    assert enter(app, idp).heading == "Enter your security code"
    assert ("joined", {"by": "single sign-on"}) in acts(app)


def test_what_the_provider_is_asked(app: Flask, idp: Provider) -> None:
    address = sent(Visitor(app))
    assert address.startswith(f"{idp.issuer}/authorize?")
    asked = parse_qs(urlsplit(address).query)
    assert asked["redirect_uri"] == [f"{BASE}/console/sso/back"]
    assert asked["scope"] == ["openid email profile"]
    others = parse_qs(urlsplit(sent(Visitor(app))).query)
    for name in ("state", "nonce", "code_challenge"):
        assert asked[name] != others[name]


@pytest.mark.parametrize("claims", [{"amr": ["pwd", "mfa"]}, {"acr": "urn:strong"}])
def test_a_second_factor_at_the_provider_is_enough_where_that_is_set(
    app: Flask, clock: Clock, idp: Provider, claims: dict[str, Any]
) -> None:
    invited(app, clock)
    idp.person |= claims
    assert enter(app, idp).heading == "Welcome, new"
    assert acts(app)[-1] == ("signed in", {"by": "single sign-on"})


def test_an_account_that_is_there_is_linked_once_it_has_shown_its_own_second_factor(
    app: Flask, ada: Person, idp: Provider
) -> None:
    idp.person |= {"email": "ADA@example.org", "amr": ["mfa"]}
    page = enter(app, idp)
    assert page.heading == "Enter your security code", "the provider alone is not believed yet"
    assert enter(app, idp).heading == "Enter your security code"
    assert page.get("/console/people").heading == "Enter your security code"
    page = enter(app, idp)
    assert page.send("Sign in", code=ada.code()).heading == "Welcome, Ada"
    assert enter(app, idp).heading == "Welcome, Ada"
    idp.person["email"] = "married@example.org"
    assert enter(app, idp).heading == "Welcome, Ada", "only its number counts from now on"


def test_nobody_else_is_linked_to_an_account_that_is_linked(app: Flask, ada: Person, idp: Provider) -> None:
    idp.person["email"] = ada.email
    enter(app, idp).send("Sign in", code=ada.code())
    idp.person["sub"] = "8"
    page = enter(app, idp)
    assert page.status == 409
    assert "no account here that belongs to this sign-in" in page.text
    assert acts(app)[-1][0] == "single sign-on refused"


@pytest.mark.parametrize(
    "person",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
        {"email_verified": False, "xms_edov": True},
        {"email": "other@example.org"},
        {"email": None},
        {"email": ["new@example.org"]},
    ],
)
def test_an_address_that_is_not_verified_or_not_invited_gets_nobody_in(
    app: Flask, clock: Clock, idp: Provider, person: dict[str, Any]
) -> None:
    invited(app, clock)
    idp.lies = person
    page = enter(app, idp)
    assert page.status == 409
    assert "Ask an administrator" in page.text
    assert page.get("/console/").heading == "Sign in"
    with app.extensions["database"].read() as session:
        assert people.required(session, "new@example.org").state == "invited"


def test_a_letter_that_only_looks_like_another_is_another(app: Flask, clock: Clock, idp: Provider) -> None:
    invited(app, clock, "kim@example.org")
    idp.lies = {"email": "\N{KELVIN SIGN}im@example.org"}
    assert enter(app, idp).status == 409
    idp.lies = {"email": "KIM@example.org"}
    assert enter(app, idp).heading == "Set up an authenticator app"


def test_microsofts_own_word_for_verified_is_understood(app: Flask, clock: Clock, idp: Provider) -> None:
    invited(app, clock)
    idp.lies = {"email_verified": None, "xms_edov": "1"}
    assert enter(app, idp).heading == "Set up an authenticator app"


def test_an_invitation_that_has_ended_and_a_deactivated_account_stay_out(
    app: Flask, clock: Clock, idp: Provider, ada: Person
) -> None:
    invited(app, clock)
    with app.extensions["database"].write() as session:
        acting = acting_in(app, clock, session)
        people.deactivate(acting, people.required(session, "new@example.org"))
    assert enter(app, idp).status == 409
    invited(app, clock)
    clock.pass_(days=8)
    idp.lies = {"exp": int(clock.moment.timestamp()) + 60, "iat": int(clock.moment.timestamp())}
    assert enter(app, idp).status == 409


NOW = int(time.time())


def test_where_it_is_required_only_administrators_come_in_without_it(
    make_app: Callable[..., Flask],
    app: Flask,
    ada: Person,
    ben: Person,
    lea: Person,
    settings_of: dict[str, Any],
    clock: Clock,
) -> None:
    device = add(lea)
    only = make_app(**settings_of, oidc_required=True)
    page = Visitor(only).get("/console/sign-in").send("Continue", email=lea.email, password=PASSWORD)
    assert page.faults == [("Passwords are for administrators only: sign in with NHSmail", "#email")]
    assert page.get("/console/sign-in/code").heading == "Sign in", "no half sign-in was handed out"
    assert "Passkeys alone are for administrators only" in show(page.get("/console/sign-in"), device).text
    assert page.get("/console/").heading == "Sign in"
    assert Visitor(only).get(f"/console/join/{invited(only, clock)}").heading == "Sign in"
    ada.app, ada.browser = only, Visitor(only)
    assert ada.sign_in().heading == "Welcome, Ada"


def test_who_has_no_password_proves_it_by_a_fresh_sign_in(app: Flask, clock: Clock, idp: Provider) -> None:
    invited(app, clock)
    idp.person["amr"] = ["mfa"]
    page = enter(app, idp)
    assert "With NHSmail" in page.get("/console/account").text
    assert page.get("/console/account/password").status == 409
    page.get("/console/account/passkeys/add").send("Continue", name="Laptop")
    device = Device(BASE)
    page.send("Make the passkey", answer=device.make(str(page.page.xpath("//form/@data-options")[0])))
    assert page.heading == "Your passkey is set up"
    clock.pass_(minutes=5)
    for address in ("account/passkeys/add", "authenticator", "account/recovery-codes"):
        assert page.get(f"/console/{address}").status == 409, address
        assert "Sign out, sign in again" in page.text


def test_who_has_no_password_makes_a_token_by_a_fresh_sign_in_or_a_passkey(
    app: Flask, ada: Person, ben: Person, clock: Clock, idp: Provider
) -> None:
    invited(app, clock)
    idp.person["amr"] = ["mfa"]
    enter(app, idp)
    give(ada, Person("new@example.org", app, clock), "viewer")
    approve(ben)
    page, making = enter(app, idp), "/console/account/tokens/new"
    assert "current" not in page.get(making).names, "there is no password to ask for"
    page.send("Make the token", name="Notebook", scopes=["results"])
    assert page.heading == "Copy your token"
    page.get(making)
    clock.pass_(minutes=5)
    page.send("Make the token", name="Another", scopes=["results"])
    assert (page.status, "Sign out, sign in again" in page.text) == (409, True), (
        "a screen that was left open makes none"
    )
    page = enter(app, idp).get("/console/account/passkeys/add").send("Continue", name="Laptop")
    device = Device(BASE)
    page.send("Make the passkey", answer=device.make(str(page.page.xpath("//form/@data-options")[0])))
    clock.pass_(minutes=5)
    assert page.get(making).heading == "Prove that it is you"
    assert "password" not in page.text
    show(page, device, "Continue")
    assert page.heading == "Make a token"
    page.send("Make the token", name="Another", scopes=["results"])
    assert page.heading == "Copy your token"
    assert page.get(making).heading == "Prove that it is you", "one proof is good for one token"


def test_signing_out_ends_here_and_offers_to_end_there(app: Flask, clock: Clock, idp: Provider) -> None:
    invited(app, clock)
    idp.person["amr"] = ["mfa"]
    page = enter(app, idp)
    page.send("Sign out")
    assert page.heading == "You are signed out"
    assert page.get("/console/").heading == "Sign in"
    page.get("/console/signed-out?of=both")
    leads = page.client.get(page.link("Sign out there too")).headers["Location"]
    asked = parse_qs(urlsplit(leads).query)
    assert leads.startswith(f"{idp.issuer}/end?kind=all&")
    assert asked["post_logout_redirect_uri"] == [f"{BASE}/console/signed-out"]
    page.get("/console/signed-out")
    assert "there too" not in page.text


def test_it_leads_to_the_page_that_was_wanted_and_never_elsewhere(
    app: Flask, clock: Clock, idp: Provider
) -> None:
    invited(app, clock)
    idp.person["amr"] = ["mfa"]
    page = Visitor(app).get("/console/account")
    assert come_back(page, idp.authorize(sent(page, page.link(BUTTON)))).heading == "My account"
    page = Visitor(app)
    found = idp.authorize(sent(page, "/console/sso?next=https://evil.example"))
    assert come_back(page, found).heading == "Welcome, new"


def test_rights_and_roles_in_a_token_count_for_nothing(
    app: Flask, ada: Person, ben: Person, clock: Clock, idp: Provider
) -> None:
    invited(app, clock)
    idp.person |= {"amr": ["mfa"], "roles": ["administrator"], "groups": ["system-lead"]}
    page = enter(app, idp)
    assert page.get("/console/people").status == 403
    new = Person("new@example.org", app, clock)
    give(ada, new, "viewer")
    approve(ben)
    assert "Viewer of Ashdale" in enter(app, idp).text


def test_without_a_provider_nothing_is_said_of_it(make_app: Callable[..., Flask]) -> None:
    page = Visitor(make_app()).get("/console/sign-in")
    assert "Or with your password" not in page.text
    assert page.get("/console/sso/back").status == 404


def test_tries_of_strangers_are_counted_together(
    app: Flask, idp: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    from readiness.access import slowing

    monkeypatch.setattr(slowing, "MOST_A_MINUTE", 1)
    visitor = Visitor(app)
    statuses = [come_back(visitor, idp.authorize(sent(visitor))).status for _ in range(2)]
    assert statuses == [409, 429]
