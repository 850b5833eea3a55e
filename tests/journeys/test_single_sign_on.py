"""Single sign-on in a real browser, at a provider that was written by others; each page of ours held to WCAG."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from readiness import config
from readiness.access import people, totp
from readiness.access.acting import Acting
from readiness.config import Settings
from readiness.records.database import Database
from tests.journeys import conftest
from tests.journeys import test_accessibility as accessibility
from tests.journeys.test_console import PASSWORD, code, fill, look

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LEA = {"sub": "lea", "email": "sal@example.org", "email_verified": True, "name": "Lea Green"}


@contextlib.contextmanager
def providing() -> Iterator[str]:
    """Run the provider as a process of its own and return its issuer."""
    port = conftest._free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    command += ["--require-nonce", "true", "--user-claims", json.dumps(LEA)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not conftest._listens(port):
            with contextlib.suppress(subprocess.TimeoutExpired):
                raise RuntimeError(f"The provider ended with {process.wait(timeout=0.1)}.")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture
def settings(tmp_path: Path, _sqlite_template: Path) -> Iterator[Settings]:
    """An installation beside an identity provider, both served."""
    shutil.copy(_sqlite_template, tmp_path / "readiness.db")
    base = f"http://localhost:{conftest._free_port()}"
    with providing() as issuer:
        found = replace(
            config.load(tmp_path, environ={}),
            secret_key="only-for-tests-" * 3,
            base_url=base,
            oidc_issuer=issuer,
            oidc_client_id="readiness",
            oidc_client_secret="a secret",
            oidc_name="NHSmail",
        )
        with conftest._serving(found):
            yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A browser in which our policy holds."""
    context = browser.new_context(viewport=accessibility.WIDE)
    context.set_default_timeout(conftest.WAIT_MS)
    page = context.new_page()
    page.add_init_script(path=accessibility.AXE)
    yield page
    context.close()


def test_from_the_invitation_over_the_provider_and_out_again(page: Page, settings: Settings) -> None:
    database = Database(settings.database_url)
    with database.write() as session:
        acting = Acting(session, settings, int(time.time()), name="command line (tests)")
        people.invite(acting, "sal@example.org")
    database.dispose()
    over(page, settings, "lea")
    look(page, "Set up an authenticator app")
    secret = totp.read(page.locator(".app-key").inner_text().replace(" ", ""))
    fill(page, "Continue", Security_code=code(secret))
    page.get_by_role("button", name="I have kept them").click()
    look(page, "Welcome, Lea Green")
    page.goto(f"{settings.base_url}/console/account")
    look(page, "My account")
    page.get_by_text("With NHSmail").wait_for()
    page.get_by_role("button", name="Sign out").click()
    look(page, "You are signed out")
    page.get_by_role("link", name="Sign out there too").click()
    page.wait_for_url(re.compile(rf"^{re.escape(settings.oidc_issuer)}"))
    over(page, settings, "lea")
    look(page, "Enter your security code")
    fill(page, "Sign in", Security_code=code(secret, later=1))
    look(page, "Welcome, Lea Green")


def test_a_stranger_and_somebody_who_says_no(page: Page, settings: Settings) -> None:
    over(page, settings, "mallory")
    look(page, "That cannot be done")
    page.get_by_text("Ask an administrator of your organisation to invite you").wait_for()
    page.goto(f"{settings.base_url}/console/sign-in")
    page.get_by_role("button", name="Sign in with NHSmail").click()
    page.get_by_role("button", name="Deny").click()
    look(page, "You were not signed in")
    page.get_by_role("button", name="Go to sign in").click()
    fill(page, "Continue", Email_address="sal@example.org", Password=PASSWORD)
    page.get_by_role("alert").wait_for()
    accessibility.check(page)


def over(page: Page, settings: Settings, who: str) -> None:
    """Sign in at the provider."""
    page.goto(f"{settings.base_url}/console/sign-in")
    look(page, "Sign in")
    page.get_by_role("button", name="Sign in with NHSmail").click()
    page.locator("input[name=sub]").fill(who)
    page.get_by_role("button", name="Authorize", exact=True).click()
    page.wait_for_url(re.compile(rf"^{re.escape(settings.base_url)}"))
