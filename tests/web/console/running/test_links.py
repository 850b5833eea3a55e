"""Open links and posters: made, given a last day, taken back, scanned and printed."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from PIL import Image

from readiness.records import links
from readiness.records.database import Database
from readiness.records.tables import Assessment
from tests.web.console.conftest import Join, Person
from tests.web.console.running.conftest import BOTH, CODES
from tests.web.visitor import Visitor

Acts = Callable[[], list[str]]


def kept(database: Database, assessment: Assessment) -> list[tuple[str | None, str | None]]:
    with database.read() as session:
        return [(one.place, one.organisation) for one in links.all_open(session, assessment)]


@BOTH
def test_links_for_everyone_and_for_each_place_at_once(
    lea: Person, at: str, database: Database, assessment: Assessment, acts: Acts
) -> None:
    lea.browser.get(f"{at}/asking")
    assert lea.browser.heading == "Links and posters"
    assert "There is none yet." in lea.browser.text
    lea.browser.send("Make links", whom="everyone")
    lea.browser.send("Make links", whom="places")
    lea.browser.send("Make links", whom="places")
    assert kept(database, assessment) == [(None, None), ("north", None), ("south", None)]
    assert acts().count("made an open link") == 3


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({}, "Choose who is to use it"),
        ({"whom": "one"}, "Choose the place or the organisation"),
        ({"whom": "everyone", "day": "31", "month": "2", "year": "2027"}, "must be a real date"),
        ({"whom": "everyone", "day": "1", "month": "11", "year": "2026"}, "must be today or later"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    lea: Person, at: str, database: Database, assessment: Assessment, typed: dict[str, str], fault: str
) -> None:
    lea.browser.get(f"{at}/asking/links").send("Make links", **typed)
    assert fault in lea.browser.faults[0][0]
    assert kept(database, assessment) == []


def test_a_link_of_an_organisation_opens_the_survey_until_its_last_day_and_no_longer_when_taken_back(
    app: object, lea: Person, at: str, acts: Acts
) -> None:
    lea.browser.get(f"{at}/asking/links").send("Make links", whom="one", part="organisation:mill-lane")
    lea.browser.get(lea.browser.link("Mill Lane Surgery"))
    found = re.search(r"http://127.0.0.1:8000(/l/[\w-]+)", lea.browser.text)
    assert found
    assert Visitor(app).get(found[1]).status == 200  # type: ignore[arg-type]
    lea.browser.get(lea.browser.link("Change its last day")).send("Save", day="12", month="11", year="2026")
    assert "It can be used until 12 November 2026." in lea.browser.text
    lea.browser.get(lea.browser.link("Take this link back"))
    assert "cannot be sent any more" in lea.browser.text
    lea.browser.send("Take it back")
    assert Visitor(app).get(found[1]).status == 410  # type: ignore[arg-type]
    assert acts()[-2:] == ["took back an open link", "looked at open links"]


def test_the_code_is_a_picture_in_two_forms(lea: Person, at: str) -> None:
    lea.browser.get(f"{at}/asking/links").send("Make links", whom="everyone")
    lea.browser.get(lea.browser.link("Everyone"))
    svg = lea.browser.client.get(lea.browser.link("as SVG"))
    assert svg.mimetype == "image/svg+xml"
    assert b"<title>http://127.0.0.1:8000/l/" in svg.data
    png = lea.browser.client.get(lea.browser.link("as PNG"))
    assert Image.open(io.BytesIO(png.data)).size[0] > 400


@pytest.mark.slow
def test_posters_are_printed_by_a_worker_and_fetched(
    lea: Person, at: str, work: Callable[[], None], acts: Acts
) -> None:
    lea.browser.get(f"{at}/asking/links").send("Make links", whom="places")
    lea.browser.send("Make the posters")
    assert (lea.browser.heading, "Waiting" in lea.browser.text) == ("Posters of all links", True)
    assert lea.browser.client.get(f"{lea.browser.address}.pdf").status_code == 404
    work()
    lea.browser.get(lea.browser.link("Look again"))
    response = lea.browser.client.get(lea.browser.link("Download the PDF"))
    assert (response.mimetype, response.data[:5]) == ("application/pdf", b"%PDF-")
    assert acts()[-1] == "downloaded posters"


def test_a_language_that_is_not_offered_is_refused(lea: Person, at: str) -> None:
    lea.browser.get(f"{at}/asking/links").send("Make links", whom="everyone")
    token = lea.browser.page.xpath("//input[@name='csrf_token']/@value")[0]
    sent = lea.browser.client.post(f"{at}/asking/posters", data={"csrf_token": token, "language": "xx"})
    assert sent.status_code == 409


@CODES
def test_another_way_of_asking_people_in_says_so(lea: Person, at: str) -> None:
    assert lea.browser.client.get(f"{at}/asking/links").status_code == 409
    assert lea.browser.get(f"{at}/asking").heading == "Codes"


def test_nothing_that_prints_is_imported_for_these_pages() -> None:
    asked = (
        "import sys, readiness.web.console.running.posters, readiness.web.console.running.link, "
        "readiness.web.console.running.sending, readiness.web.console.running.uploading; print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert not {"weasyprint", "matplotlib", "scipy", "pandas", "readiness.reporting.pdf"} & set(
        done.stdout.split()
    )


def test_a_link_of_another_assessment_is_none(lea: Person, at: str, join: Join) -> None:
    assert lea.browser.client.get(f"{at}/asking/links/99").status_code == 404
    assert lea.browser.client.get(f"{at}/asking/links/99/qr.svg").status_code == 404
