"""Coming back later: what is half done opens again for whoever holds its key, and for nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from readiness.config import Settings
from readiness.fieldwork import lifecycle, limits, resuming
from readiness.fieldwork.ways.secret import new_secret
from readiness.records.database import Database
from readiness.records.tables import Assessment, Draft, PageCount, Response
from tests.web.conftest import Clock
from tests.web.visitor import Visitor


def rows(database: Database) -> int:
    with database.read() as session:
        return session.query(Draft).count()


def words_of(visitor: Visitor) -> str:
    if visitor.heading != "Come back later":
        visitor.send("Save and come back later")
    visitor.send("Show me a code")
    return str(visitor.page.xpath("//p[@class='app-words']")[0].text_content())


def on_another_device(app: Flask, assessment: Assessment, words: str) -> Visitor:
    return Visitor(app).get(f"/a/{assessment.code}/resume").send("Continue", words=words)


def test_a_code_carries_the_answers_to_another_device(
    begun: Visitor, app: Flask, answers: dict[str, Any], assessment: Assessment, clock: Clock
) -> None:
    begun.answer(answers).answer(answers)
    left = begun.address
    words = words_of(begun)
    assert len(words.split()) == 5
    (address,) = begun.page.xpath("//strong[@class='app-address']")
    assert address.text_content().endswith(f"/a/{assessment.code}/resume")
    clock.pass_(days=3)
    other = on_another_device(app, assessment, words)
    assert other.address == left, "where the first device stopped"
    while not other.address.endswith("/check"):
        other.answer(answers)
    assert other.send("Send my answers").heading == "Thank you"


@pytest.mark.parametrize("typed", ["{0}", "{1}", "{2}", "{3}"])
def test_a_code_may_be_typed_as_people_type(
    typed: str, begun: Visitor, app: Flask, assessment: Assessment, answers: dict[str, Any]
) -> None:
    begun.answer(answers)
    words = words_of(begun)
    ways = words.upper(), ", ".join(words.split()), " ".join(one[:4] for one in words.split()), f"  {words}\n"
    assert on_another_device(app, assessment, typed.format(*ways)).heading == "Aim"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter the five words of your code"),
        ("one two three", "Enter all five words"),
        ("abandon ability able about above", "check each of them"),
        ("x" * 5000, "Enter all five words"),
        ("<b>abandon</b>", "Enter all five words"),
    ],
)
def test_a_code_that_leads_nowhere_says_what_to_do(
    typed: str, said: str, app: Flask, assessment: Assessment
) -> None:
    visitor = on_another_device(app, assessment, typed)
    assert visitor.status == 422
    assert visitor.faults[0][1] == "#words"
    assert said in visitor.faults[0][0]
    assert visitor.title.startswith("Error:")


def test_asked_again_it_is_the_same_code(begun: Visitor, answers: dict[str, Any]) -> None:
    begun.answer(answers)
    here = begun.address
    first = words_of(begun)
    begun.get(here)
    begun.send("Save and come back later")
    assert first in begun.text


def test_sending_destroys_what_the_code_leads_to(
    begun: Visitor, app: Flask, answers: dict[str, Any], database: Database, assessment: Assessment
) -> None:
    begun.answer(answers)
    here = begun.address
    words = words_of(begun)
    assert rows(database) == 2
    begun.get(here)
    while not begun.address.endswith("/check"):
        begun.answer(answers)
    begun.send("Send my answers")
    assert rows(database) == 0
    assert on_another_device(app, assessment, words).status == 422


@pytest.mark.parametrize("idle", [0, 31])
def test_deleting_destroys_both_also_when_it_lay_untouched(
    idle: int,
    begun: Visitor,
    answers: dict[str, Any],
    database: Database,
    assessment: Assessment,
    clock: Clock,
) -> None:
    begun.answer(answers)
    words_of(begun)
    clock.pass_(minutes=idle)
    begun.get(f"/a/{assessment.code}/delete").send("Delete it")
    assert rows(database) == 0
    assert "deleted" in begun.text


def test_beginning_anew_destroys_both(
    begun: Visitor, answers: dict[str, Any], database: Database, assessment: Assessment
) -> None:
    begun.answer(answers)
    words_of(begun)
    begun.get(f"/a/{assessment.code}/").send("Delete it and start again")
    assert rows(database) == 1
    assert begun.chosen == {}


def test_closing_destroys_all(
    begun: Visitor,
    answers: dict[str, Any],
    database: Database,
    assessment: Assessment,
    clock: Clock,
    app: Flask,
) -> None:
    begun.answer(answers)
    words_of(begun)
    lifecycle.close(database, app.extensions["settings"], assessment.code, clock().date())
    assert rows(database) == 0


def test_the_words_are_kept_nowhere_in_a_form_that_can_be_read(
    begun: Visitor, answers: dict[str, Any], database: Database
) -> None:
    begun.answer(answers)
    words = words_of(begun)
    with database.read() as session:
        kept = b"".join(row.id + row.sealed for row in session.scalars(select(Draft)))
    for word in words.split():
        assert word.encode() not in kept


def test_one_words_seal_opens_with_no_others(
    database: Database, assessment: Assessment, tiny_settings: Settings
) -> None:
    secret, words = new_secret(), resuming.new_words()
    with database.write() as session:
        keys = resuming.derived(tiny_settings, assessment, words)
        assert resuming.keep(session, assessment, keys, secret, 12)
        assert resuming.opened(session, assessment, keys) == (secret, 12)
        assert not resuming.keep(session, assessment, keys, new_secret(), 12), "a row is one code's alone"
        assert resuming.opened(session, assessment, keys) == (secret, 12)
        others = resuming.derived(tiny_settings, assessment, resuming.new_words())
        assert resuming.opened(session, assessment, others) is None
        assert resuming.opened(session, assessment, keys._replace(key=others.key)) is None
        (row,) = session.scalars(select(Draft))
        row.sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
        session.flush()
        assert resuming.opened(session, assessment, keys) is None


def test_nobody_waits_to_write_while_a_code_is_worked_out(
    begun: Visitor,
    app: Flask,
    answers: dict[str, Any],
    assessment: Assessment,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The work takes a tenth of a second; on SQLite one writer keeps out all others."""
    worked, slow, within = [], resuming.derived, []
    write = app.extensions["database"].write

    @contextmanager
    def writing() -> Iterator[Any]:
        with write() as session:
            within.append(session)
            yield session
            within.pop()

    def derived(settings: Settings, of: Assessment, words: str) -> resuming.Keys:
        worked.append(len(within))
        return slow(settings, of, words)

    monkeypatch.setattr(app.extensions["database"], "write", writing)
    monkeypatch.setattr(resuming, "derived", derived)
    begun.answer(answers)
    here = begun.address
    words = words_of(begun)
    on_another_device(app, assessment, words)
    begun.get(here)
    while not begun.address.endswith("/check"):
        begun.answer(answers)
    begun.send("Send my answers")
    assert worked == [0, 0]


