"""Programs with tokens, which read the small assessment at each of its stages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from readiness.access import grants, people, tokens
from readiness.access import grants as giving
from readiness.access.acting import Acting
from readiness.access.tokens import Wanted
from readiness.baseline.findings import Findings
from readiness.building import editions, kept
from readiness.building.moved import PUBLISHED
from readiness.fieldwork import lifecycle, publishing
from readiness.fieldwork.setup_types import Setup
from readiness.instrument.types import Instrument
from readiness.records import grants as kept_grants
from readiness.records import publications
from readiness.records.database import Database
from readiness.records.tables import Assessment
from readiness.web.api.document import document
from tests.reporting.believable import believable
from tests.web.conftest import Clock
from tests.web.console.conftest import AREA_LEAD, LEAD, ORGANISATION_LEAD, VIEWER
from tests.web.following import a_year_later, publish_year, work_out
from tests.web.visitor import check_headers

HASHED = "$argon2id$v=19$m=19456,t=2,p=1$not$a-real-hash"
EVERYTHING = ("instruments", "rates", "results")
ROLES = {
    "system lead": LEAD,
    "area lead": AREA_LEAD,
    "organisation lead": ORGANISATION_LEAD,
    "viewer": VIEWER,
}


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Database:
    """SQLite, where a test does not ask for both: what depends on the database is tried in tests/access."""
    found: Database = request.getfixturevalue(f"on_{getattr(request, 'param', 'sqlite')}")
    return found


@dataclass
class Program:
    """A program that reads by a token, or without one; every answer is held to what the document says of it."""

    app: Flask
    token: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.client: FlaskClient = self.app.test_client()

    def open(self, address: str, method: str = "GET", **headers: str) -> TestResponse:
        """Ask, and check what is answered."""
        sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        sent |= self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        path = address if address.startswith("/api") else f"/api/v1{address}"
        response = self.client.open(path, method=method, headers=sent)
        check(response)
        return response

    def get(self, address: str, status: int = 200, **headers: str) -> Any:
        """Read what is there, and see that the status is this."""
        response = self.open(address, **headers)
        assert response.status_code == status, response.text
        return response.json


def check(response: TestResponse) -> None:
    """Hold an answer to what is promised of all of them."""
    check_headers(response)
    assert "Set-Cookie" not in response.headers
    assert not [name for name, _ in response.headers if name.startswith("Access-Control")]
    if response.status_code >= 400:
        assert response.content_type == "application/problem+json"
        if response.request.method != "HEAD":
            fits("Problem", response.json)
            assert response.json["status"] == response.status_code
            assert response.json["remedy"]
            assert "Traceback" not in response.text


def fits(name: str, shape: Any) -> None:
    """Hold a value to one of the document's schemas."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": document()["components"]}
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(shape)


@dataclass
class Desk:
    """Where accounts and tokens are made."""

    app: Flask
    clock: Clock

    def acting(self, session: Any) -> Acting:
        """Let the command line act."""
        now = int(self.clock.moment.timestamp())
        return Acting(session, self.app.extensions["settings"], now, name="command line (tests)")

    def join(self, email: str, *wanted: grants.Wanted) -> None:
        """Let somebody join who has these rights, approved."""
        with self.app.extensions["database"].write() as session:
            acting = self.acting(session)
            _, link = people.invite(acting, email)
            account = people.join(acting, link, email.partition("@")[0].title(), HASHED)
            for one in wanted:
                giving.give(acting, account, one, rescue=True).approved_at = acting.now

    def token(self, email: str, scopes: tuple[str, ...] = EVERYTHING, days: int = 90) -> str:
        """Let somebody make a token for as much of this as their rights allow."""
        with self.app.extensions["database"].write() as session:
            account = people.required(session, email)
            acting = replace(self.acting(session), account=account)
            system = kept_grants.system(session, "Ashdale")
            assert system is not None
            able = tokens.open_to(kept_grants.of(session, account), system.id, acting.today)
            chosen = tuple(one for one in scopes if one in able)
            wanted = Wanted("Notebook", system.id, chosen, acting.today + timedelta(days=days))
            return tokens.make(acting, account, wanted)[1]


Programs = Callable[..., Program]


@pytest.fixture
def desk(app: Flask, clock: Clock, draft_assessment: Assessment) -> Desk:
    """The desk."""
    return Desk(app, clock)


@pytest.fixture
def program(app: Flask, desk: Desk) -> Programs:
    """Make a program of somebody with that role."""

    def made(role: str = "system lead", scopes: tuple[str, ...] = EVERYTHING) -> Program:
        email = f"{role.replace(' ', '.')}@example.org"
        desk.join(email, ROLES[role])
        return Program(app, desk.token(email, scopes))

    return made


@pytest.fixture
def opened(app: Flask, draft_assessment: Assessment) -> Assessment:
    """The small assessment, open."""
    with app.extensions["database"].write() as session:
        return lifecycle.open_(
            session, draft_assessment.code, app.extensions["settings"], draft_assessment.opens_on
        )


@pytest.fixture
def closed(app: Flask, opened: Assessment) -> Assessment:
    """The small assessment, closed."""
    app_ = app.extensions
    return lifecycle.close(app_["database"], app_["settings"], opened.code, opened.closes_on)


@pytest.fixture
def found(app: Flask, closed: Assessment) -> Findings:
    """Findings of the closed assessment, as a worker keeps them."""
    made = believable()
    made = replace(made, heading=replace(made.heading, code=closed.code))
    settings = app.extensions["settings"]
    with app.extensions["database"].read() as session:
        named = kept.key(settings, session, closed)
    kept.keep(settings, named, made)
    return made


@pytest.fixture
def published(app: Flask, found: Findings, closed: Assessment) -> Findings:
    """The same, published, when something about them was not known yet."""
    return publish(app, closed, replace(found, quality=replace(found.quality, notes=())))


@pytest.fixture
def later(app: Flask, found: Findings, closed: Assessment, tiny_setup: Setup, tiny: Instrument) -> Assessment:
    """The year after, closed and found, and published with what moved; the first year is, too."""
    of = a_year_later(app, closed, tiny_setup, tiny)
    for one in (closed, of):
        publish_year(app, one)
    work_out(app, of, PUBLISHED)
    return of


@pytest.fixture
def service(app: Flask) -> Iterator[str]:
    """Where the application is served while a test lasts."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    serving = Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    serving.join()
    server.server_close()


def publish(
    app: Flask, of: Assessment, findings: Findings, words: Mapping[str, list[str]] | None = None
) -> Findings:
    """Publish findings as a worker would have found them."""
    with app.extensions["database"].write() as session:
        made = publications.add(session, of, words or {}, "tests", 1)
        publications.keep(session, made.id, {"en": editions.packed(findings)})
        assert publishing.published(session, of) is made
    return findings
