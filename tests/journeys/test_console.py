"""From the first administrator to a lead who is signed in, in a real browser; every page held to WCAG by axe."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from readiness.access import grants, people, totp
from readiness.access.acting import Acting
from readiness.access.grants import Wanted
from readiness.access.rights import Role
from readiness.config import Settings
from tests.journeys import test_accessibility as accessibility
from tests.journeys.conftest import Open, Survey

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASSWORD = "kettle marching slowly"


@pytest.fixture
def browser_of(open_page: Open) -> Callable[[], Page]:
    """Give somebody a browser of their own, in which the checker may run."""

    def made() -> Page:
        page = open_page(accessibility.WIDE, bypass_csp=True)
        page.add_init_script(path=accessibility.AXE)
        return page

    return made


def look(page: Page, heading: str) -> None:
    """See that this is the page, and hold it to the rules, wide and narrow."""
    page.get_by_role("heading", level=1, name=heading).wait_for()
    accessibility.check(page)


def fill(page: Page, button: str, **answers: str) -> None:
    """Fill fields in by their labels, with _ for a space, and press the button."""
    for label, value in answers.items():
        page.get_by_label(label.replace("_", " "), exact=True).fill(value)
    page.get_by_role("button", name=button, exact=True).click()


def accept(page: Page, link: str, name: str) -> bytes:
    """Make an account behind a one-time link and return the authenticator's secret."""
    page.goto(link)
    look(page, "Make your account")
    assert urlsplit(page.url).path == "/console/join", "the address holds no token"
    fill(page, "Continue", Your_name="", Choose_a_password="short")
    page.get_by_role("alert").wait_for()
    accessibility.check(page)
    fill(page, "Continue", Your_name=name, Choose_a_password=PASSWORD)
    look(page, "Set up an authenticator app")
    secret = totp.read(page.locator(".app-key").inner_text().replace(" ", ""))
    fill(page, "Continue", Security_code=code(secret))
    look(page, "Your authenticator is set up")
    page.get_by_role("button", name="I have kept them").click()
    look(page, f"Welcome, {name}")
    return secret


def code(secret: bytes, later: int = 0) -> str:
    """Return what the app shows, or will show next: it is taken half a minute early, since clocks differ."""
    return totp.code(secret, int(time.time()) // totp.SECONDS + later)


def invite(page: Page, base: str, email: str) -> str:
    """Invite somebody and return the link."""
    page.goto(f"{base}/console/people/invite")
    look(page, "Invite somebody")
    fill(page, "Make the link", Email_address=email)
    look(page, "Send this link")
    link = page.locator(".app-address").inner_text()
    page.get_by_role("button", name="I have sent it").click()
    look(page, email)
    return link


def give(page: Page, role: str, part: str = "") -> None:
    """Give the person of this page a right."""
    page.get_by_role("button", name="Give a right").click()
    look(page, "Give")
    page.get_by_label(role, exact=True).check()
    page.get_by_role("button", name="Continue", exact=True).click()
    look(page, role)
    if part:
        page.get_by_label(part, exact=True).check()
    page.get_by_role("button", name="Give this right").click()
    page.get_by_text("Given by").first.wait_for()
    accessibility.check(page)


def administrator(survey: Survey, settings: Settings, email: str) -> tuple[int, str]:
    """Invite an administrator from the command line; return the account's number and the link."""
    with survey.database.write() as session:
        acting = Acting(session, settings, int(time.time()), name="command line (tests)")
        account, token = people.invite(acting, email)
        grants.give(acting, account, Wanted(Role.ADMINISTRATOR), rescue=True)
        return account.id, f"{survey.base}/console/join/{token}"


def test_from_an_administrators_invitation_to_a_lead(
    browser_of: Callable[[], Page], survey: Survey, settings: Settings
) -> None:
    ada, ben, lea = browser_of(), browser_of(), browser_of()
    ada.goto(f"{survey.base}/console/")
    look(ada, "Sign in")
    accept(ada, administrator(survey, settings, "ada@example.org")[1], "Ada Lovelace")
    accept(ben, administrator(survey, settings, "ben@example.org")[1], "Ben Nevis")
    to_lea = invite(ada, survey.base, "lea@example.org")
    secret = accept(lea, to_lea, "Lea Green")
    lea.get_by_role("button", name="Sign out").click()
    look(lea, "You are signed out")
    ada.goto(ada.url)
    give(ada, "System lead")
    sign_in_once_approved(ben, lea, survey, secret)


def sign_in_once_approved(ben: Page, lea: Page, survey: Survey, secret: bytes) -> None:
    """Let the second administrator say yes, and the lead sign in on the page that was wanted."""
    ben.reload()
    ben.get_by_role("link", name="Approve or refuse: Lea Green").click()
    look(ben, "Approve System lead")
    ben.get_by_role("button", name="Approve", exact=True).click()
    look(ben, "People")
    lea.goto(f"{survey.base}/console/account")
    fill(lea, "Continue", Email_address="lea@example.org", Password="wrong")
    lea.get_by_role("alert").wait_for()
    accessibility.check(lea)
    fill(lea, "Continue", Email_address="lea@example.org", Password=PASSWORD)
    look(lea, "Enter your security code")
    fill(lea, "Sign in", Security_code=code(secret, later=1))
    look(lea, "My account")
    for address, heading in (
        ("", "Welcome, Lea Green"),
        ("log", "Audit log"),
        ("people", "You may not open"),
    ):
        lea.goto(f"{survey.base}/console/{address}")
        look(lea, heading)
