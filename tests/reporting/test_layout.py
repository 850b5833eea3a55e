"""How pages are filled: documents of a whole system, measured on the page as it is printed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from benchmarks.reports.systems import System, analysed
from readiness.baseline.findings import AreaFinding, Findings
from readiness.reporting import pdf
from readiness.reporting.documents import report
from tests.reporting.awkward import AWKWARD
from tests.reporting.believable import REPORTS, believable
from tests.reporting.measuring import bottoms

pytestmark = pytest.mark.slow

LONG = (
    "Rehabilitation, reablement and long-term support for people who leave hospital after more than three weeks,"
    " with their families and carers, across every organisation of two counties and the whole coast"
)
NAMES = ("Cardiology", "Rehabilitation after long hospital stays", LONG[:120].rstrip(), LONG[:200].rstrip())


def renamed(area: AreaFinding, name: str) -> AreaFinding:
    items = tuple(replace(item, text=item.text.replace(area.name, name)) for item in area.items)
    return replace(area, name=name, items=items)


@pytest.fixture(scope="module")
def system() -> Findings:
    """Six hundred people in four areas of which every figure is shown."""
    return analysed(System(4, 600, 2))


@pytest.mark.parametrize("at", range(len(NAMES)))
def test_area_report_keeps_four_to_six_full_pages_whatever_its_name(system: Findings, at: int) -> None:
    areas = tuple(renamed(area, name) for area, name in zip(system.areas, NAMES, strict=True))
    filled = bottoms(report.rendered(replace(system, areas=areas), REPORTS, report.of_area(areas[at].id)))
    assert 4 <= len(filled) <= 6
    assert min(filled[:-1]) > 190, filled
    assert filled[-1] > 150, filled


def test_area_without_figures_says_all_on_one_page() -> None:
    findings = AWKWARD["all-hidden"](believable())
    areas = tuple(renamed(area, LONG[:200]) for area in findings.areas)
    data = report.rendered(replace(findings, areas=areas), REPORTS, report.of_area(areas[0].id))
    assert len(bottoms(data)) == 1


@pytest.fixture(scope="module")
def laid_out(system: Findings) -> Any:
    """The baseline report of the system, laid out."""
    return pdf._laid_out(report.page(system, REPORTS), REPORTS, report.BASELINE.styles)


def test_baseline_report_has_no_half_empty_page(laid_out: Any) -> None:
    filled = bottoms(laid_out.write_pdf())
    assert 20 <= len(filled) <= 30
    assert min(filled[:-1]) > 140, filled
    assert filled[-1] > 110, filled


def test_head_of_a_page_names_the_section_with_which_it_begins(laid_out: Any) -> None:
    """Where a section ends at the top of a page, the next one does not stand in its head."""
    for page in laid_out.pages[1:]:
        boxes = list(page._page_box.descendants())
        heads = [box for box in boxes if box.element_tag == "h2" and box.element is not None]
        named = next(box.text for box in boxes if getattr(box, "text", "") and box.position_y < 60)
        first = heads[0].element.get("data-short") if heads else ""
        begins = bool(heads) and heads[0].position_y < 110
        assert named == first if begins else named != first or len(heads) == 0


def test_pictures_in_tables_stand_under_their_scale(laid_out: Any) -> None:
    boxes = [box for page in laid_out.pages for box in page._page_box.descendants()]
    found = 0
    for table in (box for box in boxes if box.element_tag == "table"):
        scales = [box for box in table.descendants() if _is(box, "div", "axis")]
        cells = [box for box in table.descendants() if _is(box, "td", "track")]
        for cell in cells if scales else []:
            image, size, position = (
                cell.style[f"background_{name}"][0] for name in ("image", "size", "position")
            )
            if image[0] == "none":
                continue
            found += 1
            assert position[1].value == 0, "the picture begins at the left of its cell"
            assert cell.position_x == pytest.approx(scales[0].position_x, abs=0.5)
            assert size[0].value == pytest.approx(scales[0].width, abs=0.5)
    assert found > 50


def _is(box: Any, tag: str, name: str) -> bool:
    return (
        box.element_tag == tag
        and box.element is not None
        and name in (box.element.get("class") or "").split()
    )
