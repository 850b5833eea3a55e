"""Publishing in the console: what it means is said first, it can be taken back, and all of it is in the log."""

from __future__ import annotations

import pytest
from flask import Flask

from readiness.access.rights import Role
from readiness.fieldwork import publishing
from readiness.fieldwork.moderating import moderation
from readiness.instrument.types import Instrument
from readiness.records import audit
from readiness.records.tables import Assessment
from tests.web.console.conftest import AREA_LEAD, LEAD, VIEWER, Join, Person
from tests.web.console.sharing.conftest import address

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


def acts(app: Flask) -> list[str]:
    """Return what was done with results, first act first."""
    with app.extensions["database"].read() as session:
        return [one.action for one in audit.entries(session) if "results" in one.action]


def decide(app: Flask, of: Assessment, tiny: Instrument, withheld: int = 0) -> None:
    """Approve all comments, or withhold the first so many."""
    with app.extensions["database"].write() as session:
        read = moderation.to_read(session, of, tiny).readings
        decided = {one: moderation.show(one) for one in read[withheld:]}
        moderation.keep(session, decided | {one: moderation.withhold("person") for one in read[:withheld]})


@pytest.mark.parametrize("database", BOTH, indirect=True)
def test_published_once_asked_and_taken_back_once_asked(app: Flask, closed: Assessment, lea: Person) -> None:
    page = lea.browser.get(address(closed))
    page.get(page.link("Publish the results"))
    assert page.heading == "Publish the results?"
    assert "System lead 1 person Everything Everything" in page.text
    assert "Viewer no people Nothing The report" in page.text
    assert "What somebody has printed, saved or sent on stays with them" in page.text
    assert acts(app) == []
    page.send("Publish the results")
    assert page.heading == "These results are published"
    assert "By lea@example.org" in page.text
    page.get(page.link("Take the published results back"))
    assert "no link that opens the report" in page.text
    page.send("Take them back")
    assert page.heading == "Publish the results?"
    assert "until" in page.text.partition("Earlier versions")[2]
    assert acts(app) == ["results published", "results taken back"]


def test_comments_moderated_since_are_told_and_published_anew(
    app: Flask, closed: Assessment, lea: Person, tiny: Instrument
) -> None:
    decide(app, closed, tiny)
    page = lea.browser.get(address(closed, "/publish"))
    assert "14 quotations" in page.text
    page.send("Publish the results")
    assert "the present one say the same" in page.text
    decide(app, closed, tiny, withheld=1)
    page.get(address(closed, "/publish"))
    assert "Comments were moderated since" in page.text
    page.send("Publish anew")
    assert "the present one say the same" in page.text
    assert acts(app) == ["results published"] * 2


def test_a_second_publisher_is_told_that_it_is_done(closed: Assessment, lea: Person, join: Join) -> None:
    other = join("other@example.org", LEAD)
    lea.browser.get(address(closed, "/publish"))
    other.browser.get(address(closed, "/publish")).send("Publish the results")
    assert lea.browser.send("Publish the results").status == 409
    assert "nothing has changed since" in lea.browser.text


def test_what_publishing_means_is_read_off_the_table_of_rights() -> None:
    from readiness.web.console.sharing.publishing import _sees

    assert {role: _sees(role)[0] for role in (Role.SYSTEM_LEAD, Role.VIEWER)} == {
        Role.SYSTEM_LEAD: "everything",
        Role.VIEWER: "nothing",
    }


@pytest.mark.parametrize("wanted", [AREA_LEAD, VIEWER])
def test_nobody_else_publishes(app: Flask, closed: Assessment, join: Join, wanted: object) -> None:
    other = join("other@example.org", wanted)
    assert other.browser.get(address(closed, "/publish")).status == 403
    with app.extensions["database"].read() as session:
        assert publishing.published(session, closed) is None
