"""What a workbook is laid out with: formats, widths, names of sheets, and texts that stay texts."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from typing import Any

from readiness.reporting.exports import palette
from readiness.reporting.exports.csv import FORMULA
from readiness.reporting.published.kinds import Column, Limit, Table, Unit, Value
from readiness.reporting.published.showing import known, shown
from readiness.reporting.words.printed import Printer

FONT = "Arial"
LONGEST_SHEET = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
RESERVED = "history"
LONGEST_CELL = 32_767
"""Letters that a cell may hold."""
NARROW, WIDE = 11, 46
LINE = 13.5
"""Height of a line of text, in points."""
AIR = 4.5
"""What a row has above and under its text, in points."""
BODY: dict[str, Any] = {"font_name": FONT, "font_size": 10, "font_color": palette.INK, "valign": "vcenter"}


@dataclass
class Book:
    """A workbook that is being written: each look is made once."""

    file: Any
    printer: Printer
    looks: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def look(self, **settings: Any) -> Any:
        """Return the format with these settings over those of plain text."""
        wanted = BODY | settings
        key = tuple(sorted(wanted.items()))
        if key not in self.looks:
            self.looks[key] = self.file.add_format(wanted)
        return self.looks[key]

    def text(self, sheet: Any, row: int, column: int, text: str, /, **settings: Any) -> None:
        """Write a text that is never read as a formula, a number or an address."""
        if text.lstrip().startswith(FORMULA):
            settings["quote_prefix"] = True
        sheet.write_string(row, column, text[:LONGEST_CELL], self.look(**settings))

    def lines(self, sheet: Any, row: int, text: str, letters: int = 110, **settings: Any) -> int:
        """Write a long text over several rows, so that it needs no merged cells; return the row after it."""
        for line in textwrap.wrap(text, letters) or [""]:
            self.text(sheet, row, 0, line, **settings)
            row += 1
        return row

    def value(
        self, sheet: Any, place: tuple[int, int], column: Column, value: Value, **settings: Any
    ) -> None:
        """Write a value by its unit; what is not shown, and a share of which no figure is told, stand as words."""
        value = known(value)
        settings = aligned(column) | settings
        words = isinstance(value, (str, bool, Limit)) or value is None
        if words:
            if value is None:
                settings["font_color"] = palette.MUTED
            told = shown(column, value, self.printer)
            self.text(sheet, place[0], place[1], told, text_wrap=True, **settings)
        elif isinstance(value, date):
            look = self.look(num_format="d mmmm yyyy", **settings)
            sheet.write_datetime(*place, value, look)
        else:
            sheet.write_number(*place, value, self.look(num_format=self._number(column, value), **settings))

    def _number(self, column: Column, value: Value) -> str:
        """Return how a number is shown; rare chances are shown as the report prints them."""
        if column.unit is Unit.CHANCE:
            low, high = (self.printer.wording.say(f"format.chance_{end}") for end in ("low", "high"))
            return f'[<0.01]"{low}";[>0.99]"{high}";0%'
        if isinstance(value, int) and column.unit is Unit.NUMBER:
            return "0"
        return NUMBERS.get(column.unit, "0")


NUMBERS = {
    Unit.COUNT: "#,##0",
    Unit.SCORE: "0",
    Unit.TEN: "0.0",
    Unit.POINTS: "0.0",
    Unit.PERCENT: '0"%"',
    Unit.RATE: '0"%"',
    Unit.NUMBER: "0.00",
    Unit.SMALL: "[<0.001]0.0E+00;0.000",
}


def sheet_name(title: str, taken: set[str]) -> str:
    """Return a name that a sheet may have and that no other has, and remember it."""
    name = FORBIDDEN.sub(" ", title)
    name = " ".join(name.split()).strip("'")[:LONGEST_SHEET].strip("' ") or "-"
    if name.casefold() == RESERVED:
        name += " -"
    found, i = name, 1
    while found.casefold() in taken:
        i += 1
        ending = f" {i}"
        found = name[: LONGEST_SHEET - len(ending)].rstrip("' ") + ending
    taken.add(found.casefold())
    return found


def unlike(names: Iterable[str]) -> list[str]:
    """Return names for the columns of one table, none empty and no two alike, as Excel demands."""
    taken: set[str] = set()
    found = []
    for name in names:
        own, i = name.strip() or "-", 1
        while own.casefold() in taken:
            i += 1
            own = f"{name.strip() or '-'} ({i})"
        taken.add(own.casefold())
        found.append(own)
    return found


def aligned(column: Column, head: bool = False) -> dict[str, Any]:
    """Return how a column stands: figures under one another at the right, clear of the head's filter button."""
    if column.unit in (Unit.TEXT, Unit.ID):
        return {"align": "left", "indent": 1}
    return {"align": "right", "indent": 2 if head else 1}


def width(column: Column, table: Table, at: int) -> float:
    """Return how wide a column is: a name as wide as its longest, a figure as wide as its head needs."""
    if column.unit in (Unit.TEXT, Unit.ID):
        longest = max((len(str(row[at] or "")) for row in table.rows), default=0)
        return min(max(longest + 4, len(column.name) / 2 + 5, NARROW + 2), WIDE)
    longest_word = max(len(word) for word in (column.name or "-").split() or ["-"])
    return min(max(NARROW, longest_word + 5, len(column.name) / 2 + 5), 22)


def height(texts: Iterable[tuple[str, float]]) -> float:
    """Return how high a row is whose texts wrap in columns of these widths."""
    lines = max((ceil(max(1, len(text)) / max(1.0, wide - 3)) for text, wide in texts), default=1)
    return AIR + LINE * lines
