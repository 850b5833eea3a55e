"""S8 and S9: names of hosts that are not ours, and addresses that would lead a browser away."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask import Flask

from readiness.records.database import Database
from readiness.records.tables import Assessment
from tests.web.visitor import Visitor

EVIL = "evil.example"
HOSTS = (
    *(
        EVIL,
        f"{EVIL}:80",
        f"{EVIL}:8000",
        f"{EVIL}.",
        EVIL.upper(),
        f"www.{EVIL}",
        "[::1]",
        "0.0.0.0",
        "127.1",
    ),
    *(
        f"127.0.0.1.{EVIL}",
        f"localhost.{EVIL}",
        f"127.0.0.1@{EVIL}",
        f"{EVIL}#127.0.0.1",
        f"{EVIL}?127.0.0.1",
    ),
    *(
        f"{EVIL}/127.0.0.1",
        f"{EVIL}\\127.0.0.1",
        f"127.0.0.1:8000@{EVIL}",
        f"127.0.0.1,{EVIL}",
        f"{EVIL},127.0.0.1",
    ),
    *(f"127.0.0.1 {EVIL}", "a b", "", " ", "localhost\\.evil.example", f"{EVIL}:99999", "2130706433"),
    *("127.0.0.1%00.evil.example", "-localhost", "local host", "[::ffff:127.0.0.1]"),
)
FORWARDED = (
    "X-Forwarded-Host",
    "X-Forwarded-Server",
    "X-Host",
    "X-Original-Host",
    "Forwarded",
    "X-Rewrite-URL",
)
AWAY = (
    *(
        f"//{EVIL}",
        f"///{EVIL}",
        f"////{EVIL}/",
        f"\\\\{EVIL}",
        f"/\\{EVIL}",
        f"\\/{EVIL}",
        f"/\t/{EVIL}",
        f"/%09/{EVIL}",
    ),
    *(
        f"http://{EVIL}",
        f"https:{EVIL}",
        f"https:/{EVIL}",
        f"HtTpS://{EVIL}",
        f"//{EVIL}@127.0.0.1",
        f"//127.0.0.1@{EVIL}",
    ),
    *(
        "javascript:alert(1)",
        "data:text/html,x",
        f"%2f%2f{EVIL}",
        f"%5c%5c{EVIL}",
        f"/%2e%2e//{EVIL}",
        f"..//{EVIL}",
    ),
)
"""Twenty, each put into three places: the path, the language and what a form says it was shown on."""


@pytest.fixture
def database(on_sqlite: Database) -> Database:
    """SQLite alone: nothing here depends on the database."""
    return on_sqlite


def test_there_are_as_many_as_were_promised() -> None:
    assert (len(set(HOSTS)), len(set(AWAY)) * 3) == (30, 60)


@pytest.mark.parametrize("host", HOSTS)
def test_another_host_name_is_not_answered_and_gets_no_cookie(app: Flask, token: str, host: str) -> None:
    response = app.test_client().get(f"/l/{token}", headers={"Host": host})
    assert response.status_code == 400
    assert EVIL not in response.text
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("header", FORWARDED)
def test_what_a_proxy_is_made_to_say_changes_no_address(app: Flask, token: str, header: str) -> None:
    said = {header: f"host={EVIL}" if header == "Forwarded" else EVIL}
    response = app.test_client().get(f"/l/{token}", headers=said)
    assert response.status_code == 303
    assert response.headers["Location"].startswith("/a/")
    page = app.test_client().get(f"/l/{token}", headers=said, follow_redirects=True)
    assert EVIL not in page.text


def stays(location: str) -> bool:
    """Say whether the address is within the site; without any path it is that of the first page."""
    return location == "http://localhost/" or (
        location.startswith("/a/") and "//" not in location and "\\" not in location
    )


@pytest.mark.parametrize("away", AWAY)
def test_no_path_and_no_language_leads_away(
    app: Flask, token: str, assessment: Assessment, away: str
) -> None:
    browser = app.test_client()
    for address in (f"/{away}", f"/l/{token}/{away}", f"/a/{assessment.code}/{away}"):
        response = browser.get(address)
        assert "Location" not in response.headers or stays(response.headers["Location"])
    response = browser.get(f"/l/{token}?lang={quote(away)}")
    assert stays(response.headers["Location"].partition("?")[0])
    page = browser.get(response.headers["Location"])
    assert (page.status_code, f'href="{away}' in page.text) == (200, False)


@pytest.mark.parametrize("away", AWAY)
def test_no_form_leads_away(begun: Visitor, assessment: Assessment, away: str) -> None:
    token = begun.typed(begun.form(), None, {})["csrf_token"]
    sent = {"csrf_token": token, "_page": away, "_lang": away, "_go": away}
    for address in ("_lang", "about-you", "check"):
        response = begun.client.post(f"/a/{assessment.code}/{address}", data=sent)
        assert "Location" not in response.headers or stays(response.headers["Location"])
