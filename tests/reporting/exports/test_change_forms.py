"""What changed, to take away: a workbook whose texts stay texts, one long CSV file, the same bytes each time."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import openpyxl
import pytest

from readiness.reporting.exports.change_forms import FORMS
from readiness.reporting.published import printer_of
from readiness.reporting.published.changes import published_changes
from tests.reporting.believable import REPORTS
from tests.reporting.changing import CASES
from tests.reporting.test_welsh import english


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_the_same_years_give_the_same_bytes(form: str) -> None:
    made = [FORMS[form](CASES["mixed"]("en"), REPORTS) for _ in range(2)]
    assert made[0] == made[1]


def test_workbook_tells_the_first_page_and_has_a_sheet_a_table() -> None:
    found = CASES["mixed"]("en")
    book = openpyxl.load_workbook(io.BytesIO(FORMS["xlsx"](found, REPORTS)))
    tables = published_changes(found, printer_of(found.now, REPORTS))
    assert len(book.sheetnames) == len(tables) + 1
    cover = "\n".join(str(cell.value) for row in book.worksheets[0].rows for cell in row if cell.value)
    assert "What cannot be told?" in cover
    actions = book[next(table.title for table in tables if table.id == "changed_actions")]
    assert any("This is not a trial" in str(row[0].value) for row in actions.iter_rows(max_row=8))


def test_no_text_of_a_lead_runs_in_a_spreadsheet() -> None:
    found = CASES["mixed"]("en")
    one = found.outcomes[0]
    evil = replace(one, action=replace(one.action, text="=1+1", owner="=2+2"))
    changed = replace(found, outcomes=(evil,))
    book = openpyxl.load_workbook(io.BytesIO(FORMS["xlsx"](changed, REPORTS)))
    cells = [cell for sheet in book.worksheets for row in sheet.rows for cell in row]
    assert {cell.value for cell in cells} >= {"=1+1", "=2+2"}
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    rows = list(csv.DictReader(io.StringIO(FORMS["csv"](changed, REPORTS).decode("utf-8-sig"))))
    assert "'=1+1" in {row["detail"] for row in rows}


def test_long_file_has_every_change_with_its_interval() -> None:
    rows = list(csv.DictReader(io.StringIO(FORMS["csv"](CASES["mixed"]("en"), REPORTS).decode("utf-8-sig"))))
    (route,) = [
        row
        for row in rows
        if (row["table"], row["group_kind"], row["topic_id"], row["figure"])
        == ("changed_moves", "system", "route", "moved")
    ]
    assert [float(route[end]) for end in ("value", "low", "high")] == pytest.approx([4.2, 1.8, 6.6])


def test_tables_are_in_welsh() -> None:
    found = CASES["mixed"]("cy")
    told = [
        text
        for table in published_changes(found, printer_of(found.now, REPORTS))
        for text in (
            table.title,
            *table.notes,
            *(words for column in table.columns for words in (column.name, column.meaning, column.none)),
        )
    ]
    assert {text: words for text in told if (words := english(text))} == {}