@pytest.mark.parametrize("mode", ["codes", "personal"], indirect=True)
def test_who_has_a_link_of_their_own_needs_no_code(
    own: str, app: Flask, answers: dict[str, Any], assessment: Assessment
) -> None:
    visitor = Visitor(app).get(f"/l/{own}").send("Start now").answer(answers)
    visitor.send("Save and come back later")
    assert "Open your link again" in visitor.text
    assert "code" not in visitor.text
    assert visitor.get(f"/a/{assessment.code}/resume").status == 404


def test_a_page_that_is_not_linked_begins_nothing(app: Flask, assessment: Assessment) -> None:
    visitor = Visitor(app).get(f"/a/{assessment.code}/resume")
    visitor.get(f"/a/{assessment.code}/")
    assert visitor.send("Start now").status == 410


def test_two_hundred_people_behind_one_address_begin_in_one_minute(app: Flask, token: str) -> None:
    begun = [Visitor(app).get(f"/l/{token}").send("Start now").status for _ in range(200)]
    assert set(begun) == {200}


def test_a_flood_is_asked_to_wait_a_minute_and_nobody_is_locked_out(
    make_app: Any, token: str, answers: dict[str, Any], clock: Clock
) -> None:
    app = make_app(starts_per_minute=3)
    inside = Visitor(app).get(f"/l/{token}").send("Start now")
    flood = [Visitor(app).get(f"/l/{token}").send("Start now") for _ in range(4)]
    assert [one.status for one in flood] == [200, 200, 429, 429]
    assert flood[-1].response.headers["Retry-After"]
    inside.answer(answers)
    assert inside.status == 200
    clock.pass_(minutes=1)
    late = flood[-1]
    assert late.send("Try again").status == 200
    assert late.chosen == {}


def test_sending_is_counted_by_link_too_and_what_was_entered_stays(
    make_app: Any, token: str, answers: dict[str, Any], clock: Clock, database: Database
) -> None:
    app = make_app(starts_per_minute=1)
    people = []
    for _ in range(2):
        people.append(Visitor(app).get(f"/l/{token}").send("Start now"))
        clock.pass_(minutes=1)
    for one in people:
        while not one.address.endswith("/check"):
            one.answer(answers)
        one.send("Send my answers")
    assert [one.status for one in people] == [200, 429]
    clock.pass_(minutes=1)
    assert people[1].send("Try again").heading == "Thank you"
    with database.read() as session:
        assert session.query(Response).count() == 2


def others(settings: Settings, assessment: Assessment, words: str) -> str:
    """Return words that lead to another row."""
    right = resuming.row(settings, assessment, words)
    return next(
        new for new in iter(resuming.new_words, "") if resuming.row(settings, assessment, new) != right
    )


