"""Downloads: who may have which document before and after publishing, how far each is, and who took what."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from readiness.access import grants, people
from readiness.fieldwork import lifecycle
from readiness.fieldwork.moderating import moderation
from readiness.instrument.types import Instrument, Translation
from readiness.records import audit, builds, workers
from readiness.records.tables import Assessment
from readiness.reporting import kinds
from readiness.web.console.sharing.documents import WHAT
from tests.web.console.conftest import AREA_LEAD, LEAD, ORGANISATION_LEAD, VIEWER, Join, Person, acting_in
from tests.web.console.sharing.conftest import address
from tests.web.visitor import Visitor, check_headers

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
Make = Callable[[], int]
ROLES = {"lead": LEAD, "area": AREA_LEAD, "organisation": ORGANISATION_LEAD, "viewer": VIEWER}
WHOLE = sum(not kind.of_area and not kind.of_years for kind in kinds.KINDS.values())
EACH = 2
"""Documents of an area."""


def links(page: Visitor) -> list[str]:
    """Return where files can be taken from."""
    return [one.get("href") for one in page.page.iter("a") if one.text_content().startswith("Download ")][
        :100
    ]


def files(page: Visitor) -> list[str]:
    return [one for one in links(page) if "/downloads/" in one]


def publish(lea: Person, of: Assessment) -> None:
    lea.browser.get(address(of, "/publish")).send("Publish the results")


def test_every_kind_of_document_is_described() -> None:
    assert set(WHAT) == set(kinds.KINDS)


@pytest.mark.parametrize("database", BOTH, indirect=True)
def test_from_asking_for_all_to_a_file_and_a_line_of_the_history(
    app: Flask, closed: Assessment, lea: Person, make: Make
) -> None:
    page = lea.browser.get(address(closed))
    page.get(page.link("Download documents"))
    assert "only those who lead the system have these documents" in page.text
    assert "Nobody has downloaded anything yet" in page.text
    page.send("Make all that are not there")
    assert page.text.count("Waiting") >= WHOLE
    assert f"0 of {WHOLE + 3 * EACH} documents are there. Others are on their way." in page.text
    assert "Refresh" not in page.response.headers, "a script looks; without one a link does"
    page.get(page.link("Let this page load itself every 5 seconds"))
    assert page.response.headers["Refresh"] == "5"
    assert not page.page.xpath("//script")
    assert make() == WHOLE + 3 * EACH
    page.get(address(closed, "/downloads?watch=1"))
    assert "Refresh" not in page.response.headers, "there is nothing left to watch"
    assert len(files(page)) == WHOLE + 3 * EACH
    file = page.client.get(files(page)[0])
    check_headers(file)
    assert file.mimetype == "application/pdf"
    assert f"baseline-2026-{closed.code}.pdf" in file.headers["Content-Disposition"]
    page.get(address(closed, "/downloads"))
    assert "lea@example.org Document downloaded document: Baseline report" in page.text
    with app.extensions["database"].read() as session:
        assert "document downloaded" in [one.action for one in audit.entries(session)]


@pytest.mark.parametrize("role", ROLES)
def test_before_publishing_each_has_what_the_own_sight_shows(
    closed: Assessment, join: Join, lea: Person, make: Make, role: str
) -> None:
    lea.browser.get(address(closed, "/downloads")).send("Make all that are not there")
    make()
    theirs = files(lea.browser.get(address(closed, "/downloads")))
    page = join("other@example.org", ROLES[role]).browser.get(address(closed, "/downloads"))
    if role == "lead":
        assert files(page) == theirs
        return
    if role == "area":
        assert "without what compares it with others" in page.text
        page.send("Make all that are not there")
        assert make() == EACH
        page.get(address(closed, "/downloads"))
        assert len(files(page)) == EACH
        assert "Respiratory" not in page.text
        alone = page.client.get(files(page)[1])
        assert b"alone" in alone.data
    else:
        assert "not published yet" in page.text
        assert files(page) == []
    for one in theirs:
        assert page.client.get(one).status_code == 404, "what others had made is theirs"


@pytest.mark.parametrize("role", ROLES)
def test_once_published_everybody_has_the_same(
    closed: Assessment, join: Join, lea: Person, make: Make, role: str
) -> None:
    lea.browser.get(address(closed, "/downloads")).send("Make all that are not there")
    make()
    before = files(lea.browser.get(address(closed, "/downloads")))
    publish(lea, closed)
    page = join("other@example.org", ROLES[role]).browser.get(address(closed, "/downloads"))
    page.send("Make all that are not there")
    make()
    page.get(address(closed, "/downloads"))
    assert len(files(page)) == WHOLE + 3 * EACH
    assert b"'edition', '1'" in page.client.get(files(page)[0]).data
    for one in before:
        assert page.client.get(one).status_code == 404, "what is not what was published is nobody's"


def test_taking_back_takes_the_documents_back(
    closed: Assessment, join: Join, lea: Person, make: Make
) -> None:
    publish(lea, closed)
    make()
    page = join("other@example.org", VIEWER).browser.get(address(closed, "/downloads"))
    (first, *_) = files(page)
    lea.browser.get(address(closed, "/publish/take-back")).send("Take them back")
    assert page.client.get(first).status_code == 404
    assert files(page.get(address(closed, "/downloads"))) == []


def test_each_language_has_documents_of_its_own(
    closed: Assessment, lea: Person, make: Make, tiny: Instrument, monkeypatch: pytest.MonkeyPatch
) -> None:
    translated = {"languages": ("en", "cy"), "translations": (Translation(language="cy", texts={}),)}
    both = tiny.model_copy(update=translated)
    monkeypatch.setattr(lifecycle, "locked_instrument", lambda *_: both)
    page = lea.browser.get(address(closed, "/downloads"))
    page.get(page.link("Cymraeg"))
    page.send("Make all that are not there")
    make()
    assert page.get(address(closed, "/downloads?language=cy")).text.count("Ready") >= WHOLE
    assert "cy.pdf" in page.client.get(files(page)[0]).headers["Content-Disposition"]
    assert files(page.get(address(closed, "/downloads"))) == []


def test_documents_from_before_comments_were_moderated_are_out_of_date(
    app: Flask, closed: Assessment, lea: Person, make: Make, tiny: Instrument
) -> None:
    page = lea.browser.get(address(closed, "/downloads")).send("Make all that are not there")
    make()
    (first, *_) = files(page.get(address(closed, "/downloads")))
    with app.extensions["database"].write() as session:
        read = moderation.to_read(session, closed, tiny).readings
        moderation.keep(session, {read[0]: moderation.withhold("person")})
    page.get(address(closed, "/downloads"))
    assert page.text.count("Out of date") == WHOLE + 3 * EACH
    assert page.client.get(first).status_code == 404, "it may quote what was withheld"
    page.send("Make all that are not there")
    assert make() == WHOLE + 3 * EACH


@pytest.mark.parametrize(
    "problem", ["The paper is out.", "surveys/x/2026.1/instrument.toml: it has changed."]
)
def test_a_failed_document_says_why_in_plain_words_with_what_the_operator_finds_in_the_log(
    app: Flask, closed: Assessment, lea: Person, ada: Person, problem: str, caplog: pytest.LogCaptureFixture
) -> None:
    page = lea.browser.get(address(closed, "/downloads"))
    page.send("Make all that are not there")
    with app.extensions["database"].write() as session:
        build = builds.take(session, "tests", 0, 60)
        assert build is not None
        builds.failed(session, build.id, "tests", problem, 0)
    page.get(address(closed, "/downloads"))
    assert ("The paper is out." in page.text) == (problem == "The paper is out.")
    assert "surveys/" not in page.text
    assert f"finds more in its log under build-{build.id} ." in page.text
    assert f"build-{build.id}: {problem}" in caplog.text
    with app.extensions["database"].write() as session:
        acting = acting_in(app, ada.clock, session)
        made = grants.give(acting, people.required(session, ada.email), LEAD, rescue=True)
        made.approved_at = acting.now
    ada.sign_in()
    assert f"It says: {problem}" in ada.browser.get(address(closed, "/downloads")).text, (
        "administrators see all"
    )


def test_a_failed_document_is_tried_again_or_called_off(app: Flask, closed: Assessment, lea: Person) -> None:
    page = lea.browser.get(address(closed, "/downloads"))
    button = next(one for one in page.page.iter("button") if "Slides" in one.text_content())
    page.send(button.text_content().strip())
    with app.extensions["database"].write() as session:
        build = builds.take(session, "tests", 0, 60)
        assert build is not None
        assert build.kind == "pptx"
        builds.failed(session, build.id, "tests", "The paper is out.", 0)
    page.get(address(closed, "/downloads"))
    assert "Failed The paper is out." in page.text
    page.send("Try again Slides (PowerPoint)")
    page.send("Call off Slides (PowerPoint)")
    assert "Called off" in page.text
    assert (
        page.post(address(closed, "/downloads/1"), {"csrf_token": token(page), "do": "cancel"}).status == 409
    )


@pytest.mark.parametrize("role", ["area", "organisation", "viewer"])
def test_who_does_not_lead_the_system_calls_nothing_off_that_others_wait_for(
    app: Flask, closed: Assessment, lea: Person, join: Join, role: str
) -> None:
    publish(lea, closed)
    page = join("other@example.org", ROLES[role]).browser.get(address(closed, "/downloads"))
    page.send("Make Slides (PowerPoint)")
    assert "Slides (PowerPoint) Waiting" in page.text
    assert "Call off" not in page.text
    with app.extensions["database"].read() as session:
        number = builds.recent(session, closed)[0].id
    page.post(address(closed, f"/downloads/{number}"), {"csrf_token": token(page), "do": "cancel"})
    assert page.status == 403
    assert "Call off" in lea.browser.get(address(closed, "/downloads")).text


def test_who_leads_an_area_calls_the_areas_own_report_off(closed: Assessment, join: Join) -> None:
    page = join("ara@example.org", AREA_LEAD).browser.get(address(closed, "/downloads"))
    page.send("Make Area report (PDF) of Cardiology")
    page.send("Call off Area report (PDF) of Cardiology")
    assert "Called off" in page.text


def token(page: Visitor) -> str:
    return str(page.page.xpath("//input[@name='csrf_token']/@value")[0])


def test_the_page_says_whether_anybody_makes_documents(app: Flask, closed: Assessment, lea: Person) -> None:
    page = lea.browser.get(address(closed, "/downloads"))
    assert "Nothing is being made at the moment" in page.text
    assert "readiness worker" in page.text
    with app.extensions["database"].write() as session:
        workers.seen(session, "one", int(lea.clock.moment.timestamp()))
    assert "Nothing is being made" not in page.get(address(closed, "/downloads")).text


def test_no_other_document_can_be_had_by_its_name(closed: Assessment, lea: Person) -> None:
    page = lea.browser.get(address(closed, "/downloads"))
    sent = {"csrf_token": token(page), "which": "area elsewhere"}
    assert page.post(address(closed, "/downloads"), sent).status == 404
