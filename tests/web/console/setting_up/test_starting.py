"""A set-up begins from nothing, from an earlier assessment or from a file; and goes back into a file."""

from __future__ import annotations

import tomllib
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from readiness.access.grants import Wanted
from readiness.access.rights import Role
from readiness.fieldwork import lifecycle, setup_drafts, setup_file, setup_kept
from readiness.fieldwork.setup_file import Setup
from readiness.records import assessments, audit, setups
from readiness.records.tables import Assessment
from readiness.web import LARGEST_BODY
from readiness.web.console import uploading
from tests.conftest import TINY_SETUP
from tests.web.conftest import Clock
from tests.web.console.conftest import LEAD, Join, Person
from tests.web.console.setting_up.conftest import draft, reading, step
from tests.web.visitor import Visitor

NEW = "/console/assessments/new"


def upload(page: Visitor, data: bytes, name: str = "ashdale.toml") -> Visitor:
    typed: dict[str, Any] = page.get(NEW).typed(page.form("Upload and start"), None, {})
    return page.post(
        f"{NEW}/file", {**typed, "file": (BytesIO(data), name)}, content_type="multipart/form-data"
    )


def started(page: Visitor) -> str:
    return page.address.split("/")[3]


@pytest.fixture
def both(join: Join, app: Flask, tiny_setup: Setup) -> Person:
    """Somebody who leads two systems."""
    with app.extensions["database"].write() as session:
        setup = tiny_setup.model_copy(update={"system": "Birchdale"})
        lifecycle.create(session, setup, app.extensions["settings"])
    return join("bo@example.org", LEAD, Wanted(Role.SYSTEM_LEAD, "Birchdale"))


def test_who_leads_two_systems_says_of_which(app: Flask, both: Person) -> None:
    page = both.browser.get(NEW).send("Start a new set-up")
    assert [text for text, _ in page.faults] == ["Select the system"]
    number = page.page.xpath("//label[text()='Birchdale']/@for")[0]
    page.send("Start a new set-up", system=page.page.get_element_by_id(number).get("value"))
    assert "Birchdale" in page.heading


def test_everything_of_an_earlier_assessment_is_carried_over_and_said(
    app: Flask, lea: Person, draft_assessment: Assessment, tiny_setup: Setup
) -> None:
    page = lea.browser.get(NEW)
    page.get(page.link("Ashdale 2026"))
    for told in (
        "3 clinical areas, 2 places, 2 organisations, 1 local innovation, the headcounts",
        "the year to 2027, the title to “Ashdale 2027” and the days to 1 November 2027 to 28 November 2027",
        "Not carried over: links, codes, lists of people, answers",
    ):
        assert told in page.text
    page.send("Start with all this")
    found = reading(app, started(page))
    assert found.faults == ()
    assert (found.seen.areas, found.seen.innovations) == (tiny_setup.areas, tiny_setup.innovations)
    with app.extensions["database"].read() as session:
        (begun,) = audit.page(session, 0, 1)
    assert begun.details["source"] == f"assessment {draft_assessment.code}"


def test_a_set_up_is_no_earlier_assessment(begun: Visitor, code: str) -> None:
    assert begun.get(f"/console/assessments/{code}/again").status == 409


def test_a_file_of_the_command_line_is_gone_on_with(app: Flask, lea: Person, tiny_setup: Setup) -> None:
    page = upload(lea.browser, TINY_SETUP.encode())
    found = reading(app, started(page))
    assert {fault.place for fault in found.faults} == {"links"}, "it names no way in, so that is asked"
    assert found.seen.organisations == tiny_setup.organisations
    assert found.seen.headcounts == tiny_setup.headcounts


def test_what_is_missing_or_does_not_fit_in_a_file_is_mended_here(app: Flask, lea: Person) -> None:
    page = upload(lea.browser, b'system = "Ashdale"\ninnovations = [{ id = "a", name = "A", areas = ["b"] }]')
    assert step(page, "Local innovations") == "Needs mending"
    assert step(page, "Title and days") == "Done"


def test_of_very_many_faults_the_first_are_told(lea: Person) -> None:
    page = upload(lea.browser, b"[[areas]]\n" * 100)
    assert "of which these are the first 50" in page.faults[0][0]
    assert len(page.page.xpath("//ul[contains(@class, 'bullet')]/li")) == 50


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "Choose a set-up file that is not empty"),
        (b"areas = [", "ashdale.toml cannot be used: see below what is wrong"),
        (b"\xff\xfe\x00", "ashdale.toml cannot be used: see below what is wrong"),
        (b'areas = "none"', "ashdale.toml cannot be used: see below what is wrong"),
        (b'opens_on = "soon"', "ashdale.toml cannot be used: see below what is wrong"),
        (b"areas = " + b"[" * 3000, "ashdale.toml cannot be used: see below what is wrong"),
    ],
)
def test_what_is_no_set_up_file_is_refused_and_said_why(
    app: Flask, lea: Person, data: bytes, told: str
) -> None:
    page = upload(lea.browser, data)
    assert [text for text, _ in page.faults] == [told]
    with app.extensions["database"].read() as session:
        assert setups.all(session) == []


def test_a_file_of_a_system_that_is_not_theirs_is_refused(both: Person) -> None:
    page = upload(both.browser, b'system = "Elsewhere"')
    assert page.faults[0][0].startswith("The file is of “Elsewhere”, which is none of the systems")
    assert "Birchdale" in upload(both.browser, b'system = "Birchdale"').heading


