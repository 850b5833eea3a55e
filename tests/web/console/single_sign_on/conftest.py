"""An organisation's provider of accounts, and who comes by it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from readiness.access import passwords, people, provider
from readiness.records import audit
from tests.access.provider import CLIENT, SECRET, Provider
from tests.web.conftest import Clock
from tests.web.console.conftest import PASSWORD, acting_in
from tests.web.visitor import Visitor

BASE = "http://localhost:8000"
BUTTON = "Sign in with NHSmail"


@pytest.fixture
def idp(clock: Clock) -> Iterator[Provider]:
    """The organisation's identity provider, which has the same time."""
    running = Provider()
    running.now = lambda: clock().timestamp()
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
