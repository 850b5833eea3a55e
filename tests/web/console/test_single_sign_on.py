"""Single sign-on as somebody meets it, with a provider that lies in every way a token can."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from readiness.access import passwords, people, provider
from readiness.records import audit
from tests.access.device import Device
from tests.access.provider import CLIENT, SECRET, Provider
from tests.web.conftest import Clock
from tests.web.console.conftest import PASSWORD, Person, account_of, acting_in
from tests.web.console.test_passkeys import add, show
from tests.web.console.test_people import approve, give
from tests.web.visitor import Visitor

BASE = "http://localhost:8000"
BUTTON = "Sign in with NHSmail"


@pytest.fixture
def idp() -> Iterator[Provider]:
    """The organisation's identity provider."""
    running = Provider()
    provider.forget()
    yield running
    running.stop()


@pytest.fixture
def clock() -> Clock:
    """This very day: tokens are signed for it."""
    found = Clock(datetime.now(UTC).date())
    found.moment = datetime.fromtimestamp(int(time.time()), UTC)
    return found


@pytest.fixture
def settings_of(idp: Provider) -> dict[str, Any]:
    """What is set for it."""
    return {
        "base_url": BASE,
        "oidc_issuer": idp.issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SECRET,
        "oidc_name": "NHSmail",
        "oidc_second_factor": "mfa urn:strong",
    }


@pytest.fixture
def app(make_app: Callable[..., Flask], settings_of: dict[str, Any]) -> Flask:
    """An application with single sign-on."""
    return make_app(**settings_of)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take no time over passwords: it is not they that are tried."""
    monkeypatch.setattr(passwords, "right", lambda kept, typed: kept is not None and typed == PASSWORD)


def invited(app: Flask, clock: Clock, email: str = "new@example.org") -> str:
    """Invite somebody and return the token of the link."""
    with app.extensions["database"].write() as session:
        return people.invite(acting_in(app, clock, session), email)[1]


def sent(visitor: Visitor, address: str = "/console/sso") -> str:
    """Press the button and return the provider's address."""
    response = visitor.client.get(address)
    assert response.status_code == 303
    return str(response.headers["Location"])


def come_back(visitor: Visitor, found: dict[str, str]) -> Visitor:
    """Come back from the provider."""
    return visitor.get("/console/sso/back?" + "&".join(f"{name}={value}" for name, value in found.items()))


def enter(app: Flask, idp: Provider, visitor: Visitor | None = None) -> Visitor:
    """Sign in at the provider, from the button to where it ends."""
    visitor = visitor or Visitor(app)
    return come_back(visitor, idp.authorize(sent(visitor)))


