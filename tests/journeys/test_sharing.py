"""What leaves the console: comments read, results published, a PDF that a worker made, and a link for a board.

The lead and the board each have a browser; every page is held to WCAG by axe, wide and narrow.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from readiness import config
from readiness.config import Settings
from readiness.fieldwork import lifecycle
from readiness.fieldwork.moderating import moderation
from tests.journeys import test_accessibility as accessibility
from tests.journeys.conftest import Open, Survey
from tests.journeys.test_console import accept, browser_of, fill, look  # noqa: F401 - a fixture
from tests.journeys.test_from_phone_to_pdf import everybody, send
from tests.journeys.test_tokens import lead

pytestmark = [pytest.mark.browser, pytest.mark.slow]
QUOTED = 14


@pytest.fixture
def closed(survey: Survey, today: date) -> Survey:
    """Thirty-nine people have answered, fourteen of them with words to quote; two of these are still to be read."""
    for number, given in enumerate(everybody(survey)):
        rest = {
            key: value for key, value in given.items() if key not in ("would-help", "works-well", "quote")
        }
        words = {"would-help": f"More time for group {number}. Ask Moira Jones how.", "quote": "yes"}
        send(survey, {**rest, **(words if number < QUOTED else {})}, f"receipt-of-number-{number:03}")
    of = lifecycle.close(survey.database, survey.settings, survey.assessment.code, today)
    with survey.database.write() as session:
        read = moderation.to_read(session, of, survey.instrument).readings
        kept = {one: moderation.show(one, one.comment.text.partition(" Ask")[0]) for one in read[2:]}
        moderation.keep(session, kept)
    return survey._replace(assessment=of)


def worked(settings: Settings) -> None:
    """Run the worker as an operator does, until nothing waits."""
    command = [sys.executable, "-m", "readiness", "worker", "--until-idle"]
    subprocess.run(
        command,
        env={**os.environ, **config.environment(settings)},
        cwd=Path(__file__).parents[2],
        check=True,
        capture_output=True,
    )


def moderate(page: Page) -> None:
    """Read what is left: shorten the one, look twice at the other."""
    page.get_by_role("link", name="Read and approve comments").click()
    look(page, "Read and approve comments")
    page.get_by_role("link", name="Read them in a spreadsheet instead").click()
    look(page, "Comments in a spreadsheet")
    page.go_back()
    page.get_by_role("button", name="Read them one by one").click()
    look(page, "2 to be read")
    page.get_by_role("button", name="Keep and go on").click()
    page.get_by_role("alert").wait_for()
    accessibility.check(page)
    page.get_by_label("Show it as it was written").check()
    page.get_by_role("button", name="Keep and go on").click()
    page.get_by_text("Look once more").wait_for()
    accessibility.check(page)
    page.get_by_role("link", name="No, decide otherwise").click()
    page.get_by_label("Show part of it").check()
    words = page.get_by_label("The part to be shown")
    words.fill(words.input_value().replace("Ask Moira Jones how.", "[...]"))
    page.get_by_role("button", name="Keep and go on").click()
    look(page, "1 to be read")
    page.get_by_label("Withhold it", exact=True).check()
    page.get_by_label("It names or points to somebody").check()
    page.get_by_role("button", name="Keep and go on").click()
    page.get_by_text("Nothing is left to be read").wait_for()
    accessibility.check(page)


def test_from_the_last_comment_to_a_board_that_reads_the_report(
    browser_of: Callable[[], Page],  # noqa: F811 - the fixture
    open_page: Open,
    closed: Survey,
    settings: Settings,
) -> None:
    page, home = browser_of(), f"{closed.base}/console/assessments/{closed.assessment.code}"
    accept(page, lead(closed, settings), "Lea Green")
    page.goto(home)
    moderate(page)
    page.goto(f"{home}/downloads")
    look(page, "Download documents")
    page.goto(home)
    page.get_by_role("link", name="Publish the results").first.click()
    look(page, "Publish the results?")
    page.get_by_role("button", name="Publish the results").click()
    look(page, "These results are published")
    link = shared(page, home)
    board = open_page(accessibility.WIDE, bypass_csp=True)
    board.add_init_script(path=accessibility.AXE)
    board.goto(link)
    board.get_by_text("It is being made").first.wait_for()
    accessibility.check(board)
    assert "/s/" not in board.url, "the address holds no token"
    worked(closed.settings)
    read(board, closed)
    see(open_page(), link)
    page.goto(f"{home}/downloads")
    look(page, "Download documents")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download Baseline report (PDF)").click()
    assert is_a_report(Path(coming.value.path()))
    withdraw(page, home)
    board.reload()
    look(board, "This link no longer opens a report")


def shared(page: Page, home: str) -> str:
    """Make a link and return it."""
    page.goto(f"{home}/links")
    look(page, "Share the published report")
    page.get_by_role("button", name="Make a link").click()
    look(page, "Make a link to the published report")
    fill(page, "Make the link", **{"Who_is_it_for?": ""})
    page.get_by_role("alert").wait_for()
    accessibility.check(page)
    page.get_by_label("Who is it for?").fill("The integrated care board")
    page.get_by_role("button", name="Make the link").click()
    look(page, "Send this link")
    link = page.locator(".app-address").inner_text()
    page.get_by_role("button", name="I have sent it").click()
    look(page, "Share the published report")
    return link


def read(board: Page, closed: Survey) -> None:
    """Download the report without an account."""
    board.reload()
    look(board, closed.assessment.title)
    with board.expect_download() as coming:
        board.get_by_role("link", name="Download it as a PDF in English").click()
    assert is_a_report(Path(coming.value.path()))


def see(page: Page, link: str) -> None:
    """Read the report in a browser that keeps to our policy: its own styles are let in."""
    page.goto(link)
    page.get_by_role("button", name="Read the report").first.click()
    heading = page.get_by_role("heading", level=1)
    heading.wait_for()
    assert heading.evaluate("one => getComputedStyle(one).fontWeight") == "400", (
        "a bare page has bold headings"
    )


def withdraw(page: Page, home: str) -> None:
    """Take the results back."""
    page.goto(f"{home}/publish/take-back")
    look(page, "Take the published results back?")
    page.get_by_role("button", name="Take them back").click()
    look(page, "Publish the results?")


def is_a_report(path: Path) -> bool:
    """Say whether the file is a PDF that says what it found."""
    told = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    return path.read_bytes().startswith(b"%PDF-") and b"Readiness" in told.stdout
