"""The published tables as a workbook: a first sheet that says how to read it, the pictures, and a sheet a table.

Every text is written as text, so that nothing in it runs. Figures are unrounded and shown rounded. Columns that only an
analyst asks for stand at the right, folded away. The same findings give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from readiness.baseline.findings import Findings
from readiness.reporting.exports import figures, palette
from readiness.reporting.exports.sheets import Book, aligned, height, sheet_name, unlike, width
from readiness.reporting.pictures.figures import styled
from readiness.reporting.published import legible, published
from readiness.reporting.published.kinds import Column, Table, Unit, Value
from readiness.reporting.tables import BANDS
from readiness.reporting.words.printed import Printer, printable

SETTINGS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
READING = (
    "export.read.hidden",
    "export.read.masked",
    "export.read.interval",
    "export.read.rounding",
    "export.read.folded",
    "export.read.shades",
)
PICTURES = 1
"""Which sheet holds the pictures, from 0."""
PICTURE_DPI = 150
PICTURE_ROW = 15
"""Height of a row behind a picture, in points."""
HEAD = {
    "bold": True,
    "text_wrap": True,
    "valign": "bottom",
    "font_color": palette.PAPER,
    "bg_color": palette.ACCENT,
    "border": 1,
    "border_color": palette.ACCENT,
}
EDGE = {"bottom": 1, "bottom_color": palette.LINE}
TITLE = {"bold": True, "font_size": 16, "font_color": palette.ACCENT}
LINK = {"font_color": palette.ACCENT, "underline": 1}


def workbook(findings: Findings, printer: Printer, style: Path) -> bytes:
    """Return the workbook's bytes."""
    import xlsxwriter

    written = io.BytesIO()
    book = Book(xlsxwriter.Workbook(written, SETTINGS), printer)
    tables = published(findings, printer)
    taken: set[str] = set()
    say = printer.wording.say
    names = [sheet_name(title, taken) for title in (say("export.cover"), say("export.figures"))]
    names += [sheet_name(table.title, taken) for table in tables]
    sheets = [book.file.add_worksheet(name) for name in names]
    _details(book, findings)
    _cover(book, sheets[0], findings, list(zip(names[2:], tables, strict=True)), names[1])
    _pictures(book, sheets[1], findings, style, names[0])
    for sheet, table in zip(sheets[2:], tables, strict=True):
        table_sheet(book, sheet, table, names[0])
    _prepare_printing(book, sheets, findings)
    book.file.close()
    return written.getvalue()


def _details(book: Book, findings: Findings) -> None:
    """Describe the file; its day is the assessment's, so that the bytes are repeatable."""
    heading = legible(findings).heading
    day = heading.closed or heading.opened or date(heading.year, 1, 1)
    source = figures.source_of(findings, book.printer)
    book.file.set_properties(
        {
            "title": source[:255],
            "author": heading.system[:255],
            "comments": book.printer.wording.say(
                "export.about", system=heading.system, year=str(heading.year)
            ),
            "created": datetime.combine(day, time()),
        }
    )


# ------------------------------------------------------------------------------------------------ first sheet


def _cover(
    book: Book, sheet: Any, findings: Findings, named: Sequence[tuple[str, Table]], pictures: str
) -> None:
    heading, say = legible(findings).heading, book.printer.wording.say
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 96)
    sheet.hide_gridlines(2)
    sheet.set_row(0, 26)
    book.text(sheet, 0, 0, book.printer.short(heading.title, 90), **TITLE)
    names = {"system": heading.system, "year": str(heading.year)}
    row = book.lines(sheet, 1, say("export.about", **names), 120)
    if heading.simulated:
        warning = f"{say('simulated.cover')} {' '.join(say('simulated.explained').split())}"
        row = book.lines(sheet, row + 1, warning, 120, bold=True)
    row = _facts(book, sheet, row + 1, findings)
    row = _reading(book, sheet, row + 1, heading.threshold)
    _contents(book, sheet, row + 1, named, pictures)


def _facts(book: Book, sheet: Any, row: int, findings: Findings) -> int:
    """Say what was asked, who answered and when, and how to cite it."""
    heading, printer = legible(findings).heading, book.printer
    say = printer.wording.say
    days = dict.fromkeys(day for day in (heading.opened, heading.closed) if day)
    facts = [
        (say("made.system"), heading.system),
        (say("export.column.people.name"), _answered(findings, printer)),
        (say("export.asked"), " – ".join(printer.wording.day(day) for day in days) or printer.none),
        (say("made.instrument"), f"{heading.instrument} {heading.version}"),
        (say("made.threshold"), printer.number(heading.threshold)),
        (say("made.code"), heading.code),
        (say("export.cite_label"), cited(findings, printer)),
    ]
    for label, value in facts:
        book.text(sheet, row, 0, label, bold=True, **EDGE)
        book.text(sheet, row, 1, value, text_wrap=True, **EDGE)
        sheet.set_row(row, height([(value, 96)]))
        row += 1
    return row


