"""A table of headcounts as a spreadsheet gives it, understood as far as it can be, and what is wrong with every cell.

The first row names the roles, in any order. In each row below, the first cell names a place, a clinical area, an
organisation or the whole system; a column "Kind" tells which where a name alone does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from readiness.errors import Fault
from readiness.fieldwork.counting import numbers
from readiness.fieldwork.counting.known import EVERYONE, KINDS, Kind, Known, Part, kind_of, plain
from readiness.fieldwork.inviting.sheets import Row

MOST_ROWS, MOST_COLUMNS = 1_000, 60
"""More than this is no table of headcounts."""
FILE = "table"
_TOTALS = {"total", "totals", "sum", "grandtotal", "all", "overall"}
_KIND = {"kind", "type", "what"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of people of one column, or why what stands there is none."""

    column: str
    """A role's id, or EVERYONE."""
    text: str
    people: int | None = None
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A row: what it is about, and its cells in the order of the table's columns."""

    number: int
    name: str
    part: Part | None
    cells: tuple[Cell, ...]
    fault: Fault | None = None
    """What is wrong with its name."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A table as far as it was understood."""

    columns: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    """What was left out, which is no fault."""


@dataclass(frozen=True, slots=True)
class _Heads:
    """Where what stands in a row: the column of names, that of kinds, and those of numbers."""

    name: int
    kind: int | None
    numbers: dict[int, str]
    titles: tuple[str, ...]


@dataclass
class _Reader:
    """Goes through a table once, and collects what is wrong."""

    known: Known
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seen: dict[Part, int] = field(default_factory=dict)

    def fault(self, place: str, problem: str, remedy: str) -> Fault:
        self.faults.append(Fault(FILE, place, problem, remedy))
        return self.faults[-1]


def understood(rows: Iterable[Row], known: Known) -> Understood:
    """Return the table; nothing of it may be taken while it has faults."""
    reader = _Reader(known)
    filled = (row for row in rows if any(row.cells))
    header = next(filled, None)
    if header is None:
        reader.fault("", "There is nothing in this table.", "Copy the table again, with its first row.")
        return Understood(faults=tuple(reader.faults))
    heads = _heads(reader, header)
    if heads is None:
        return Understood(faults=tuple(reader.faults), notes=tuple(reader.notes))
    lines = tuple(_lines(reader, filled, heads))
    if not lines and not reader.faults:
        reader.fault("", "Below the first row there is nothing.", "Copy the rows below it too.")
    return Understood(tuple(heads.numbers.values()), lines, tuple(reader.faults), tuple(reader.notes))


def _heads(reader: _Reader, header: Row) -> _Heads | None:
    """Return which columns there are; None where none of them is a role's."""
    cells = trimmed(header.cells[:MOST_COLUMNS])
    words = [plain(cell) for cell in cells]
    kind = next((n for n, word in enumerate(words) if word in _KIND), None)
    name = next((n for n in range(len(cells)) if n != kind and reader.known.role(cells[n]) is None), None)
    if name is None:
        problem, remedy = "No column holds names.", "Put the names of places or areas into the first column."
        reader.fault("row 1", problem, remedy)
        return None
    found: dict[int, str] = {}
    for n in range(len(cells)):
        if n not in (name, kind) and cells[n]:
            _head(reader, cells[n], n, found)
    if not found and not reader.faults:
        problem = "No column is named after a role."
        reader.fault("row 1", problem, f"Name the roles in the first row: {_roles(reader.known)}.")
    return _Heads(name, kind, found, cells) if found else None


def trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """Return cells without the empty ones at their end."""
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return tuple(cells[:end])


def _head(reader: _Reader, cell: str, n: int, found: dict[int, str]) -> None:
    """Note which role a column is of, or why it is of none."""
    role, place = reader.known.role(cell), f"column {_told(cell)}"
    if role is None and plain(cell) in _TOTALS:
        reader.notes.append(f'The column "{_told(cell)}" was left out: totals are worked out here.')
    elif role is None:
        reader.fault(place, "No role has this name.", _offered_roles(reader.known, cell))
    elif role in found.values():
        reader.fault(place, "This role has a column already.", "Keep one of the two.")
    else:
        found[n] = role


