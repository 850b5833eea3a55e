"""From an empty folder to published results that a board finds, and to the next year: all that a system does, once.

Two administrators, a lead and a board, each with a browser; they go by "What to do next" wherever it is. The command
line is used where somebody must: to make the instance, to invite the first administrator, to run server and worker.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from readiness import config
from readiness.access import totp
from readiness.config import Settings
from readiness.instrument.load import load_version
from readiness.records import assessments
from readiness.records import links as kept_links
from readiness.records.database import Database
from tests.journeys import conftest
from tests.journeys import test_accessibility as accessibility
from tests.journeys.conftest import PHONE, Survey
from tests.journeys.respondent import THANKS, go_through, what_somebody_answers
from tests.journeys.test_console import PASSWORD, code, fill, look
from tests.journeys.test_from_phone_to_pdf import everybody, send
from tests.journeys.test_sharing import is_a_report, worked

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SYSTEM = "Birchdale Integrated Care System"
TITLE = "Ready for innovation"
AREAS = ("Cancer", "Cardiology", "Diabetes", "Maternity", "Mental health", "Stroke")
ORGANISATIONS = "Mill Lane\tGP practice\tNorth\t14\nInfirmary\thospital\tSouth\t400\nBirchdale ICB\tICB\t\t60"
HEADCOUNTS = "\tGPs\tHospital clinicians\tManagers\nNorth\t140\t520\t60\nSouth\t95\t310\t35"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Settings]:
    """An installation of which nothing is there but its settings, served."""
    base = f"http://127.0.0.1:{conftest._free_port()}"
    made = replace(config.load(tmp_path, environ={}), secret_key="only-for-tests-" * 3, base_url=base)
    by_command(made, "init")
    with conftest._serving(made):
        yield made


def by_command(settings: Settings, *words: str) -> str:
    """Run a command as whoever runs the server does, and return what it prints."""
    command = [sys.executable, "-m", "readiness", "--instance", str(settings.instance), *words]
    environ = {**os.environ, **config.environment(settings)}
    return subprocess.run(command, env=environ, check=True, capture_output=True, text=True).stdout


def person(browser: Browser) -> Page:
    """Give somebody a browser of their own, in which the checker may run."""
    context = browser.new_context(viewport=accessibility.WIDE, bypass_csp=True)
    context.set_default_timeout(conftest.WAIT_MS)
    page = context.new_page()
    page.add_init_script(path=accessibility.AXE)
    return page


def press(page: Page, name: str, then: str) -> None:
    """Press a button or follow a link, and wait for the page whose title says that."""
    button = page.get_by_role("button", name=name, exact=True)
    button.or_(page.get_by_role("link", name=name, exact=True)).click()
    page.get_by_role("heading", level=1, name=then).wait_for()


def join(page: Page, link: str, name: str) -> bytes:
    """Make an account behind a one-time link and return the authenticator's secret."""
    page.goto(link)
    fill(page, "Continue", Your_name=name, Choose_a_password=PASSWORD)
    secret = totp.read(page.locator(".app-key").inner_text().replace(" ", ""))
    fill(page, "Continue", Security_code=code(secret))
    press(page, "I have kept them", f"Welcome, {name}")
    return secret


def sign_in(page: Page, house: Settings, email: str, secret: bytes) -> None:
    """Sign in again: a right that came into force signs out."""
    page.goto(f"{house.base_url}/console/")
    fill(page, "Continue", Email_address=email, Password=PASSWORD)
    fill(page, "Sign in", Security_code=code(secret, later=1))
    page.get_by_role("heading", name="Welcome").wait_for()


def home(page: Page, house: Settings) -> None:
    """Go to the first page and look at it."""
    page.goto(f"{house.base_url}/console/")
    look(page, "Welcome")


def go_on(page: Page, step: str, then: str) -> None:
    """Do what is to be done next, and see that this is it."""
    wanted = page.get_by_role("region", name="What to do next").get_by_text(step).first
    wanted.click()
    page.get_by_role("heading", level=1, name=then).wait_for()


def invite(page: Page, email: str) -> str:
    """Invite somebody and return the link; the page is that person's then."""
    fill(page, "Make the link", Email_address=email)
    link = page.locator(".app-address").inner_text()
    press(page, "I have sent it", email)
    return link


def give(page: Page, role: str) -> None:
    """Give the person of this page a right."""
    page.get_by_role("button", name="Give a right").click()
    page.get_by_label(role, exact=True).check()
    page.get_by_role("button", name="Continue", exact=True).click()
    page.get_by_role("button", name="Give this right").click()
    page.get_by_text("Given by").first.wait_for()


