"""How it is going: the same all day, only what somebody leads, and nothing that tells who has answered."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

from readiness.fieldwork import lifecycle
from readiness.records.tables import Assessment
from tests.web.conftest import Clock
from tests.web.console.conftest import AREA_LEAD, ORGANISATION_LEAD, Join, Person
from tests.web.console.running.conftest import BOTH
from tests.web.visitor import Visitor

Answered = Callable[..., None]
Acts = Callable[[], list[str]]


def figures(page: Visitor) -> dict[str, list[str]]:
    """Return the cells of each group on the page."""
    rows = page.page.xpath("//tbody/tr")
    return {
        row.xpath("string(th)").strip(): [cell.text_content().strip() for cell in row.xpath("td")]
        for row in rows
    }


@BOTH
def test_a_lead_sees_days_rates_and_where_to_push(
    lea: Person, at: str, answered: Answered, acts: Acts
) -> None:
    answered(90)
    answered(40, place="south", areas={"cardiology": {}})
    page = lea.browser.get(f"{at}/running")
    assert "19 days are left: the last one is 29 November 2026." in page.text
    assert "No result can be seen before the assessment has closed." in page.text
    shown = figures(page)
    assert set(shown) >= {"Nurses", "Managers", "North", "South", "Cardiology"}
    assert shown["Managers"] == ["not shown", "60", "not shown"]
    assert "looked at response rates" in acts()


def test_figures_stay_the_same_all_day_however_many_answer(lea: Person, at: str, answered: Answered) -> None:
    answered(90)
    before = figures(lea.browser.get(f"{at}/running"))
    answered(60)
    assert figures(lea.browser.get(f"{at}/running")) == before


def test_small_groups_are_not_shown(lea: Person, at: str, answered: Answered) -> None:
    answered(10)
    page = lea.browser.get(f"{at}/running")
    assert "Too few people have answered for a figure yet." in page.text
    assert {cells[0] for cells in figures(page).values()} == {"not shown"}


def test_whoever_leads_an_area_sees_that_area_alone(join: Join, at: str, answered: Answered) -> None:
    answered(80, areas={"cardiology": {}})
    answered(80, areas={"respiratory": {}})
    person = join("area@example.org", AREA_LEAD)
    page = person.browser.get(f"{at}/running")
    assert set(figures(page)) == {"Cardiology"}
    for hidden in ("Respiratory", "North", "Nurses", "Where to push", "people have answered:"):
        assert hidden not in page.text
    told = person.browser.client.get(f"{at}/running.csv").text
    assert [row["id"] for row in csv.DictReader(io.StringIO(told))] == ["cardiology"]


def test_whoever_leads_an_organisation_sees_that_alone(join: Join, at: str, answered: Answered) -> None:
    answered(80)
    page = join("works@example.org", ORGANISATION_LEAD).browser.get(f"{at}/running")
    assert set(figures(page)) <= {"Mill Lane Surgery"}
    assert "North" not in page.text


def test_the_table_can_be_taken_away(lea: Person, at: str, answered: Answered, acts: Acts) -> None:
    answered(90)
    page = figures(lea.browser.get(f"{at}/running"))
    response = lea.browser.client.get(f"{at}/running.csv")
    assert response.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert rows[0]["table"] == "total"
    told = {row["group"]: row["answered"] or "not shown" for row in rows[1:]}
    assert told == {name: cells[0] for name, cells in page.items()}
    assert acts()[-1] == "downloaded response rates"


def test_the_last_days_are_told_in_words(lea: Person, at: str, clock: Clock) -> None:
    for days, said in ((18, "1 day is left"), (1, "Today is the last day"), (1, "It can be closed now")):
        clock.pass_(days=days)
        lea.sign_in()
        assert said in lea.browser.get(f"{at}/running").text


def test_after_closing_the_figures_stay(
    app: Any, lea: Person, at: str, answered: Answered, assessment: Assessment
) -> None:
    answered(90)
    lifecycle.close(
        app.extensions["database"], app.extensions["settings"], assessment.code, assessment.closes_on
    )
    page = lea.browser.get(f"{at}/running")
    assert page.heading == "How it went"
    assert "as they stood at closing, 29 November 2026" in page.text
