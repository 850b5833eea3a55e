"""The workbook: every figure as it is, nothing that runs, sheets that say what they hold, the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from readiness.baseline.findings import Findings, Named
from readiness.reporting.exports import figures
from readiness.reporting.exports.sheets import sheet_name, unlike
from readiness.reporting.exports.workbook import workbook
from readiness.reporting.published import Limit, Table, published
from readiness.reporting.words.printed import Printer, one_line
from tests.reporting.awkward import AWKWARD, with_names
from tests.reporting.believable import REPORTS, believable
from tests.reporting.exports.conftest import PAYLOADS

STYLE = REPORTS / "figures.mplstyle"


@pytest.fixture(scope="module")
def made(printer: Printer) -> bytes:
    return workbook(believable(), printer, STYLE)


@pytest.fixture(scope="module")
def book(made: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(made))


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the pictures out where a test is not about them: they take the most time."""
    monkeypatch.setattr(figures, "pictures", lambda *_: iter(()))


def opened(findings: Findings, printer: Printer) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook(findings, printer, STYLE)))


def leads_to(sheet: Any) -> set[str]:
    """Where the links of a sheet lead."""
    return {cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}


def columns_of(sheet: Any) -> tuple[int, dict[str, int]]:
    """The row of the head and the place of each column by its name."""
    (table,) = sheet.tables.values()
    head = int(re.findall(r"\d+", table.ref)[0])
    return head, {sheet.cell(head, i + 1).value: i + 1 for i in range(len(table.tableColumns))}


def test_there_is_a_sheet_a_table_after_the_first_and_the_pictures(book: Any, printer: Printer) -> None:
    titles = [table.title for table in published(believable(), printer)]
    assert book.sheetnames == ["Read me", "Pictures", *(title[:31].strip() for title in titles)]


def test_every_figure_of_every_table_is_in_its_sheet_unrounded(book: Any, printer: Printer) -> None:
    for sheet, table in zip(book.worksheets[2:], published(believable(), printer), strict=True):
        if not table.rows:
            continue
        head, places = columns_of(sheet)
        for i, row in enumerate(table.rows, 1):
            for column, value in zip(table.columns, row, strict=True):
                at = (
                    (head + 1 + table.columns.index(column), 2)
                    if table.record
                    else (head + i, places[column.name])
                )
                cell = sheet.cell(*at)
                if isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool)):
                    assert cell.value == pytest.approx(value, rel=1e-12)
                elif isinstance(value, Limit):
                    assert cell.value == {"under": "under 5%", "over": "over 95%"}[value]
                elif value is None:
                    assert cell.value == "not shown"


def test_hidden_cells_look_like_empty_ones(undrawn: None, printer: Printer) -> None:
    one = replace(
        believable(), areas=tuple(replace(a, need=None, readiness=None) for a in believable().areas)
    )
    sheet = opened(one, printer)["Clinical areas"]
    head, places = columns_of(sheet)
    looks = {
        (cell.value, cell.number_format, cell.font.color.rgb, cell.alignment.horizontal, cell.data_type)
        for row in range(head + 1, sheet.max_row + 1)
        for cell in (sheet.cell(row, places["Readiness"]), sheet.cell(row, places["Chance"]))
    }
    assert len(looks) == 1
    assert next(iter(looks))[0] == "not shown"


