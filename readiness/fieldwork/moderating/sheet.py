"""Comments to be read in a spreadsheet: written as text that no program runs, and read back, every bad row named."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from readiness.errors import Fault, FileFaults, ReadinessError
from readiness.fieldwork.inviting import sheets
from readiness.fieldwork.inviting.sheets import Row, Sheet
from readiness.fieldwork.moderating import moderation
from readiness.fieldwork.moderating.cutting import LEFT_OUT
from readiness.fieldwork.moderating.moderation import NotDecided, Reading, Readings
from readiness.instrument.plain import nearest
from readiness.records.comments import Decision

COLUMNS = ("comment", "question", "words", "look at", "decision", "reason", "show instead")
NEEDED = ("comment", "words", "decision")
LONGEST = 8_000
"""Characters of a cell: twice the longest comment and its cut."""
_DECISIONS = {"show": "show", "shown": "show", "withhold": "withhold", "withheld": "withhold", "": ""}
_RUN = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
"""How a cell begins that a spreadsheet might take for a formula."""
_WIDTHS = (14, 30, 80, 40, 12, 14, 60)


def write(path: Path, readings: Sequence[Reading]) -> None:
    """Write the comments into a new file that only this user may read: a workbook where its name ends in .xlsx."""
    data = as_bytes(readings, path.suffix.lower() == ".xlsx")
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as error:
        raise ReadinessError(
            f"{path} cannot be written: {error.strerror}.", "Name a new file in a folder that exists."
        ) from error
    with os.fdopen(handle, "wb") as file:
        file.write(data)


def as_bytes(readings: Sequence[Reading], workbook: bool) -> bytes:
    """Return the comments as a workbook, or as CSV."""
    rows = [COLUMNS, *(_row(reading) for reading in readings)]
    return _workbook(rows) if workbook else _csv(rows)


def read(path: Path, found: Readings) -> dict[Reading, Decision]:
    """Return the decisions of a file, or raise FileFaults with every row that cannot be used; blank ones stay as is."""
    return decisions(sheets.read(path, LONGEST), found)


def opened(name: str, data: bytes) -> Sheet:
    """Return the rows of a file's bytes, all read: so that nobody is kept waiting while they are."""
    lazy = sheets.parsed(name, data, LONGEST)
    return replace(lazy, rows=iter(list(lazy.rows)))


def decisions(sheet: Sheet, found: Readings) -> dict[Reading, Decision]:
    """Return the decisions of rows that were read."""
    rows = (row for row in sheet.rows if any(row.cells))
    header = next(rows, Row(1, ()))
    names = [" ".join(cell.lower().split()) for cell in header.cells]
    faults = [Fault(sheet.name, *one) for one in _header_faults(names)]
    if faults:
        raise FileFaults(faults)
    made: dict[Reading, Decision] = {}
    for row in rows:
        cells = dict(zip(names, row.cells, strict=False))
        try:
            reading, decision = _decided(cells, found)
            if reading in made:
                raise NotDecided("This comment stands in an earlier row too.", "Keep one of the two rows.")
        except ReadinessError as error:
            faults.append(Fault(sheet.name, f"row {row.number:,}", error.message, error.remedy))
        else:
            if decision:
                made[reading] = decision
    if faults:
        raise FileFaults(faults)
    return made


def _row(reading: Reading) -> tuple[str, ...]:
    comment = reading.comment
    decision = {"shown": "show", "withheld": "withhold"}.get(reading.state, "")
    texts = (reading.asked, comment.text, "; ".join(reading.looked_at), decision, comment.reason, comment.cut)
    return (reading.handle, *(_harmless(text or "") for text in texts))


def _harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, without letters that no file can hold."""
    seen = "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text)
    return f"'{seen}" if _RUN.match(seen) else seen


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue().encode("utf-8-sig")


def _workbook(rows: Sequence[Sequence[str]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    page = book.active
    page.title = "Comments"
    page.freeze_panes = "B2"
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row, 1):
            cell = page.cell(number, place, text)
            cell.data_type = "s"  # a text, whatever it looks like
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
    for place, width in enumerate(_WIDTHS, 1):
        page.column_dimensions[get_column_letter(place)].width = width
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _header_faults(names: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    for name in names:
        if name and name not in COLUMNS:
            yield (
                f"column {name[:60]}",
                "No column has this name.",
                f"Name it as it was exported{nearest(name, COLUMNS)}",
            )
        elif names.count(name) > 1 and name:
            yield f"column {name}", "This column is there twice.", "Keep one of the two."
    for name in NEEDED:
        if name not in names:
            yield "", f"There is no column `{name}`.", "Keep the columns as they were exported."


def _decided(cells: Mapping[str, str], found: Readings) -> tuple[Reading, Decision | None]:
    """Return the row's comment and what was decided about it, if anything was."""
    reading = found.of(cells.get("comment", ""))
    if _compared(cells.get("words", "")) != _compared(reading.comment.text):
        raise NotDecided(
            f"These are not the words of comment {reading.handle}.",
            "Was one column sorted alone? Take a fresh export, and write into its last three columns only.",
        )
    written = cells.get("decision", "")
    decision = _DECISIONS.get(written.lower())
    if decision is None:
        raise NotDecided(
            f'"{written[:60]}" is no decision.', "Write show or withhold, or leave it empty to decide later."
        )
    return reading, _of_cells(reading, decision, cells.get("reason", ""), cells.get("show instead", ""))


def _of_cells(reading: Reading, decision: str, reason: str, instead: str) -> Decision | None:
    if decision == "show":
        if reason:
            raise NotDecided(
                "A comment that is shown needs no reason.", "Empty the reason, or write withhold."
            )
        return moderation.show(reading, _as_written(instead, reading.comment.text) or None)
    if instead:
        raise NotDecided(
            f"There are words to show ({LEFT_OUT}), but the decision is not to show them.",
            "Write show as the decision, or empty the cell.",
        )
    if decision == "withhold":
        return moderation.withhold(reason.lower())
    if reason:
        raise NotDecided("There is a reason and no decision.", "Write withhold, or empty the reason.")
    return None


def _as_written(cell: str, written: str) -> str:
    """Return the cell without the apostrophe that keeps spreadsheets from running it."""
    return cell[1:] if cell.startswith("'") and not written.lstrip().startswith("'") else cell


def _compared(text: str) -> str:
    return " ".join(_harmless(text).removeprefix("'").split())
