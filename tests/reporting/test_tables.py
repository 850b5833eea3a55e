"""Findings as rows: cut where a page ends, shaded by what is printed, never a mean where views are divided."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from typing import Any

import pytest

from readiness.baseline.findings import Cell, Findings, Mean
from readiness.reporting import tables
from readiness.reporting.exports.json import FORMAT, as_json
from readiness.reporting.exports.text import as_text
from readiness.reporting.pictures import charts
from readiness.reporting.words.printed import Printer
from readiness.reporting.words.wording import Wording


@pytest.fixture
def printer(wording: Wording) -> Printer:
    return Printer(wording)


@pytest.mark.parametrize(
    ("count", "length", "sizes"),
    [(0, 5, []), (1, 5, [1]), (30, 5, [30]), (31, 5, [16, 15]), (12, 100, [6, 6]), (3, 9999, [1, 1, 1])],
)
def test_rows_are_cut_into_tables_of_about_one_length(count: int, length: int, sizes: list[int]) -> None:
    rows = ["x" * length] * count
    assert [len(table) for table in tables.kept_together(rows, lambda row: row, 25)] == sizes


@pytest.mark.parametrize(
    ("value", "printed", "shade"),
    [(12, "12", 1), (39.6, "40", 2), (54.5, "54", 4), (74.9, "75", 9), (100, "100", 9)],
)
def test_shade_follows_the_printed_figure(printer: Printer, value: float, printed: str, shade: int) -> None:
    assert tables.mean_cell(Mean(value, value, value, 1, 1, 50), printer) == tables.HeatCell(printed, shade)


def test_hidden_cell_has_no_shade(printer: Printer) -> None:
    assert tables.heat_cell(Cell(), printer) == tables.HeatCell("not shown", 0)


def test_divided_views_print_no_mean(findings: Findings, printer: Printer) -> None:
    stroke = next(one for one in findings.areas if one.id == "stroke")
    row = tables.dimension_rows(stroke, findings, printer)[-1]
    assert (row.score, row.interval, row.mean) == ("divided", "46% disagree, 45% agree", None)
    assert tables.area_heat(findings, printer)[findings.areas.index(stroke)].cells[-2] == tables.HeatCell(
        "divided"
    )


def test_area_without_a_figure_has_no_page_to_point_to(findings: Findings, printer: Printer) -> None:
    assert [row.anchor for row in tables.area_heat(findings, printer)][-2:] == ["area-9", ""]


def test_gaps_differences_and_the_lowest_part_are_tagged(findings: Findings, printer: Printer) -> None:
    one = findings.areas[0]
    tagged = {row.name: row.tags for row in tables.dimension_rows(one, findings, printer)}
    names = {dimension.id: dimension.name for dimension in findings.dimensions}
    assert all("holds back" in tagged[names[key]] for key in one.gaps)
    assert all("stronger" in tagged[names[key]] for key in one.above)
    assert tables.part_rows(one, findings, printer)[2].tags == ("lowest", "weaker")


@pytest.mark.parametrize("score", [-5, 0, 50, 100, 140])
def test_dot_never_leaves_its_picture(score: float) -> None:
    assert 1.2 <= float(charts.place(score)) <= charts.WIDTH - 1.2


def test_bar_is_a_number_and_nothing_else() -> None:
    assert charts.bar(34.4) == "background-size: 34.4% 2.6mm"
    assert charts.bar(250.0) == "background-size: 100.0% 2.6mm"
    assert charts.bar(None) == ""


# ----------------------------------------------------------------------------------------- JSON and terminal


def test_json_has_every_figure_unrounded(findings: Findings) -> None:
    found = json.loads(as_json(findings))
    assert found["format"] == FORMAT
    shape = found["findings"]
    first = findings.areas[0]
    assert first.readiness is not None
    assert shape["areas"][0]["readiness"]["value"] == first.readiness.value
    assert shape["areas"][0]["dimensions"]["direction"]["mean"]["n"] == 92
    assert shape["components"][0]["id"] == "commitment"
    assert shape["quality"]["without_flagged"]["direction"]["n"] == 1166
    masked = shape["barriers"][-1]["share"]
    assert (masked["percent"], masked["low"], masked["high"]) == (None, None, None)
    assert (masked["masked"], masked["text"]) == ("under", "under 5%")
    assert shape["barriers"][0]["share"]["masked"] is None
    assert shape["barriers"][0]["share"]["percent"] == 61
    assert shape["heading"]["closed"] == "2026-10-16"


def test_json_keeps_its_shape_where_all_is_hidden(awkward: dict[str, Findings]) -> None:
    full, empty = (json.loads(as_json(awkward[name]))["findings"] for name in ("believable", "all-hidden"))
    assert set(full) == set(empty)
    assert set(full["areas"][0]) == set(empty["areas"][0])
    assert empty["areas"][0]["readiness"] is None
    assert empty["roles"][0]["dimensions"] == {}


def test_json_has_no_number_that_json_does_not_know(findings: Findings) -> None:
    odd = replace(findings, general=Mean(math.nan, -math.inf, math.inf, 0, 0, 20))
    general: Any = json.loads(as_json(odd), parse_constant=pytest.fail)["findings"]["general"]
    assert (general["value"], general["low"], general["high"], general["n"]) == (None, None, None, 20)


def test_json_of_the_same_findings_is_the_same(findings: Findings) -> None:
    assert as_json(findings) == as_json(replace(findings))


def test_terminal_shows_the_figures(findings: Findings, reports: Any) -> None:
    text = as_text(findings, reports)
    assert re.search(r"Time and resources +1,204 +41\.4 +40\.3 +42\.5 +20\.0 +32% +6% +0\.81", text)
    assert re.search(r"Mental health +87 +48\.8 .* 99% +1 to 3 +Clear priority", text)
    assert "SIMULATED" not in text
    assert "Chance: of being among the three areas in most need." in text
    assert re.search(r"GPs +402 +2,150 +51\.8", text)
    assert re.search(r"Time and resources +GPs +Managers +14\.4 +11 to 18", text)


def test_terminal_puts_most_need_first_and_hidden_areas_last(findings: Findings, reports: Any) -> None:
    lines = as_text(findings, reports).splitlines()
    at = {
        one.id: next(i for i, line in enumerate(lines) if line.lstrip().startswith(one.name[:8]))
        for one in findings.areas
    }
    assert max(at, key=lambda key: at[key]) == "musculoskeletal"
    shown = sorted((one for one in findings.areas if one.need), key=lambda one: at[one.id])
    chances = [one.need.probability for one in shown if one.need]
    assert chances == sorted(chances, reverse=True)


@pytest.mark.parametrize("name", ["all-hidden", "small", "no-areas", "no-lists", "hostile", "simulated"])
def test_terminal_survives_awkward_findings(awkward: dict[str, Findings], reports: Any, name: str) -> None:
    text = as_text(awkward[name], reports)
    assert ("SIMULATED ANSWERS" in text) == (name == "simulated")
    assert max(map(len, text.splitlines())) <= 110
