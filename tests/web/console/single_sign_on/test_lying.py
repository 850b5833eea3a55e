"""A provider that lies, or is away, and browsers that take part in what others began."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from readiness.access import provider
from tests.access.provider import CLIENT, Provider
from tests.web.conftest import Clock
from tests.web.console.conftest import Person
from tests.web.console.single_sign_on.conftest import BUTTON, come_back, enter, invited, sent
from tests.web.visitor import Visitor


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
