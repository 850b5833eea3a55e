"""What is said of response rates: no more than the blur allows, and of groups alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from readiness.fieldwork.rates import Group, Rates
from readiness.web.console.running import standing

TOTAL = Group("", "", 300, 1000)
NURSES = Group("nurse", "Nurses", 60, 500)
MANAGERS = Group("manager", "Managers", 240, 500)
FEW = Group("porter", "Porters", None, 40)
RATES = Rates(
    day=date(2026, 11, 10),
    closed=False,
    total=TOTAL,
    tables={"role": (NURSES, MANAGERS, FEW), "place": (), "area": (), "organisation": (), "page": ()},
    balance=None,
    blur=6,
    page_blur=12,
)


def shown(rates: Rates, whole: bool = True) -> standing.Standing:
    return standing.standing(rates, "open", whole, lambda table, id: id == "nurse")


def test_the_groups_furthest_behind_are_named_with_what_to_do() -> None:
    (said,) = shown(RATES).push
    assert said.startswith("Nurses: 12% have answered, against 30% of everyone. Ask those who lead them")


def test_a_table_names_its_ends_if_they_lie_further_apart_than_the_blur() -> None:
    assert shown(RATES).tables[0].message == "Highest: Managers, 48%. Lowest: Nurses, 12%."
    near = replace(
        RATES, tables={**RATES.tables, "role": (NURSES, replace(NURSES, name="Porters", answered=65))}
    )
    assert "stands out" in shown(near).tables[0].message
    assert (
        shown(replace(RATES, tables={**RATES.tables, "role": (FEW,)})).tables[0].message
        == "No role has a rate yet."
    )


def test_who_leads_a_part_gets_neither_total_nor_advice_on_others() -> None:
    found = shown(RATES, whole=False)
    assert (found.total, found.push) == (None, ())
    assert [group.id for table in found.tables for group in table.groups] == ["nurse"]


@pytest.mark.parametrize(
    ("group", "count", "percent"),
    [
        (NURSES, "60", "12%"),
        (FEW, "not shown", "not shown"),
        (Group("x", "X", 60, None), "60", "not known"),
        (Group("x", "X", 95, 100, or_more=True), "95 or more", "95% or more"),
    ],
)
def test_figures_are_said_as_they_are_shown(group: Group, count: str, percent: str) -> None:
    assert (standing.count(group), standing.percent(group)) == (count, percent)


def test_the_total_in_a_sentence() -> None:
    assert standing.sentence(TOTAL) == "About 300 of 1,000 people have answered: 30%."
    assert "Too few" in standing.sentence(replace(TOTAL, answered=None))
    assert "not known" in standing.sentence(replace(TOTAL, asked=None))


def test_before_the_first_day() -> None:
    said = standing.left(date(2026, 11, 2), date(2026, 11, 29), date(2026, 11, 1))
    assert said == "People can answer from 2 November 2026 to 29 November 2026."
