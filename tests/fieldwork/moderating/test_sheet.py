"""Comments in a spreadsheet: nothing in it is run, and what comes back is checked row by row."""

from __future__ import annotations

import csv
import stat

import pytest
from openpyxl import Workbook, load_workbook

from readiness.errors import FileFaults, ReadinessError
from readiness.fieldwork.moderating import sheet
from readiness.fieldwork.moderating.sheet import COLUMNS

ENDINGS = pytest.mark.parametrize("ending", ["csv", "xlsx"])
SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
HOSTILE = [
    "=1+1",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "\uff1d1+1",
    "'=1",
    "'quoted' words",
    'say "this", and that; and |that|',
    "two\nlines\r\nand three",
    "<b>bold</b> & <script>alert(1)</script>",
    "\u202eturned\u202c and \x07 rung",
    "🙂 Ŵŷ",
    "x" * 2000,
]


def rows(path):
    if path.suffix == ".xlsx":
        page = load_workbook(path).active
        return [list(row) for row in page.iter_rows()], page
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file)), None


def filled(path, changes, found):
    """Write decisions into an exported file, as a person would; `changes` are by a part of the comment."""
    lines, _ = rows(path)
    cells = [[getattr(cell, "value", cell) or "" for cell in line] for line in lines]
    for line in cells[1:]:
        for part, change in changes.items():
            if part in line[2]:
                for column, value in change.items():
                    line[COLUMNS.index(column)] = value
    return saved(path.with_stem("filled"), cells)


def saved(path, cells):
    if path.suffix == ".xlsx":
        book = Workbook()
        for line in cells:
            book.active.append(line)
            for cell in book.active[book.active.max_row]:
                cell.data_type = "s"
        book.save(path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(cells)
    return path


@ENDINGS
@SQLITE
def test_a_filled_sheet_is_taken_and_blank_rows_stay_as_they_are(written, read, tmp_path, ending):
    found = read(written())
    path = tmp_path / f"comments.{ending}"
    sheet.write(path, found.readings)
    decided = sheet.read(
        filled(
            path,
            {
                "Priya": {"decision": "Show", "show instead": "[...] More clinics should book like that."},
                "07700": {"decision": "withhold", "reason": "Person"},
                "number 7": {"decision": "show"},
            },
            found,
        ),
        found,
    )
    told = {reading.comment.text: decision for reading, decision in decided.items()}
    assert len(told) == 3
    assert told["Plain comment number 7, nothing in it."].state == "shown"
    assert sorted((one.state, one.reason, one.cut) for one in told.values() if one.cut or one.reason) == [
        ("shown", None, "[…] More clinics should book like that."),
        ("withheld", "person", None),
    ]


@ENDINGS
@SQLITE
def test_what_was_exported_may_come_back_untouched_whatever_was_written(written, read, tmp_path, ending):
    found = read(written(HOSTILE))
    path = tmp_path / f"comments.{ending}"
    sheet.write(path, found.readings)
    assert sheet.read(path, found) == {}
    back = filled(path, {"": {"decision": "show"}}, found)
    assert len(sheet.read(back, found)) == len(HOSTILE)


@ENDINGS
@SQLITE
def test_no_cell_is_run_by_a_spreadsheet(written, read, tmp_path, ending):
    path = tmp_path / f"comments.{ending}"
    sheet.write(path, read(written(HOSTILE)).readings)
    lines, page = rows(path)
    for line in lines[1:]:
        for cell in line:
            text = str(getattr(cell, "value", cell) or "")
            assert not text.lstrip().startswith(("=", "+", "-", "@", "\uff1d")), text
            assert all(letter.isprintable() or letter == "\n" for letter in text)
            assert getattr(cell, "data_type", "s") != "f"
    assert page is None or not list(page._hyperlinks)


@SQLITE
def test_the_file_is_new_and_for_this_user_alone(written, read, tmp_path):
    found, path = read(written()), tmp_path / "comments.csv"
    sheet.write(path, found.readings)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(ReadinessError, match="new file"):
        sheet.write(path, found.readings)


@ENDINGS
@SQLITE
def test_every_bad_row_is_named_and_nothing_is_taken(written, read, tmp_path, ending):
    found = read(written())
    path = tmp_path / f"comments.{ending}"
    sheet.write(path, found.readings)
    changes = {
        "number 0,": {"decision": "maybe"},
        "number 1,": {"decision": "withhold"},
        "number 2,": {"decision": "withhold", "reason": "boring"},
        "number 3,": {"decision": "show", "show instead": "Something else"},
        "number 4,": {"decision": "show", "reason": "person"},
        "number 5,": {"comment": "zzzzzzzz"},
        "number 6,": {"words": "Other words."},
        "number 7,": {"reason": "person"},
        "number 8,": {"decision": "withhold", "reason": "person", "show instead": "Plain"},
        "number 9,": {"decision": "show"},
        "07700": {"decision": "show"},
    }
    with pytest.raises(FileFaults) as refused:
        sheet.read(filled(path, changes, found), found)
    said = str(refused.value)
    assert len(refused.value.faults) == 10
    for problem in (
        '"maybe" is no decision',
        '"boring" is no reason',
        "not what was written",
        "needs no reason",
        'no comment "zzzzzzzz"',
        "sorted alone",
        "a reason and no decision",
        "never shown",
    ):
        assert problem in said
    assert all(fault.place.startswith("row ") and fault.remedy for fault in refused.value.faults)


@SQLITE
def test_a_sheet_of_which_one_column_was_sorted_is_refused(written, read, tmp_path):
    found, path = read(written()), tmp_path / "comments.csv"
    sheet.write(path, found.readings)
    (header, *lines), _ = rows(path)
    handles = sorted((line[0] for line in lines), reverse=True)
    mixed = [[handle, *line[1:]] for handle, line in zip(handles, lines, strict=True)]
    with pytest.raises(FileFaults, match="sorted alone"):
        sheet.read(saved(path.with_stem("mixed"), [header, *mixed]), found)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (["comment", "words"], "no column `decision`"),
        ([*COLUMNS, "decision"], "twice"),
        ([*COLUMNS, "raeson"], 'did you mean "reason"'),
        ([], "no column `comment`"),
    ],
)
@SQLITE
def test_a_header_that_is_none_is_refused(written, read, tmp_path, header, said):
    path = saved(tmp_path / "sheet.csv", [header, ["x"] * len(header)] if header else [["", ""]])
    with pytest.raises(FileFaults, match=said):
        sheet.read(path, read(written()))


@SQLITE
def test_a_comment_that_stands_there_twice_is_named(written, read, tmp_path):
    found, path = read(written()), tmp_path / "comments.csv"
    sheet.write(path, found.readings)
    lines, _ = rows(path)
    plain = next(line for line in lines[1:] if not line[3])
    plain[4] = "show"
    twice = saved(path.with_stem("twice"), [*lines, plain])
    with pytest.raises(FileFaults, match="earlier row"):
        sheet.read(twice, found)
