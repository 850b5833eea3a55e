"""What changed as a workbook: a first sheet that tells the first page, and a sheet a table with its notes.

The same years give the same bytes.
"""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import Any

from readiness.baseline.years import Changes
from readiness.reporting.exports import palette
from readiness.reporting.exports.sheets import Book, height, sheet_name
from readiness.reporting.exports.workbook import EDGE, HEAD, SETTINGS, TITLE, link, table_sheet
from readiness.reporting.published.changes import published_changes
from readiness.reporting.published.kinds import Table
from readiness.reporting.words.change import told
from readiness.reporting.words.printed import Printer, one_line, printable

READING = ("export.read.hidden", "export.read.rounding", "export.read.folded")
LETTERS = 120


def workbook(changes: Changes, printer: Printer) -> bytes:
    """Return the workbook's bytes."""
    import xlsxwriter

    written = io.BytesIO()
    book = Book(xlsxwriter.Workbook(written, SETTINGS), printer)
    found, tables = printable(changes, one_line), published_changes(changes, printer)
    taken: set[str] = set()
    cover = sheet_name(printer.wording.say("export.cover"), taken)
    names = [sheet_name(table.title, taken) for table in tables]
    sheets = [book.file.add_worksheet(name) for name in (cover, *names)]
    _details(book, found)
    _cover(book, sheets[0], found, list(zip(names, tables, strict=True)))
    for sheet, table in zip(sheets[1:], tables, strict=True):
        table_sheet(book, sheet, table, cover)
    for sheet in sheets:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&8{_source(found, printer).replace('&', '&&')[:180]}&R&8&A   &P / &N")
    book.file.close()
    return written.getvalue()


def _source(changes: Changes, printer: Printer) -> str:
    years = {"first": str(changes.years[0]), "last": str(changes.years[-1])}
    return f"{changes.now.heading.system}: {printer.wording.say('change.page.title', **years)}"


def _details(book: Book, changes: Changes) -> None:
    """Describe the file; its day is the newest assessment's, so that the bytes are repeatable."""
    heading = changes.now.heading
    day = heading.closed or heading.opened or date(heading.year, 1, 1)
    book.file.set_properties(
        {
            "title": _source(changes, book.printer)[:255],
            "author": heading.system[:255],
            "created": datetime.combine(day, time()),
        }
    )


def _cover(book: Book, sheet: Any, changes: Changes, named: list[tuple[str, Table]]) -> None:
    """Tell the first page of the report, how to read the sheets, and what each holds."""
    say, page = book.printer.wording.say, told(changes, book.printer)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 96)
    sheet.hide_gridlines(2)
    sheet.set_row(0, 26)
    book.text(sheet, 0, 0, _source(changes, book.printer), **TITLE)
    row = book.lines(sheet, 1, f"{page.message}.", LETTERS, bold=True)
    if any(one.findings.heading.simulated for one in changes.rounds):
        warning = f"{say('simulated.cover')} {' '.join(say('simulated.explained').split())}"
        row = book.lines(sheet, row + 1, warning, LETTERS, bold=True)
    for key, texts in page.blocks:
        row = _titled(book, sheet, row + 1, say(f"change.question.{key}"))
        for text in texts:
            row = book.lines(sheet, row, text, LETTERS)
    row = _titled(book, sheet, row + 1, say("export.read_label"))
    for key in READING:
        text = say(key, threshold=str(changes.now.heading.threshold), name=book.printer.none)
        row = book.lines(sheet, row, text, LETTERS)
    _contents(book, sheet, row + 1, named)


def _titled(book: Book, sheet: Any, row: int, title: str) -> int:
    book.text(sheet, row, 0, title, bold=True, font_size=12, font_color=palette.ACCENT)
    return row + 1


def _contents(book: Book, sheet: Any, row: int, named: list[tuple[str, Table]]) -> None:
    say = book.printer.wording.say
    for column, label in enumerate((say("export.contents"), say("export.holds"))):
        book.text(sheet, row, column, label, **HEAD)
    for at, (name, table) in enumerate(named, row + 1):
        link(book, sheet, at, name, name, **EDGE)
        book.text(sheet, at, 1, table.finding, text_wrap=True, **EDGE)
        sheet.set_row(at, height([(table.finding, 96)]))
