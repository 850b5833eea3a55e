"""What a published table is: columns that say what they mean, and rows of typed values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Unit(StrEnum):
    """What the values of a column are."""

    ID = "id"
    TEXT = "text"
    DATE = "date"
    YES = "yes or no"
    COUNT = "count"
    SCORE = "score, 0 to 100"
    TEN = "score, 0 to 10"
    POINTS = "points"
    PERCENT = "percent"
    RATE = "percent of staff"
    CHANCE = "chance, 0 to 1"
    NUMBER = "number"
    SMALL = "probability"


class Limit(StrEnum):
    """All that is told of a share near nobody or near everybody."""

    UNDER = "under"
    OVER = "over"


class Slot(StrEnum):
    """Which question a column answers about a row: whose figure it is, about what, and on which finer line."""

    NONE = ""
    GROUP = "group"
    TOPIC = "topic"
    DETAIL = "detail"


Value = str | int | float | bool | date | Limit | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its id for programs, its name for people, its unit, its meaning, and what an empty cell means."""

    id: str
    name: str
    meaning: str
    unit: Unit
    none: str
    figure: str = ""
    """The figure that the column is a part of, such as `readiness`; empty for what names the row."""
    part: str = ""
    """value, low, high, se, sd or n."""
    slot: Slot = Slot.NONE
    detail: bool = False
    """Whether only an analyst asks for it: a workbook folds it away."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of an assessment, all that a file, a sheet or a slide needs to show it."""

    id: str
    title: str
    finding: str
    """One sentence: what the table says, or what stands in it."""
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    record: bool = False
    """Whether it is one row of many details, to be read from top to bottom."""
    heat: bool = False
    """Whether its scores are shaded, the less ready the darker."""
    view: bool = False
    """Whether every figure of it stands in another table too, in a shape for programs."""

    def records(self) -> Iterator[dict[str, Value]]:
        """Return each row as values by the ids of their columns."""
        ids = [column.id for column in self.columns]
        return (dict(zip(ids, row, strict=True)) for row in self.rows)
