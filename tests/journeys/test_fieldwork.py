"""A lead asks people in, watches, and closes, in a real browser; every page held to WCAG by axe."""

from __future__ import annotations

import random
import time
from itertools import cycle

import pytest
from playwright.sync_api import Page

from readiness.access import grants, people, totp
from readiness.access.acting import Acting
from readiness.access.grants import Wanted
from readiness.access.rights import Role
from readiness.fieldwork import lifecycle, setup_file
from readiness.records.tables import Assessment, Response, System
from tests.journeys import test_accessibility as accessibility
from tests.journeys.conftest import ALWAYS_OPEN, Open, Survey, created
from tests.journeys.test_console import PASSWORD, code, fill

SIZES = cycle((accessibility.WIDE, accessibility.NARROW))
pytestmark = [pytest.mark.browser, pytest.mark.slow]
LIST = b"address,role,place\na.one@ashdale.example,gp,north\nb.two@ashdale.example,manager,south\n"
MANY = "How_many_people_are_asked_there?"
BAD = b"address,role\na.one@ashdale.example,gp\nnobody,gp\na.one@ashdale.example,wizard\n"


@pytest.fixture
def lea(open_page: Open, survey: Survey) -> Page:
    """The lead of the system, signed in, in a browser in which the checker may run."""
    page = open_page(accessibility.WIDE, bypass_csp=True, accept_downloads=True)
    page.add_init_script(path=accessibility.AXE)
    page.goto(invited(survey))
    fill(page, "Continue", Your_name="Lea Green", Choose_a_password=PASSWORD)
    secret = totp.read(page.locator(".app-key").inner_text().replace(" ", ""))
    fill(page, "Continue", Security_code=code(secret))
    page.get_by_role("button", name="I have kept them").click()
    return page


def look(page: Page, heading: str) -> None:
    """See that this is the page, and hold it to the rules, on a phone and on a desk in turn."""
    page.get_by_role("heading", level=1, name=heading).wait_for()
    accessibility.check(page, next(SIZES))


def refused(page: Page) -> None:
    """See that the page says what is wrong."""
    page.get_by_role("alert").wait_for()
    accessibility.check(page, next(SIZES))


def invited(survey: Survey) -> str:
    """Invite the lead of the system, with the right approved, and return the link."""
    with survey.database.write() as session:
        name = session.get_one(System, survey.assessment.system_id).name
        acting = Acting(session, survey.settings, int(time.time()), name="command line (tests)")
        account, token = people.invite(acting, "fay@example.org")
        grants.give(acting, account, Wanted(Role.SYSTEM_LEAD, name), rescue=True).approved_at = acting.now
    return f"{survey.base}/console/join/{token}"


def opened(survey: Survey, mode: str) -> str:
    """Open another assessment of the system, which asks people in that way, and return its code."""
    example = setup_file.parsed("example.toml", setup_file.EXAMPLE.encode(), survey.settings.surveys)
    setup = example.model_copy(update={"links": mode, "title": f"Asked by {mode}"})
    with survey.database.write() as session:
        made = created(session, setup, survey.settings)
        return lifecycle.open_(session, made.code, survey.settings, ALWAYS_OPEN[0]).code


def answered(survey: Survey, code: str, number: int = 400) -> None:
    """Let so many people have answered."""
    drawn = random.Random(2026)
    with survey.database.write() as session:
        of = next(one for one in session.query(Assessment).all() if one.code == code)
        for _ in range(number):
            session.add(
                Response(
                    assessment_id=of.id,
                    version=of.version,
                    instrument_hash=of.instrument_hash or "",
                    role=drawn.choice(["gp", "clinician", "clinician", "manager"]),
                    place=drawn.choice(["north", "north", "north", "south"]),
                    answers={},
                    areas={drawn.choice(["cardiology", "respiratory", "respiratory"]): {}},
                )
            )


def test_a_lead_asks_people_in_watches_and_closes(lea: Page, survey: Survey) -> None:
    a_list_with_bad_rows_then_a_good_one(lea, survey)
    codes_and_the_words_for_an_own_mailer(lea, survey)
    open_links_from_the_first_link_to_closing(lea, survey)


