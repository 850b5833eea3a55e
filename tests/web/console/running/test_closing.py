"""Closing for good: a typed yes, never too early without asking twice, steps repeated; and another last day."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from readiness.building import kept
from readiness.errors import DatabaseAway
from readiness.fieldwork.ways import personal
from readiness.records import assessments, invited
from readiness.records.database import Database
from readiness.records.tables import Assessment
from tests.web.conftest import Clock
from tests.web.console.conftest import Person
from tests.web.console.running.conftest import BOTH, PERSONAL
from tests.web.visitor import Visitor

Acts = Callable[[], list[str]]
Answered = Callable[..., None]


def state(app: Flask, assessment: Assessment) -> str:
    with app.extensions["database"].read() as session:
        return assessments.by_code(session, assessment.code).state


@BOTH
def test_closed_by_typing_its_title(
    app: Flask, lea: Person, at: str, assessment: Assessment, answered: Answered, acts: Acts
) -> None:
    answered(20)
    page = lea.browser.get(f"{at}/close")
    assert "This cannot be undone." in page.text
    assert "People could answer for 19 more days: the last one is 29 November 2026." in page.text
    page.send("Close it for good", title="Ashdale")
    assert page.faults == [("Type the title exactly as it stands here: Ashdale 2026", "#title")]
    assert state(app, assessment) == "open"
    page.send("Close it for good", title=" ashdale  2026 ", anyway="yes")
    assert (page.heading, state(app, assessment)) == ("Ashdale 2026", "closed")
    assert acts()[-2:] == ["began to close", "closed"]
    with app.extensions["database"].read() as session:
        asked = kept.progress(session, assessments.by_code(session, assessment.code))
    assert asked is not None, "results are worked out before anybody looks"
    assert asked.underway


def test_until_the_last_day_has_passed_no_try_to_close_tells_how_many_have_answered(
    app: Flask, lea: Person, at: str, assessment: Assessment, answered: Answered, acts: Acts
) -> None:
    told = []
    for more in (0, 10, 1, 20):
        answered(more)
        page = lea.browser.get(f"{at}/close")
        told.append([page.text, page.send("Close it for good", title="Ashdale 2026").text])
        assert page.faults == [("Tick that you close it even if too few have answered", "#anyway")]
    assert told[1:] == told[:-1]
    assert state(app, assessment) == "open"
    assert "began to close" not in acts()


def test_it_is_closed_early_with_too_few_answers_by_whoever_says_so(
    app: Flask, lea: Person, at: str, assessment: Assessment, answered: Answered
) -> None:
    answered(3)
    lea.browser.get(f"{at}/close").send("Close it for good", title="Ashdale 2026", anyway="yes")
    assert state(app, assessment) == "closed"


def test_too_few_answers_are_told_after_the_last_day_and_asked_once_more(
    app: Flask, lea: Person, at: str, assessment: Assessment, answered: Answered, clock: Clock
) -> None:
    answered(10)
    clock.pass_(days=20)
    lea.sign_in()
    page = lea.browser.get(f"{at}/close")
    assert "anyway" not in page.names
    page.send("Close it for good", title="Ashdale 2026")
    assert "Fewer than 11 people have answered" in page.faults[0][0]
    assert state(app, assessment) == "open"
    page.send("Close it for good", title="Ashdale 2026", anyway="yes")
    assert state(app, assessment) == "closed"


@PERSONAL
def test_what_could_not_be_destroyed_is_told_and_can_be_repeated(
    app: Flask,
    lea: Person,
    at: str,
    assessment: Assessment,
    answered: Answered,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answered(20)
    settings = app.extensions["settings"]

    def full(folder: object, code: str) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(invited, "destroy", full)
        page = lea.browser.get(f"{at}/close").send("Close it for good", title="Ashdale 2026", anyway="yes")
        assert page.heading == "Closing is not finished"
        assert "the list of people could not be destroyed: No space left on device" in page.text
        assert state(app, assessment) == "closed"
    assert personal.key(settings, assessment.code) is None
    with invited.opened(settings.lists, assessment.code, make=True):
        pass
    page.get(f"{at}/running")
    assert "closing did not destroy everything yet" in page.text
    page.get(page.link("Finish closing")).send("Do what is left")
    assert not invited.exists(settings.lists, assessment.code)
    assert "did not destroy everything" not in page.get(f"{at}/running").text


def test_nothing_is_repeated_once_all_is_done(
    app: Flask,
    lea: Person,
    at: str,
    assessment: Assessment,
    answered: Answered,
    acts: Acts,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answered(20)
    done = []
    written = Database.rewrite
    monkeypatch.setattr(Database, "rewrite", lambda database: done.append(written(database)))
    lea.browser.get(f"{at}/close").send("Close it for good", title="Ashdale 2026", anyway="yes")
    page = lea.browser.get(at)
    token = page.page.xpath("//input[@name='csrf_token']/@value")[0]
    page.post(f"{at}/close", {"csrf_token": token})
    assert (page.status, "nothing is left to do" in page.text) == (409, True)
    assert page.get(f"{at}/close").status == 409
    assert len(done) == 1, "the database was written anew once"
    assert [one for one in acts() if "clos" in one] == ["began to close", "closed"]


def test_a_database_that_could_not_be_written_anew_is_told_until_it_is(
    app: Flask,
    lea: Person,
    at: str,
    answered: Answered,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(database: Database) -> None:
        raise DatabaseAway("The database cannot be used now: database or disk is full.")

    answered(20)
    with monkeypatch.context() as patch:
        patch.setattr(Database, "rewrite", full)
        page = lea.browser.get(f"{at}/close").send("Close it for good", title="Ashdale 2026", anyway="yes")
        assert page.heading == "Closing is not finished"
        assert "closing did not destroy everything yet" in page.get(f"{at}/running").text
    page.get(page.link("Finish closing")).send("Do what is left")
    assert "did not destroy everything" not in page.get(f"{at}/running").text


@PERSONAL
def test_a_file_that_waited_for_a_yes_is_destroyed_too(
    app: Flask, lea: Person, at: str, assessment: Assessment, answered: Answered
) -> None:
    answered(20)
    folder = app.extensions["settings"].lists
    folder.mkdir(exist_ok=True)
    waiting = invited.upload(folder, assessment.code)
    waiting.write_text("people.csv\naddress\na@ashdale.example\n")
    lea.browser.get(f"{at}/close").send("Close it for good", title="Ashdale 2026", anyway="yes")
    assert not waiting.exists()


@BOTH
def test_another_last_day_is_on_the_first_page_at_once(
    app: Flask, lea: Person, at: str, token: str, acts: Acts
) -> None:
    somebody = Visitor(app).get(f"/l/{token}")
    assert "until 29 November 2026" in somebody.text
    lea.browser.get(f"{at}/last-day").send("Change it", day="13", month="12", year="2026")
    assert "the last one is 13 December 2026" in lea.browser.text
    assert "until 13 December 2026" in Visitor(app).get(f"/l/{token}").text
    assert "changed the last day" in acts()


@pytest.mark.parametrize(
    ("day", "fault"),
    [
        (("9", "11", "2026"), "9 November 2026 is over"),
        (("3", "11", "2027"), "3 November 2027 is too far away. Choose 2 November 2027 or an earlier day"),
        (("", "", ""), "Enter the last day"),
        (("31", "11", "2026"), "must be a real date"),
    ],
)
def test_a_day_that_cannot_be_is_refused(lea: Person, at: str, day: tuple[str, ...], fault: str) -> None:
    named = dict(zip(("day", "month", "year"), day, strict=True))
    lea.browser.get(f"{at}/last-day").send("Change it", **named)
    assert fault in lea.browser.faults[0][0]


def test_an_earlier_day_that_has_come_ends_the_answering(
    app: Flask, lea: Person, at: str, token: str, clock: Clock
) -> None:
    lea.browser.get(f"{at}/last-day").send("Change it", day="10", month="11", year="2026")
    assert Visitor(app).get(f"/l/{token}").status == 200
    clock.pass_(days=1)
    assert Visitor(app).get(f"/l/{token}").status == 410
