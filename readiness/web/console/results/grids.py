"""Tables beside pictures: figures as text, ready to be read, sorted and downloaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from readiness.reporting.tables import ScoreRow, ShareRow
from readiness.reporting.words.printed import Printer


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: what it is about, where that has its own page, and its figures."""

    name: str
    cells: tuple[str, ...]
    address: str = ""
    strong: bool = False
    """Whether it is the whole, to which the others are compared."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table."""

    id: str
    caption: str
    heads: tuple[str, ...]
    """The first is that of the rows' names."""
    rows: tuple[GridRow, ...]
    download: str = ""
    """Which published table holds the same figures, unrounded."""
    area: str = ""
    """Whose part of it, where it is about one area."""
    words: tuple[int, ...] = ()
    """Which of the cells hold words and not figures."""
    files: tuple[tuple[str, str], ...] = ()
    """Each of several files that hold its figures together: what is in it, and its address."""


def of_scores(
    id: str, caption: str, first: str, rows: Iterable[ScoreRow], printer: Printer, download: str
) -> Grid:
    """Return scores with their intervals, and how many agree and do not know."""
    say = printer.wording.say
    heads = (first, *(say(f"label.{name}") for name in ("score", "interval", "favourable", "dont_know")))
    made = tuple(
        GridRow(row.name, (row.score, row.interval, row.favourable, row.dont_know), strong=row.strong)
        for row in rows
    )
    return Grid(id, caption, heads, made, download)


def of_shares(
    id: str,
    caption: str,
    first: str,
    rows: Iterable[ShareRow],
    printer: Printer,
    download: str,
    area: str = "",
) -> Grid:
    """Return shares with their intervals."""
    heads = (first, printer.wording.say("label.share"), printer.wording.say("label.interval"))
    made = tuple(GridRow(row.name, (row.share, row.interval)) for row in rows)
    return Grid(id, caption, heads, made, download, area)


def of_statements(
    id: str, caption: str, rows: Sequence[ShareRow], printer: Printer, download: str, area: str = ""
) -> Grid:
    """Return statements with who agrees, who does not know, and who was asked."""
    say = printer.wording.say
    heads = tuple(
        say(f"label.{name}") for name in ("statement", "favourable", "interval", "dont_know", "asked_of")
    )
    made = tuple(GridRow(row.name, (row.share, row.interval, row.dont_know, row.note)) for row in rows)
    return Grid(id, caption, heads, made, download, area, words=(3,))


def linked(grid: Grid, addresses: Mapping[str, str]) -> Grid:
    """Return the same table with names that lead to their own pages."""
    return replace(grid, rows=tuple(replace(row, address=addresses.get(row.name, "")) for row in grid.rows))
