"""The published tables: every figure of the findings, each with a name and a meaning, and none beside them."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from readiness.baseline.findings import CommentFinding, Findings, Share
from readiness.reporting.exports.json import as_json
from readiness.reporting.published import Limit, Table, Unit, printer_of, published
from readiness.reporting.published.showing import shown
from readiness.reporting.words.printed import Printer
from tests.reporting.believable import REPORTS
from tests.reporting.exports.conftest import distinct


def numbers(found: Any) -> set[float]:
    """Every number in JSON, wherever it stands."""
    if isinstance(found, bool) or found is None or isinstance(found, str):
        return set()
    if isinstance(found, int | float):
        return {float(found)}
    inside = found.values() if isinstance(found, dict) else found
    return set().union(*map(numbers, inside))


def values(tables: tuple[Table, ...], *without: Unit) -> set[float]:
    return {
        float(value)
        for table in tables
        for row in table.rows
        for column, value in zip(table.columns, row, strict=True)
        if isinstance(value, int | float) and not isinstance(value, bool) and column.unit not in without
    }


def test_every_number_of_the_json_stands_in_the_tables(findings: Findings, printer: Printer) -> None:
    told = distinct(findings)
    missing = numbers(json.loads(as_json(told))["findings"]) - values(published(told, printer))
    assert not missing, "figures of `Findings` that no table of readiness/reporting/published holds"


def test_tables_hold_no_number_but_those_of_the_json_and_rates(findings: Findings, printer: Printer) -> None:
    told = distinct(findings)
    # A rate is answers by headcount, both of which stand beside it; a place among an area's ends is an order of ids.
    found = values(published(told, printer), Unit.RATE) - numbers(json.loads(as_json(told)))
    assert found <= {0.0, 1.0, 2.0, 3.0}


def test_every_text_of_the_json_stands_in_the_tables(findings: Findings, printer: Printer) -> None:
    told = {str(value) for table in published(findings, printer) for row in table.rows for value in row}
    names = {area.name for area in findings.areas} | {
        one.text for area in findings.areas for one in area.items
    }
    names |= {one.holds for one in findings.dimensions} | {role.name for role in findings.roles}
    names |= {step.name for area in findings.areas for one in area.innovations for step in one.steps}
    assert names <= told


@pytest.mark.parametrize(
    "kind", ["believable", "all-hidden", "small", "no-areas", "no-lists", "hostile", "large"]
)
def test_tables_stand_for_every_kind_of_findings(
    awkward: dict[str, Findings], printer: Printer, kind: str
) -> None:
    for table in published(awkward[kind], printer):
        assert table.title
        assert table.finding
        assert len({column.id for column in table.columns}) == len(table.columns)
        for column in table.columns:
            assert all((column.name, column.meaning, column.none)), (table.id, column.id)
        assert all(len(row) == len(table.columns) for row in table.rows)


def test_comments_are_published_one_by_one(findings: Findings, printer: Printer) -> None:
    said = CommentFinding("c1", "What would help?", ("More time.", "=Better IT", "Trust"))
    told = published(replace(findings, comments=(said,)), printer)
    table = next(one for one in told if one.id == "comments")
    assert [row["comment"] for row in table.records()] == list(said.texts)
    assert {row["question"] for row in table.records()} == {said.question}


def test_hidden_looks_like_empty_and_prints_as_not_shown(
    awkward: dict[str, Findings], printer: Printer
) -> None:
    areas = next(one for one in published(awkward["all-hidden"], printer) if one.id == "areas")
    for row in areas.rows:
        assert {
            shown(column, value, printer) for column, value in zip(areas.columns[2:], row[2:], strict=True)
        } == {"not shown"}


@pytest.mark.parametrize(
    ("percent", "limit", "text"), [(5.0, Limit.UNDER, "under 5%"), (95.0, Limit.OVER, "over 95%")]
)
def test_share_near_an_end_has_no_figure(
    findings: Findings, printer: Printer, percent: float, limit: Limit, text: str
) -> None:
    near = replace(findings.barriers[0], share=Share(percent, 5.0, 95.0, 1180))
    table = next(
        one for one in published(replace(findings, barriers=(near,)), printer) if one.id == "barriers"
    )
    row = next(table.records())
    assert (row["share"], row["share_low"], row["share_high"], row["share_n"]) == (limit, None, None, 1180)
    assert shown(table.columns[2], row["share"], printer) == text


def test_divided_views_have_no_mean_in_the_heat_map(tables: tuple[Table, ...]) -> None:
    heat = next(one for one in tables if one.id == "area_heat")
    assert next(row for row in heat.records() if row["area_id"] == "stroke")["route"] == "divided"


def test_figures_print_as_in_the_report(tables: tuple[Table, ...], printer: Printer) -> None:
    areas = next(one for one in tables if one.id == "areas")
    columns = {column.id: column for column in areas.columns}
    row = next(row for row in areas.records() if row["area_id"] == "mental-health")
    told = {
        key: shown(columns[key], row[key], printer) for key in ("readiness", "importance", "chance", "tier")
    }
    assert told == {
        "readiness": "49",
        "importance": told["importance"],
        "chance": "99%",
        "tier": "Clear priority",
    }
    assert told["importance"].count(".") == 1


def test_same_findings_make_the_same_tables(findings: Findings, printer: Printer) -> None:
    assert published(findings, printer) == published(replace(findings), printer)


def test_the_docs_name_every_table(tables: tuple[Table, ...]) -> None:
    text = (Path(__file__).parents[3] / "docs" / "figures-to-go.md").read_text("utf-8")
    assert [table.id for table in tables if f"`{table.id}`" not in text] == []


def _shape(texts: Any, place: str = "") -> dict[str, set[str]]:
    """Each text by its place, as the names that it holds in braces."""
    if isinstance(texts, str):
        return {place: set(re.findall(r"{(\w+)}", texts))}
    return {
        key: names for name, one in texts.items() for key, names in _shape(one, f"{place}.{name}").items()
    }


def test_welsh_has_every_text_with_the_same_gaps() -> None:
    own, welsh = (
        tomllib.loads((REPORTS / "wording" / f"{language}.toml").read_text("utf-8"))["export"]
        for language in ("en", "cy")
    )
    assert _shape(welsh) == _shape(own)


def test_tables_of_a_welsh_assessment_are_in_welsh(findings: Findings) -> None:
    one = replace(findings, heading=replace(findings.heading, language="cy"))
    tables = published(one, printer_of(one, REPORTS))
    english = published(findings, printer_of(findings, REPORTS))
    assert all(own.title != other.title for own, other in zip(tables, english, strict=True))
    assert [own.rows for own in tables if own.id == "barriers"] == [
        one.rows for one in english if one.id == "barriers"
    ]


def test_parts_that_are_close_are_not_called_hidden(tables: tuple[Table, ...]) -> None:
    areas, parts = (
        {row["area_id"]: row for row in table.records()}
        for table in tables
        if table.id in ("areas", "area_parts")
    )
    assert (areas["maternity"]["limiting"], parts["maternity"]["lowest"]) == (
        "too close to tell apart",
        False,
    )
    assert (areas["musculoskeletal"]["limiting"], parts["musculoskeletal"]["lowest"]) == (None, None)
