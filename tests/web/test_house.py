"""What holds for the web as a whole: its routes, its headers, its cookie, its weight, its registry."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

import readiness
from readiness import create_app
from readiness.errors import ReadinessError, WrongSetting
from readiness.instrument import kinds
from readiness.records.database import Database
from readiness.records.tables import Assessment
from readiness.web import statics
from readiness.web.respond.fields import ASKED
from tests.web.access import ACCESS, EXPECTED
from tests.web.visitor import HEADERS, Visitor, check_headers


@pytest.fixture
def database(on_sqlite: Database) -> Database:
    """SQLite alone: nothing here depends on the database."""
    return on_sqlite


LARGEST_FIRST_VIEW = 50_000


def stylesheet(app: Flask) -> TestResponse:
    address = Visitor(app).app_static("respond.css")
    return app.test_client().get(address, buffered=True)


def routes(app: Flask) -> set[tuple[str, str]]:
    return {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def test_every_route_is_listed_with_who_may_use_it(app: Flask) -> None:
    assert routes(app) == set(ACCESS)


@pytest.mark.parametrize(("method", "rule"), sorted(ACCESS))
def test_a_device_without_cookie_gets_no_further_than_it_may(
    visitor: Visitor, token: str, assessment: Assessment, method: str, rule: str
) -> None:
    address = rule.replace("<token>", token).replace("<code>", assessment.code).replace("<page>", "about-you")
    address = address.replace("<int:number>", "1").replace("<int:system>", "1").replace("<role>", "viewer")
    address = address.replace("<int:token>", "1").replace("<int:key>", "1")
    response = visitor.client.open(address, method=method)
    check_headers(response)
    who = ACCESS[method, rule]
    assert response.status_code == EXPECTED[who]
    if response.status_code == 303:
        sign_in = response.headers["Location"].startswith("/console/sign-in")
        assert sign_in == rule.startswith("/console"), "only the console asks to sign in"


def test_other_methods_are_not_allowed(visitor: Visitor) -> None:
    assert visitor.client.put("/").status_code == 405
    assert visitor.client.delete("/privacy").status_code == 405


@pytest.mark.parametrize("address", ["/", "/privacy", "/accessibility"])
def test_the_open_pages_keep_the_rules_of_all_pages(visitor: Visitor, address: str) -> None:
    assert visitor.get(address).status == 200
    assert not visitor.client._cookies


def test_the_privacy_page_tells_the_settings_it_promises_by(make_app: Callable[..., Flask]) -> None:
    visitor = Visitor(make_app(threshold=15, idle_minutes=20)).get("/privacy")
    assert "After 20 minutes" in visitor.text
    assert "at least 15 people" in visitor.text


def test_the_health_pages_say_that_all_is_well(visitor: Visitor) -> None:
    assert visitor.client.get("/healthz").text == "ok\n"
    assert visitor.client.get("/readyz").text == "ready\n"


def test_without_tables_it_is_alive_but_not_ready(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    client = make_app(database=f"sqlite:///{tmp_path}/empty.db").test_client()
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


def test_one_cookie_that_scripts_and_other_sites_cannot_use(
    visitor: Visitor, token: str, assessment: Assessment
) -> None:
    (cookie,) = visitor.client.get(f"/l/{token}").headers.getlist("Set-Cookie")
    secret, *rest = cookie.split("; ")
    assert re.fullmatch(rf"answers-{assessment.code}=[\w-]{{43}}\.\d+\.\d+\.[\w-]{{22}}", secret)
    assert set(rest) == {"HttpOnly", "Path=/", "SameSite=Lax"}


def test_over_https_the_cookie_is_bound_to_this_host(
    make_app: Callable[..., Flask], token: str, assessment: Assessment
) -> None:
    client = make_app(base_url="https://survey.example.org").test_client()
    response = client.get(f"/l/{token}", base_url="https://survey.example.org")
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith(f"__Host-answers-{assessment.code}=")
    assert "; Secure" in cookie
    assert "Domain" not in cookie
    assert response.headers["Strict-Transport-Security"].startswith("max-age=63072000")


def test_the_address_after_the_link_holds_no_token(
    visitor: Visitor, token: str, assessment: Assessment
) -> None:
    response = visitor.client.get(f"/l/{token}")
    assert response.headers["Location"] == f"/a/{assessment.code}/"
    assert token not in response.text


def test_no_form_holds_the_cookies_secret(begun: Visitor, assessment: Assessment) -> None:
    cookie = begun.client.get_cookie(f"answers-{assessment.code}")
    assert cookie is not None
    assert cookie.value not in begun.response.text


def test_pages_travel_compressed_and_caches_know(begun: Visitor) -> None:
    begun.get(begun.address, headers={"Accept-Encoding": "gzip"})
    assert begun.response.headers["Content-Encoding"] == "gzip"
    assert begun.response.headers["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in begun.get(begun.address).response.headers


def test_the_first_view_is_light(visitor: Visitor, token: str) -> None:
    packed = {"Accept-Encoding": "gzip, br"}
    visitor.get(f"/l/{token}").get(visitor.address, headers=packed)
    files = visitor.page.xpath("//link/@href")
    sizes = {name: len(visitor.client.get(name, headers=packed, buffered=True).data) for name in files}
    page = int(visitor.response.headers["Content-Length"])
    assert sorted(sizes) == sorted([visitor.app_static("respond.css"), "/static/icon.svg"])
    assert page + sum(sizes.values()) < 12_000 < LARGEST_FIRST_VIEW


def test_the_stylesheet_is_kept_for_ever_and_carries_the_headers(app: Flask) -> None:
    response = stylesheet(app)
    assert "immutable" in response.headers["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in response.headers
    for name in set(HEADERS) - {"Cache-Control"}:
        assert response.headers[name] == HEADERS[name]


def test_the_stylesheet_fetches_nothing(app: Flask) -> None:
    sheet = stylesheet(app).text
    assert not re.findall(r"url\((?!data:)|@import|@font-face", sheet)


def test_every_class_of_the_pages_that_the_library_styles_is_in_the_stylesheet() -> None:
    sheet = next(statics.FOLDER.glob("respond.*.css")).read_text("utf-8")
    folder = Path(readiness.__file__).parent / "web" / "templates"
    pages = [path for path in folder.rglob("*.html") if "console" not in path.parts]
    used = {name for path in pages for name in re.findall(r"app-[\w-]+", path.read_text("utf-8"))}
    assert not {name for name in used if f".{name}" not in sheet}


def test_a_stylesheet_that_was_not_built_is_said_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ReadinessError, match=r"has not been built\. Run `make set-up`"):
        statics.stylesheet(tmp_path)


def test_each_kind_of_question_has_a_field_and_a_widget() -> None:
    assert set(ASKED) == set(kinds.KINDS)


def test_the_application_can_be_made_without_arguments(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setenv("READINESS_INSTANCE", str(settings.instance))
    with pytest.raises(WrongSetting, match=r"secret_key is not set.*readiness init"):
        create_app()
    monkeypatch.setenv("READINESS_SECRET_KEY", settings.secret_key)
    assert create_app().test_client().get("/").status_code == 200
