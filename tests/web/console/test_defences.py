"""The console against those who attack it from outside: cookies, forged hosts, redirects, odd input."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from readiness.access import people
from readiness.errors import DatabaseAway
from readiness.records import accounts, sign_ins
from readiness.web.console import forms, inviting
from tests.web.console.conftest import PASSWORD, Person, account_of, token_on
from tests.web.test_forging import EVIL, HOSTS
from tests.web.visitor import Visitor, check_headers

ELSEWHERE = (
    *("https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example"),
    *("http:evil.example", "https:/evil.example", "//evil.example/console", "/console//evil.example"),
    *("/console/../../evil", "/console/..", "/console/.", "/console\\evil", "/console?next=//evil.example"),
    *(
        "/console#//evil.example",
        "/console/@evil.example",
        "@evil.example",
        "/@evil.example",
        "javascript:alert(1)",
    ),
    *("JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "mailto:x@evil.example", "ftp://evil.example"),
    *(
        "/console/%2e%2e/evil",
        "/console/%2f%2fevil.example",
        "%2f%2fevil.example",
        "/%09/evil.example",
        "/\t/evil.example",
    ),
    *("\t//evil.example", " //evil.example", "\n//evil.example", "\r\nLocation: //evil.example"),
    *("/console\r\nSet-Cookie: a=b", "/console\nx", "/console\0", "/console/\u2028x", "/console/\u3002evil"),
    *(
        "//evil%E3%80%82example",
        "/a/code/check",
        "/",
        "",
        "?",
        "console",
        "./console",
        "../console",
        "/CONSOLE",
    ),
    *(
        "/console.evil.example",
        "/consoleevil",
        "/console;x",
        "/console/a b",
        "/console/<script>",
        "/console/'",
    ),
    *(
        '/console/"',
        "https://127.0.0.1@evil.example",
        "https://evil.example#@127.0.0.1",
        "//127.0.0.1:80@evil.example",
    ),
    *(
        "https://[::1]",
        "//[evil",
        "http://0x7f000001",
        "/console/" + "a" * 5000 + "//",
        "/console/é",
        "////console",
    ),
)
HOSTILE = (
    *("\0", "\r\n", "'; DROP TABLE account; --", "{{7*7}}", "<svg onload=x>"),
    *("\ud7ff\ue000", "\N{GRINNING FACE}" * 1000, "=1+1", "%s%n"),
)


def test_the_cookie_is_for_this_host_alone_and_for_no_script(make_app: Callable[..., Flask]) -> None:
    client = make_app(base_url="https://survey.example.org").test_client()
    response = client.get("/console/sign-in", base_url="https://survey.example.org")
    (cookie,) = response.headers.getlist("Set-Cookie")
    name, *rest = cookie.split("; ")
    assert name.startswith("__Host-console=")
    assert set(rest) == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
    check_headers(response)


def test_no_page_holds_the_cookie(ada: Person) -> None:
    for address in ("/console/", "/console/account", "/console/people", "/console/log"):
        assert ada.token() not in ada.browser.get(address).response.text


def test_answering_gives_no_cookie_of_the_console(visitor: Visitor) -> None:
    for address in ("/", "/privacy", "/console/signed-out"):
        visitor.get(address)
    assert not visitor.client._cookies


def test_nobody_is_led_elsewhere_after_signing_in(ada: Person) -> None:
    stranger = Visitor(ada.app)
    for wish in ELSEWHERE:
        response = ada.browser.client.get("/console/sign-in", query_string={"next": wish})
        assert response.status_code == 303, wish
        assert response.headers["Location"] == "/console/", wish
        assert "next=" not in stranger.client.get("/console/sign-in", query_string={"next": wish}).text, wish


def test_there_are_sixty_and_more_of_them() -> None:
    assert len(set(ELSEWHERE)) >= 60


def test_a_forged_host_is_refused(visitor: Visitor) -> None:
    for host in HOSTS:
        response = visitor.client.get("/console/sign-in", headers={"Host": host})
        assert response.status_code == 400, host
        assert EVIL not in response.text
        assert "Set-Cookie" not in response.headers


def test_a_link_names_the_host_that_is_set_whatever_the_request_says(ada: Person) -> None:
    ada.browser.get("/console/people/invite")
    sent = ada.browser.typed(ada.browser.form("Make the link"), "Make the link", {"email": "new@example.org"})
    forged = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "Host": "localhost"}
    cookie = {"Cookie": f"console={ada.token()}"}
    response = ada.app.test_client(use_cookies=False).post(
        "/console/people/invite", data=sent, headers={**forged, **cookie}
    )
    assert "http://127.0.0.1:8000/console/join/" in response.text
    assert "evil.example" not in response.text


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_odd_input_is_no_error_of_ours(ada: Person, typed: str) -> None:
    new = Visitor(ada.app)
    for address, button, fields in (
        ("/console/sign-in", "Continue", ("email", "password")),
        ("/console/people/invite", "Make the link", ("email",)),
        ("/console/account/password", "Change password", ("current", "password")),
        ("/console/authenticator", "Continue", ("code", "current")),
    ):
        browser = new if address == "/console/sign-in" else ada.browser
        page = browser.get(address).send(button, **dict.fromkeys(fields, typed))
        assert page.status in (200, 400, 409)
        assert page.faults
    page = ada.browser.get(f"/console/people/{ada.number}/right/area-lead/1")
    assert page.send("Give this right", day=typed, month=typed, year=typed).faults


def test_a_sign_in_that_ends_while_the_page_is_on_its_way_does_nothing_more(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def took(form: type) -> object:
        with ada.app.extensions["database"].write() as session:
            sign_ins.end_all(session, account_of(ada))
        return forms.took(form)

    monkeypatch.setattr(inviting, "took", took)
    page = ada.browser.get("/console/people/invite").send("Make the link", email="new@example.org")
    assert page.heading == "Sign in"
    with ada.app.extensions["database"].read() as session:
        assert accounts.by_email(session, "new@example.org") is None


def test_too_much_at_once_is_said(ada: Person) -> None:
    response = ada.browser.client.post("/console/account/password", data={"password": "x" * 70_000})
    assert response.status_code == 413


def test_an_error_that_nobody_foresaw_tells_the_visitor_and_the_log_nothing_secret(
    ada: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*given: object) -> None:
        raise RuntimeError(PASSWORD)

    monkeypatch.setattr(people, "invite", fails)
    ada.browser.get("/console/people/invite").send("Make the link", email="new@example.org")
    assert ada.browser.status == 500
    assert "It is not your fault" in ada.browser.text
    (reference,) = re.findall(r"page-[0-9a-f]{8}", ada.browser.text)
    assert f"/console/people/invite [POST], {reference}" in caplog.text
    assert PASSWORD not in caplog.text + ada.browser.response.text
    assert "new@example.org" not in caplog.text


def test_a_database_that_is_away_is_said(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*given: object) -> None:
        raise DatabaseAway("The database cannot be used now: it is busy.")

    monkeypatch.setattr(people, "invite", away)
    ada.browser.get("/console/people/invite").send("Make the link", email="new@example.org")
    assert ada.browser.status == 503
    assert ada.browser.response.headers["Retry-After"] == "10"


def test_the_account_is_the_one_of_the_link_whoever_is_signed_in(ada: Person, lea: Person) -> None:
    ada.browser.get("/console/people/invite").send("Make the link", email="new@example.org")
    lea.browser.get(f"/console/join/{token_on(ada.browser)}").send(name="New", password=PASSWORD)
    assert lea.browser.heading == "Set up an authenticator app"
    assert account_of(lea).name == "Lea"
