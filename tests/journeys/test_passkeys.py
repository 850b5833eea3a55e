"""Passkeys in a real browser with a device of its own making: adding, signing in, removing; each page held to WCAG."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from readiness import config
from readiness.access import grants, people
from readiness.access.acting import Acting
from readiness.access.grants import Wanted
from readiness.access.rights import Role
from readiness.config import Settings
from readiness.records.database import Database
from tests.journeys import conftest
from tests.journeys import test_accessibility as accessibility
from tests.journeys.test_console import PASSWORD, fill, look

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def named(tmp_path: Path, _sqlite_template: Path) -> Iterator[Settings]:
    """An installation that is served by name: browsers allow passkeys nowhere else."""
    shutil.copy(_sqlite_template, tmp_path / "readiness.db")
    base = f"http://localhost:{conftest._free_port()}"
    settings = replace(config.load(tmp_path, environ={}), secret_key="only-for-tests-" * 3, base_url=base)
    with conftest._serving(settings):
        yield settings


@pytest.fixture
def open_page(browser: Browser, named: Settings) -> Iterator[Callable[[], Page]]:
    """Open a browser in which our policy holds and any request elsewhere fails the test."""
    contexts, strangers = [], []

    def opened(**options: bool) -> Page:
        context = browser.new_context(viewport=accessibility.WIDE, **options)  # type: ignore[arg-type]
        context.set_default_timeout(conftest.WAIT_MS)
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(path=accessibility.AXE)
        page.on(
            "request",
            lambda asked: None if asked.url.startswith(named.base_url) else strangers.append(asked.url),
        )
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not strangers


def device_of(page: Page) -> tuple[CDPSession, str]:
    """Give the browser a device that keeps passkeys and knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    told = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": told})["authenticatorId"]


def link(settings: Settings, email: str) -> str:
    """Invite an administrator from the command line and return the link."""
    database = Database(settings.database_url)
    with database.write() as session:
        acting = Acting(session, settings, int(time.time()), name="command line (tests)")
        account, token = people.invite(acting, email)
        grants.give(acting, account, Wanted(Role.ADMINISTRATOR))
    database.dispose()
    return f"{settings.base_url}/console/join/{token}"


def test_a_passkey_from_the_invitation_to_its_removal(
    open_page: Callable[..., Page], named: Settings
) -> None:
    page = open_page()
    session, device = device_of(page)
    page.goto(link(named, "pip@example.org"))
    fill(page, "Continue", Your_name="Ada Lovelace", Choose_a_password=PASSWORD)
    page.get_by_role("link", name="Set up a passkey instead").click()
    look(page, "Add a passkey")
    fill(page, "Continue", Name_of_the_passkey="Ward computer")
    look(page, "Your passkey is set up")
    page.get_by_role("button", name="I have kept them").click()
    look(page, "Welcome, Ada Lovelace")
    page.get_by_role("button", name="Sign out").click()
    sign_in_alone(page, named)
    add_another_and_remove_the_first(page, session, device)
    as_the_second_factor(page, named, session, device)


def sign_in_alone(page: Page, named: Settings) -> None:
    """Sign in in one step, on the page that was wanted."""
    page.goto(f"{named.base_url}/console/account")
    look(page, "Sign in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    look(page, "My account")
    page.get_by_text("last used on").wait_for()


def add_another_and_remove_the_first(page: Page, session: CDPSession, device: str) -> None:
    """Prove it by the passkey there is, add one on a second device, and remove the first."""
    page.get_by_role("link", name="Add a passkey").click()
    fill(page, "Continue", Name_of_the_passkey="", Your_password=PASSWORD)
    page.get_by_role("alert").filter(has_text="There is a problem").wait_for()
    accessibility.check(page)
    page.get_by_role("button", name="Use a passkey instead of the password").click()
    look(page, "Add a passkey")
    fill(page, "Continue", Name_of_the_passkey="Security key")
    look(page, "Make the passkey")
    page.get_by_text("Your device has made no passkey").wait_for()
    accessibility.check(page)
    session.send("WebAuthn.clearCredentials", {"authenticatorId": device})
    page.get_by_role("button", name="Make the passkey").click()
    look(page, "My account")
    page.get_by_role("link", name="Remove the passkey Ward computer").click()
    look(page, "Remove the passkey Ward computer?")
    fill(page, "Remove", Your_password=PASSWORD)
    look(page, "My account")


def as_the_second_factor(page: Page, named: Settings, session: CDPSession, device: str) -> None:
    """Give the password, then show the passkey; a device that does not know its owner is not enough."""
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{named.base_url}/console/sign-in")
    fill(page, "Continue", Email_address="pip@example.org", Password=PASSWORD)
    look(page, "Enter your security code")
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.get_by_role("button", name="Use a passkey").click()
    look(page, "Show your passkey")
    page.get_by_text("Your device has shown no passkey").wait_for()
    accessibility.check(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    page.get_by_role("button", name="Show the passkey").click()
    look(page, "Welcome, Ada Lovelace")


def test_without_scripts_the_page_says_what_to_do_instead(
    open_page: Callable[..., Page], named: Settings
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{named.base_url}/console/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("This needs JavaScript").wait_for()
    page.get_by_role("button", name="Show the passkey").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    page.get_by_role("link", name="Sign in with your password instead").click()
    page.get_by_label("Password", exact=True).wait_for()
