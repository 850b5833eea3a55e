"""People who run assessments, each with a browser, an authenticator and a memory."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

import pytest
from argon2 import PasswordHasher
from flask import Flask

from readiness.access import grants, passwords, people, signing_in, totp
from readiness.access.acting import Acting
from readiness.access.grants import Wanted
from readiness.access.rights import Role
from readiness.records.account_tables import Account
from readiness.records.database import Database
from tests.web.conftest import Clock
from tests.web.visitor import Visitor

PASSWORD = "kettle marching slowly"
WRONG = "Password is wrong. Enter the one with which you sign in here"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take little time over each password; that it takes enough is tried in tests/access."""
    passwords._hasher()
    monkeypatch.setattr(passwords, "_hasher", lambda: CHEAP)


CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Database:
    """SQLite, where a test does not ask for both: what depends on the database is tried in tests/access."""
    found: Database = request.getfixturevalue(f"on_{getattr(request, 'param', 'sqlite')}")
    return found


@dataclass
class Person:
    """Somebody who runs assessments."""

    email: str
    app: Flask
    clock: Clock
    secret: bytes = b""
    codes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.browser = Visitor(self.app)

    @property
    def number(self) -> int:
        """The number of this person's account."""
        with self.app.extensions["database"].read() as session:
            return people.required(session, self.email).id

    def code(self) -> str:
        """Wait for the next half minute and read the code off the phone."""
        self.clock.pass_(seconds=30)
        return totp.code(self.secret, int(self.clock.moment.timestamp()) // totp.SECONDS)

    def settle(self) -> None:
        """Come by an account and an authenticator without their pages, which are tried for themselves."""
        self.secret = totp.new_secret()
        code, name = self.code(), self.email.partition("@")[0].title()
        with self.app.extensions["database"].write() as session:
            office = acting_in(self.app, self.clock, session)
            _, token = people.invite(office, self.email)
            account = people.join(office, token, name, people.fit_password(PASSWORD, name, self.email))
            half = signing_in.begin(session, account, office.now, whole=False)
            signed = signing_in.current(session, half, office.now)
            assert signed is not None
            own = replace(office, account=account, sign_in=signed.sign_in.id, name="")
            _, self.codes = signing_in.set_factor(own, signed, self.secret, code)

    def accept(self, token: str, name: str = "") -> Visitor:
        """Open the one-time link and make the account, with an authenticator."""
        self.browser.get(f"/console/join/{token}")
        self.browser.send(name=name or self.email.partition("@")[0].title(), password=PASSWORD)
        return self.set_up()

    def set_up(self) -> Visitor:
        """Set the authenticator up that this page shows."""
        found = re.search(r"instead:((?: [A-Z2-7]{4})+)", self.browser.text)
        assert found, self.browser.text
        self.secret = totp.read(found[1].replace(" ", ""))
        self.browser.send("Continue", code=self.code())
        assert self.browser.heading == "Your authenticator is set up"
        self.codes = re.findall(r"\b[a-z2-9]{6}-[a-z2-9]{6}\b", self.browser.text)
        return self.browser

    def sign_in(self, password: str = PASSWORD, code: str | None = None) -> Visitor:
        """Sign in with both."""
        self.browser.get("/console/sign-in").send("Continue", email=self.email, password=password)
        return self.browser.send("Sign in", code=code or self.code())

    def token(self) -> str:
        """Return the token of this browser's sign-in."""
        cookie = self.browser.client.get_cookie("console")
        assert cookie is not None
        return str(cookie.value)


Join = Callable[..., Person]


@pytest.fixture
def join(app: Flask, clock: Clock, draft_assessment: object) -> Join:
    """Let somebody join who has been given these rights already, all approved, and leave them signed in."""

    def made(email: str, *wanted: Wanted) -> Person:
        person = Person(email, app, clock)
        if not wanted:
            with app.extensions["database"].write() as session:
                _, token = people.invite(acting_in(app, clock, session), email)
            person.accept(token)
            return person
        person.settle()
        with app.extensions["database"].write() as session:
            acting = acting_in(app, clock, session)
            for one in wanted:
                account = people.required(session, email)
                made = grants.give(acting, account, one, rescue=True)
                made.approved_at = acting.now
        person.sign_in()  # a new right has signed out
        return person

    return made


def acting_in(app: Flask, clock: Clock, session: object) -> Acting:
    """Let the command line act."""
    now = int(clock.moment.timestamp())
    return Acting(session, app.extensions["settings"], now, name="command line (tests)")  # type: ignore[arg-type]


ADMINISTRATOR = Wanted(Role.ADMINISTRATOR)
LEAD = Wanted(Role.SYSTEM_LEAD, "Ashdale")
AREA_LEAD = Wanted(Role.AREA_LEAD, "Ashdale", area="cardiology")
ORGANISATION_LEAD = Wanted(Role.ORGANISATION_LEAD, "Ashdale", organisation="mill-lane")
VIEWER = Wanted(Role.VIEWER, "Ashdale")


@pytest.fixture
def ada(join: Join) -> Person:
    """An administrator, signed in."""
    return join("ada@example.org", ADMINISTRATOR)


@pytest.fixture
def ben(join: Join) -> Person:
    """Another."""
    return join("ben@example.org", ADMINISTRATOR)


@pytest.fixture
def lea(join: Join) -> Person:
    """The lead of the system, signed in."""
    return join("lea@example.org", LEAD)


def token_on(page: Visitor) -> str:
    """Return the token of the one-time link that this page shows."""
    found = re.search(r"http\S+/console/join/[\w-]{43}", page.text)
    assert found, page.text
    return urlsplit(found[0]).path.rpartition("/")[2]


def account_of(person: Person) -> Account:
    """Return what is kept of somebody."""
    with person.app.extensions["database"].read() as session:
        return people.required(session, person.email)