def _answered(findings: Findings, printer: Printer) -> str:
    from readiness.reporting.words import sentences

    return sentences.answered(findings, printer)


def cited(findings: Findings, printer: Printer) -> str:
    """Say how these figures are cited."""
    heading = legible(findings).heading
    return printer.wording.say(
        "export.cite", system=heading.system, title=heading.title, year=str(heading.year), name=heading.code
    )


def _reading(book: Book, sheet: Any, row: int, threshold: int) -> int:
    say = book.printer.wording.say
    book.text(sheet, row, 0, say("export.read_label"), bold=True, font_size=12, font_color=palette.ACCENT)
    row += 1
    for key in READING:
        row = book.lines(sheet, row, say(key, threshold=str(threshold), name=book.printer.none), 125)
    return row


def _contents(book: Book, sheet: Any, row: int, named: Sequence[tuple[str, Table]], pictures: str) -> None:
    say = book.printer.wording.say
    for column, label in enumerate((say("export.contents"), say("export.holds"))):
        book.text(sheet, row, column, label, **HEAD)
    rows = [(pictures, say("export.pictures")), *((name, table.finding) for name, table in named)]
    for name, holds in rows:
        row += 1
        link(book, sheet, row, name, name, **EDGE)
        book.text(sheet, row, 1, holds, text_wrap=True, **EDGE)
        sheet.set_row(row, height([(holds, 96)]))


def link(book: Book, sheet: Any, row: int, to: str, text: str, **settings: Any) -> None:
    """Lead to another sheet of the workbook."""
    quoted = to.replace("'", "''")
    sheet.write_url(row, 0, f"internal:'{quoted}'!A1", book.look(**LINK, **settings), text, text)


# --------------------------------------------------------------------------------------------------- pictures


def _pictures(book: Book, sheet: Any, findings: Findings, style: Path, cover: str) -> None:
    """Put each picture under its sentence, with words in place of it."""
    say = book.printer.wording.say
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 120)
    book.text(sheet, 0, 0, say("export.figures"), **TITLE)
    link(book, sheet, 1, cover, say("export.back"))
    sheet.set_default_row(PICTURE_ROW)
    row, breaks = 3, []
    found = list(figures.pictures(findings, book.printer))
    if not found:
        book.text(sheet, row, 0, say("export.no_figures"))
    for picture in found:
        with styled(style):
            drawn = picture.draw()
            image = figures.png(drawn, picture, PICTURE_DPI)
            inches = drawn.get_size_inches()[1] + 2 * figures.MARGIN
        book.text(sheet, row, 0, picture.title, bold=True, font_size=12, font_color=palette.ACCENT)
        options = {"image_data": io.BytesIO(image), "description": picture.words, "object_position": 2}
        sheet.insert_image(row + 1, 0, f"{picture.id}.png", options)
        row += 3 + int(inches * 72 / PICTURE_ROW)
        breaks.append(row)
    sheet.set_h_pagebreaks(breaks[:-1])


# ------------------------------------------------------------------------------------------------- one table


def table_sheet(book: Book, sheet: Any, table: Table, cover: str) -> None:
    """Write a table under its title, its sentence and its notes."""
    say = book.printer.wording.say
    sheet.hide_gridlines(2)
    sheet.set_row(0, 24)
    book.text(sheet, 0, 0, table.title, **TITLE)
    row = book.lines(sheet, 1, table.finding, bold=True)
    for note in table.notes:
        row = book.lines(sheet, row, note, font_color=palette.MUTED)
    if table.heat:
        row = book.lines(sheet, row, say("export.read.shades"), font_color=palette.MUTED)
    link(book, sheet, row, cover, say("export.back"))
    head = row + 2
    if not table.rows:
        sheet.set_column(0, 0, 40)
        book.lines(sheet, head, say("export.empty"), font_color=palette.MUTED)
    elif table.record:
        _record(book, sheet, table, head)
    else:
        _rows(book, sheet, table, head)


