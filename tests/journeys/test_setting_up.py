"""From nothing to a launched assessment of ten clinical areas, in a real browser; every page held to WCAG by axe.

A person should need less than a quarter of an hour, so that the pages and fields are counted here.
"""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page

from readiness.access import grants, people, totp
from readiness.access.acting import Acting
from readiness.access.grants import Wanted
from readiness.access.rights import Role
from readiness.config import Settings
from readiness.fieldwork import setup_kept
from readiness.records import assessments, systems
from tests.journeys import test_accessibility as accessibility
from tests.journeys.conftest import Open, Survey
from tests.journeys.test_console import PASSWORD, code, fill, look

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AREAS = (
    "Cancer",
    "Cardiology",
    "Diabetes",
    "Emergency care",
    "Maternity",
    "Mental health",
    "Respiratory",
    "Stroke",
)


@pytest.fixture
def lead(open_page: Open, survey: Survey, settings: Settings) -> Page:
    """The lead of a system without any assessment, signed in; the server is shared, so names are the test's own."""
    email = f"bo-{survey.assessment.code}@example.org"
    page = open_page(accessibility.WIDE, bypass_csp=True)
    page.add_init_script(path=accessibility.AXE)
    with survey.database.write() as session:
        systems.add(session, system_of(survey))
        acting = Acting(session, settings, int(time.time()), name="command line (tests)")
        _, token = people.invite(acting, email)
    page.goto(f"{survey.base}/console/join/{token}")
    fill(page, "Continue", Your_name="Bo Green", Choose_a_password=PASSWORD)
    secret = totp.read(page.locator(".app-key").inner_text().replace(" ", ""))
    fill(page, "Continue", Security_code=code(secret))
    page.get_by_role("heading", name="Your authenticator is set up").wait_for()
    with survey.database.write() as session:
        acting = Acting(session, settings, int(time.time()), name="command line (tests)")
        account = people.required(session, email)
        made = grants.give(acting, account, Wanted(Role.SYSTEM_LEAD, system_of(survey)), rescue=True)
        made.approved_at = acting.now
    page.goto(f"{survey.base}/console/")
    fill(page, "Continue", Email_address=email, Password=PASSWORD)
    fill(page, "Sign in", Security_code=code(secret, later=1))
    page.get_by_role("heading", name="Welcome, Bo Green").wait_for()
    return page


def system_of(survey: Survey) -> str:
    """Return the name of the lead's system."""
    return f"Birchdale Integrated Care System {survey.assessment.code}"


def follow(page: Page, name: str, heading: str) -> None:
    """Follow a link to a page, and look at it."""
    page.get_by_role("link", name=name, exact=True).click()
    look(page, heading)


def test_a_lead_sets_ten_areas_up_from_nothing_and_launches(lead: Page, survey: Survey) -> None:
    opened: list[str] = []
    lead.on("framenavigated", lambda frame: opened.append(frame.url))
    lead.get_by_role("button", name="New assessment").click()
    look(lead, f"New assessment of {system_of(survey)}")
    lead.get_by_role("button", name="Start a new set-up").click()
    look(lead, "Ready for innovation")
    follow(lead, "Clinical areas", "Clinical areas")
    for area in AREAS:
        lead.get_by_label(area, exact=True).check()
    lead.get_by_role("button", name="Add the ticked ones").click()
    lead.get_by_text("8 clinical areas added.").wait_for()
    fill(lead, "Add", Add_clinical_areas="Sleep\nWound care")
    lead.get_by_text("2 clinical areas added.").wait_for()
    accessibility.check(lead)
    lead.get_by_role("button", name="Go back to all steps").click()
    follow(lead, "Places", "Places")
    fill(lead, "Add", Add_places="North Birchdale\nSouth Birchdale")
    lead.get_by_role("button", name="Go back to all steps").click()
    follow(lead, "How people are asked in", "How people are asked in")
    lead.get_by_label("A link for each person, without a list of names").check()
    lead.get_by_role("button", name="Save and go back to all steps").click()
    lead.get_by_role("button", name="Check and launch").click()
    look(lead, "Check and launch")
    lead.get_by_role("button", name="Go on to the launch").click()
    look(lead, "Launch Ready for innovation")
    lead.get_by_role("button", name="Launch it").click()
    look(lead, "Ready for innovation")
    assert len(opened) <= 16, "pages, each answer to a form counted"
    with survey.database.read() as session:
        kept = setup_kept.kept(session, assessments.by_code(session, lead.url.rpartition("/")[2]))
    assert (len(kept.areas), len(kept.places), kept.links, kept.system) == (10, 2, "codes", system_of(survey))


def test_the_other_pages_of_a_set_up_and_their_errors(lead: Page, survey: Survey) -> None:
    lead.goto(f"{survey.base}/console/assessments/new")
    lead.get_by_role("button", name="Upload and start").click()
    lead.get_by_role("alert").wait_for()
    accessibility.check(lead)
    lead.get_by_role("button", name="Start a new set-up").click()
    lead.get_by_role("link", name="Places", exact=True).wait_for()
    steps = lead.url
    for name, heading in (
        ("questionnaire", "Questionnaire"),
        ("languages", "Languages"),
        ("first-page", "Words of the first page"),
        ("groups", "Small groups and counting"),
        ("years", "Compared with"),
        ("check", "Check and launch"),
        ("discard", "Discard Ready for innovation"),
        ("list/organisations/new", "Add an organisation"),
    ):
        lead.goto(f"{steps}/{name}")
        look(lead, heading)
    lead.goto(f"{steps}/days")
    fill(lead, "Save and go back to all steps", Title="")
    lead.get_by_role("alert").wait_for()
    accessibility.check(lead)
    lead.goto(f"{steps}/list/organisations")
    fill(lead, "Add", Add_organisations="Mill Lane\tshop")
    lead.get_by_role("alert").wait_for()
    accessibility.check(lead)
    fill(lead, "Add", Add_organisations="Mill Lane\tHospital trust\t\t14\nGreen Road\tHospital trust")
    lead.get_by_text("2 organisations added.").wait_for()
    accessibility.check(lead)
    lead.get_by_role("button", name="Move Green Road up").click()
    follow(lead, "Change Green Road", "Change organisation")
    lead.goto(f"{steps}/list/organisations")
    follow(lead, "Remove Green Road", "Remove Green Road?")
