"""The plan and the trial on screen: asked for here, made by a worker, never among what is real."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from readiness import building
from readiness.baseline import planning
from readiness.building import rehearsing
from readiness.fieldwork.rates.expecting import Expected
from readiness.fieldwork.setup_types import Setup
from readiness.instrument.types import Instrument
from readiness.records import rehearsals, workers
from readiness.records.tables import Assessment
from readiness.rehearsal import plans
from readiness.web.console.setting_up import expecting
from tests.web.conftest import Clock
from tests.web.console.conftest import Person
from tests.web.console.setting_up.ahead.conftest import CODE, change, log

PLAN, TRIAL = f"/console/assessments/{CODE}/plan", f"/console/assessments/{CODE}/trial"
FILES = {
    "people": 320,
    "files": [{"title": "Baseline report", "name": "simulated-baseline.pdf", "key": "a" * 64}],
}


def work(app: Flask, clock: Clock, result: dict[str, Any] | None, problem: str = "") -> dict[str, Any]:
    """Do as a worker does with what waits, and return what was asked."""
    now = int(clock.moment.timestamp())
    with app.extensions["database"].write() as session:
        taken = rehearsals.take(session, "one", now, now + 60)
        assert taken is not None
        if result is not None:
            rehearsals.done(session, taken.id, "one", result, now)
        elif problem:
            rehearsals.failed(session, taken.id, "one", problem, now)
        return dict(taken.asked)


@pytest.fixture
def plan(tiny_setup: Setup, tiny: Instrument) -> dict[str, Any]:
    """The plan of the small set-up."""
    asked = planning.asked(tiny_setup, tiny, 11)
    return {**plans.told(planning.plan(asked, planning.rates(["25"], tiny), turnouts=2, reports=4))}


def test_a_plan_is_asked_for_with_the_rates_that_were_typed(
    lead: Person, begun: str, app: Flask, clock: Clock
) -> None:
    page = lead.browser.get(PLAN)
    assert page.page.get_element_by_id("rate").value == expecting.USUAL
    page.send("Work it out", **{"rate": " 30 % ", "rate.manager": "45.5"})
    assert "Your plan waits for its turn." in page.text
    assert "No worker is running just now." in page.text
    asked = work(app, clock, None)
    assert asked["rates"] == {"everybody": 30.0, "roles": {"manager": 45.5}, "source": ""}
    assert asked["system"] == "Ashdale"
    assert log(app)[-1] == ("plan asked for", f"assessment {CODE}", {"rate": "30.0"})
    assert "Your plan is being made" in lead.browser.get(PLAN).text


def test_what_is_no_rate_is_named_and_nothing_is_asked_for(lead: Person, begun: str, app: Flask) -> None:
    said = [("Everybody: Write a percentage from 1 to 100, such as 25.", "#rate")]
    for address in (PLAN, TRIAL):
        for typed in ("", "0", "0.5", "101", "-3", "many", "1e1", "25.123", "9" * 40):
            page = lead.browser.get(address).send(rate=typed)
            assert (page.status, page.faults) == (422, said), typed
    with app.extensions["database"].read() as session:
        assert not rehearsals.any_free(session, 2**40)


def test_the_plan_is_told_in_words_and_tables(
    lead: Person, begun: str, app: Flask, clock: Clock, plan: dict[str, Any]
) -> None:
    lead.browser.get(PLAN).send("Work it out", rate="25")
    work(app, clock, plan)
    page = lead.browser.get(PLAN)
    assert "240 people are asked. At the rate that you expect (25%) about 60 answer." in page.text
    for advice in plan["advice"]:
        assert advice["sentence"] in page.text
    headings = [one.text_content() for one in page.page.xpath("//h2|//h3")]
    assert headings[0] == "What to do about it"
    assert "Roles within each area" in headings
    assert "What change can be seen next year" in headings
    assert "Diabetes Not known Not known Not known" in page.text
    assert "The set-up has changed" not in page.text
    change(app, headcounts={"roles": {"nurse": 5}})
    assert "The set-up has changed since this was worked out." in lead.browser.get(PLAN).text


def test_a_plan_without_headcounts_says_what_to_do(
    lead: Person, begun: str, app: Flask, clock: Clock, tiny_setup: Setup, tiny: Instrument
) -> None:
    bare = planning.asked(
        tiny_setup.model_copy(update={"headcounts": type(tiny_setup.headcounts)()}), tiny, 11
    )
    lead.browser.get(PLAN).send("Work it out")
    work(app, clock, plans.told(planning.plan(bare, planning.rates(["25"], tiny), turnouts=0)))
    page = lead.browser.get(PLAN)
    assert "It is not known how many people are asked." in page.text
    assert "Who can be shown" not in page.text


def test_rates_are_those_of_last_time_or_else_of_the_year_before(
    lead: Person,
    begun: str,
    app: Flask,
    clock: Clock,
    draft_assessment: Assessment,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with app.extensions["database"].write() as session:
        session.get_one(Assessment, draft_assessment.id).state = "closed"
    found = Expected(41.0, {"nurse": 38.0}, "Ashdale 2025 (x)")
    monkeypatch.setattr(expecting, "expected", lambda *_: found)
    page = lead.browser.get(PLAN)
    assert [page.page.get_element_by_id(name).value for name in ("rate", "rate.nurse")] == ["41", "38"]
    assert f"Filled in is what “{draft_assessment.title}” had." in page.text
    page.send("Work it out", **{"rate": "20", "rate.nurse": ""})
    work(app, clock, None, "No luck.")
    page = lead.browser.get(PLAN)
    assert [page.page.get_element_by_id(name).value for name in ("rate", "rate.nurse")] == ["20", ""]
    assert "The plan could not be made. No luck." in page.text


def test_a_closed_year_without_rates_is_passed_over(
    lead: Person, begun: str, app: Flask, draft_assessment: Assessment
) -> None:
    with app.extensions["database"].write() as session:
        session.get_one(Assessment, draft_assessment.id).state = "closed"
    assert lead.browser.get(PLAN).page.get_element_by_id("rate").value == expecting.USUAL


def test_a_trial_is_asked_for_fetched_and_gone_after_a_day(
    lead: Person, begun: str, app: Flask, clock: Clock
) -> None:
    page = lead.browser.get(TRIAL).send("Try it", rate="35")
    assert "Your trial waits for its turn." in page.text
    asked = work(app, clock, FILES)
    assert (asked["rates"]["everybody"], asked["tables"]["title"]) == (35.0, "Ashdale 2026")
    settings = app.extensions["settings"]
    rehearsing._cache(settings).keep("a" * 64, "pdf", b"%PDF simulated")
    page = lead.browser.get(TRIAL)
    assert "320 people who do not exist have answered" in page.text
    address = page.link("Baseline report")
    got = lead.browser.client.get(address)
    assert (got.status_code, got.data, got.mimetype) == (200, b"%PDF simulated", "application/pdf")
    assert got.headers["Content-Disposition"] == "attachment; filename=simulated-baseline.pdf"
    got.close()
    assert [line[0] for line in log(app)][-2:] == ["trial asked for", "trial downloaded"]
    clock.pass_(days=1)
    lead.sign_in()
    assert lead.browser.get(address).status == 404
    assert "See the very report to expect" in lead.browser.get(TRIAL).text


def test_no_list_of_real_documents_has_a_trial(
    lead: Person, app: Flask, clock: Clock, draft_assessment: Assessment
) -> None:
    address = f"/console/assessments/{draft_assessment.code}/trial"
    lead.browser.get(address).send("Try it")
    work(app, clock, FILES)
    assert "Baseline report" in lead.browser.get(address).text
    with app.extensions["database"].read() as session:
        assert building.listed(session) == []


def test_a_file_that_the_trial_has_not_is_none(lead: Person, begun: str, app: Flask, clock: Clock) -> None:
    assert lead.browser.get(f"{TRIAL}/simulated-baseline.pdf").status == 404
    lead.browser.get(TRIAL).send("Try it")
    work(app, clock, FILES)
    for name in ("simulated-baseline.pdf", "readiness.db", "..%2Fsettings.toml"):
        page = lead.browser.get(f"{TRIAL}/{name}")
        assert (page.status, "Content-Disposition" in page.response.headers) == (404, False)


def test_a_set_up_that_is_not_whole_is_finished_first(lead: Person, begun: str, app: Flask) -> None:
    page = lead.browser.get(TRIAL)
    form = page.typed(page.form("Try it"), None, {})
    change(app, title=None)
    page = lead.browser.get(TRIAL)
    assert "The set-up is not whole yet." in page.text
    assert "rate" not in page.names
    page.post(TRIAL, form)
    with app.extensions["database"].read() as session:
        assert not rehearsals.any_free(session, 2**40)
    assert "Work it out" in lead.browser.get(PLAN).text, "a plan needs less"


def test_where_a_worker_is_there_nobody_is_told_otherwise(
    lead: Person, begun: str, app: Flask, clock: Clock
) -> None:
    with app.extensions["database"].write() as session:
        workers.seen(session, "one", int(clock.moment.timestamp()))
    for address in (PLAN, TRIAL):
        assert "No worker is running" not in lead.browser.get(address).text
        assert "No worker is running" not in lead.browser.send().text


def test_once_people_answer_there_is_nothing_to_plan(
    lead: Person, app: Flask, assessment: Assessment
) -> None:
    for page in ("plan", "trial", "preview"):
        found = lead.browser.get(f"/console/assessments/{assessment.code}/{page}")
        assert found.status == 409
