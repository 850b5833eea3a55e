"""Personal links: a list that is looked at first, mails that are sent once, and nothing that tells who has answered."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
from collections.abc import Callable

import pytest
from flask import Flask
from openpyxl import Workbook

from readiness.fieldwork.inviting import sheets, waiting
from readiness.fieldwork.ways import personal
from readiness.records import invited, spending
from readiness.records.database import Database
from readiness.records.tables import Assessment
from tests.fieldwork.mailing.server import Handler
from tests.web.conftest import Clock
from tests.web.console.conftest import Person
from tests.web.console.running.conftest import BOTH, GOOD, PEOPLE, PERSONAL, upload

pytestmark = PERSONAL
Acts = Callable[[], list[str]]
Work = Callable[[], None]


@pytest.fixture
def app(mailing_app: Flask) -> Flask:
    """The application, with a mail server."""
    return mailing_app


def listed(app: Flask, assessment: Assessment) -> set[str]:
    folder = app.extensions["settings"].lists
    if not invited.exists(folder, assessment.code):
        return set()
    with invited.opened(folder, assessment.code) as people:
        return people.addresses()


def invite(lea: Person, at: str, work: Work) -> None:
    """Put the people on the list, look at a test mail, and have everyone invited."""
    upload(lea, at, GOOD)
    lea.browser.send("Put them on the list")
    lea.browser.get(f"{at}/people/test").send("Send me the test")
    lea.browser.get(f"{at}/people/invite").send("Send")
    work()


@BOTH
def test_a_list_is_looked_at_before_anybody_is_on_it(
    app: Flask, lea: Person, at: str, assessment: Assessment, acts: Acts
) -> None:
    upload(lea, at, GOOD)
    assert lea.browser.heading == "Add these people?"
    assert "people.csv holds 30 people" in lea.browser.text
    assert listed(app, assessment) == set()
    lea.browser.send("Put them on the list")
    assert len(listed(app, assessment)) == PEOPLE
    assert acts()[-2:] == ["put people on the list", "looked at the list of invited people"]
    upload(lea, at, GOOD + "new@ashdale.example,nurse,south\n")
    assert "30 of them are on the list already" in lea.browser.text
    lea.browser.send("Forget this file")
    assert len(listed(app, assessment)) == PEOPLE
    assert not list(app.extensions["settings"].lists.glob("*.upload"))


def test_every_bad_row_is_named_and_nothing_is_kept(
    app: Flask, lea: Person, at: str, assessment: Assessment
) -> None:
    upload(lea, at, "address,role\na@ashdale.example,nurse\nnobody,nurse\nA@ashdale.example,wizard\n")
    assert lea.browser.faults[0][1] == "#people"
    rows = [row.text_content() for row in lea.browser.page.xpath("//tbody/tr")]
    assert [re.match(r"row \d, column \w+?(?=\W|There)", row) is not None for row in rows] == [True, True]
    assert 'There is no role "wizard"' in lea.browser.text
    assert listed(app, assessment) == set()
    assert not list(app.extensions["settings"].lists.glob("*.upload"))


def test_an_address_that_stands_twice_is_named(lea: Person, at: str) -> None:
    upload(lea, at, "address\na@ashdale.example\nA@ashdale.example\n")
    assert "This address stands in row 2 already." in lea.browser.text


def test_a_workbook_larger_than_a_page_may_be_is_taken(lea: Person, at: str) -> None:
    book, data = Workbook(), io.BytesIO()
    book.active.append(["address"])
    for n in range(3000):
        book.active.append([f"{hashlib.sha256(bytes([n % 256, n // 256])).hexdigest()}@ashdale.example"])
    book.save(data)
    assert len(data.getvalue()) > 64 * 1024
    upload(lea, at, data.getvalue(), "people.xlsx")
    assert "people.xlsx holds 3,000 people" in lea.browser.text


@pytest.mark.parametrize(
    ("data", "said"), [(b"", "The file is empty."), (b"\xd0\xcf\x11\xe0x", "old or locked workbook")]
)
def test_a_file_that_cannot_be_read_is_told(lea: Person, at: str, data: bytes, said: str) -> None:
    upload(lea, at, data)
    assert said in lea.browser.text


def test_a_file_that_is_too_large_is_told(lea: Person, at: str) -> None:
    sent = lea.browser.client.post(
        f"{at}/people/file",
        data=bytes(sheets.LARGEST + 70_000),
        content_type="multipart/form-data; boundary=x",
    )
    assert (sent.status_code, b"larger than 8 MB" in sent.data) == (409, True)


def test_no_file_at_all(lea: Person, at: str) -> None:
    lea.browser.get(f"{at}/people/file").send("Look at the file")
    assert lea.browser.faults == [("Choose a file", "#people")]


def test_a_yes_to_another_file_than_was_looked_at_is_refused(
    lea: Person, at: str, app: Flask, assessment: Assessment
) -> None:
    upload(lea, at, GOOD)
    shown = lea.browser.form("Put them on the list")
    data = lea.browser.typed(shown, "Put them on the list", {})
    upload(lea, at, "address\nanother@ashdale.example\n")
    assert lea.browser.client.post(shown.action, data=data).status_code == 409
    assert listed(app, assessment) == set()


@BOTH
def test_invited_by_a_worker_once_and_told_what_was_refused(
    lea: Person, at: str, post: Handler, work: Work, acts: Acts
) -> None:
    post.refusals["person7@ashdale.example"] = "550 5.1.1 mx3.inner.trust.example knows nobody"
    upload(lea, at, GOOD)
    lea.browser.send("Put them on the list")
    assert lea.browser.get(f"{at}/people/invite").heading == "Look at a test mail first"
    lea.browser.get(f"{at}/people/test").send("Send me the test")
    assert [address for address, _ in post.taken] == ["lea@example.org"]
    lea.browser.get(f"{at}/people/invite")
    assert "30 people on the list have not been invited yet." in lea.browser.text
    lea.browser.send("Send")
    assert "Waiting" in lea.browser.text
    assert lea.browser.page.xpath("//script/@src") == [lea.browser.app_static("waiting.js")]
    work()
    assert "All gone through" in lea.browser.get(lea.browser.address).text
    assert not lea.browser.page.xpath("//script")
    lea.browser.get(f"{at}/people")
    assert "All gone through" in lea.browser.text
    assert "person7@ashdale.example" in lea.browser.text
    assert "The address is not known there: look at its spelling (550 5.1.1)" in lea.browser.text
    assert "mx3" not in lea.browser.text
    assert sorted(post.to.values()) == [1] * PEOPLE, "29 invitations and a test"
    assert lea.browser.client.get(f"{at}/people/invite").status_code == 409, "everybody has been invited"
    assert {"sent a test mail to themselves", "had the invitations sent"} <= set(acts())


def test_a_reminder_goes_to_who_has_not_answered_and_its_pages_do_not_change_with_who_has(
    lea: Person, at: str, post: Handler, work: Work, clock: Clock, app: Flask, assessment: Assessment
) -> None:
    invite(lea, at, work)
    post.taken.clear()
    clock.pass_(days=1)
    lea.sign_in()
    before = lea.browser.get(f"{at}/people/remind").text
    assert "Of the 30 people who were invited it goes to those who want mail and have not answered" in before
    answer(app, assessment, 12)
    assert lea.browser.get(f"{at}/people/remind").text == before
    lea.browser.send("Send")
    work()
    page = lea.browser.get(f"{at}/people")
    assert len(post.taken) == PEOPLE - 12
    assert "Reminder 1 of 3: everybody was gone through on 11 November 2026." in page.text
    assert not re.search(r"\b(12|18)\b", page.text.partition("What was sent")[0])


def answer(app: Flask, assessment: Assessment, number: int) -> None:
    """Let the first of the list have answered."""
    settings, database = app.extensions["settings"], app.extensions["database"]
    key = personal.required_key(settings, assessment)
    with invited.opened(settings.lists, assessment.code) as people:
        ids = [person.id for person in people.all()][:number]
    with database.write() as session:
        for person in ids:
            spending.spend_mark(session, assessment, personal.mark(key, person))


def test_no_more_than_three_reminders(lea: Person, at: str, work: Work, clock: Clock) -> None:
    invite(lea, at, work)
    for number in (1, 2, 3):
        clock.pass_(days=1)
        lea.sign_in()
        left = {1: "2 would be left", 2: "One would be left", 3: "None would be left"}[number]
        overview = lea.browser.get(f"{at}/running").text
        assert f"Reminder {number} of 3 would go" in overview
        assert left in overview
        lea.browser.get(f"{at}/people/remind").send("Send")
        work()
    clock.pass_(days=1)
    lea.sign_in()
    assert "All 3 reminders have been sent." in lea.browser.get(f"{at}/people").text
    assert lea.browser.client.get(f"{at}/people/remind").status_code == 409


def test_sending_can_be_stopped(lea: Person, at: str, post: Handler, work: Work, acts: Acts) -> None:
    upload(lea, at, GOOD)
    lea.browser.send("Put them on the list")
    lea.browser.get(f"{at}/people/test").send("Send me the test")
    lea.browser.get(f"{at}/people/invite").send("Send")
    lea.browser.send("Stop after the mail at hand")
    work()
    assert "Called off" in lea.browser.get(f"{at}/people").text
    assert len(post.taken) == 1
    assert "stopped sending mails" in acts()


@pytest.mark.parametrize(
    ("senders", "refused", "plain"),
    [
        (
            {"survey@ashdale.example": "550 not you, says mx3.inner"},
            None,
            "The mail server could not be used.",
        ),
        ({}, "554 5.7.1 mx3.inner says no", "The mail server refused one mail after the other."),
    ],
    ids=["us", "ten in a row"],
)
def test_a_mail_server_that_refuses_us_is_told_without_its_words_and_sending_again_goes_on(
    lea: Person,
    at: str,
    post: Handler,
    work: Work,
    senders: dict[str, str],
    refused: str | None,
    plain: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    upload(lea, at, GOOD)
    lea.browser.send("Put them on the list")
    lea.browser.get(f"{at}/people/test").send("Send me the test")
    post.senders.update(senders)
    post.at_rcpt = lambda server, address: refused
    lea.browser.get(f"{at}/people/invite").send("Send")
    work()
    page = lea.browser.get(f"{at}/people")
    assert plain in page.text
    assert "mx3" not in page.text
    (reference,) = set(re.findall(r"in its log under (errand-\d+)", page.text))
    assert re.search(rf"{reference}: .*mx3\.inner", caplog.text), "whoever runs the server reads them"
    post.senders.clear()
    post.at_rcpt = lambda server, address: None
    lea.browser.get(f"{at}/people/invite").send("Send")
    work()
    assert sorted(post.to.values()) == [1] * (PEOPLE + 1)


def test_somebody_is_taken_off_the_list(
    app: Flask, lea: Person, at: str, assessment: Assessment, acts: Acts
) -> None:
    upload(lea, at, GOOD)
    lea.browser.send("Put them on the list")
    lea.browser.get(f"{at}/people/remove").send("Take them off", email="stranger@ashdale.example")
    assert "Nobody with that address is on the list" in lea.browser.faults[0][0]
    lea.browser.send("Take them off", email="PERSON3@ashdale.example")
    assert "person3@ashdale.example" not in listed(app, assessment)
    assert "took somebody off the list" in acts()
    assert not [act for act in acts() if "person3" in act]


def test_the_columns_can_be_downloaded(lea: Person, at: str) -> None:
    assert lea.browser.client.get(f"{at}/people/template.csv").text.startswith(
        "address,role,place,organisation,language\n"
    )


def test_the_log_holds_no_address_of_those_who_are_invited(
    lea: Person, at: str, work: Work, database: Database
) -> None:
    from readiness.records import audit

    invite(lea, at, work)
    with database.read() as session:
        told = " ".join(f"{one.about} {one.details}" for one in audit.entries(session))
    assert "@ashdale.example" not in told


def test_a_full_disk_is_said_and_keeps_no_half_of_a_file(
    app: Flask, lea: Person, at: str, assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int, mode: str) -> None:
        os.write(handle, b"person0@ashdale.example")
        os.close(handle)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(waiting.os, "fdopen", full)  # type: ignore[attr-defined]
    upload(lea, at, GOOD)
    assert lea.browser.status == 409
    assert "make room on its disk" in lea.browser.text
    assert not invited.upload(app.extensions["settings"].lists, assessment.code).exists()


def test_a_test_mail_that_is_not_taken_is_told_without_the_mail_servers_words(
    lea: Person, at: str, post: Handler, caplog: pytest.LogCaptureFixture
) -> None:
    post.at_rcpt = lambda server, address: "550 mx3.inner says no"
    page = lea.browser.get(f"{at}/people/test").send("Send me the test")
    assert page.status == 409
    assert "The mail server could not be used." in page.text
    assert "mx3" not in page.text
    (reference,) = re.findall(r"in its log under (page-[0-9a-f]{8})\.", page.text)
    assert f"{reference}: The mail server does not take the test mail: 550 mx3.inner says no." in caplog.text
