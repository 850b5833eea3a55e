"""A lead makes a token, a program reads by it, and the lead revokes it; every page held to WCAG by axe."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page

from readiness.access import grants, people
from readiness.access.acting import Acting
from readiness.access.grants import Wanted
from readiness.access.rights import Role
from readiness.config import Settings
from readiness.records import assessments
from tests.journeys import test_accessibility as accessibility
from tests.journeys.conftest import Survey
from tests.journeys.test_console import PASSWORD, accept, browser_of, fill, look  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def lead(survey: Survey, settings: Settings) -> str:
    """Invite a lead of the survey's system, who needs nobody's yes here, and return the link."""
    with survey.database.write() as session:
        acting = Acting(session, settings, int(time.time()), name="command line (tests)")
        account, token = people.invite(acting, f"lea-{survey.assessment.code}@example.org")
        system = assessments.system(session, survey.assessment).name
        grants.give(acting, account, Wanted(Role.SYSTEM_LEAD, system), rescue=True).approved_at = acting.now
    return f"{survey.base}/console/join/{token}"


def read(survey: Survey, token: str) -> list[str]:
    """Return the titles of the assessments that a program reads."""
    asked = Request(f"{survey.base}/api/v1/assessments", headers={"Authorization": f"Bearer {token}"})
    with urlopen(asked) as answer:
        return [one["title"] for one in json.load(answer)["items"]]


def test_a_program_reads_by_a_token_until_it_is_revoked(
    browser_of: Callable[[], Page],  # noqa: F811 - the fixture
    survey: Survey,
    settings: Settings,
) -> None:
    page = browser_of()
    accept(page, lead(survey, settings), "Lea Green")
    page.goto(f"{survey.base}/console/account")
    page.get_by_role("link", name="Make, look at and revoke your tokens").click()
    look(page, "Tokens for programs")
    page.get_by_role("button", name="Make a token").click()
    look(page, "Make a token")
    fill(page, "Make the token", Name="Notebook", Your_password="wrong")
    page.get_by_role("alert").wait_for()
    accessibility.check(page)
    page.get_by_label("Response rates", exact=True).check()
    page.get_by_label("Findings", exact=True).check()
    fill(page, "Make the token", Your_password=PASSWORD)
    look(page, "Copy your token")
    token = page.locator(".app-key").first.inner_text().strip()
    assert survey.assessment.title in read(survey, token)
    page.get_by_role("button", name="I have kept it").click()
    look(page, "Tokens for programs")
    page.get_by_role("link", name="Revoke Notebook").click()
    look(page, "Revoke Notebook?")
    page.get_by_role("button", name="Revoke the token").click()
    look(page, "Tokens for programs")
    with pytest.raises(HTTPError, match="401"):
        read(survey, token)
