"""A lead puts words of their own into the mails, sees them in every mail, and tests them before they go."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.fieldwork.mailing.server import Handler
from tests.web.console.conftest import Person
from tests.web.console.running.conftest import CODES, PERSONAL
from tests.web.console.running.test_people import GOOD, upload

BUTTON = "Keep and see the mails"
SUBJECT, PARAGRAPH = "Your board would like to hear you", "Moira on the board reads every line & acts in May."


@pytest.fixture
def app(mailing_app: Flask) -> Flask:
    """The application, with a mail server."""
    return mailing_app


def write(lea: Person, at: str, **words: str) -> None:
    lea.browser.get(f"{at}/words")
    lea.browser.get(
        lea.browser.link("words of your own" if "Put in" in lea.browser.text else "Change your own words")
    )
    lea.browser.send(BUTTON, **words)


@PERSONAL
def test_they_are_previewed_tested_and_sent(
    lea: Person, at: str, post: Handler, work: Callable[[], None], acts: Callable[[], list[str]]
) -> None:
    upload(lea, at, GOOD)
    lea.browser.send("Put them on the list")
    lea.browser.get(f"{at}/people/test").send("Send me the test")
    write(lea, at, subject=SUBJECT, paragraph=PARAGRAPH)
    assert lea.browser.heading == "The words of the mails"
    assert lea.browser.text.count(PARAGRAPH) == 3
    assert lea.browser.text.count(SUBJECT) == 1
    assert acts()[-1] == "changed the words of the mails"
    assert "Nothing of your own yet in Welsh" in lea.browser.text
    assert lea.browser.get(f"{at}/people/invite").heading == "Look at a test mail first", (
        "the words are other ones"
    )
    lea.browser.get(f"{at}/people/test").send("Send me the test")
    assert PARAGRAPH in post.mails[-1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert SUBJECT in str(post.mails[-1]["Subject"])
    lea.browser.get(f"{at}/people/invite").send("Send")
    write(lea, at, subject="", paragraph="Something else.")
    assert (lea.browser.status, "are being sent" in lea.browser.text) == (409, True)
    work()
    invitations = [mail for mail in post.mails if mail["Subject"] == SUBJECT]
    assert len(invitations) == 30
    write(lea, at, subject="", paragraph="")
    assert PARAGRAPH not in lea.browser.text


@PERSONAL
def test_what_may_not_stand_there_is_said_at_its_field_and_typed_words_stay(lea: Person, at: str) -> None:
    write(lea, at, subject="<b>Now</b>", paragraph="Look at evil.example first.")
    (fault,) = lea.browser.faults
    assert fault == ("The subject holds markup: “<b”. Write plain text", "#subject")
    assert lea.browser.chosen["paragraph"] == ["Look at evil.example first."]
    lea.browser.send(BUTTON, subject="Now")
    assert lea.browser.faults[0][1] == "#paragraph"
    assert "the only link is the person's own" in lea.browser.faults[0][0]
    assert "evil" not in lea.browser.get(f"{at}/words").text


@CODES
def test_they_go_into_the_file_for_somebody_elses_mailer(lea: Person, at: str) -> None:
    write(lea, at, subject=SUBJECT, paragraph=PARAGRAPH)
    lea.browser.get(f"{at}/words")
    file = lea.browser.client.get(lea.browser.link("Download as text")).get_data(as_text=True)
    assert file.startswith(f"Subject: {SUBJECT}\n")
    assert PARAGRAPH in file.partition("{{link}}")[0]
