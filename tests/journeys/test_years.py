"""From one year's results to the next: what is done is recorded, and a year later stands beside what has moved.

A system lead and an area lead each have a browser; every page is held to WCAG by axe, wide and narrow.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import Page

from readiness.access import grants, people
from readiness.access.acting import Acting
from readiness.access.grants import Wanted
from readiness.access.rights import Role
from readiness.building import kept, moving
from readiness.config import Settings
from readiness.fieldwork import lifecycle, setup_file
from readiness.records import assessments
from readiness.records.tables import Assessment
from tests.journeys import test_accessibility as accessibility
from tests.journeys.conftest import Survey, created
from tests.journeys.test_console import accept, browser_of, look  # noqa: F401 - a fixture
from tests.journeys.test_sharing import worked
from tests.journeys.test_tokens import lead
from tests.reporting.believable import believable

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HEADINGS = {
    "system": "no change is to be seen beyond chance",
    "areas": "rose by",
    "areas/diabetes": "since",
    "groups": "no change is to be seen beyond chance",
    "statements": "no change is to be seen beyond chance",
    "actions": "omething was done",
    "beside": "",
}


def hold(survey: Survey, of: Assessment, points: float = 0.0) -> None:
    """Keep findings as if a worker had found them; those of diabetes are higher by so many points."""
    found = believable()
    areas = []
    for one in found.areas:
        mean = one.readiness
        if one.id == "diabetes" and mean:
            up = {name: getattr(mean, name) + points for name in ("value", "low", "high")}
            one = replace(one, readiness=replace(mean, **up))
        areas.append(one)
    heading = replace(found.heading, code=of.code, year=of.year, title=of.title)
    with survey.database.read() as session:
        named = kept.key(survey.settings, session, of)
    kept.keep(survey.settings, named, replace(found, heading=heading, areas=tuple(areas)))


def next_year(survey: Survey, past: Assessment, today: date) -> Assessment:
    """Ask again, a year later, and close."""
    example = setup_file.parsed("example.toml", setup_file.EXAMPLE.encode(), survey.settings.surveys)
    changes = {"links": "open", "follows": past.code}
    setup = example.model_copy(update={**changes, "year": past.year + 1, "title": "A year later"})
    with survey.database.write() as session:
        made = created(session, setup, survey.settings)
        lifecycle.open_(session, made.code, survey.settings, today)
    return lifecycle.close(survey.database, survey.settings, made.code, today)


def area_lead(survey: Survey, settings: Settings) -> str:
    """Invite who leads diabetes, who needs nobody's yes here, and return the link."""
    with survey.database.write() as session:
        acting = Acting(session, settings, int(time.time()), name="command line (tests)")
        account, token = people.invite(acting, "yan@example.org")
        system = assessments.system(session, survey.assessment).name
        wanted = Wanted(Role.AREA_LEAD, system, area="diabetes")
        grants.give(acting, account, wanted, rescue=True).approved_at = acting.now
    return f"{survey.base}/console/join/{token}"


def record(page: Page) -> None:
    """Record something from the advice, expecting too little; put it right; and think better of something else."""
    page.get_by_role("link", name="Record what is done about it").click()
    look(page, "What is done about it")
    page.get_by_role("button", name="Record what is done").click()
    look(page, "Record what is done")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("alert").wait_for()
    accessibility.check(page)
    page.get_by_label("Diabetes").check()
    page.get_by_role("button", name="Continue").click()
    look(page, "Record what is done: Diabetes")
    page.get_by_role("button", name="Record it").click()
    page.get_by_role("alert").wait_for()
    accessibility.check(page)
    page.get_by_role("radio").first.check()
    page.get_by_label("What is it to move?").select_option(index=1)
    page.get_by_label("By how many points of 100?").fill("1")
    page.get_by_role("button", name="Record it").click()
    page.get_by_text("Expected less than can be seen").wait_for()
    accessibility.check(page)
    page.get_by_role("link", name="Change").click()
    look(page, "Change what is recorded")
    page.get_by_label("By how many points of 100?").fill("8")
    page.get_by_label("Running").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("by 8 points").wait_for()
    page.get_by_role("link", name="Remove").click()
    look(page, "Remove this action?")
    page.go_back()


def test_from_what_is_recorded_to_what_has_moved(
    browser_of: Callable[[], Page],  # noqa: F811 - the fixture
    survey: Survey,
    settings: Settings,
    today: date,
) -> None:
    past = lifecycle.close(survey.database, survey.settings, survey.assessment.code, today)
    hold(survey, past)
    page = browser_of()
    accept(page, lead(survey, settings), "Lea Green")
    page.goto(f"{survey.base}/console/assessments/{past.code}")
    record(page)
    now = next_year(survey, past, today)
    hold(survey, now, points=9.0)
    page.reload()
    look(page, "What is done about it")
    page.goto(f"{survey.base}/console/assessments/{now.code}")
    page.get_by_role("link", name="What has moved since the year before").click()
    look(page, "The results are being worked out")
    worked(survey.settings)
    page.goto(f"{survey.base}/console/assessments/{now.code}/moved")
    look(page, "Readiness in Diabetes and endocrinology rose")
    home = page.url
    for address, heading in HEADINGS.items():
        page.goto(f"{home}/{address}")
        look(page, heading)
    ari = browser_of()
    accept(ari, area_lead(survey, settings), "Ari Brown")
    ari.goto(home)
    look(ari, "The results are being worked out")
    moving.make(survey.settings, now.id, {"area": "diabetes"})
    ari.goto(home)
    look(ari, "Readiness rose by 9 points")
    assert "Cardiology" not in ari.locator("main").inner_text()