def two_administrators(ada: Page, ben: Page, house: Settings) -> None:
    """Let the command line invite the first, and the first the second, by what the first page says."""
    printed = by_command(house, "user", "first", "ada@example.org")
    found = re.search(r"http\S+", printed)
    assert found, printed
    join(ada, found[0], "Ada Lovelace")
    look(ada, "Welcome, Ada Lovelace")
    go_on(ada, "Invite a second administrator", "Invite somebody")
    link = invite(ada, "ben@example.org")
    secret = join(ben, link, "Ben Nevis")
    home(ada, house)
    go_on(ada, "Make somebody a second administrator", "People")
    ada.get_by_role("link", name="Ben Nevis").click()
    give(ada, "Administrator")
    sign_in(ben, house, "ben@example.org", secret)
    home(ada, house)
    go_on(ada, "Name your system", "Systems")
    fill(ada, "Add this system", Name_of_the_system=SYSTEM)


def a_lead(ada: Page, ben: Page, sam: Page, house: Settings) -> None:
    """Let one administrator give the right and the other say yes."""
    home(ada, house)
    go_on(ada, f"Invite who leads {SYSTEM}", "People")
    press(ada, "Invite somebody", "Invite somebody")
    secret = join(sam, invite(ada, "sam@example.org"), "Sam Taylor")
    give(ada, "System lead")
    home(ada, house)
    ada.get_by_text("Ask another administrator to approve: Sam Taylor").wait_for()
    home(ben, house)
    go_on(ben, "Approve or refuse: Sam Taylor", "Approve System lead")
    press(ben, "Approve", "People")
    sign_in(sam, house, "sam@example.org", secret)


def set_up(sam: Page, house: Settings) -> None:
    """Set an assessment up and launch it; it opened a week ago, because the server has a real clock."""
    home(sam, house)
    go_on(sam, "Set up your first assessment", "New assessment")
    sam.get_by_role("button", name="Start a new set-up").click()
    open_now(sam)
    lists(sam)
    press(sam, "How people are asked in", "How people are asked in")
    sam.get_by_label("One link for everybody").check()
    press(sam, "Save and go back to all steps", TITLE)
    launch(sam, house)


def open_now(sam: Page) -> None:
    """Call it by its title and let it have begun a week ago."""
    sam.get_by_role("link", name="Title and days").click()
    sam.get_by_label("Title", exact=True).fill(TITLE)
    today = datetime.now(UTC).date()
    for name, days in (("First day", -7), ("Last day", 21)):
        day, group = today + timedelta(days=days), sam.get_by_role("group", name=name)
        for part in ("day", "month", "year"):
            group.get_by_label(part.capitalize()).fill(str(getattr(day, part)))
    press(sam, "Save and go back to all steps", TITLE)


def launch(sam: Page, house: Settings) -> None:
    """Check everything, launch it and open it."""
    home(sam, house)
    go_on(sam, f"Check and launch: {TITLE}", "Check and launch")
    press(sam, "Go on to the launch", f"Launch {TITLE}?")
    press(sam, "Launch and open it now", TITLE)
    look(sam, TITLE)


def lists(sam: Page) -> None:
    """Tick, type and paste what the system is made of."""
    press(sam, "Clinical areas", "Clinical areas")
    for area in AREAS:
        sam.get_by_label(area, exact=True).check()
    sam.get_by_role("button", name="Add the ticked ones").click()
    for name, label, typed in (
        ("Places", "Add places", "North\nSouth"),
        ("Organisations", "Add organisations", ORGANISATIONS),
        ("Local innovations", "Add innovations", "Virtual wards"),
    ):
        press(sam, "Go back to all steps", TITLE)
        press(sam, name, name)
        sam.get_by_label(label).fill(typed)
        sam.get_by_role("button", name="Add", exact=True).click()
    sam.get_by_text("1 innovation added.").wait_for()
    press(sam, "Go back to all steps", TITLE)
    press(sam, "Headcounts", "Headcounts")
    press(sam, "Paste or upload a table", "Headcounts from a spreadsheet")
    fill(sam, "See how it is understood", Paste_the_table=HEADCOUNTS)
    press(sam, "Yes, take these numbers", "Headcounts")
    press(sam, "go back to all steps", TITLE)


def asked_in(sam: Page, house: Settings) -> Survey:
    """Make a link for everyone, and return what those who open it will meet."""
    go_on(sam, "Ask people in", "Links and posters")
    sam.get_by_label("Everyone: one link").check()
    sam.get_by_role("button", name="Make links").click()
    sam.get_by_text("Open one to copy its address").wait_for()
    sam.get_by_role("link", name="Everyone").click()
    token = sam.locator(".app-address").inner_text().rpartition("/")[2].strip()
    database = Database(house.database_url)
    with database.read() as session:
        found = kept_links.by_token(session, token)
        assert found is not None
        local = assessments.local(session, found[0])
    instrument = load_version(house.surveys, found[0].instrument, found[0].version)
    return Survey(house, token, found[0], instrument, local, database)


