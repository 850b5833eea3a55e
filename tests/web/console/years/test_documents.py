"""What moved as documents: out of date once what was done is told otherwise, and made anew."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from readiness.building import kept
from readiness.fieldwork import undertaken
from readiness.fieldwork.undertaken import Wanted
from readiness.instrument.types import Instrument
from readiness.records.tables import Assessment
from tests.web.console.conftest import Person
from tests.web.console.sharing.conftest import address
from tests.web.console.sharing.test_downloads import files

Make = Callable[[], int]


def test_a_change_report_is_out_of_date_once_an_action_was_changed(
    app: Flask, lea: Person, closed: Assessment, second: Assessment, tiny: Instrument, make: Make
) -> None:
    page = lea.browser.get(address(second, "/downloads"))
    page.send("Make Change report (PDF)")
    assert make() == 1
    (file,) = files(page.get(address(second, "/downloads")))
    assert page.client.get(file).status_code == 200
    with app.extensions["database"].write() as session:
        told = Wanted("Two hours a month", "cardiology", "time", "Lead", state="done")
        undertaken.change(session, closed, tiny, 1, told)
    page.get(address(second, "/downloads"))
    assert page.text.count("Out of date Actions were recorded or changed since it was made") == 1
    assert page.client.get(file).status_code == 404, "it tells of what is otherwise now"
    with app.extensions["database"].read() as session:
        assert kept.kept_findings(app.extensions["settings"], session, second), (
            "no finding is found again for that"
        )
    page.send("Make anew Change report (PDF)")
    assert make() == 1
    assert len(files(page.get(address(second, "/downloads")))) == 1