def test_each_sheet_has_title_sentence_link_back_frozen_head_and_print_layout(
    book: Any, printer: Printer
) -> None:
    for sheet, table in zip(book.worksheets[2:], published(believable(), printer), strict=True):
        assert sheet["A1"].value == table.title
        text = " ".join(str(sheet.cell(row, 1).value) for row in range(2, 6))
        assert table.finding[:60] in text
        assert leads_to(sheet) == {"'Read me'!A1"}
        layout = sheet.page_setup
        assert (layout.orientation, layout.paperSize, layout.fitToHeight) == ("landscape", 9, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        if table.rows:
            head, _ = columns_of(sheet)
            assert sheet.freeze_panes is not None
            assert int(re.findall(r"\d+", sheet.freeze_panes)[0]) == head + 1
            assert sheet.print_title_rows == f"${head}:${head}"


def test_first_sheet_says_what_who_when_threshold_and_leads_everywhere(book: Any) -> None:
    sheet = book["Read me"]
    text = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    for told in (
        "Northvale and Eastcoast",
        "1,204 of 8,440",
        "1 September 2026 – 16 October 2026",
        "fewer than 11 people",
    ):
        assert told in text
    assert leads_to(sheet) == {"'{}'!A1".format(name.replace("'", "''")) for name in book.sheetnames[1:]}


def test_no_cell_of_data_is_merged_and_no_cell_holds_a_formula(book: Any) -> None:
    for sheet in book.worksheets:
        assert not sheet.merged_cells.ranges
        assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_pictures_have_words_in_place_of_them(made: bytes, printer: Printer) -> None:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    words = re.findall(r'<xdr:cNvPr [^>]*descr="([^"]+)"', drawing)
    assert len(words) == len(list(figures.pictures(believable(), printer))) == 5
    assert all(len(one) > 60 for one in words)


def test_heat_map_is_shaded_by_rules_that_leave_the_figures(book: Any) -> None:
    sheet = book["Areas by dimensions"]
    rules = [rule for rules in sheet.conditional_formatting for rule in rules.rules]
    assert [float(rule.formula[0]) for rule in sorted(rules, key=lambda rule: rule.priority)] == [
        74.5, 69.5, 64.5, 59.5, 54.5, 49.5, 44.5, 39.5, -1
    ]  # fmt: skip


def test_formulas_come_back_as_text(undrawn: None, printer: Printer) -> None:
    """All stand as barriers, one under the other; a few as the name of everything else."""
    named = tuple(Named(str(i), text, None) for i, text in enumerate(PAYLOADS))
    one = replace(
        with_names(replace(believable(), areas=believable().areas[:3]), PAYLOADS[:7]), barriers=named
    )
    book = opened(one, printer)
    for sheet in book.worksheets:
        heads = [columns_of(sheet)[0]] if sheet.tables else []
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
            assert cell.data_type == "s", (sheet.title, cell.coordinate, cell.value)
            if cell.value.startswith(("=", "+", "-", "@")) and cell.row not in heads:
                assert cell.quotePrefix, (sheet.title, cell.coordinate, cell.value)
    head, places = columns_of(book["Barriers"])
    told = [book["Barriers"].cell(head + i, places["Barrier"]).value for i in range(1, len(PAYLOADS) + 1)]
    assert told == [one_line(text) for text in PAYLOADS]
    assert sum(text.startswith(("=", "+", "-", "@")) for text in told) >= 40


@pytest.mark.parametrize("kind", sorted(AWKWARD))
def test_every_kind_of_findings_has_a_workbook_that_opens(undrawn: None, printer: Printer, kind: str) -> None:
    found = opened(AWKWARD[kind](believable()), printer)
    assert len(found.sheetnames) == len({name.casefold() for name in found.sheetnames})


def test_hostile_text_stands_as_text(undrawn: None, printer: Printer) -> None:
    long = "🫀" + "x" * 400
    names = (long, "<b>&\"'</b>", "قسم القلب", "a\x00b\x0bc\ud800d", "_x0041_", "http://127.0.0.1:9/", "=a")
    one = with_names(replace(believable(), areas=believable().areas[:6]), names)
    sheet = opened(one, printer)["Clinical areas"]
    head, places = columns_of(sheet)
    told = [sheet.cell(head + 1 + i, places["Clinical area"]).value for i in range(6)]
    assert told == [
        long,
        "<b>&\"'</b>",
        "قسم القلب",
        "a b cd",
        "_x0041_",
        "http://127.0.0.1:9/",
    ]


def test_simulated_answers_are_named_on_the_first_sheet_and_every_printed_page(
    undrawn: None, printer: Printer
) -> None:
    found = opened(AWKWARD["simulated"](believable()), printer)
    text = " ".join(str(cell.value) for row in found["Read me"].iter_rows() for cell in row if cell.value)
    assert "The answers in this report are simulated." in text
    assert all("simulated" in str(sheet.oddFooter.left.text) for sheet in found.worksheets)


def test_same_findings_give_the_same_bytes(made: bytes, printer: Printer) -> None:
    assert workbook(replace(believable()), printer, STYLE) == made


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Plain", "Plain"),
        ("a[b]c:d*e?f/g\\h", "a b c d e f g h"),
        ("'quoted'", "quoted"),
        ("History", "History -"),
        ("", "-"),
        ("''' ", "-"),
        ("x" * 40, "x" * 31),
        ("Tab\tand\nline", "Tab and line"),
    ],
)
def test_sheet_names_are_ones_that_excel_takes(title: str, name: str) -> None:
    assert sheet_name(title, set()) == name


def test_sheet_names_differ_without_regard_to_case() -> None:
    taken: set[str] = set()
    assert [sheet_name(one, taken) for one in ("A" * 40, "a" * 40, "A" * 31)] == [
        "A" * 31, "a" * 29 + " 2", "A" * 29 + " 3"
    ]  # fmt: skip


def test_heads_of_one_table_differ() -> None:
    assert unlike(["Name", "name", "", " ", "Name (2)"]) == ["Name", "name (2)", "-", "- (2)", "Name (2) (2)"]


def test_tables_are_given(tables: tuple[Table, ...]) -> None:
    assert len({table.title for table in tables}) == len(tables)
