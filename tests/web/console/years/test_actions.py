"""What is done about results, as leads write it down in the console: each their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from readiness.access.grants import Wanted as Right
from readiness.access.rights import Role
from readiness.fieldwork import lifecycle, undertaken
from readiness.fieldwork.setup_types import Setup
from readiness.fieldwork.undertaken import Wanted
from readiness.instrument.types import Instrument
from readiness.records import actions, audit
from readiness.records.tables import Assessment
from tests.web.console.conftest import AREA_LEAD, ORGANISATION_LEAD, VIEWER, Join, Person
from tests.web.console.results.conftest import Find
from tests.web.visitor import Visitor

HOURS = "Two protected hours a month"
Write = Callable[..., int]


@pytest.fixture
def base(closed: Assessment) -> str:
    return f"/console/assessments/{closed.code}/actions"


@pytest.fixture
def write(app: Flask, closed: Assessment, tiny: Instrument) -> Write:
    """Write an action down as a lead did before."""

    def writes(**given: object) -> int:
        wanted = replace(Wanted(HOURS, "cardiology", "time", expected=5), **given)  # type: ignore[arg-type]
        with app.extensions["database"].write() as session:
            return undertaken.add(session, closed, tiny, wanted).id

    return writes


def kept(app: Flask, of: Assessment) -> list[Wanted]:
    with app.extensions["database"].read() as session:
        return [undertaken.as_wanted(one) for one in actions.after(session, of)]


def acts(app: Flask) -> list[tuple[str, str]]:
    with app.extensions["database"].read() as session:
        found = [(one.action, one.about) for one in audit.entries(session)]
    return [one for one in found if one[0].startswith("action ")]


def test_a_lead_writes_down_what_is_done_and_what_came_of_it(
    app: Flask, lea: Person, closed: Assessment, base: str
) -> None:
    page = lea.browser.get(f"/console/assessments/{closed.code}")
    assert "Record what is done about it" in page.text
    page = page.get(base)
    assert "Nothing is recorded yet" in page.text
    page.get(f"{base}/where").send("Continue", area="own:cardiology")
    assert page.heading == "Record what is done: Cardiology"
    given = {"text": HOURS, "dimension": "time", "owner": "Clinical lead", "month": "3", "year": "2027"}
    page.send("Record it", **given, expected="5", state="planned")
    assert page.heading.endswith("What is done about it")
    assert "To move: time by 5 points. From March 2027. Clinical lead." in page.text
    (one,) = kept(app, closed)
    assert (one.area, one.dimension, one.expected, one.state) == ("cardiology", "time", 5, "planned")
    page.get(f"{base}/1").send("Save", state="done", note="All teams have them", area="", dimension="")
    assert "Everywhere" in page.text
    assert "To move: readiness as a whole by 5 points" in page.text
    assert "Came of it: All teams have them" in page.text
    page.get(f"{base}/1/remove")
    assert HOURS in page.text
    page.send("Remove it")
    assert kept(app, closed) == []
    about = f"assessment {closed.code}: action 1"
    assert acts(app) == [("action recorded", about), ("action changed", about), ("action removed", about)]


def test_the_reports_advice_that_fits_the_area_is_there_to_choose(
    app: Flask, lea: Person, closed: Assessment, find: Find, base: str
) -> None:
    find()
    page = lea.browser.get(f"{base}/new?area=cardiology")
    ideas = [one for one in page.page.xpath("//input[@name='idea']/@value") if one != "own"]
    assert ideas
    words = str(page.page.xpath(f"//input[@value='{ideas[0]}']/following-sibling::label")[0].text_content())
    page.send("Record it", idea=ideas[0], text="And more", dimension="")
    assert "wrote words of your own" in page.faults[0][0]
    page.send("Record it", text="")
    (one,) = kept(app, closed)
    assert (one.text, one.area, one.dimension) == (words, "cardiology", None)


def test_where_less_is_expected_than_next_year_can_show_the_page_says_so(
    lea: Person, find: Find, write: Write, base: str
) -> None:
    write(expected=1, dimension=None)
    assert "cannot be told from chance" not in lea.browser.get(base).text, "no findings, no guess"
    find()
    assert "a change of fewer than" in lea.browser.get(base).text
    assert "(from " in lea.browser.get(f"{base}/1").text
    lea.browser.send("Save", expected="90")
    assert "cannot be told from chance" not in lea.browser.text


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"text": ""}, "#text", "Enter what is to be done"),
        ({"expected": "much"}, "#expected", "must be a whole number, like 5"),
        ({"expected": "0"}, "#expected", "from 1 to 100"),
        ({"month": "13", "year": "2027"}, "#month", "must be a month and a year"),
        ({"month": "3", "year": "1999"}, "#month", "The year must be from 2026 to 2031"),
        ({"owner": "a" * 300}, "#owner", "200 at most"),
        ({"state": ""}, "#state", "no state of an action"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field_and_the_rest_stays_typed(
    app: Flask, lea: Person, closed: Assessment, base: str, typed: dict[str, str], field: str, said: str
) -> None:
    page = lea.browser.get(f"{base}/new?area=cardiology")
    given = {"text": HOURS, "dimension": "time", "state": "running", **typed}
    page.post(page.form("Record it").action, page.typed(page.form("Record it"), None, {}) | given)
    ((fault, where),) = page.faults
    assert said in fault
    assert where == field
    assert page.page.xpath("//select[@name='dimension']/option[@selected]/@value") == ["time"]
    assert kept(app, closed) == []


def test_who_leads_an_area_writes_down_what_is_done_there_and_sees_nothing_of_others(
    app: Flask, join: Join, closed: Assessment, find: Find, write: Write, base: str
) -> None:
    find()
    own, other, everywhere = (
        write(),
        write(area="diabetes", text="Elsewhere"),
        write(area=None, text="For all"),
    )
    page = join("ari@example.org", AREA_LEAD).browser.get(base)
    assert HOURS in page.text
    assert "Elsewhere" not in page.text
    assert "For all" not in page.text
    page.get(f"{base}/{own}").send("Save", state="done")
    assert kept(app, closed)[0].state == "done"
    for number in (other, everywhere):
        assert page.get(f"{base}/{number}").status == 404
        assert page.get(f"{base}/{number}/remove").status == 404
        _post(page, f"{base}/{number}", f"{base}/{own}", state="stopped")
        assert page.status == 404
        _post(page, f"{base}/{number}/remove", f"{base}/{own}/remove")
        assert page.status == 404
    for area in ("diabetes", "", "nowhere"):
        _post(
            page,
            f"{base}/new?area={area}",
            f"{base}/new?area=cardiology",
            idea="own",
            text="Mine",
            dimension="",
        )
        assert page.status == 404, area
        _post(page, f"{base}/{own}", f"{base}/{own}", area=area)
    assert [one.area for one in kept(app, closed)] == ["cardiology", "diabetes", None]
    assert {one.state for one in kept(app, closed)[1:]} == {"planned"}


def _post(page: Visitor, address: str, shown: str, **typed: str) -> None:
    """Send another page's form to an address that shows none."""
    form = page.get(shown).page.forms[-1]
    page.post(address, page.typed(form, None, {}) | typed)