def _lines(reader: _Reader, rows: Iterator[Row], heads: _Heads) -> Iterator[Line]:
    for count, row in enumerate(rows, 1):
        if count > MOST_ROWS:
            reader.fault(
                f"row {row.number}", f"There are more than {MOST_ROWS:,} rows.", "Paste fewer of them."
            )
            return
        name = _at(row, heads.name)
        total = plain(name) in _TOTALS and not reader.known.named(name)
        if total:
            told = f'The row "{_told(name)}" was left out: totals are worked out here.'
            reader.notes.append(f'{told} If it is all that you know, call it "{KINDS["whole"]}".')
        else:
            yield _line(reader, row, name, heads)


def _line(reader: _Reader, row: Row, name: str, heads: _Heads) -> Line:
    """Return a row, its name and each cell judged by itself."""
    part, fault = _part(reader, row, name, heads)
    cells = tuple(_cell(reader, row, n, column, part, heads) for n, column in heads.numbers.items())
    for n, text in enumerate(row.cells):
        if text and (n >= len(heads.titles) or not heads.titles[n]) and n not in (heads.name, heads.kind):
            reader.fault(
                f"row {row.number}, cell {n + 1}",
                "This stands below no heading.",
                "Empty it, or name its column.",
            )
    return Line(row.number, name, part, cells, fault)


def _part(reader: _Reader, row: Row, name: str, heads: _Heads) -> tuple[Part | None, Fault | None]:
    """Return what a row is about, or what is wrong with its name."""
    place = f"row {row.number}"
    written = _at(row, heads.kind)
    kind = kind_of(written) if written else None
    if written and kind is None:
        remedy = f"Write {', '.join(KINDS.values())}, or leave it empty."
        return None, reader.fault(f"{place}, column {_told(heads.titles[heads.kind or 0])}", _NO_KIND, remedy)
    if not name:
        return None, reader.fault(
            place, "This row has no name.", "Name the place or area, or remove the row."
        )
    found = reader.known.named(name, kind)
    if not found:
        return None, _unknown(reader, place, name, kind)
    if len(found) > 1:
        kinds = " and ".join(f"a {KINDS[part.kind].lower()}" for part in found)
        remedy = f'Add a column "Kind" that says which: {" or ".join(KINDS[part.kind] for part in found)}.'
        return None, reader.fault(place, f'"{_told(name)}" is {kinds}.', remedy)
    first = reader.seen.setdefault(found[0], row.number)
    if first != row.number:
        problem = f'"{_told(name)}" stands in row {first} already.'
        return None, reader.fault(place, problem, "Keep one of the two rows.")
    return found[0], None


def _unknown(reader: _Reader, place: str, name: str, kind: Kind | None) -> Fault:
    near = reader.known.nearest(name, kind)
    what = KINDS[kind].lower() if kind else "place, clinical area or organisation"
    hint = f'Did you mean "{near}"? ' if near else ""
    remedy = f"{hint}Write its name as in your set-up, add it there first, or remove the row."
    return reader.fault(place, f'There is no {what} called "{_told(name)}".', remedy)


def _cell(reader: _Reader, row: Row, n: int, column: str, part: Part | None, heads: _Heads) -> Cell:
    text = _at(row, n)
    place = f"row {row.number}, column {_told(heads.titles[n])}"
    cell = Cell(column, text)
    try:
        found = replace(cell, people=numbers.read(text))
    except numbers.NoNumber as error:
        return replace(cell, fault=reader.fault(place, f'"{_told(text)}": {error.problem}', error.remedy))
    if found.people is None or part is None or (column == EVERYONE) == (part.kind == "organisation"):
        return found
    if column == EVERYONE:
        note = "Numbers of everyone together were left out, except those of organisations."
        reader.notes.append(note) if note not in reader.notes else None
        return replace(found, people=None)
    problem, remedy = "Of an organisation only everyone together is counted.", 'Use the column "Everyone".'
    return replace(found, fault=reader.fault(place, problem, remedy))


_NO_KIND = "This kind is not known."


def _offered_roles(known: Known, heading: str) -> str:
    near = known.nearest_role(heading)
    hint = f'Did you mean "{near}"? ' if near else ""
    return f"{hint}Call it after a role ({_roles(known)}), or remove the column."


def _roles(known: Known) -> str:
    return ", ".join(role.plural for role in known.roles)


def _at(row: Row, n: int | None) -> str:
    return row.cells[n].lstrip("'") if n is not None and n < len(row.cells) else ""


def _told(text: str) -> str:
    seen = "".join(letter if letter.isprintable() else " " for letter in text)
    return seen if len(seen) <= 60 else f"{seen[:60]}..."
