"""Links to published results: made for a while, shown once, taken back; and what whoever has one can open."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from readiness.access import sharing
from readiness.access.acting import Acting
from readiness.fieldwork import limits, publishing
from readiness.fieldwork.publishing import By
from readiness.records import audit
from readiness.records.tables import Assessment
from tests.web.conftest import Clock
from tests.web.console.conftest import Person
from tests.web.console.sharing.conftest import address
from tests.web.visitor import Visitor, check_headers

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
Make = Callable[[], int]


@pytest.fixture
def published(closed: Assessment, lea: Person) -> Assessment:
    """The small assessment, with its results published."""
    lea.browser.get(address(closed, "/publish")).send("Publish the results")
    return closed


@pytest.fixture
def link(published: Assessment, lea: Person) -> str:
    """The address of a link for the board, without its host."""
    return make_link(lea, published)


def make_link(lea: Person, published: Assessment) -> str:
    """Make a link and return its address, without its host."""
    page = lea.browser.get(address(published, "/links/new")).send("Make the link", whom="The board")
    assert page.heading == "Send this link", page.text
    found = re.search(r"http\S+/s/[\w-]{43}", page.text)
    assert found, page.text
    return urlsplit(found[0]).path


@pytest.fixture
def reader(app: Flask) -> Visitor:
    """Somebody without an account."""
    return Visitor(app)


@pytest.mark.parametrize("database", BOTH, indirect=True)
def test_a_link_opens_the_published_report_and_nothing_else(
    app: Flask, link: str, reader: Visitor, make: Make
) -> None:
    reader.get(link)
    assert reader.address == "/shared", "the address holds no token"
    assert reader.heading == "Ashdale Ashdale 2026"
    assert "It is being made" in reader.text
    assert make() > 0
    reader.get("/shared")
    read = reader.client.get(reader.link("Read the report"))
    assert read.data.startswith(b"<!doctype html><p>page")
    assert "sandbox" in read.headers["Content-Security-Policy"]
    assert read.headers.getlist("Content-Security-Policy") == [read.headers["Content-Security-Policy"]]
    assert (read.headers["Referrer-Policy"], read.headers["X-Robots-Tag"]) == ("no-referrer", "noindex")
    pdf = reader.client.get(reader.link("Download it as a PDF"))
    check_headers(pdf)
    assert pdf.mimetype == "application/pdf"
    assert "attachment" in pdf.headers["Content-Disposition"]
    assert reader.get("/console/").heading == "Sign in"
    with app.extensions["database"].read() as session:
        told = [(one.action, one.actor) for one in audit.entries(session)][-3:]
    assert told == [
        ("link to results opened", "link 1"),
        ("shared report read", "link 1"),
        ("shared report downloaded", "link 1"),
    ]


def test_the_token_is_kept_nowhere(app: Flask, link: str, lea: Person, published: Assessment) -> None:
    token = link.rpartition("/")[2]
    assert token not in lea.browser.get(address(published, "/links")).text
    assert token.encode() not in (app.extensions["settings"].instance / "readiness.db").read_bytes()


def test_a_link_ends_after_thirty_days_unless_its_maker_says_otherwise(
    link: str, reader: Visitor, clock: Clock
) -> None:
    reader.get(link)
    clock.pass_(days=30)
    assert reader.get("/shared").status == 200
    clock.pass_(days=1)
    for again in ("/shared", link, "/shared/en/report", "/shared/en/report.pdf"):
        assert reader.get(again).status == 410
        assert "Its last day was 10 December 2026. Ask whoever gave it to you" in reader.text


def test_a_link_that_is_taken_back_says_so(
    link: str, reader: Visitor, lea: Person, published: Assessment
) -> None:
    reader.get(link)
    page = lea.browser.get(address(published, "/links"))
    assert "The board" in page.text
    page.get(page.link("Take back"))
    assert page.heading == "Take back the link for The board?"
    page.send("Take it back")
    assert "Taken back" in page.text
    assert reader.get("/shared").status == 410
    assert "It was taken back" in reader.text


def test_taking_the_results_back_ends_all(
    link: str, reader: Visitor, lea: Person, published: Assessment
) -> None:
    reader.get(link)
    page = lea.browser.get(address(published, "/publish/take-back"))
    assert "1 link opens the report" in page.text
    page.send("Take them back")
    assert reader.get("/shared").status == 410
    lea.browser.get(address(published, "/publish")).send("Publish the results")
    assert reader.get(link).status == 410, "a link that has ended does not come back"


def test_a_wrong_link_says_so_and_sets_no_cookie(reader: Visitor) -> None:
    assert reader.get(f"/s/{'t' * 43}").status == 404
    assert reader.heading == "This link leads to no report"
    assert reader.client.get_cookie("shared") is None
    assert reader.get("/shared").status == 404


@pytest.mark.usefixtures("published")
def test_who_guesses_links_takes_no_turn_to_write(
    app: Flask, reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(type(app.extensions["database"]), "write")
    for page in (f"/s/{'t' * 43}", "/shared", "/shared/en/report", "/shared/en/report.pdf"):
        assert reader.client.get(page).status_code == 404


@pytest.mark.postgresql
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_no_link_is_made_while_the_results_are_taken_back(app: Flask, published: Assessment) -> None:
    database, settings = app.extensions["database"], app.extensions["settings"]
    by = By("lea@example.org", 1_800_000_000)
    with database.write() as session:
        publishing.take_back(session, published, by)
        with database.write() as other:
            other.execute(text("SET LOCAL lock_timeout = '10ms'"))
            acting = Acting(other, settings, by.now, name="tests")
            with pytest.raises(OperationalError, match="lock"):
                sharing.make(acting, published, "The board", None)
            other.rollback()


def test_a_language_that_is_not_there_is_no_page(link: str, reader: Visitor) -> None:
    assert reader.get(link).get("/shared/xx/report").status == 404


def test_who_opens_too_often_waits_a_minute(link: str, reader: Visitor, clock: Clock) -> None:
    for _ in range(limits.SHARED):
        assert reader.client.get(link).status_code == 303
    assert reader.client.get(link).status_code == 429
    clock.pass_(minutes=1)
    assert reader.client.get(link).status_code == 303


def test_without_published_results_there_is_no_link(closed: Assessment, lea: Person) -> None:
    page = lea.browser.get(address(closed, "/links"))
    assert "not published, so there is nothing to share yet" in page.text
    assert page.get(address(closed, "/links/new")).status == 409


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"whom": " "}, "Enter for whom the link is"),
        ({"whom": "x", "day": "1", "month": "1", "year": "2026"}, "between today and 10 November 2027"),
        ({"whom": "x", "day": "11", "month": "11", "year": "2027"}, "between today and 10 November 2027"),
        ({"whom": "x", "day": "31", "month": "2", "year": "2027"}, "must be a real date"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field(
    published: Assessment, lea: Person, given: dict[str, str], said: str
) -> None:
    page = lea.browser.get(address(published, "/links/new")).send("Make the link", **given)
    assert said in page.faults[0][0]


def test_no_day_is_thirty_days(published: Assessment, lea: Person) -> None:
    page = lea.browser.get(address(published, "/links/new"))
    page.send("Make the link", whom="The board", day="", month="", year="")
    assert "until 10 December 2026" in page.text