def open_links_from_the_first_link_to_closing(lea: Page, survey: Survey) -> None:
    """Make links, one of them for each place; look at one; take one back; close."""
    answered(survey, survey.assessment.code)
    at = f"{survey.base}/console/assessments/{survey.assessment.code}"
    lea.goto(at)
    look(lea, survey.assessment.title)
    lea.get_by_role("link", name="How it is going").click()
    look(lea, "How it is going")
    lea.goto(f"{at}/asking")
    look(lea, "Links and posters")
    lea.get_by_role("button", name="Make links").click()
    refused(lea)
    lea.get_by_label("Each place").check()
    lea.get_by_role("button", name="Make links").click()
    lea.get_by_role("link", name="North Ashdale").click()
    look(lea, "Link for North Ashdale")
    lea.get_by_role("button", name="Make the poster").click()
    look(lea, "Poster for North Ashdale")
    lea.goto(f"{at}/asking/links")
    lea.get_by_role("link", name="South Ashdale").click()
    lea.get_by_role("link", name="Change its last day").click()
    look(lea, "Last day of the link")
    fill(lea, "Save", Day="31", Month="2", Year="2030")
    refused(lea)
    fill(lea, "Save", Day="28", Month="2", Year="2030")
    lea.get_by_role("link", name="Take this link back").click()
    look(lea, "Take back the link for South Ashdale?")
    lea.get_by_role("button", name="Take it back").click()
    look(lea, "Links and posters")
    closing(lea, at, survey.assessment.title)


def closing(lea: Page, at: str, title: str) -> None:
    """Change the last day, then close for good."""
    lea.goto(f"{at}/last-day")
    look(lea, "Change the last day")
    fill(lea, "Change it", Day="1", Month="1", Year="1999")
    refused(lea)
    lea.goto(f"{at}/close")
    look(lea, "Close this assessment?")
    fill(lea, "Close it for good", **{"Type_the_assessment's_title": "wrong"})
    refused(lea)
    lea.get_by_label("close it now, however many have answered").check()
    fill(lea, "Close it for good", **{"Type_the_assessment's_title": title})
    look(lea, title)
    lea.get_by_role("link", name="How it went").click()
    look(lea, "How it went")


def codes_and_the_words_for_an_own_mailer(lea: Page, survey: Survey) -> None:
    """Make codes and take them back; read the words."""
    at = f"{survey.base}/console/assessments/{opened(survey, 'codes')}"
    lea.goto(f"{at}/asking")
    look(lea, "Codes")
    fill(lea, "Make codes and download the file", **{MANY: "many"})
    refused(lea)
    with lea.expect_download() as begun:
        fill(lea, "Make codes and download the file", **{MANY: "3"})
    assert len(begun.value.path().read_text().splitlines()) == 4
    lea.goto(f"{at}/codes")
    look(lea, "Codes")
    lea.get_by_role("link", name="Take back").click()
    look(lea, "Take back the codes for everyone?")
    lea.goto(f"{at}/words")
    look(lea, "The words of the mails")


def a_list_with_bad_rows_then_a_good_one(lea: Page, survey: Survey) -> None:
    """Put people on the list once nothing in the file is wrong."""
    at = f"{survey.base}/console/assessments/{opened(survey, 'personal')}"
    lea.goto(f"{at}/asking")
    look(lea, "Invitations and reminders")
    lea.get_by_role("button", name="Add people").click()
    look(lea, "Add people to the list")
    chosen(lea, BAD)
    refused(lea)
    assert "row 3" in lea.content()
    chosen(lea, LIST)
    look(lea, "Add these people?")
    lea.get_by_role("button", name="Put them on the list").click()
    look(lea, "Invitations and reminders")
    assert "2 people are on the list" in lea.content()
    assert "No mail can be sent yet" in lea.content()
    lea.goto(f"{at}/people/remove")
    look(lea, "Take somebody off the list")
    fill(lea, "Take them off", Email_address="nobody@example.org")
    refused(lea)


def chosen(lea: Page, data: bytes) -> None:
    """Choose a file and send it."""
    lea.get_by_label("The file with the people to invite").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": data}
    )
    lea.get_by_role("button", name="Look at the file").click()
