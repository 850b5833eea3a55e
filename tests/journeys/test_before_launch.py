"""A lead counts people, plans, tries the report out and previews the questionnaire, in a real browser with a worker."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page

from readiness.access import grants, people, signing_in
from readiness.access.acting import Acting
from readiness.access.grants import Wanted
from readiness.access.rights import Role
from readiness.building.worker import Worker
from readiness.fieldwork import setup_drafts, setup_file
from readiness.records import assessments
from readiness.rehearsal import making
from tests.journeys import test_accessibility as accessibility
from tests.journeys.conftest import Open, Survey

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TABLE = "Name\tManagers\tGPs\tHospital clinicians\n{place}\t40\t1,250\t900\n{area}\t12\t300\t~200\nNowhere\t1\t2\t3"


@pytest.fixture
def lead(open_page: Open, survey: Survey) -> Page:
    """A browser in which the lead of the survey's system is signed in."""
    page = open_page(accessibility.WIDE, bypass_csp=True)
    page.add_init_script(path=accessibility.AXE)
    with survey.database.write() as session:
        acting = Acting(session, survey.settings, int(time.time()), name="command line (tests)")
        account, token = people.invite(acting, f"lea-{survey.assessment.code}@example.org")
        people.join(acting, token, "Lea Green", "$argon2id$of-no-password")
        system = assessments.system(session, survey.assessment).name
        grants.give(acting, account, Wanted(Role.SYSTEM_LEAD, system), rescue=True).approved_at = acting.now
        signed = signing_in.begin(session, account, acting.now, whole=True)
    page.context.add_cookies([{"name": "console", "value": signed, "url": survey.base}])
    return page


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a trial make its shortest document alone, and a plan try out few turnouts."""
    monkeypatch.setattr(making, "TURNOUTS", 2)
    monkeypatch.setattr(making, "_wanted", lambda _: [("summary", "", "Summary on one page")])


@pytest.fixture
def begun(survey: Survey) -> str:
    """The code of a set-up that says what the example says, but for headcounts."""
    example = setup_file.parsed("example.toml", setup_file.EXAMPLE.encode(), survey.settings.surveys)
    tables = setup_drafts.written(example)
    del tables["headcounts"]
    with survey.database.write() as session:
        system = assessments.system(session, survey.assessment)
        return setup_drafts.begin(session, system, tables, int(time.time())).code


def look(page: Page, heading: str) -> None:
    """See that this is the page, and hold it to the rules, wide and narrow."""
    page.get_by_role("heading", level=1, name=heading).wait_for()
    accessibility.check(page)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} scrolls sideways at 320 px"


def press(page: Page, button: str) -> None:
    """Press the button of that name."""
    page.get_by_role("button", name=button, exact=True).click()


@pytest.mark.usefixtures("quick")
def test_from_headcounts_to_the_report_to_expect(lead: Page, survey: Survey, begun: str) -> None:
    at = f"{survey.base}/console/assessments/{begun}"
    example = setup_file.parsed("example.toml", setup_file.EXAMPLE.encode(), survey.settings.surveys)
    paste(lead, at, TABLE.format(place=example.places[0].name, area=example.areas[0].name))
    lead.get_by_role("group", name=example.places[1].name).get_by_label("GPs").fill("many")
    press(lead, "Save headcounts")
    lead.get_by_role("alert").wait_for()
    look(lead, "Headcounts")
    lead.get_by_role("group", name=example.places[1].name).get_by_label("GPs").fill("600")
    press(lead, "Save headcounts")
    lead.get_by_text("The numbers are saved.").wait_for()
    rehearse(lead, survey, at)


def paste(lead: Page, at: str, table: str) -> None:
    """Paste a table with two faults, mend them on the page, and take it."""
    lead.goto(f"{at}/set-up/headcounts")
    look(lead, "Headcounts")
    lead.get_by_role("link", name="Paste or upload a table").click()
    look(lead, "Headcounts from a spreadsheet")
    lead.get_by_label("Paste the table").fill(table)
    press(lead, "See how it is understood")
    assert lead.get_by_role("alert").get_by_role("link").count() == 2
    look(lead, "The table as it was understood")
    lead.get_by_label("The table, its cells kept apart").fill(
        table.replace("~", "").partition("\nNowhere")[0]
    )
    press(lead, "Look again")
    look(lead, "The table as it was understood")
    press(lead, "Yes, take these numbers")
    lead.get_by_text("The numbers are saved.").wait_for()
    look(lead, "Headcounts")


def rehearse(lead: Page, survey: Survey, at: str) -> None:
    """Ask for a plan and for a trial, let a worker make them, and read both."""
    lead.goto(f"{at}/plan")
    lead.get_by_label("Everybody").fill("25")
    press(lead, "Work it out")
    look(lead, "What your survey will be able to show")
    lead.goto(f"{at}/trial")
    look(lead, "Try it with simulated answers")
    press(lead, "Try it")
    lead.get_by_text("Your trial waits for its turn.").wait_for()
    Worker(survey.settings, 2).run(until_idle=True)
    lead.get_by_role("link", name="Look again").click()
    lead.get_by_text("people who do not exist have answered").wait_for()
    look(lead, "Try it with simulated answers")
    with lead.expect_download() as download:
        lead.get_by_role("link", name="Summary on one page").click()
    assert download.value.suggested_filename == "simulated-summary.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF")
    lead.goto(f"{at}/plan")
    lead.get_by_role("heading", name="Who can be shown").wait_for()
    look(lead, "What your survey will be able to show")


def test_the_questionnaire_as_a_gp_will_see_it(lead: Page, survey: Survey, begun: str) -> None:
    lead.goto(f"{survey.base}/console/assessments/{begun}/preview")
    look(lead, "Preview the questionnaire")
    lead.get_by_role("link", name="in English").first.click()
    look(lead, survey.instrument.title)
    press(lead, "Start now")
    for _ in range(2):
        assert lead.get_by_text("Preview: nothing is kept.").count() == 1
        accessibility.check(lead)
        for group in lead.get_by_role("group").all():
            group.locator("input").first.check(force=True)
        press(lead, "Continue")
    first, _, carried = lead.url.partition("?")
    lead.goto(f"{first.rpartition('/')[0]}/check?{carried}")
    look(lead, "Check your answers before you send them")
    press(lead, "Send my answers")
    look(lead, "Thank you")
    lead.get_by_role("link", name="Preview as somebody else").click()
    look(lead, "Preview the questionnaire")