def _record(book: Book, sheet: Any, table: Table, head: int) -> None:
    """Write a table of one row from top to bottom, each value with what it means."""
    say = book.printer.wording.say
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 2, 80)
    labels = [say("label.detail"), say("label.value"), say("label.meaning")]
    for i, (column, value) in enumerate(zip(table.columns, table.rows[0], strict=True), head + 1):
        book.text(sheet, i, 0, column.name, text_wrap=True, indent=1, **EDGE)
        book.value(sheet, (i, 1), column, value, align="left", **EDGE)
        book.text(sheet, i, 2, column.meaning, text_wrap=True, indent=1, font_color=palette.MUTED, **EDGE)
        sheet.set_row(i, height([(column.name, 40), (str(value), 30), (column.meaning, 80)]))
    heads = [(label, book.look(**HEAD, align="left", indent=1)) for label in labels]
    _framed(book, sheet, table, head, heads, len(table.columns))


def _rows(book: Book, sheet: Any, table: Table, head: int) -> None:
    """Write a table of many rows; what only an analyst asks for stands at the right, folded away."""
    order = sorted(range(len(table.columns)), key=lambda i: table.columns[i].detail)
    columns = [table.columns[i] for i in order]
    widths = _widths(table, order)
    for at, (column, wide) in enumerate(zip(columns, widths, strict=True)):
        sheet.set_column(at, at, wide, None, {"level": 1, "hidden": True} if column.detail else {})
    if any(column.detail for column in columns):
        sheet.set_column(len(columns), len(columns), 3, None, {"collapsed": True})
    for i, row in enumerate(table.rows, head + 1):
        _row(book, sheet, i, columns, [row[at] for at in order], widths)
    names = unlike(column.name for column in columns)
    sheet.set_row(head, height(zip(names, widths, strict=True)))
    looks = [book.look(**HEAD, **aligned(column, head=True)) for column in columns]
    _framed(book, sheet, table, head, list(zip(names, looks, strict=True)), len(table.rows))
    if table.heat:
        _shade(book, sheet, (head + 1, head + len(table.rows)), columns)


def _widths(table: Table, order: Sequence[int]) -> list[float]:
    """Return the width of each column; those of a heat map are alike, so that its cells are."""
    found = [width(table.columns[i], table, i) for i in order]
    scores = [wide for wide, i in zip(found, order, strict=True) if table.columns[i].unit is Unit.SCORE]
    if not table.heat or not scores:
        return found
    return [
        max(scores) if table.columns[i].unit is Unit.SCORE else wide
        for wide, i in zip(found, order, strict=True)
    ]


def _row(
    book: Book,
    sheet: Any,
    at: int,
    columns: Sequence[Column],
    values: Sequence[Value],
    widths: Sequence[float],
) -> None:
    for place, (column, value) in enumerate(zip(columns, values, strict=True)):
        book.value(sheet, (at, place), column, value, **EDGE)
    texts = [
        (value, wide)
        for column, value, wide in zip(columns, values, widths, strict=True)
        if isinstance(value, str) and not column.detail
    ]
    sheet.set_row(at, height(texts))


def _framed(
    book: Book, sheet: Any, table: Table, head: int, heads: Sequence[tuple[str, Any]], rows: int
) -> None:
    """Make a range a table with a head row, which readers announce and which can be filtered and sorted."""
    options = {
        "name": f"readiness_{table.id}",
        "style": None,
        "columns": [{"header": name, "header_format": look} for name, look in heads],
    }
    sheet.add_table(head, 0, head + rows, len(heads) - 1, options)
    named = 1 + sum(column.slot != "" and column.unit is not Unit.ID for column in table.columns[:4])
    sheet.freeze_panes(head + 1, 1 if table.record else min(2, named - 1))
    sheet.repeat_rows(head)


def _shade(book: Book, sheet: Any, rows: tuple[int, int], columns: Sequence[Column]) -> None:
    """Shade scores by the report's scale; shades differ in lightness, and the figure stands in every cell."""
    at = [i for i, column in enumerate(columns) if column.unit is Unit.SCORE]
    place = (rows[0], at[0], rows[1], at[-1])
    for i in reversed(range(len(BANDS) + 1)):
        look = book.file.add_format({"bg_color": palette.SHADES[i], "font_color": palette.letters(i)})
        edge = BANDS[i - 1] - 0.5 if i else -1
        rule = {"type": "cell", "criteria": ">=", "value": edge, "format": look, "stop_if_true": True}
        sheet.conditional_format(*place, rule)


def _prepare_printing(book: Book, sheets: Sequence[Any], findings: Findings) -> None:
    """Lay every sheet out for A4 across, as wide as one page, with its source and its page number."""
    source = figures.source_of(printable(findings), book.printer).replace("&", "&&")[:180]
    for i, sheet in enumerate(sheets):
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        if i != PICTURES:  # page breaks count only where nothing is fitted
            sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&8{source}&R&8&A   &P / &N")