def test_who_leads_two_areas_is_asked_in_which(join: Join, base: str) -> None:
    both = (AREA_LEAD, Right(Role.AREA_LEAD, "Ashdale", area="diabetes"))
    page = join("two@example.org", *both).browser.get(f"{base}/where")
    assert page.page.xpath("//input[@name='area']/@value") == ["own:cardiology", "own:diabetes"]
    page.send("Continue", area="own:diabetes")
    assert page.heading == "Record what is done: Diabetes"
    page.get(f"{base}/where")
    page.post(f"{base}/where", page.typed(page.form("Continue"), None, {}) | {"area": "own:respiratory"})
    assert page.faults == [("Select where it is done", "#area")]


@pytest.mark.parametrize("right", [ORGANISATION_LEAD, VIEWER])
def test_others_do_not_open_it(join: Join, closed: Assessment, base: str, right: Right) -> None:
    page = join("vic@example.org", right).browser
    assert page.get(base).status == 403
    assert "Record what is done" not in page.get(f"/console/assessments/{closed.code}").text


def test_once_the_next_assessment_has_closed_only_what_came_of_it_can_be_put_right(
    app: Flask, lea: Person, closed: Assessment, tiny_setup: Setup, write: Write, base: str
) -> None:
    number = write()
    database, settings = app.extensions["database"], app.extensions["settings"]
    changes = {"title": "Ashdale 2027", "year": 2027, "follows": closed.code}
    with database.write() as session:
        later = lifecycle.create(session, tiny_setup.model_copy(update=changes), settings)
        lifecycle.open_(session, later.code, settings, later.opens_on)
    lifecycle.close(database, settings, later.code, later.closes_on)
    page = lea.browser.get(base)
    assert "Record what is done from now on after Ashdale 2027" in page.text
    page.get(f"{base}/{number}")
    assert page.names == {"csrf_token", "state", "note", "owner"}
    page.send("Save", state="done", note="It came")
    assert "Came of it: It came" in page.text
    page.get(f"{base}/new?area=cardiology").send("Record it", text="Late", dimension="", state="done")
    assert page.status == 409
    assert page.get(f"{base}/{number}/remove").send("Remove it").status == 409
    assert len(kept(app, closed)) == 1
