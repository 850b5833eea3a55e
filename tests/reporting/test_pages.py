"""What the pages of a report are filled with: what was asked, in which order, and how closely set."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from readiness.baseline.findings import Findings
from readiness.reporting.documents import area_pages, closing_pages, story
from readiness.reporting.words import headlines
from readiness.reporting.words.printed import Printer
from readiness.reporting.words.wording import Wording


@pytest.fixture
def printer(wording: Wording) -> Printer:
    return Printer(wording)


def test_what_was_not_asked_is_not_called_too_few_answers(findings: Findings, printer: Printer) -> None:
    unasked = replace(findings, areas=(), barriers=())
    assert [block["key"] for block in story.story(unasked, printer)["blocks"]] == ["ready", "roles"]
    assert headlines.need(unasked, printer) == "This assessment did not ask about clinical areas"
    assert headlines.heat_map(unasked, printer) == "This assessment did not ask about clinical areas"
    assert headlines.barriers(unasked, printer) == "This assessment did not ask what gets in the way"
    alone = replace(findings, roles=findings.roles[:1], role_gaps=())
    assert (
        headlines.roles(alone, printer) == "No more than one role was asked, so there is nothing to compare"
    )


def test_method_speaks_of_areas_only_where_they_were_asked_about(
    findings: Findings, printer: Printer
) -> None:
    for found, said in ((findings, True), (replace(findings, areas=()), False)):
        method = closing_pages.method(found, printer)
        texts = " ".join(f"{part['title']} {part['text']}" for part in method["parts"])
        assert ("Everyone chose up to three clinical areas" in texts) is said
        assert ("Where most change is needed" in texts) is said
        assert any("Clinical areas that" in name for name, _ in method["checks"]) is said


def test_table_of_need_has_the_order_of_its_picture(
    findings: Findings, printer: Printer, reports: Path
) -> None:
    page = area_pages.need(findings, printer, reports / "figures.mplstyle")
    (rows,) = page["tables"]
    shown = sorted((one for one in findings.areas if one.readiness), key=lambda one: one.readiness.value)  # type: ignore[union-attr]
    assert [row["name"] for row in rows] == [*(one.name for one in shown), findings.areas[-1].name]
    anchors = {one.name: f"area-{i + 1}" for i, one in enumerate(findings.areas) if one.readiness}
    assert {row["name"]: row["anchor"] for row in rows if row["anchor"]} == anchors


def test_fullest_area_page_is_set_closest(findings: Findings, printer: Printer) -> None:
    usual = findings.areas[2]
    bare = replace(usual, innovations=())
    names = {one.id: f"{one.name} and all that goes with it, everywhere" for one in findings.dimensions}
    longer = tuple(replace(one, name=names[one.id]) for one in findings.dimensions)
    pages = [
        area_pages.area_page(one, 2, replace(findings, dimensions=dimensions), printer)
        for one, dimensions in (
            (bare, findings.dimensions),
            (usual, findings.dimensions),
            (usual, longer),
        )
    ]
    lines = [area_pages._lines_of(page) for page in pages]
    assert lines == sorted(lines)
    assert [page["spacing"] for page in pages] == ["", "", "tight tightest"]
