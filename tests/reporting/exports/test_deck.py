"""The slides: one message each, words in place of pictures, notes that say how sure it is, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Inches

from readiness.baseline.findings import Findings
from readiness.reporting.exports.deck import deck
from readiness.reporting.words.printed import Printer
from tests.reporting.awkward import AWKWARD
from tests.reporting.believable import REPORTS, believable

STYLE = REPORTS / "figures.mplstyle"
pytestmark = pytest.mark.slow

KINDS = ("believable", "all-hidden", "simulated", "hostile", "no-lists", "no-areas", "large")
Deck = Callable[[str], Any]


@pytest.fixture(scope="module")
def made(printer: Printer) -> Callable[[str], bytes]:
    known: dict[str, bytes] = {}

    def make(kind: str) -> bytes:
        if kind not in known:
            known[kind] = deck(AWKWARD[kind](believable()), printer, STYLE)
        return known[kind]

    return make


@pytest.fixture(scope="module")
def opened(made: Callable[[str], bytes]) -> Deck:
    return lambda kind: Presentation(io.BytesIO(made(kind)))


def texts(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


@pytest.mark.parametrize("kind", KINDS)
def test_every_slide_has_a_title_of_its_own_and_notes(opened: Deck, kind: str) -> None:
    slides = opened(kind).slides
    titles = [slide.shapes.title.text for slide in slides]
    assert all(titles)
    assert len(set(titles)) == len(titles)
    assert all(slide.notes_slide.notes_text_frame.text for slide in slides)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_reaches_over_the_edge_of_a_slide(opened: Deck, kind: str) -> None:
    found = opened(kind)
    assert (found.slide_width, found.slide_height) == (Inches(13.333), Inches(7.5))
    for slide in found.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= found.slide_width, shape.name
            assert shape.top + shape.height <= found.slide_height, shape.name


@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_and_table_has_words_in_place_of_it(opened: Deck, kind: str) -> None:
    for slide in opened(kind).slides:
        for shape in slide.shapes:
            if shape.shape_type == 13 or shape.has_table:
                assert shape._element.xpath(".//p:cNvPr")[0].get("descr")
            if shape.has_table:
                assert shape.table.first_row


def test_titles_are_the_findings_sentences(opened: Deck) -> None:
    titles = [slide.shapes.title.text for slide in opened("believable").slides]
    assert titles == [
        "Readiness to adopt innovation",
        "Readiness where people work stands at 56 out of 100",
        "1,204 of 8,440 people answered, 14% of staff",
        "Time and resources is weakest, relationships strongest",
        "Dimensions differ more than areas do: read along a row first",
        "Mental health, and Children and young people stand out as needing most change",
        "People find change most important in Mental health, and Stroke and neurology",
        "“Time, and cover for people's usual work” is named most often",
        "GPs and managers differ most, over time and resources",
        "What to do first",
        "How the figures were made, and how to cite them",
    ]


def test_notes_say_how_to_read_how_sure_and_what_is_hidden(opened: Deck) -> None:
    for slide in list(opened("believable").slides)[3:9]:
        notes = slide.notes_slide.notes_text_frame.text
        for said in ("How to read it:", "How sure it is:", "What is not shown:", "fewer than 11 people"):
            assert said in notes


def test_last_slide_says_how_to_cite(opened: Deck) -> None:
    told = texts(list(opened("believable").slides)[-1])
    assert (
        "How to cite: Northvale and Eastcoast Integrated Care System: Readiness to adopt innovation, 2026."
        in told
    )
    assert "41d7" * 16 in told


def test_tables_print_figures_as_the_report_does(opened: Deck) -> None:
    slide = list(opened("believable").slides)[2]
    (table,) = (shape.table for shape in slide.shapes if shape.has_table)
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[:2] == [["Group", "Answered", "Staff", "Rate"], ["GPs", "402", "2,150", "19%"]]


def test_every_slide_of_simulated_answers_says_so(opened: Deck) -> None:
    assert all("simulated" in texts(slide) for slide in opened("simulated").slides)


def test_slides_say_of_what_they_say_that_it_is_simulated(opened: Deck) -> None:
    """The explanation begins with "No person gave them", which needs what stands before it."""
    first, *_, last = opened("simulated").slides
    for said in (first.notes_slide.notes_text_frame.text, texts(last)):
        assert "The answers in this report are simulated. No person gave them:" in said


def test_slides_that_go_on_say_only_how_to_read_them(opened: Deck) -> None:
    parts = [slide for slide in opened("large").slides if "most change" in slide.shapes.title.text]
    assert len(parts) == 3
    assert ["chance" in texts(slide) and "position" in texts(slide) for slide in parts] == [
        True,
        False,
        False,
    ]
    assert all("Each dot is an area" in texts(slide) for slide in parts[1:])


def test_long_lists_go_on_over_several_slides(opened: Deck) -> None:
    titles = [slide.shapes.title.text for slide in opened("large").slides]
    assert sum(title.endswith("of 3)") for title in titles) == 6


def test_theme_is_the_reports_own(made: Callable[[str], bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(made("believable"))) as archive:
        theme = archive.read("ppt/theme/theme1.xml").decode()
        assert not [name for name in archive.namelist() if "thumbnail" in name]
    assert "0B4A5E" in theme
    assert "Calibri" not in theme


def test_same_findings_give_the_same_bytes(
    made: Callable[[str], bytes], printer: Printer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    findings: Findings = replace(AWKWARD["no-areas"](believable()))
    assert deck(findings, printer, STYLE) == made("no-areas")
    with zipfile.ZipFile(io.BytesIO(made("believable"))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "2026-10-16T00:00:00Z" in archive.read("docProps/core.xml").decode()
        assert "generated" not in archive.read("docProps/core.xml").decode()
        properties = archive.read("docProps/app.xml").decode()
        assert "<Application>Readiness</Application>" in properties
        assert "Macintosh" not in properties
