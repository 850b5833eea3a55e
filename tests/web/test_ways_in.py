"""Coming by each kind of link: what is asked and promised, what spends the link, and where the draft opens again."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from readiness.config import Settings
from readiness.fieldwork.ways import links, personal
from readiness.records import responses
from readiness.records.database import Database
from readiness.records.tables import Assessment, Draft, Response, SingleUseCode, SpentMark
from tests.web.conftest import Clock
from tests.web.visitor import Visitor

own_links = pytest.mark.parametrize("mode", ["codes", "personal"], indirect=True)


def answered(visitor: Visitor, answers: dict[str, Any]) -> Visitor:
    while not visitor.address.endswith("/check"):
        visitor.answer(answers)
    return visitor


def kept(database: Database) -> list[Any]:
    with database.read() as session:
        return list(session.query(Response))


def spent(database: Database) -> int:
    with database.read() as session:
        used = session.query(SingleUseCode).filter(SingleUseCode.spent).count()
        return used + session.query(SpentMark).count()


@pytest.mark.parametrize(
    ("part", "asked", "place", "type_"),
    [
        ({"place": "south"}, {"role", "organisation-type", "tenure"}, "south", None),
        ({"organisation": "mill-lane"}, {"role", "tenure"}, "north", "practice"),
        ({"organisation": "hospital"}, {"role", "place", "tenure"}, "north", "trust"),
    ],
)
def test_what_a_link_says_is_not_asked_and_stands(
    part: dict[str, str],
    asked: set[str],
    place: str,
    type_: str | None,
    visitor: Visitor,
    answers: dict[str, Any],
    database: Database,
    assessment: Assessment,
) -> None:
    with database.write() as session:
        token = links.open_link(session, assessment, **part).token
    visitor.get(f"/l/{token}").send("Start now")
    assert {name for name in visitor.names if not name.startswith(("csrf", "_"))} == asked
    form = visitor.form("Continue")
    forged = {**visitor.typed(form, "Continue", {"role": "nurse"}), "place": "elsewhere"}
    if "place" not in asked:
        visitor.post(form.action, forged)
    else:
        visitor.answer(answers)
    answered(visitor, answers)
    visitor.send("Send my answers")
    (row,) = kept(database)
    assert (row.place, row.organisation_type) == (place, type_)


def test_a_place_made_up_in_the_address_is_not_filled_in(visitor: Visitor, token: str) -> None:
    visitor.get(f"/l/{token}?place=south")
    visitor.get(f"{visitor.address}?place=%3Cscript%3E&way=7").send("Start now")
    assert visitor.chosen == {}


def test_answers_by_an_organisations_link_are_counted_there_and_nowhere_else(
    app: Flask, answers: dict[str, Any], database: Database, assessment: Assessment
) -> None:
    with database.write() as session:
        made = [links.open_link(session, assessment, **one) for one in ({}, {"organisation": "mill-lane"})]
    for link in made:
        answered(Visitor(app).get(f"/l/{link.token}").send("Start now"), answers).send("Send my answers")
    with database.read() as session:
        counts = [links.open_link(session, assessment, None, one).answers for one in (None, "mill-lane")]
    assert counts == [0, 1]


@own_links
def test_a_link_of_ones_own_takes_one_answer(
    own: str, app: Flask, answers: dict[str, Any], database: Database, assessment: Assessment
) -> None:
    visitor = answered(Visitor(app).get(f"/l/{own}").send("Start now"), answers)
    assert spent(database) == 0
    visitor.send("Send my answers")
    assert visitor.heading == "Thank you"
    assert (len(kept(database)), spent(database)) == (1, 1)
    again = Visitor(app).get(f"/l/{own}")
    assert (again.status, again.heading) == (410, "This link has been used")
    assert "nothing more to do" in again.text


@own_links
def test_two_devices_with_one_link_share_one_draft_and_send_once(
    own: str, app: Flask, answers: dict[str, Any], database: Database
) -> None:
    first = Visitor(app).get(f"/l/{own}").send("Start now").answer(answers)
    second = Visitor(app).get(f"/l/{own}")
    assert "You have already begun to answer with this link" in second.text
    second.get(second.link("Continue"))
    assert second.heading != first.heading or second.address == first.address
    for device in (first, second):
        answered(device, answers)
    first.send("Send my answers")
    second.send("Send my answers")
    assert [one.heading for one in (first, second)] == ["Thank you", "Thank you"]
    assert (len(kept(database)), spent(database)) == (1, 1)


@own_links
def test_a_draft_begun_anew_after_the_answer_cannot_be_sent(
    own: str, app: Flask, answers: dict[str, Any], database: Database
) -> None:
    early, late = (Visitor(app).get(f"/l/{own}") for _ in range(2))
    answered(early.send("Start now"), answers).send("Send my answers")
    late.send("Start now")
    assert (late.status, late.heading) == (410, "This link has been used")
    assert (len(kept(database)), spent(database)) == (1, 1)


@own_links
def test_a_scanner_that_looks_and_sends_blank_forms_spends_nothing(
    own: str, app: Flask, answers: dict[str, Any], database: Database, assessment: Assessment
) -> None:
    scanner = app.test_client()
    pages = (f"/l/{own}", f"/a/{assessment.code}/", f"/a/{assessment.code}/check")
    for page in pages:
        scanner.head(page, follow_redirects=True)
        for _ in range(3):
            scanner.get(page, follow_redirects=True)
        for _ in range(2):
            scanner.post(page)
    for page in (f"/a/{assessment.code}/start", f"/a/{assessment.code}/check"):
        assert scanner.post(page).status_code in (400, 404)
    assert (spent(database), kept(database)) == (0, [])
    with database.read() as session:
        assert session.query(Draft).count() == 0
    visitor = answered(Visitor(app).get(f"/l/{own}").send("Start now"), answers)
    assert visitor.send("Send my answers").heading == "Thank you"


@own_links
def test_the_link_opens_a_draft_that_lay_untouched_and_the_device_alone_does_not(
    own: str, app: Flask, answers: dict[str, Any], clock: Clock
) -> None:
    visitor = Visitor(app).get(f"/l/{own}").send("Start now").answer(answers)
    left = visitor.address
    clock.pass_(minutes=31)
    assert visitor.get(left).status == 410
    visitor.get(f"/l/{own}")
    visitor.get(visitor.link("Continue"))
    assert (visitor.status, visitor.address) == (200, left)


def test_an_open_link_opens_no_draft_that_lay_untouched(
    token: str, app: Flask, answers: dict[str, Any], clock: Clock
) -> None:
    visitor = Visitor(app).get(f"/l/{token}").send("Start now").answer(answers)
    left = visitor.address
    clock.pass_(minutes=31)
    visitor.get(f"/l/{token}")
    assert "already begun" not in visitor.text
    assert visitor.get(left).status == 410


@own_links
def test_after_sending_the_link_leaves_no_draft(
    own: str, app: Flask, answers: dict[str, Any], database: Database
) -> None:
    answered(Visitor(app).get(f"/l/{own}").send("Start now"), answers).send("Send my answers")
    with database.read() as session:
        assert session.query(Draft).count() == 0


def test_a_cookie_that_we_did_not_make_is_no_link(
    visitor: Visitor, token: str, assessment: Assessment
) -> None:
    visitor.get(f"/l/{token}")
    name = f"answers-{assessment.code}"
    ours = visitor.client.get_cookie(name)
    assert ours
    secret, way, shown, seal = ours.value.split(".")
    for forged in (
        secret,
        f"{secret}.{int(way) + 1}.{shown}.{seal}",
        f"{secret}.{way}.29000000.{seal}",
        f"{'A' * 43}.{way}.{shown}.{seal}",
        f"{secret}.x.y.{seal}",
        "é" * 60,
    ):
        visitor.client.set_cookie(name, forged)
        assert visitor.get(f"/a/{assessment.code}/").status == 400


def test_a_link_that_is_taken_back_midway_takes_no_answer(
    checking: Visitor, database: Database, assessment: Assessment, clock: Clock
) -> None:
    with database.write() as session:
        links.revoke(session, assessment, clock().date(), None, None)
    checking.send("Send my answers")
    assert (checking.status, checking.heading) == (410, "This link is no longer in use"), "not: has closed"
    assert "cannot be sent any more" in checking.text
    assert "may still be open" in checking.text
    with database.read() as session:
        assert responses.count(session, assessment) == 0


PROMISES = {
    "open": ("Your answers are anonymous.", "The link is the same for everyone"),
    "codes": (
        "Your answers are anonymous.",
        "good for one answer",
        "no list of names",
        "Whoever else has your link",
    ),
    "personal": (
        "confidential until the survey closes, and anonymous after",
        "the key of the links are destroyed",
    ),
}


@pytest.mark.parametrize("mode", list(PROMISES), indirect=True)
@pytest.mark.parametrize("page", ["first", "privacy"])
def test_the_promise_is_that_of_the_mode_and_of_no_other(
    page: str, mode: str, app: Flask, database: Database, assessment: Assessment, request: Any
) -> None:
    token = request.getfixturevalue("token" if mode == "open" else "own")
    visitor = Visitor(app).get(f"/l/{token}")
    if page == "privacy":
        visitor.get(visitor.link("Privacy"))
    for said in PROMISES[mode]:
        assert said in visitor.text
    for other in set(PROMISES) - {mode}:
        assert not all(said in visitor.text for said in PROMISES[other])


@pytest.mark.parametrize("mode", ["personal"], indirect=True)
def test_a_missing_key_pauses_the_survey_and_loses_nothing(
    own: str, app: Flask, answers: dict[str, Any], assessment: Assessment, tiny_settings: Settings
) -> None:
    visitor = answered(Visitor(app).get(f"/l/{own}").send("Start now"), answers)
    path = tiny_settings.keys / f"{assessment.code}.key"
    key = path.read_bytes()
    path.unlink()
    page = visitor.page
    visitor.send("Send my answers")
    assert (visitor.status, visitor.heading) == (503, "This survey is paused")
    path.write_bytes(key)
    visitor.page = page
    assert visitor.send("Send my answers").heading == "Thank you"


@pytest.mark.parametrize("mode", ["personal"], indirect=True)
def test_a_personal_link_has_one_spelling(
    app: Flask, database: Database, assessment: Assessment, tiny_settings: Settings
) -> None:
    key = personal.required_key(tiny_settings, assessment)
    people = (personal.token(key, assessment.code, personal.new_person()) for _ in range(200))
    token = next(one for one in people if "-" in one.partition("-")[2] and "_" in one.partition("-")[2])
    code, _, body = token.partition("-")
    spelt = (body.replace("-", "+"), body.replace("_", "/"), f"{body}=", f"{body}\n", body[:-1])
    for other in spelt:
        assert Visitor(app).get(f"/l/{code}-{quote(other, safe='')}").status == 404
    assert Visitor(app).get(f"/l/{'x' * 300}-{body}").status == 404
    assert Visitor(app).get(f"/l/{token}").status == 200


@own_links
def test_whoever_comes_later_to_the_same_device_cannot_begin_with_the_link_of_another(
    own: str, app: Flask, answers: dict[str, Any], database: Database, assessment: Assessment, clock: Clock
) -> None:
    visitor = Visitor(app).get(f"/l/{own}").send("Start now").answer(answers)
    left = visitor.address
    start = Visitor(app)
    start.client = visitor.client
    clock.pass_(hours=5)
    assert visitor.get(left).status == 410
    assert not visitor.page.forms
    visitor.get(f"/a/{assessment.code}/").send("Start now")
    assert visitor.status == 400
    with database.read() as session:
        assert session.query(Draft).count() == 1
    visitor.get(f"/l/{own}")
    visitor.get(visitor.link("Continue"))
    assert visitor.address == left


def test_a_second_click_on_start_takes_nothing_away(
    visitor: Visitor, token: str, answers: dict[str, Any]
) -> None:
    visitor.get(f"/l/{token}")
    form = visitor.form("Start now")
    typed = visitor.typed(form, "Start now", {})
    visitor.send("Start now")
    here = visitor.address
    visitor.answer(answers)
    visitor.post(form.action, typed)
    visitor.get(here)
    assert visitor.chosen["role"] == ["nurse"]
