"""Who is let in with which token, and what everybody else is told."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module

import pytest
from flask import Flask

from readiness.access import grants, people, tokens
from readiness.baseline.findings import Findings
from readiness.config import Settings
from readiness.errors import DatabaseAway
from readiness.fieldwork import lifecycle
from readiness.records import grants as kept_grants
from readiness.records.database import Database
from readiness.records.tables import Assessment
from readiness.web.api.operations import OPERATIONS
from tests.web.access import ACCESS, ANYONE, PROGRAMS
from tests.web.api.conftest import EVERYTHING, ROLES, Desk, Program, Programs
from tests.web.console.conftest import LEAD, VIEWER

ADDRESSES = {rule: who for (_, rule), who in ACCESS.items() if rule.startswith("/api")}
READ = {rule: who for rule, who in ADDRESSES.items() if who != ANYONE}

ASKED = """
import sys
from readiness import create_app
client = create_app().test_client()
assert client.get("/").status_code == 200
early = set(sys.modules)
assert client.get("/api/v1/openapi.json").status_code == 200
from readiness.web.api import assessments, changes, findings, instruments, rates
print(*early)
print(*sys.modules)
"""


def of(rule: str, code: str) -> str:
    """Return the address of that assessment, or of the small instrument."""
    return rule.replace("<code>", code).replace("<instrument>", "tiny").replace("<version>", "2026.1")


def kind(told: dict[str, str]) -> str:
    return told["type"].rpartition("/")[2]


def test_the_list_of_who_may_read_what_is_the_description() -> None:
    listed = {f"/api/v1{one.address}": one.scope for one in OPERATIONS}
    assert listed == {rule: None if who == ANYONE else PROGRAMS[who][0] for rule, who in ADDRESSES.items()}


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (role, scope)
        for role in ROLES
        for scope in (*EVERYTHING, "all")
        if (role, scope) != ("viewer", "rates")  # nobody can make such a token
    ],
)
def test_each_role_with_each_scope_reads_what_the_list_says_and_nothing_of_others(
    app: Flask, desk: Desk, found: Findings, foreign: str, role: str, scope: str
) -> None:
    desk.join("role@example.org", ROLES[role])
    scopes = EVERYTHING if scope == "all" else (scope,)
    program = Program(app, desk.token("role@example.org", scopes))
    for rule, who in READ.items():
        needed, roles = PROGRAMS[who]
        has = not needed or (needed in scopes and not (needed == "rates" and role == "viewer"))
        status = 403 if not has or role not in roles else 200
        assert program.open(of(rule, found.heading.code)).status_code == status, rule
        if "<code>" in rule:
            for code in (foreign, "nowhere"):
                told = program.get(of(rule, code), 404 if has else 403)
                assert kind(told) == ("not-found" if has else "scope-missing")


def test_another_system_looks_like_none(app: Flask, program: Programs, foreign: str) -> None:
    lead = program()
    told = [lead.get(f"/assessments/{code}", 404) for code in (foreign, "zzzzzzzzzz")]
    assert told[0]["detail"].replace(foreign, "") == told[1]["detail"].replace("zzzzzzzzzz", "")
    assert len(lead.get("/assessments")["items"]) == 1


@pytest.mark.parametrize("rule", READ)
@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Basic cmR5Xzp4", "rdy_" + "a" * 43, "Token rdy_" + "a" * 43],
)
def test_without_a_token_nothing_is_read(
    app: Flask, draft_assessment: Assessment, rule: str, header: str
) -> None:
    program = Program(app, headers={"Authorization": header} if header else {})
    response = program.open(of(rule, draft_assessment.code))
    assert (response.status_code, kind(response.json)) == (401, "no-token")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="readiness"'


@pytest.mark.parametrize("text", ["rdy_" + "a" * 43, "a b", "ü" * 47, "rdy_" + "a" * 9000])
def test_a_wrong_token_is_told_so(app: Flask, draft_assessment: Assessment, text: str) -> None:
    response = Program(app, text).open("/assessments")
    assert (response.status_code, kind(response.json)) == (401, "wrong-token")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="readiness", error="invalid_token"'
    assert text not in response.text


def test_a_cookie_or_an_address_is_no_way_in(app: Flask, desk: Desk) -> None:
    desk.join("lea@example.org", LEAD)
    token = desk.token("lea@example.org")
    program = Program(app)
    for name in ("console", "token", "Authorization"):
        program.client.set_cookie(name, token)
    assert program.open("/assessments").status_code == 401
    told = program.get(f"/assessments?access_token={token}", 401)
    assert token not in str(told)


def test_the_scheme_is_read_in_any_case(app: Flask, desk: Desk) -> None:
    desk.join("lea@example.org", LEAD)
    headers = {"Authorization": f"bEARER   {desk.token('lea@example.org')}"}
    assert Program(app, headers=headers).get("/assessments")


@pytest.mark.parametrize("way", ["ended", "revoked", "right", "deactivated"])
def test_a_token_that_is_good_no_longer_opens_nothing(app: Flask, desk: Desk, way: str) -> None:
    desk.join("lea@example.org", LEAD)
    lead = Program(app, desk.token("lea@example.org"))
    assert lead.get("/assessments")["total"] == 1
    with app.extensions["database"].write() as session:
        acting, account = desk.acting(session), people.required(session, "lea@example.org")
        if way == "revoked":
            tokens.revoke(acting, 1)
        elif way == "right":
            grants.take_back(acting, kept_grants.of(session, account)[0].id)
        elif way == "deactivated":
            people.deactivate(acting, account)
    if way == "ended":
        app.config["NOW"].pass_(days=91)
    told = lead.get("/assessments", 403 if way == "right" else 401)
    assert kind(told) == ("right-ended" if way == "right" else "wrong-token")


def test_a_scope_that_is_missing_is_named(program: Programs, draft_assessment: Assessment) -> None:
    response = program("system lead", ("instruments",)).open(f"/assessments/{draft_assessment.code}/rates")
    assert (response.status_code, kind(response.json)) == (403, "scope-missing")
    assert 'error="insufficient_scope", scope="rates"' in response.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
def test_too_many_requests_are_told_when_to_go_on(
    program: Programs, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    monkeypatch.setattr(tokens, "MOST_A_MINUTE", 3)
    lead = program()
    for _ in range(3):
        lead.get("/assessments")
    response = lead.open("/assessments")
    assert (response.status_code, kind(response.json)) == (429, "too-often")
    assert response.headers["Retry-After"] == "60"
    assert program("viewer").open("/assessments").status_code == 200, "others go on"
    lead.app.config["NOW"].pass_(minutes=1)
    lead.get("/assessments")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("rule", ADDRESSES)
def test_nothing_can_be_changed(app: Flask, draft_assessment: Assessment, method: str, rule: str) -> None:
    response = Program(app).open(of(rule, draft_assessment.code), method)
    assert (response.status_code, kind(response.json)) == (405, "method")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("rule", ADDRESSES)
def test_anybody_may_ask_what_can_be_done(app: Flask, draft_assessment: Assessment, rule: str) -> None:
    response = Program(app).open(
        of(rule, draft_assessment.code), "OPTIONS", Origin="https://elsewhere.example"
    )
    assert response.status_code == 200
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert response.data == b""


@pytest.mark.parametrize(
    "address",
    [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/",
        "/api/v2/assessments",
        "/api/v1/assessments/",
        "/api/v1//assessments",
    ],
)
def test_an_address_that_is_none_is_told_as_a_problem(app: Flask, address: str) -> None:
    for method in ("GET", "POST"):
        response = Program(app).open(address, method)
        assert (response.status_code, kind(response.json)) == (404, "not-found")


@pytest.mark.parametrize(
    "address",
    [
        "/assessments/nowhere",
        "/assessments/%00",
        "/assessments/%2e%2e",
        "/assessments/%F0%9F%A6%89",
        "/assessments/" + "a" * 3000,
        "/instruments/tiny/2026.2",
        "/instruments/..%2f/2026.1",
        "/instruments/tiny/..",
    ],
)
def test_what_is_not_there_is_not_found(program: Programs, address: str) -> None:
    assert kind(program().get(address, 404)) == "not-found"


@pytest.mark.parametrize(
    ("query", "detail", "remedy"),
    [
        ("pages=2", "There is no parameter 'pages'.", "There are: page, limit."),
        ("page=0", "The parameter page cannot be '0'.", "Write a whole number from 1 to 1000000."),
        ("limit=101", "The parameter limit cannot be '101'.", "Write a whole number from 1 to 100."),
        ("page=", "The parameter page cannot be ''.", "Write a whole number from 1 to 1000000."),
        ("page=%D9%A1", "The parameter page cannot be '١'.", "Write a whole number from 1 to 1000000."),
        ("page=1&page=2", "The parameter page stands there twice.", "Give it once."),
        ("limit=1e1", "The parameter limit cannot be '1e1'.", "Write a whole number from 1 to 100."),
    ],
)
def test_a_query_that_cannot_be_used_is_told_in_full(
    program: Programs, query: str, detail: str, remedy: str
) -> None:
    told = program().get(f"/assessments?{query}", 400)
    assert (told["detail"], told["remedy"]) == (detail, remedy)
    assert (kind(told), told["instance"]) == ("bad-query", "/api/v1/assessments")


def test_where_there_is_no_parameter_none_is_taken(program: Programs) -> None:
    assert program().get("/openapi.json?page=1", 400)["remedy"] == "There is none at this address."


@pytest.mark.parametrize(
    "accept", ["text/html", "application/xml", "application/json;q=0", "image/*, text/*"]
)
def test_whoever_takes_no_json_is_told_so(program: Programs, accept: str) -> None:
    assert kind(program().get("/assessments", 406, Accept=accept)) == "not-acceptable"


@pytest.mark.parametrize("accept", ["*/*", "application/*", "text/html, application/json;q=0.1", ""])
def test_whoever_takes_json_among_others_is_given_it(program: Programs, accept: str) -> None:
    assert program().open("/assessments", Accept=accept).content_type == "application/json"


def test_a_database_that_is_away_is_told_with_when_to_ask_again(
    app: Flask, program: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = program()

    def away() -> None:
        raise DatabaseAway("The database cannot be used now: /secret/path is full.")

    monkeypatch.setattr(app.extensions["database"], "read", away)
    response = lead.open("/assessments")
    assert (response.status_code, kind(response.json)) == (503, "away")
    assert response.headers["Retry-After"] == "10"
    assert "secret" not in response.text


def test_what_nobody_foresaw_leaves_no_trace(
    app: Flask, program: Programs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    lead = program()

    def broken() -> None:
        raise KeyError(f"of our own making, with {lead.token}")

    monkeypatch.setattr(app.extensions["database"], "read", broken)
    response = lead.open("/assessments")
    assert (response.status_code, kind(response.json)) == (500, "unforeseen")
    assert "of our own" not in response.text + caplog.text
    assert lead.token not in caplog.text
    assert "KeyError" in caplog.text


def test_a_forged_host_is_refused_as_a_problem(app: Flask, program: Programs) -> None:
    response = program().open("/assessments", Host="elsewhere.example")
    assert (response.status_code, kind(response.json)) == (400, "bad-request")


def test_a_token_that_was_used_today_says_no_more_than_the_day(app: Flask, desk: Desk) -> None:
    desk.join("vic@example.org", VIEWER)
    program = Program(app, desk.token("vic@example.org"))
    program.get("/assessments")
    with app.extensions["database"].read() as session:
        here = tokens.held(session, program.token, app.config["NOW"]().date())
    assert here.token.used_on == app.config["NOW"]().date()


def test_every_view_is_there_and_nothing_heavy_is_imported(settings: Settings) -> None:
    for one in OPERATIONS:
        module, _, name = one.view.partition(":")
        assert callable(getattr(import_module(f"readiness.web.api.{module}"), name))
    environment = {
        **os.environ,
        "READINESS_INSTANCE": str(settings.instance),
        "READINESS_SECRET_KEY": settings.secret_key,
    }
    done = subprocess.run(
        [sys.executable, "-c", ASKED], env=environment, capture_output=True, text=True, check=True
    )
    early, late = (set(line.split()) for line in done.stdout.splitlines())
    assert not {"readiness.web.api.door", "readiness.access", "jsonschema"} & early
    assert not {"scipy", "matplotlib", "weasyprint", "pandas", "readiness.analysis", "jsonschema"} & late


@pytest.fixture
def foreign(app: Flask, tiny_setup: object) -> str:
    """The code of an assessment of another system."""
    setup = tiny_setup.model_copy(update={"system": "Elsewhere"})  # type: ignore[attr-defined]
    with app.extensions["database"].write() as session:
        return lifecycle.create(session, setup, app.extensions["settings"]).code
