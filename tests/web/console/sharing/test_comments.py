"""Reading comments in the console: clues are marked, looked at twice, undone, and never lost between two."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from werkzeug import formparser

from readiness.fieldwork.inviting import sheets
from readiness.fieldwork.moderating import moderation, sheet
from readiness.fieldwork.moderating.moderation import Readings
from readiness.instrument.types import Instrument
from readiness.records import audit, publications, responses
from readiness.records.responses import AnswerSet
from readiness.records.tables import Assessment
from readiness.web.console import uploading
from readiness.web.console.sharing import moderating
from readiness.web.console.sharing.moderating import pieces
from tests.web.console.conftest import LEAD, Join, Person
from tests.web.console.sharing.conftest import NAME, address
from tests.web.visitor import Visitor, check_headers

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
Read = Callable[[], Readings]
WORDS = 14
"""Comments that may be quoted; each names somebody."""


@pytest.fixture
def plain(app: Flask, assessment: Assessment, tiny: Instrument) -> None:
    """Two comments more, in which nothing stands out."""
    sets = [AnswerSet(comments=(("would-help", f"more time, {one}"),), quotable=True) for one in "ab"]
    with app.extensions["database"].write() as session:
        responses.add(session, assessment, tiny, sets)


@pytest.fixture
def read(app: Flask, closed: Assessment, tiny: Instrument) -> Read:
    """Return the comments as they are kept."""

    def found() -> Readings:
        with app.extensions["database"].read() as session:
            return moderation.to_read(session, closed, tiny)

    return found


def comment(of: Assessment, handle: str) -> str:
    return address(of, f"/comments/read/{handle}")


def acts(app: Flask) -> list[str]:
    with app.extensions["database"].read() as session:
        return [one.action for one in audit.entries(session) if "comment" in one.action]


@pytest.mark.parametrize("database", BOTH, indirect=True)
def test_one_by_one_until_none_is_left(app: Flask, closed: Assessment, lea: Person, read: Read) -> None:
    page = lea.browser.get(address(closed))
    page.get(page.link("Read and approve comments"))
    assert "would a colleague of the writer know who wrote this" in page.text
    assert f"To be read ({WORDS})" in page.text
    assert page.page.xpath("count(//mark)") == 10, "ten a page, with what may tell who somebody is"
    page.get(page.link("Read them one by one"))
    for left in range(WORDS, 1, -1):
        assert f"{left} to be read" in page.text
        page.send("Keep and go on", do="part", words="[...] More staff.")
    page.send("Keep and go on", do="withhold", reason="person")
    assert page.heading == "Read and approve comments"
    assert "Nothing is left to be read" in page.text
    counts = [read().count(one) for one in ("waiting", "shown", "withheld")]
    assert counts == [0, WORDS - 1, 1]
    assert {one.comment.cut for one in read().readings if one.state == "shown"} == {"[…] More staff."}
    told = acts(app)
    assert (told.count("comment approved"), told.count("comment withheld")) == (WORDS - 1, 1)
    with app.extensions["database"].read() as session:
        assert NAME not in repr([one.details for one in audit.entries(session)])


def test_what_may_tell_who_somebody_is_is_looked_at_twice(
    closed: Assessment, lea: Person, read: Read
) -> None:
    (first, *_) = read().readings
    page = lea.browser.get(comment(closed, first.handle)).send("Keep and go on", do="show")
    assert f'It will be shown with: name "{NAME}"' in page.text
    assert read().count("shown") == 0
    page.send("Yes, show it")
    assert read().count("shown") == 1


def test_a_second_look_is_at_these_very_words(closed: Assessment, lea: Person, read: Read) -> None:
    (first, *_) = read().readings
    page = lea.browser.get(comment(closed, first.handle)).send("Keep and go on", do="show")
    page.send("Yes, show it", do="part", words=f"Ask {NAME} [...]")
    assert "Look once more" in page.text
    assert read().count("shown") == 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Select what is to become of this comment"),
        ({"do": "withhold"}, "Select why it is withheld"),
        ({"do": "part", "words": "Words of mine."}, "is not what was written"),
        ({"do": "part", "words": ""}, "Nothing of the comment is left"),
    ],
)
def test_what_cannot_be_decided_is_said_and_kept_on_the_page(
    closed: Assessment, lea: Person, read: Read, given: dict[str, str], said: str
) -> None:
    (first, *_) = read().readings
    page = lea.browser.get(comment(closed, first.handle)).send("Keep and go on", **given)
    assert said in page.faults[0][0]
    assert page.title.startswith("Error: ")
    assert read().count("waiting") == WORDS
    if "words" in given:
        assert given["words"] in page.chosen["words"][0]


@pytest.mark.parametrize("database", BOTH, indirect=True)
def test_of_two_at_once_the_second_is_told_and_loses_nothing(
    closed: Assessment, lea: Person, join: Join, read: Read
) -> None:
    (first, *_) = read().readings
    other = join("other@example.org", LEAD).browser.get(comment(closed, first.handle))
    lea.browser.get(comment(closed, first.handle)).send("Keep and go on", do="withhold", reason="insult")
    other.send("Keep and go on", do="part", words="[...] More staff.")
    assert "Somebody else has decided about this comment meanwhile" in other.text
    assert read().of(first.handle).comment.reason == "insult"
    assert other.chosen["words"] == ["[...] More staff."], "what was chosen is still there"
    other.send("Keep and go on")
    assert read().of(first.handle).comment.cut == "[…] More staff."


@pytest.mark.usefixtures("plain")
def test_from_the_list_what_is_plain_is_approved_at_once(closed: Assessment, lea: Person, read: Read) -> None:
    page = lea.browser.get(address(closed, "/comments"))
    for number in (2, 1):
        while not [one for one in page.page.iter("button") if "Show as it is" in one.text_content()]:
            page.get(page.link("Next ten"))
        button = next(one for one in page.page.iter("button") if "Show as it is" in one.text_content())
        page.send(button.text_content().strip())
        assert read().count("shown") == 3 - number


def test_a_decision_can_be_undone_until_words_are_published(
    app: Flask, closed: Assessment, lea: Person, read: Read
) -> None:
    (first, *rest) = read().readings
    page = lea.browser.get(comment(closed, first.handle)).send(
        "Keep and go on", do="withhold", reason="person"
    )
    page.get(comment(closed, first.handle)).send("Undo: decide later")
    assert read().count("waiting") == WORDS
    with app.extensions["database"].write() as session:
        moderation.keep(session, {one: moderation.show(one) for one in rest})
        moderation.keep(session, {first: moderation.withhold("person")})
    page.get(address(closed, "/publish")).send("Publish the results")
    page.get(comment(closed, rest[0].handle))
    assert "none can be added" in page.text
    assert not [one for one in page.page.iter("button") if "Undo" in one.text_content()]
    page.send("Keep and go on", do="part", words="[...] More staff.")
    assert read().of(rest[0].handle).comment.cut == "[…] More staff."
    page.get(comment(closed, first.handle)).send("Keep and go on", do="show")
    assert "words that the published report did not show" in page.faults[0][0]


def test_by_a_sheet_and_back(app: Flask, closed: Assessment, lea: Person, read: Read) -> None:
    page = lea.browser.get(address(closed, "/comments"))
    page.get(page.link("Read them in a spreadsheet instead"))
    file = page.client.get(page.link("Download as CSV"))
    check_headers(file)
    lines = file.data.decode("utf-8-sig").splitlines()
    assert len(lines) == WORDS + 1
    assert page.client.get(page.link("Download for Excel")).data.startswith(b"PK")
    first = lines[1].split(",")[0]
    decided = f"comment,words,decision,reason\r\n{first},{words(read, first)},withhold,person\r\n"
    sent(page, decided)
    assert "1 decision was taken" in page.text
    assert read().of(first).state == "withheld"
    sent(page, decided.replace("person", "because"))
    assert "row 2" in page.faults[0][0]
    assert "person, patient" in page.faults[0][0]
    sent(page, "")
    assert page.faults[0][0] == "Select a file"
    assert [one for one in acts(app) if one != "comments read"] == [
        "comments exported",
        "comments exported",
        "comments decided in a sheet",
    ]


def test_a_file_is_read_before_anybody_has_to_wait_for_it(
    app: Flask, closed: Assessment, lea: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed, found, done = sheets.parsed, moderating.found, []

    def rows(*given: Any) -> sheets.Sheet:
        sheet = parsed(*given)
        return replace(sheet, rows=(done.append("read") or row for row in sheet.rows))  # type: ignore[func-returns-value]

    def held(*given: Any, **more: Any) -> Readings:
        done.append("held" if more.get("alone") else "looked")
        return found(*given, **more)

    page = lea.browser.get(address(closed, "/comments/sheet"))
    monkeypatch.setattr(sheets, "parsed", rows)
    monkeypatch.setattr(moderating, "found", held)
    sent(page, "comment,words,decision\r\n" + "x,y,z\r\n" * 80)
    assert done == ["looked"] + ["read"] * 81
    assert len(page.faults) == 51
    assert page.faults[-1][0] == "And 30 more."


def test_clues_are_looked_for_while_others_may_write(
    app: Flask, closed: Assessment, lea: Person, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, clues = [], moderation.clues

    def looked(*given: Any) -> Any:
        with app.extensions["database"].write():  # waits for nobody
            looks.append(given)
        return clues(*given)

    first, second = (one.handle for one in read().readings[:2])
    page = lea.browser.get(address(closed, "/comments/sheet"))
    monkeypatch.setattr(moderation, "clues", looked)
    decided = [f"{first},{words(read, first)},show,", f"{second},{words(read, second)},withhold,person"]
    sent(page, "comment,words,decision,reason\r\n" + "\r\n".join(decided))
    assert "2 decisions were taken" in page.text
    assert len(looks) > 1
    assert (read().of(first).state, read().of(second).state) == ("shown", "withheld")


def test_what_was_published_while_a_file_was_read_is_not_gone_against(
    app: Flask, closed: Assessment, lea: Person, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    decisions = sheet.decisions

    def late(*given: Any) -> Any:
        made = decisions(*given)
        with app.extensions["database"].write() as session:
            publications.add(session, closed, {"would-help": ["More staff."]}, "lea@example.org", 0)
        return made

    first = read().readings[0].handle
    page = lea.browser.get(address(closed, "/comments/sheet"))
    monkeypatch.setattr(sheet, "decisions", late)
    sent(page, f"comment,words,decision\r\n{first},{words(read, first)},show\r\n")
    assert "Give the file back once more" in page.faults[0][0]
    assert read().of(first).state == "waiting"


def test_a_large_file_is_never_written_to_the_disk(
    closed: Assessment, lea: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*given: Any, **more: Any) -> None:
        raise OSError("a temporary file")

    text = "comment,words,decision\r\n" + (" " * 1022 + "\r\n") * 1000
    page = lea.browser.get(address(closed, "/comments/sheet"))
    form = page.page.forms[-1]
    parts = (
        ('name="csrf_token"', form.fields["csrf_token"]),
        ('name="sheet"; filename="c.csv"', text),
    )
    body = "".join(f"--x\r\nContent-Disposition: form-data; {head}\r\n\r\n{part}\r\n" for head, part in parts)
    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refused)
    monkeypatch.setattr(formparser, "SpooledTemporaryFile", refused)
    given = {"content_type": "multipart/form-data; boundary=x", "data": f"{body}--x--\r\n".encode()}
    assert "0 decisions were taken" in page.client.post(form.action, **given).text


def test_a_file_may_be_larger_than_other_forms(
    closed: Assessment, lea: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "LARGEST", 200_000)
    page = lea.browser.get(address(closed, "/comments/sheet"))
    sent(page, "comment,words,decision\r\n" + (" " * 1022 + "\r\n") * 200)
    assert "0 decisions were taken" in page.text


def words(read: Read, handle: str) -> str:
    return read().of(handle).comment.text


def sent(page: Visitor, text: str) -> None:
    """Give a file back."""
    form = page.page.forms[-1]
    data = {
        "csrf_token": form.fields["csrf_token"],
        "sheet": (io.BytesIO(text.encode()), "comments.csv"),
    }
    page.post(form.action, data, content_type="multipart/form-data")


def test_words_that_are_never_to_be_quoted_stand_apart(closed: Assessment, lea: Person) -> None:
    page = lea.browser.get(address(closed, "/comments"))
    page.get(page.link("do not want to be quoted"))
    assert page.text.count("More staff.") == 2


def test_an_unknown_comment_is_none(closed: Assessment, lea: Person) -> None:
    assert lea.browser.get(comment(closed, "abcdefgh")).status == 404


def test_pieces_hold_every_letter_once(read: Read) -> None:
    for one in read().readings:
        assert "".join(text for text, _ in pieces(one.comment.text, one.clues)) == one.comment.text
