"""Rows of text from a CSV file or the first sheet of a workbook: values alone, and no more of them than is sound."""

from __future__ import annotations

import codecs
import csv
import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from readiness.errors import Fault, FileFaults, ReadinessError

LARGEST = 8 * 1024 * 1024
"""Bytes of one file."""
UNPACKED = 32 * 1024 * 1024
"""Bytes of a workbook once it is unpacked: what reads it may take fifteen times as much memory for a moment."""
WIDEST = 100
"""Columns."""
MOST_ROWS = 200_000
"""Rows, empty ones too: a file of a few letters may claim a thousand million of them."""
LONGEST = 1_000
"""Characters of a cell that are looked at."""
SHOWN = 50
"""So many faults are told; the rest is counted."""
_DELIMITERS = ",;"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet counts it, and its cells as text."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file, and what of it was not read."""

    name: str
    rows: Iterator[Row]
    notes: tuple[str, ...] = ()


def read(path: Path, longest: int = LONGEST) -> Sheet:
    """Return the rows of a CSV file or a workbook, of each cell so many characters.

    A formula arrives as its text, which begins with `=`.
    """
    return parsed(path.name, _data(path), longest)


def parsed(name: str, data: bytes, longest: int = LONGEST, unpacked: int = UNPACKED) -> Sheet:
    """Return the rows of a file's bytes; a workbook may unpack to so many bytes and no more."""
    if data.startswith(b"PK"):
        return _workbook(name, data, longest, unpacked)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _fault(name, "This is an old or locked workbook.", "Save it as .xlsx without a password.")
    return Sheet(name, copied(name, _text(name, data), longest))


def _data(path: Path) -> bytes:
    try:
        with path.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as error:
        raise ReadinessError(
            f"{path} cannot be read: {error.strerror}.", "Check the name of the file."
        ) from error
    if len(data) > LARGEST:
        raise _fault(path.name, f"The file is larger than {LARGEST // 1024 // 1024} MB.", "Split it.")
    return data


def _text(name: str, data: bytes) -> str:
    """Return the text, in whichever of the encodings that spreadsheets write."""
    encoding = "utf-16" if data.startswith(_UTF_16) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _fault(name, "This is no text that can be read.", "Save the file as CSV UTF-8.") from error


def copied(name: str, text: str, longest: int) -> Iterator[Row]:
    """Yield the rows of a text: of a CSV file, or as a spreadsheet gives them to whoever copies them."""
    header = text.lstrip("\r\n").partition("\n")[0]
    delimiter = "\t" if "\t" in header else max(_DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            _require_end(name, number)
            yield Row(number, _cells(cells, longest))
    except csv.Error as error:
        problem = f"From here on the file cannot be read as CSV: {error}."
        remedy = 'Write "" for a quotation mark inside quotation marks.'
        raise FileFaults([Fault(name, f"row {reader.line_num}", problem, remedy)]) from error


def _workbook(name: str, data: bytes, longest: int, unpacked: int) -> Sheet:
    from openpyxl import load_workbook

    _refuse_bomb(name, data, unpacked)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and other things that are not read
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    except Exception as error:
        raise _unreadable(name) from error
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not shown:
        raise _fault(name, "No sheet of this workbook can be seen.", "Unhide the one that you mean.")
    notes = [f'The hidden sheet "{one.title}" was not read.' for one in book.worksheets if one not in shown]
    notes += [f'The sheet "{one.title}" was not read: only the first one is.' for one in shown[1:]]
    return Sheet(name, _sheet_rows(name, shown[0], longest), tuple(notes))


def _sheet_rows(name: str, sheet: Any, longest: int) -> Iterator[Row]:
    sheet.reset_dimensions()  # what the file says of its own size need not be so
    try:
        for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=WIDEST), 1):
            _require_end(name, number)
            yield Row(number, _cells(["" if cell is None else _said(cell) for cell in cells], longest))
    except FileFaults:
        raise
    except Exception as error:
        raise _unreadable(name) from error


def _require_end(name: str, number: int) -> None:
    if number > MOST_ROWS:
        problem = f"There are more than {MOST_ROWS:,} rows, empty ones counted."
        raise _fault(name, problem, "Copy what is filled in into a new file, or split it.")


def _said(cell: object) -> str:
    """Return a value as it is shown: whole numbers without decimals, and a formula as one."""
    if not isinstance(cell, str | int | float | date | time | timedelta):
        return "="
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _cells(cells: Sequence[str], longest: int) -> tuple[str, ...]:
    return tuple(cell[:longest].strip() for cell in cells[:WIDEST])


def _refuse_bomb(name: str, data: bytes, most: int) -> None:
    """Refuse a workbook that unpacks to far more than it can need."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile as error:
        raise _unreadable(name) from error
    if unpacked > most:
        raise _fault(
            name, "The workbook unpacks to far too much.", "Save the first sheet alone, as CSV UTF-8."
        )


def _unreadable(name: str) -> FileFaults:
    return _fault(name, "This is no workbook that can be read.", "Save it as CSV UTF-8.")


def _fault(name: str, problem: str, remedy: str) -> FileFaults:
    return FileFaults([Fault(name, "", problem, remedy)])
