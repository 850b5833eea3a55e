"""The published tables as CSV: one long file with a row a figure, or a file a table with a dictionary of all columns.

UTF-8, commas, lines that end as RFC 4180 wants. A figure that is not shown is empty. A text that a spreadsheet would
take for a formula begins with an apostrophe. The same findings give the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from readiness.reporting.published.kinds import Column, Limit, Table, Unit, Value
from readiness.reporting.published.showing import known, shown
from readiness.reporting.words.printed import Printer

BOM = "\ufeff"
"""Tells Excel that a file is UTF-8; programs that do not expect it can be given files without."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a text must not begin with, also after blanks: a spreadsheet would run it."""
LONG = (
    *("table", "group_kind", "group_id", "group", "topic_kind", "topic_id", "topic"),
    *("detail_kind", "detail_id", "detail", "figure", "unit"),
    *("value", "low", "high", "se", "sd", "n", "masked", "text"),
)
"""The columns of the long file; docs/figures-to-go.md says what each means."""
PARTS = ("value", "low", "high", "se", "sd", "n")
MASKED = "_masked"
SPLIT = ("below", "neutral", "above")
"""Figures that exist only where views are divided; elsewhere the long file has no row for them."""


def long(tables: Iterable[Table], printer: Printer, bom: bool = False) -> bytes:
    """Return one long file: a row for each figure, with its interval, and as it is printed."""
    rows = (row for table in tables if not table.view for row in _figures(table, printer))
    return _written([LONG, *([one[name] for name in LONG] for one in rows)], bom)


def _figures(table: Table, printer: Printer) -> Iterator[dict[str, Value]]:
    of: dict[str, list[int]] = {}
    for i, column in enumerate(table.columns):
        if column.figure:
            of.setdefault(column.figure, []).append(i)
    for row in table.rows:
        named = _named(table.columns, row)
        for figure, places in of.items():
            if figure in SPLIT and row[places[0]] is None:
                continue
            yield {
                **dict.fromkeys(LONG),
                "table": table.id,
                **named,
                **_figure(table, row, figure, places, printer),
            }


def _named(columns: Sequence[Column], row: Sequence[Value]) -> dict[str, Value]:
    """Return what a row is about: whose figure it is, on what, and on which finer line."""
    found: dict[str, Value] = {}
    for column, value in zip(columns, row, strict=True):
        if column.id == "kind_id":
            found["group_kind"] = value
        elif column.slot:
            named = f"{column.slot}_id" if column.unit is Unit.ID else str(column.slot)
            found[named] = value
            if column.unit is not Unit.ID:
                found.setdefault(f"{column.slot}_kind", column.id)
    return found


def _figure(
    table: Table, row: Sequence[Value], figure: str, places: Sequence[int], printer: Printer
) -> dict[str, Value]:
    parts = {table.columns[i].part: row[i] for i in places}
    first = table.columns[places[0]]
    value = parts.get("value")
    told = f"{shown(first, value, printer)}"
    if "value" not in parts:
        told = " – ".join(dict.fromkeys(shown(table.columns[i], row[i], printer) for i in places))
    numbers = {part: None if isinstance(one, str) else one for part, one in parts.items()}
    masked = str(value) if isinstance(value, Limit) else None
    return {"figure": figure, "unit": str(first.unit), **numbers, "masked": masked, "text": told}


def table(of: Table, bom: bool = False) -> bytes:
    """Return one table as a file; beside a share stands `under` or `over` where nothing closer is told."""
    rows: list[list[Value]] = []
    for row in of.rows:
        cells: list[Value] = []
        for column, value in zip(of.columns, row, strict=True):
            limit = isinstance(value, Limit)
            cells.append(None if limit else value)
            if _may_be_masked(column):
                cells.append(str(value) if limit else None)
        rows.append(cells)
    return _written([[column["column"] for column in _columns(of)], *rows], bom)


def folder(tables: Sequence[Table], bom: bool = False) -> dict[str, bytes]:
    """Return a file for each table, README.csv that explains every column, and the same as JSON."""
    files = {f"{of.id}.csv": table(of, bom) for of in tables}
    explained = [one for of in tables for one in _columns(of)]
    head = list(explained[0])
    readme = _written([head, *([one[name] for name in head] for one in explained)], bom)
    return {"README.csv": readme, **files, "dictionary.json": _dictionary(tables)}


def _columns(of: Table) -> Iterator[dict[str, str]]:
    """Explain each column of a table's file, in its order."""
    for column in of.columns:
        about = {"file": f"{of.id}.csv", "title": of.title, "column": column.id, "name": column.name}
        about |= {"unit": str(column.unit), "means": column.meaning, "empty": column.none}
        yield about
        if _may_be_masked(column):
            yield {
                **about,
                "column": column.id + MASKED,
                "unit": str(Unit.TEXT),
                "means": "under | over",
                "empty": "",
            }


def _may_be_masked(column: Column) -> bool:
    return column.unit is Unit.PERCENT and column.part == "value"


def _dictionary(tables: Iterable[Table]) -> bytes:
    shape = [
        {
            "id": of.id,
            "file": f"{of.id}.csv",
            "title": of.title,
            "says": of.finding,
            "notes": list(of.notes),
            "rows": len(of.rows),
            "columns": [
                {name: text for name, text in one.items() if name not in ("file", "title")}
                for one in _columns(of)
            ],
        }
        for of in tables
    ]
    return (json.dumps({"tables": shape}, ensure_ascii=False, indent=2) + "\n").encode()


def _written(rows: Iterable[Iterable[Value]], bom: bool) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([_cell(value) for value in row] for row in rows)
    return ((BOM if bom else "") + written.getvalue()).encode()


def _cell(value: Value) -> str:
    """Return a value as it stands in a file: unrounded, without a mark that a spreadsheet runs."""
    value = known(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return neutral(value)
    return value.isoformat() if isinstance(value, date) else repr(value)


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA) or text.startswith(FORMULA) else text