def test_a_file_may_be_larger_than_what_staff_may_send_but_not_without_end(app: Flask, lea: Person) -> None:
    padded = TINY_SETUP.encode() + b"#" * LARGEST_BODY
    assert upload(lea.browser, padded).heading.endswith("Ashdale 2026")
    too_large = b"#" * (uploading.LARGEST + 1)
    sent = lea.browser.client.post(
        f"{NEW}/file", data=too_large, content_type="multipart/form-data; boundary=x"
    )
    assert sent.status_code == 413


def test_what_is_downloaded_is_what_a_file_would_say(
    app: Flask, lea: Person, begun: Visitor, code: str
) -> None:
    begun.get(f"/console/assessments/{code}/set-up/way").send(links="codes")
    begun.get(f"/console/assessments/{code}/set-up/list/areas").send("Add", names='He said "heart"\nLung')
    begun.get(f"/console/assessments/{code}/set-up/first-page").send(asks="One\nTwo \\ three")
    sent = begun.client.get(f"/console/assessments/{code}/set-up/file")
    assert sent.headers["Content-Disposition"] == f'attachment; filename="set-up-{code}.toml"'
    settings = app.extensions["settings"]
    read = setup_file.parsed("again.toml", sent.data, settings.surveys)
    assert read == setup_drafts.read(draft(app, code).tables, "Ashdale", settings).setup
    assert read.front.asks == "One\nTwo \\ three"
    again = started(upload(begun, sent.data))
    assert draft(app, again).tables == draft(app, code).tables


def test_what_is_kept_of_a_launched_one_is_downloaded_too(
    app: Flask, lea: Person, draft_assessment: Assessment
) -> None:
    sent = lea.browser.client.get(f"/console/assessments/{draft_assessment.code}/set-up/file")
    read = setup_file.parsed("again.toml", sent.data, app.extensions["settings"].surveys)
    with app.extensions["database"].read() as session:
        kept = setup_kept.kept(session, assessments.by_code(session, draft_assessment.code))
    assert read == kept


def test_the_names_of_uploaded_files_are_plain(app: Flask) -> None:
    with app.test_request_context(
        "/",
        method="POST",
        data={"file": (BytesIO(b"x"), "../a/b\x07c.toml")},
        content_type="multipart/form-data",
    ):
        assert uploading.received("file") == ("bc.toml", b"x")
        assert uploading.received("other") == ("", b"")


def test_the_shipped_suggestions_can_be_read() -> None:
    found = tomllib.loads((Path(__file__).parents[4] / "surveys" / "clinical-areas.toml").read_text("utf-8"))
    assert len(set(found["names"])) == len(found["names"]) >= 20


def test_the_clock_of_the_server_decides_the_first_days(app: Flask, lea: Person, clock: Clock) -> None:
    page = lea.browser.get(NEW).send("Start a new set-up")
    opens_on = date.fromisoformat(draft(app, started(page)).tables["opens_on"])
    assert opens_on == date(clock.moment.year + 1, 1, 4), "the first Monday after Christmas"


def test_a_closed_assessment_is_compared_with_and_what_is_gone_is_asked(
    app: Flask, lea: Person, draft_assessment: Assessment, clock: Clock
) -> None:
    code, database, settings = draft_assessment.code, app.extensions["database"], app.extensions["settings"]
    with database.write() as session:
        lifecycle.open_(session, code, settings, clock.moment.date())
    lifecycle.close(database, settings, code, clock.moment.date())
    page = lea.browser.get(f"/console/assessments/{code}/again")
    assert "what has changed since this assessment" in page.text
    new = started(page.send("Start with all this"))
    assert step(page, "Compared with") == "Done"
    at = f"/console/assessments/{new}/set-up"
    page.get(f"{at}/list/areas/entry/diabetes/remove").send("Remove it")
    page.get(f"{at}/years")
    assert "What became of Diabetes?" in page.text
    page.send(**{"area.diabetes": "cardiology"})
    became = [{"kind": "area", "past": "diabetes", "now": "cardiology"}]
    assert draft(app, new).tables["became"] == became
    page.get(f"{at}/launch").send("Launch it")
    with database.read() as session:
        kept = setup_kept.kept(session, assessments.by_code(session, new))
    assert (kept.follows, [one.model_dump(exclude_defaults=True) for one in kept.became]) == (code, became)
    page.get(f"/console/assessments/{new}/take-back").send("Take it back")
    page.get(f"{at}/years").send(follows="none")
    assert not {"follows", "became"} & set(draft(app, new).tables)


def test_what_no_longer_fits_the_year_before_is_said_and_not_launched(
    app: Flask, lea: Person, draft_assessment: Assessment
) -> None:
    page = lea.browser.get(f"/console/assessments/{draft_assessment.code}/again").send("Start with all this")
    new = started(page)
    with app.extensions["database"].write() as session:
        setups.change(setup_drafts.held(session, new), 0, follows=draft_assessment.code)
    assert step(page.get(f"/console/assessments/{new}/set-up"), "Compared with") == "Needs mending"
    page.get(f"/console/assessments/{new}/set-up/check")
    (text, at), *_ = page.faults
    assert text == "The earlier assessment to compare with does not fit any more. Choose it again."
    assert at.endswith("/set-up/years")
    page.get(f"/console/assessments/{new}/set-up/years").send(follows="none")
    assert "follows" not in draft(app, new).tables
