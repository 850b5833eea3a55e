"""Every look at results is in the log: a line a person, page and hour; every download is a line."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from flask import Flask

from readiness.records import audit
from readiness.records.tables import Assessment
from tests.reporting.believable import believable
from tests.web.conftest import Clock
from tests.web.console.conftest import VIEWER, Join, Person
from tests.web.console.results.conftest import PAGES, Find


def lines(app: Flask, action: str) -> list[tuple[str, str]]:
    """Who did that to what."""
    with app.extensions["database"].read() as session:
        return [(one.actor, one.about) for one in audit.entries(session) if one.action == action]


def test_each_page_is_a_line_and_another_an_hour_later(
    app: Flask, clock: Clock, lea: Person, closed: Assessment, find: Find, base: str
) -> None:
    find()
    for _ in range(3):
        for page in PAGES:
            lea.browser.get(base + page)
    seen = lines(app, "results seen")
    assert len(seen) == len(set(seen)) == len(PAGES)
    assert ("lea@example.org", f"assessment {closed.code}: area cardiology") in seen
    clock.pass_(minutes=29)
    lea.browser.get(f"{base}/need")
    clock.pass_(minutes=29)
    lea.browser.get(f"{base}/need")
    assert len(lines(app, "results seen")) == len(PAGES)
    clock.pass_(minutes=3)
    lea.browser.get(f"{base}/need")
    assert len(lines(app, "results seen")) == len(PAGES) + 1


def test_two_people_are_two_lines(app: Flask, lea: Person, join: Join, find: Find, base: str) -> None:
    find()
    other = join("leo@example.org", replace(VIEWER, role="system-lead"))
    for person in (lea, other):
        person.browser.get(base)
    assert [who for who, _ in lines(app, "results seen")] == ["lea@example.org", "leo@example.org"]


@pytest.mark.parametrize("page", ["/areas/nowhere", "/tables/nowhere"])
def test_what_was_not_seen_is_no_line(app: Flask, lea: Person, find: Find, base: str, page: str) -> None:
    find()
    lea.browser.get(base + page)
    assert lines(app, "results seen") == lines(app, "results downloaded") == []


def test_every_download_is_a_line(app: Flask, lea: Person, closed: Assessment, find: Find, base: str) -> None:
    find()
    for _ in range(2):
        assert lea.browser.client.get(f"{base}/tables/areas").status_code == 200
    assert (
        lines(app, "results downloaded")
        == [("lea@example.org", f"assessment {closed.code}: table areas")] * 2
    )


def test_a_table_is_the_published_one_and_nothing_in_it_runs(lea: Person, find: Find, base: str) -> None:
    found = believable()
    areas = (replace(found.areas[0], name='=HYPERLINK("http://x.example")'), *found.areas[1:])
    find(replace(found, areas=areas))
    response = lea.browser.client.get(f"{base}/tables/areas")
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    rows = list(csv.DictReader(io.StringIO(response.get_data().decode("utf-8-sig"))))
    assert len(rows) == len(areas)
    assert rows[0]["area"] == '\'=HYPERLINK("http://x.example")'
    assert float(rows[0]["readiness"]) == areas[0].readiness.value  # type: ignore[union-attr]