def acts(app: Flask) -> list[tuple[str, dict[str, str]]]:
    """Return every act in the log with its details."""
    with app.extensions["database"].read() as session:
        return [(one.action, one.details) for one in audit.entries(session)]


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


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"iss": "http://127.0.0.1:1/evil"},
        {"iss": None},
        {"aud": "somebody else"},
        {"aud": None},
        {"aud": ["somebody else", "another"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"exp": "never"},
        {"iat": 4_000_000_000, "exp": 4_000_000_600},
        {"nbf": 4_000_000_000},
        {"at_hash": "of another token"},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_this_very_sign_in_is_refused(
    app: Flask, clock: Clock, idp: Provider, lies: dict[str, Any]
) -> None:
    invited(app, clock)
    idp.lies = lies
    page = enter(app, idp)
    assert (page.status, page.heading) == (400, "We could not sign you in")
    assert page.get("/console/").heading == "Sign in"


@pytest.mark.parametrize(
    "how", ["by_nobody", "with_our_secret", "with_the_public_key", "with_another_key", "rubbish"]
)
def test_a_token_that_the_provider_has_not_signed_is_refused(
    app: Flask, clock: Clock, idp: Provider, how: str
) -> None:
    invited(app, clock)
    idp.sign = (lambda claims: "a.b.c") if how == "rubbish" else getattr(idp, how)
    assert enter(app, idp).status == 400


def test_clocks_may_differ_by_two_minutes(app: Flask, clock: Clock, idp: Provider) -> None:
    invited(app, clock)
    moment = int(clock.moment.timestamp())
    idp.lies = {"iat": moment + 100, "exp": moment - 100, "nbf": moment + 100}
    assert enter(app, idp).heading == "Set up an authenticator app"


def test_another_browser_cannot_finish_what_this_one_began(app: Flask, clock: Clock, idp: Provider) -> None:
    invited(app, clock)
    victim, thief = Visitor(app), Visitor(app)
    found = idp.authorize(sent(victim))
    assert come_back(thief, found).status == 400
    sent(thief)
    assert come_back(thief, found).status == 400, "nor with a sign-in of its own"
    assert come_back(victim, found).heading == "Set up an authenticator app"


def test_a_state_that_was_changed_or_is_old_is_refused(app: Flask, clock: Clock, idp: Provider) -> None:
    invited(app, clock)
    visitor = Visitor(app)
    for state in ("", "x", "a.b", "é.é", "x" * 3000):
        found = idp.authorize(sent(visitor))
        assert come_back(visitor, {**found, "state": state}).status == 400
    found = idp.authorize(sent(visitor))
    clock.pass_(minutes=10)
    assert come_back(visitor, found).status == 400


def test_a_code_is_good_once(app: Flask, clock: Clock, idp: Provider) -> None:
    invited(app, clock)
    visitor = Visitor(app)
    found = idp.authorize(sent(visitor))
    cookie = visitor.client.get_cookie("sso")
    assert cookie is not None
    come_back(visitor, found)
    assert visitor.client.get_cookie("sso") is None
    visitor.client.set_cookie("sso", str(cookie.value))
    asked = len(idp.asked)
    assert "finished already" in come_back(visitor, found).text
    assert len(idp.asked) == asked, "the provider is not even asked"


def test_a_code_of_another_sign_in_is_refused_by_pkce(app: Flask, clock: Clock, idp: Provider) -> None:
    invited(app, clock)
    theirs = idp.authorize(sent(Visitor(app)))
    visitor = Visitor(app)
    mine = idp.authorize(sent(visitor))
    assert come_back(visitor, {**mine, "code": theirs["code"]}).status == 400


def test_an_answer_that_names_another_issuer_is_refused(app: Flask, clock: Clock, idp: Provider) -> None:
    invited(app, clock)
    visitor = Visitor(app)
    found = idp.authorize(sent(visitor))
    assert come_back(visitor, {**found, "iss": "https://evil.example"}).status == 400
    assert "/tenant/token" not in idp.asked


def test_a_refusal_of_the_provider_is_told_and_nothing_it_says_becomes_markup(
    app: Flask, idp: Provider
) -> None:
    for error, told in (("access_denied", "access_denied"), ("<b>x</b>", "none given")):
        visitor = Visitor(app)
        state = idp.authorize(sent(visitor))["state"]
        page = come_back(visitor, {"error": error, "state": state})
        assert page.heading == "You were not signed in"
        assert f"The reason is: {told}." in page.text


def test_new_keys_of_the_provider_are_fetched(
    app: Flask, clock: Clock, idp: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    invited(app, clock)
    enter(app, idp)
    idp.new_key()
    assert enter(app, idp).status == 400, "not more than once a minute"
    monkeypatch.setattr(provider, "NEW_KEYS_SECONDS", 0)
    assert enter(app, idp).heading == "Set up an authenticator app"
    assert idp.asked.count("/tenant/.well-known/openid-configuration") == 1


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "http://127.0.0.1:1/other"},
        {"token_endpoint": "http://127.0.0.1:1/token"},
        {"jwks_uri": "https://127.0.0.1/keys"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"end_session_endpoint": "https://evil.example/"},
        {"token_endpoint": None},
    ],
    ids=str,
)
def test_what_is_not_at_the_issuers_own_address_is_never_asked(
    app: Flask, idp: Provider, said: dict[str, Any]
) -> None:
    idp.said = said
    page = Visitor(app).get("/console/sso")
    assert page.status == 503
    assert "administrators can sign in with their password" in page.text


@pytest.mark.parametrize(
    "answer",
    [
        (500, b"{}"),
        (302, b"http://127.0.0.1:1/"),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b"[" * 100_000),
        (200, b'{"a": "' + b"x" * provider.MOST_BYTES + b'"}'),
    ],
    ids=["an error", "a redirect", "a page", "a list", "a nest", "too long"],
)
def test_a_provider_that_does_not_answer_as_it_should_is_away(
    app: Flask, idp: Provider, answer: tuple[int, bytes]
) -> None:
    idp.answer = lambda path: answer
    assert Visitor(app).get("/console/sso").status == 503


def test_a_provider_that_is_away_leaves_passwords_to_sign_in_with(
    make_app: Callable[..., Flask], app: Flask, ada: Person, settings_of: dict[str, Any]
) -> None:
    away = make_app(**{**settings_of, "oidc_issuer": "http://127.0.0.1:9/"})
    page = Visitor(away).get("/console/sign-in")
    page.get(page.link(BUTTON))
    assert (page.status, page.heading) == (503, "Please try again in a moment")
    ada.app, ada.browser = away, page
    assert ada.sign_in().heading == "Welcome, Ada"


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