def answer(browser: Browser, survey: Survey) -> None:
    """Let one person answer on a phone, and the others without one."""
    phone = browser.new_context(viewport=PHONE, java_script_enabled=False).new_page()
    phone.goto(survey.link)
    press(phone, "Start now", "About you")
    go_through(phone, survey, what_somebody_answers(survey, "gp"))
    press(phone, "Send my answers", THANKS)
    for number, given in enumerate(everybody(survey)):
        said = {"would-help": f"More time for group {number}.", "works-well": "", "quote": "yes"}
        send(survey, {**given, **said}, f"receipt-of-number-{number:03}")


def results(sam: Page, house: Settings, at: str) -> None:
    """Close it, read, take a document that a worker made, publish."""
    close(sam, at)
    look(sam, TITLE)
    go_on(sam, "Read and approve comments", "Read and approve comments")
    sam.goto(at)
    go_on(sam, "Read the results", "The results are being worked out")
    download(sam, house, at, "Summary on one page (PDF)")
    sam.goto(f"{at}/results")
    sam.get_by_role("heading", name="How ready are we?").wait_for()
    sam.goto(f"{at}/publish")
    press(sam, "Publish the results", "These results are published")


def close(sam: Page, at: str) -> None:
    """Close it for good."""
    sam.goto(at)
    go_on(sam, "How it is going", "How it is going")
    press(sam, "Close this assessment", "Close this assessment?")
    sam.get_by_label("close it now, however many have answered").check()
    fill(sam, "Close it for good", **{"Type_the_assessment's_title": TITLE})


def download(sam: Page, house: Settings, at: str, document: str) -> None:
    """Have a document made by a worker, and take it."""
    sam.goto(f"{at}/downloads")
    press(sam, f"Make {document}", "Download documents")
    worked(house)
    sam.goto(f"{at}/downloads")
    with sam.expect_download() as coming:
        sam.get_by_role("link", name=f"Download {document}").click()
    assert is_a_report(Path(coming.value.path()))


def shared(sam: Page, board: Page, at: str) -> None:
    """Let a board without an account find the published report; its making and reading is another journey."""
    sam.goto(f"{at}/links/new")
    sam.get_by_label("Who is it for?").fill("The board")
    press(sam, "Make the link", "Send this link")
    link = sam.locator(".app-address").inner_text()
    board.goto(link)
    look(board, TITLE)
    board.get_by_text("It is being made").first.wait_for()


def again(sam: Page, house: Settings, at: str) -> None:
    """Begin the next year, with one area that is part of another now."""
    sam.goto(at)
    look(sam, TITLE)
    press(sam, "Start next year’s from this one", f"Start from {TITLE}")
    sam.get_by_role("button", name="Start with all this").click()
    press(sam, "Clinical areas", "Clinical areas")
    press(sam, "Remove Stroke", "Remove Stroke?")
    sam.get_by_text("say under Compared with what became of it").wait_for()
    press(sam, "Remove it", "Clinical areas")
    press(sam, "Go back to all steps", TITLE)
    press(sam, "Compared with", "Compared with")
    sam.get_by_label("What became of Stroke?").select_option(label="It is part of Cardiology now")
    press(sam, "Save and go back to all steps", TITLE)
    open_now(sam)
    launch(sam, house)


def what_moved(sam: Page, house: Settings, at: str) -> None:
    """Close the second year, read what has moved, write down what is done about it, take the change report away."""
    close(sam, at)
    press(sam, "What has moved since the year before", "The results are being worked out")
    worked(house)
    sam.goto(f"{at}/moved")
    sam.get_by_text("This is the first comparison.").wait_for()
    accessibility.check(sam)
    sam.get_by_role("navigation", name="Results").get_by_role("link", name="What else changed").click()
    sam.get_by_text("Cardiology came from Cardiology and Stroke").wait_for()
    sam.goto(at)
    press(sam, "Record what is done about it", "What is done about it")
    sam.get_by_role("button", name="Record what is done").click()
    sam.get_by_label("Cardiology", exact=True).check()
    press(sam, "Continue", "Record what is done: Cardiology")
    fill(sam, "Record it", Your_own_words="Two protected hours a month")
    sam.get_by_text("Two protected hours a month").wait_for()
    download(sam, house, at, "Change report (PDF)")
    sam.goto(f"{at}/publish")
    sam.get_by_label("Publish with them what has moved").wait_for()
    press(sam, "Publish the results", "These results are published")
    sam.get_by_text("Published with them, since").wait_for()


def test_a_system_goes_from_nothing_to_what_moved_in_its_second_year(
    browser: Browser, house: Settings
) -> None:
    ada, ben, sam, board = (person(browser) for _ in range(4))
    two_administrators(ada, ben, house)
    a_lead(ada, ben, sam, house)
    set_up(sam, house)
    at = sam.url
    survey = asked_in(sam, house)
    answer(browser, survey)
    results(sam, house, at)
    shared(sam, board, at)
    survey.database.dispose()
    again(sam, house, at)
    at = sam.url
    survey = asked_in(sam, house)
    answer(browser, survey)
    what_moved(sam, house, at)
    survey.database.dispose()
    for page in (ada, ben, sam, board):
        page.context.close()
