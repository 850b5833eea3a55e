"""What a person reads when something is the matter; none of it is a 500, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from readiness.errors import DatabaseAway
from readiness.fieldwork import lifecycle
from readiness.fieldwork.ways import links
from readiness.records.database import Database
from readiness.records.tables import Assessment
from tests.web.conftest import Clock
from tests.web.visitor import Visitor

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


ARRIVED = "If you have just sent your answers, they have arrived and there is nothing more to do."


def away(*args: Any) -> Any:
    raise DatabaseAway("The database cannot be used now: disk I/O error.")


def cut_off(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for door in ("read", "write", "receive", "row", "done"):
        monkeypatch.setattr(app.extensions["database"], door, away)


@pytest.mark.parametrize(
    "address", ["/l/nothing", "/a/nothing/", "/a/nothing/done", "/l/%00", "/l/" + "x" * 3000]
)
def test_an_unknown_link_leads_to_a_page_that_says_so(visitor: Visitor, address: str) -> None:
    visitor.get(address)
    assert visitor.status == 404
    assert visitor.heading == "This link leads to no survey"
    assert (
        "Check that the whole address was copied. If it does not help, ask whoever gave you the link."
        in visitor.text
    )


def test_an_address_that_does_not_exist_is_no_such_page(visitor: Visitor) -> None:
    visitor.get("/nothing/here")
    assert visitor.status == 404
    assert visitor.heading == "There is no such page"


def test_a_survey_that_is_not_open_yet_says_so(visitor: Visitor, token: str, clock: Clock) -> None:
    clock.moment = clock.moment.replace(day=1)
    visitor.get(f"/l/{token}")
    assert visitor.status == 403
    assert visitor.heading == "This survey is not open yet"


def test_a_survey_that_is_still_a_draft_says_so(
    visitor: Visitor, database: Database, draft_assessment: Assessment
) -> None:
    with database.write() as session:
        token = links.open_link(session, draft_assessment).token
    assert visitor.get(f"/l/{token}").status == 403


@pytest.mark.parametrize(
    "address", ["/l/{token}", "/a/{code}/", "/a/{code}/aim", "/a/{code}/check", "/a/{code}/done"]
)
def test_a_closed_survey_says_so_everywhere(
    begun: Visitor,
    token: str,
    database: Database,
    assessment: Assessment,
    clock: Clock,
    address: str,
    settings,
) -> None:
    lifecycle.close(database, settings, assessment.code, clock().date())
    begun.get(address.format(token=token, code=assessment.code))
    assert begun.status == 410
    assert begun.heading == "This survey has closed"
    assert "results will be published" in begun.text


@pytest.mark.parametrize("page", ["cardiology-views", "nothing", "aim2", "..%2Fcheck"])
def test_a_page_that_is_not_in_the_survey_now_leads_back(
    begun: Visitor, page: str, assessment: Assessment
) -> None:
    begun.answer({"role": "nurse"}).get(f"/a/{assessment.code}/{page}")
    assert begun.status == 404
    assert begun.heading == "There is no such page"


def test_without_a_cookie_the_page_explains_what_to_do(
    visitor: Visitor, token: str, assessment: Assessment
) -> None:
    for address in ("", "about-you", "check"):
        visitor.get(f"/a/{assessment.code}/{address}")
        assert visitor.status == 400
        assert "Allow cookies for this website and open the link again." in visitor.text
        assert ARRIVED in visitor.text


@pytest.mark.parametrize("page", ["about-you", "aim", "check"])
def test_an_old_page_before_the_start_says_calmly_that_there_is_nothing_yet(
    visitor: Visitor, token: str, assessment: Assessment, page: str
) -> None:
    visitor.get(f"/l/{token}").get(f"/a/{assessment.code}/{page}")
    assert visitor.status == 404
    assert visitor.heading == "There are no answers to go on with"
    assert ARRIVED in visitor.text
    assert "minutes" not in visitor.text
    visitor.get(visitor.link("Go to the first page")).send("Start now")
    assert visitor.heading == "About you"


@pytest.mark.parametrize("value", ["", "short", "x" * 42 + "é", "x" * 44, "x" * 43])
def test_a_cookie_that_is_not_ours_opens_nothing(
    visitor: Visitor, token: str, assessment: Assessment, value: str
) -> None:
    visitor.client.set_cookie(f"answers-{assessment.code}", value)
    visitor.get(f"/a/{assessment.code}/about-you")
    assert visitor.status in (400, 404)


def test_a_page_from_before_another_link_is_not_kept_and_gets_no_new_token(
    begun: Visitor, answers: dict[str, Any], database: Database
) -> None:
    form = begun.form("Continue")
    typed = {**begun.typed(form, "Continue", {"role": "nurse"}), "csrf_token": "0" * 64}
    begun.post(form.action, typed)
    assert (begun.status, begun.heading) == (409, "This page belongs to other answers")
    assert not begun.page.forms


@pytest.mark.parametrize("sent", ["", "é" * 64, "0" * 64], ids=["none", "accents", "zeros"])
@pytest.mark.parametrize("where", ["start", "check", "delete"])
def test_no_form_works_without_its_token(
    checking: Visitor, where: str, sent: str, assessment: Assessment
) -> None:
    typed = checking.typed(checking.form(), None, {})
    checking.post(f"/a/{assessment.code}/{where}", {**typed, "csrf_token": sent})
    assert checking.status == 400
    assert checking.heading == "Please try that again"
    checking.get(f"/a/{assessment.code}/check")
    assert "Nurse" in checking.text


def test_too_much_at_once_is_refused_with_advice(begun: Visitor) -> None:
    form = begun.form()
    begun.post(form.action, {**begun.typed(form, None, {}), "x": "x" * 70_000})
    assert begun.status == 413
    assert "Go back in your browser" in begun.text


def test_a_hundred_thousand_small_fields_are_refused(begun: Visitor) -> None:
    begun.post(begun.form().action, {f"f{number}": "" for number in range(20_000)})
    assert begun.status == 413


def test_with_the_database_away_everything_typed_is_still_on_the_page(
    app: Flask, begun: Visitor, answers: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    while "cardiology.barriers" not in begun.names:
        begun.answer(answers)
    typed = {
        "cardiology.importance": 4,
        "cardiology.barriers": ["time", "other"],
        "cardiology.innovation.monitors": "use",
    }
    with monkeypatch.context() as cut:
        cut_off(app, cut)
        begun.answer(typed)
        assert begun.status == 503
        assert begun.response.headers["Retry-After"]
        assert begun.heading == "Cardiology: what is in the way"
        assert "What you entered is still here" in begun.text
        assert begun.chosen == {
            "cardiology.importance": ["4"],
            "cardiology.barriers": ["time", "other"],
            "cardiology.innovation.monitors": ["use"],
        }
    begun.send("Continue")
    assert begun.heading == "Respiratory: your view"
    begun.answer({}, button="Back")
    assert begun.chosen["cardiology.barriers"] == ["time", "other"]


def test_with_the_database_away_the_items_of_ones_own_role_stay_too(
    app: Flask, begun: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun.answer({"role": "nurse"})
    cut_off(app, monkeypatch)
    begun.answer({"aim-1": 1, "aim-nurse": 3})
    assert begun.chosen == {"aim-1": ["1"], "aim-nurse": ["3"]}


def test_a_process_that_has_never_seen_the_survey_keeps_what_was_typed_as_well(
    make_app: Callable[..., Flask], begun: Visitor, assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun.answer({"role": "nurse"})
    form, other = begun.form(), make_app()
    typed = begun.typed(form, None, {"aim-1": 2})
    cut_off(other, monkeypatch)
    cookie = begun.client.get_cookie(f"answers-{assessment.code}")
    assert cookie is not None
    elsewhere = Visitor(other)
    elsewhere.client.set_cookie(cookie.key, cookie.value)
    elsewhere.post(form.action, typed)
    assert elsewhere.status == 503
    again = elsewhere.typed(elsewhere.form(), None, {})
    begun.post(elsewhere.form().action, again)
    assert begun.heading == "Time"
    begun.answer({}, button="Back")
    assert begun.chosen == {"aim-1": ["2"]}


def test_with_the_database_away_sending_can_be_tried_again(
    app: Flask, checking: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cut:
        cut_off(app, cut)
        checking.send("Send my answers")
        assert checking.status == 503
        assert checking.heading == "Please try again in a moment"
    checking.send("Try again")
    assert checking.heading == "Thank you"


def test_with_the_database_away_a_page_says_so(
    app: Flask, begun: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(app, monkeypatch)
    begun.get(begun.address)
    assert begun.status == 503
    assert begun.link("Try again") == begun.address


def test_an_instrument_that_was_changed_pauses_the_survey_for_those_who_come(
    visitor: Visitor, token: str, database: Database, assessment: Assessment
) -> None:
    with database.write() as session:
        session.merge(assessment).instrument_hash = "0" * 64
    visitor.get(f"/l/{token}")
    assert visitor.status == 503
    assert visitor.heading == "This survey is paused"


def test_a_mistake_of_ours_is_a_calm_page_without_details(
    app: Flask, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(app.extensions["database"], "current", broken)
    response = visitor.client.get("/healthz")
    assert response.status_code == 500
    assert b"Something went wrong" in response.data
    assert b"secret detail" not in response.data


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8000", "", "a b"])
def test_another_host_name_is_not_answered(visitor: Visitor, token: str, host: str) -> None:
    response = visitor.client.get(f"/l/{token}", headers={"Host": host})
    assert response.status_code == 400
    assert "Set-Cookie" not in response.headers