def test_right_words_open_in_the_midst_of_a_flood_of_wrong_ones(
    begun: Visitor,
    app: Flask,
    answers: dict[str, Any],
    assessment: Assessment,
    tiny_settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun.answer(answers)
    words = words_of(begun)
    worked, slow = [], resuming.derived
    monkeypatch.setattr(resuming, "derived", lambda *of: (worked.append(of), slow(*of))[1])
    flood = Visitor(app).get(f"/a/{assessment.code}/resume")
    form = flood.form("Continue")
    wrong = flood.typed(form, "Continue", {"words": others(tiny_settings, assessment, words)})
    assert {flood.client.post(form.action, data=wrong).status_code for _ in range(300)} == {422}
    assert worked == [], "wrong words cost no work"
    assert on_another_device(app, assessment, words).heading == "Aim"
    assert {flood.client.post(form.action, data=wrong).status_code for _ in range(300)} == {422}


def test_one_code_cannot_be_tried_without_end_and_the_others_open_all_the_same(
    app: Flask,
    token: str,
    answers: dict[str, Any],
    assessment: Assessment,
    tiny_settings: Settings,
    clock: Clock,
) -> None:
    def bucket(words: str) -> int:
        return resuming.row(tiny_settings, assessment, words)[0] // 2

    def new() -> str:
        return words_of(Visitor(app).get(f"/l/{token}").send("Start now").answer(answers))

    first = new()
    second = next(words for words in iter(new, "") if bucket(words) != bucket(first))
    tries = [on_another_device(app, assessment, first).status for _ in range(limits.RESUMES + 1)]
    assert tries == [*[200] * limits.RESUMES, 429]
    assert on_another_device(app, assessment, second).status == 200
    clock.pass_(minutes=1)
    assert on_another_device(app, assessment, first).status == 200


def test_words_that_share_a_row_do_not_open_it(
    begun: Visitor,
    app: Flask,
    answers: dict[str, Any],
    assessment: Assessment,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(resuming, "HINT", 0)  # all words lead to the same row
    begun.answer(answers)
    words = words_of(begun)
    assert on_another_device(app, assessment, "abandon ability able about above").status == 422
    assert on_another_device(app, assessment, words).status == 200


def test_new_codes_cannot_be_asked_for_without_end_and_no_answer_is_lost(
    app: Flask, token: str, answers: dict[str, Any], monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    monkeypatch.setattr(limits, "NEW_CODES", 1)
    first, second = (Visitor(app).get(f"/l/{token}").send("Start now").answer(answers) for _ in range(2))
    assert words_of(first)
    second.send("Save and come back later").send("Show me a code")
    assert second.status == 429
    clock.pass_(minutes=1)
    second.send("Try again")
    assert second.heading == "Come back later"
    assert second.page.xpath("//p[@class='app-words']")


@pytest.mark.parametrize(("minutes", "hasty"), [(0, True), (5, False)])
def test_whether_there_was_time_to_read_is_kept_and_the_time_is_not(
    minutes: int, hasty: bool, begun: Visitor, answers: dict[str, Any], database: Database, clock: Clock
) -> None:
    clock.pass_(minutes=minutes)
    while not begun.address.endswith("/check"):
        begun.answer(answers)
    begun.send("Send my answers")
    with database.read() as session:
        (row,) = session.query(Response)
    assert row.hasty is hasty


@pytest.fixture
def tiny_setup(tiny_setup: Any, request: pytest.FixtureRequest) -> Any:
    """The small assessment, counting pages where a test asks for it."""
    return tiny_setup.model_copy(update={"count_pages": "counting" in request.node.name})


def test_counting_pages_counts_each_person_once_on_each(
    app: Flask, token: str, answers: dict[str, Any], database: Database
) -> None:
    first = Visitor(app).get(f"/l/{token}").send("Start now").answer(answers)
    second = Visitor(app).get(f"/l/{token}").send("Start now")
    back = second.address
    second.answer(answers)
    second.get(back)
    while not second.address.endswith("/check"):
        second.answer(answers)
    with database.read() as session:
        counts = {row.page: row.people for row in session.query(PageCount)}
    assert counts["about-you"] == 2
    assert counts["check"] == 1
    assert counts["area"] == 1
    assert not any("cardiology" in page for page in counts)
    assert first.status == 200


def test_where_nobody_asked_for_it_no_page_is_counted(
    begun: Visitor, answers: dict[str, Any], database: Database
) -> None:
    begun.answer(answers)
    with database.read() as session:
        assert session.query(PageCount).count() == 0


def test_saving_to_come_back_keeps_what_stands_on_the_page(begun: Visitor, answers: dict[str, Any]) -> None:
    begun.answer(answers, button="Save and come back later")
    assert begun.heading == "Come back later"
    begun.get(begun.link("Go on answering now"))
    begun.send("Back")
    assert begun.chosen["role"] == [answers["role"]]
