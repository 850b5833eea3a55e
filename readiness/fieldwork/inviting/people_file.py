"""A list of people to invite, read from CSV or XLSX: values only, every row that cannot be used named at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from readiness.errors import Fault, FileFaults
from readiness.fieldwork.inviting import sheets
from readiness.fieldwork.inviting.sheets import SHOWN, Row, Sheet
from readiness.fieldwork.ways import personal
from readiness.instrument.plain import nearest
from readiness.records.invited import Person

COLUMNS = ("address", "role", "place", "organisation", "language")
MOST = 50_000
"""People in one file."""
_LONGEST = 254
_SHOWN_CELL = 60
_ALSO = {"email": "address", "e-mail": "address", "organization": "organisation"}
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?=.{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_LABEL}")
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Known:
    """What may stand in the columns: by column, the words that a person may write and what each stands for."""

    roles: Mapping[str, str]
    places: Mapping[str, str]
    organisations: Mapping[str, str]
    languages: tuple[str, ...]

    @property
    def words(self) -> dict[str, dict[str, str]]:
        """Return for each column what may be written in it, in small letters, and the id that it stands for."""
        named = {"role": self.roles, "place": self.places, "organisation": self.organisations}
        found = {
            column: {_plain(name): slug for slug, name in names.items()} | {slug: slug for slug in names}
            for column, names in named.items()
        }
        return found | {"language": {language: language for language in self.languages}}


@dataclass(frozen=True, slots=True)
class People:
    """Who stands in a file, and what of it was passed over."""

    people: tuple[Person, ...]
    notes: tuple[str, ...]


class BadPeople(FileFaults):
    """What keeps a list of people from being taken, row by row; the first faults in full, the rest counted."""

    def __init__(self, faults: Sequence[Fault], count: int) -> None:
        super().__init__(faults)
        self.faults = tuple(faults)
        more = f"\n... and {count - len(faults)} more." if count > len(faults) else ""
        told = "\n".join(str(fault) for fault in faults)
        self.message = f"{count} fault{'' if count == 1 else 's'} found; nobody was added:\n{told}{more}"
        self.args = (self.message,)


def read(path: Path, known: Known) -> People:
    """Return the people of a file, or raise BadPeople with every row and cell that cannot be used."""
    return _read_sheet(sheets.read(path), known)


def parsed(name: str, data: bytes, known: Known) -> People:
    """Return the people of a file that was sent to us, or raise the same."""
    return _read_sheet(sheets.parsed(name, data), known)


def _read_sheet(sheet: Sheet, known: Known) -> People:
    faults = _Faults(sheet.name)
    rows = (row for row in sheet.rows if any(cell for cell in row.cells))
    header = next(rows, None)
    if header is None:
        faults.add(
            "",
            "The file is empty.",
            "Begin with the names of its columns: address, role, place, organisation, language.",
        )
        faults.stop_if_bad()
    columns = _columns(faults, header.cells if header else ())
    faults.stop_if_bad()
    people = tuple(_people(faults, rows, columns, known))
    if not people and not faults.count:
        faults.add(
            "", "The file has a header and no people.", "Write one row for each person below the header."
        )
    faults.stop_if_bad()
    return People(people, sheet.notes)


def template(known: Known) -> str:
    """Return a CSV file with every column and one made-up person."""
    examples = ("a.person@example.org", *(next(iter(known.words[column]), "") for column in COLUMNS[1:]))
    return f"{','.join(COLUMNS)}\n{','.join(examples)}\n"


def address(written: str) -> str:
    """Return an address as mail servers need it, or raise ValueError with what is wrong."""
    found = _INVISIBLE.sub("", unicodedata.normalize("NFKC", written)).strip()
    if len(found) > _LONGEST or not _ADDRESS.fullmatch(found):
        raise ValueError("is no e-mail address")
    return found


@dataclass
class _Faults:
    """What is wrong in a file."""

    file: str
    faults: list[Fault] = field(default_factory=list)
    count: int = 0

    def add(self, place: str, problem: str, remedy: str) -> None:
        self.count += 1
        if self.count <= SHOWN:
            self.faults.append(Fault(self.file, place, problem, remedy))

    def stop_if_bad(self) -> None:
        if self.count:
            raise BadPeople(self.faults, self.count)


def _columns(faults: _Faults, header: Sequence[str]) -> list[str]:
    """Return the column that each cell of a row belongs to."""
    names = [_ALSO.get(_plain(cell), _plain(cell)) for cell in header]
    for n, name in enumerate(names, 1):
        if name and name not in COLUMNS:
            remedy = f"Remove it: only {', '.join(COLUMNS)} are kept{nearest(name, COLUMNS)}"
            faults.add(f"column {_shown(header[n - 1])}", "No column has this name.", remedy)
        elif name and name in names[: n - 1]:
            faults.add(f"column {name}", "This column is there twice.", "Keep one of the two.")
    if "address" not in names:
        faults.add("", "There is no column `address`.", "Name the columns in the first row.")
    return names


def _people(faults: _Faults, rows: Iterator[Row], columns: Sequence[str], known: Known) -> Iterator[Person]:
    seen: dict[str, int] = {}
    words = known.words
    for count, row in enumerate(rows, 1):
        if count > MOST:
            faults.add(f"row {row.number}", f"There are more than {MOST:,} people.", "Split the file.")
            return
        person = _person(faults, row, columns, words)
        first = seen.setdefault(person.address.lower(), row.number) if person else row.number
        if first != row.number:
            problem = f"This address stands in row {first} already."
            faults.add(f"row {row.number}, column address", problem, "Keep one of the two rows.")
        elif person:
            yield person


def _person(
    faults: _Faults, row: Row, columns: Sequence[str], words: Mapping[str, Mapping[str, str]]
) -> Person | None:
    """Return the person of a row, or note all that is wrong in it."""
    before = faults.count
    cells = _cells(faults, row, columns)
    found: dict[str, str | None] = {}
    for column in COLUMNS:
        cell = cells.get(column, "")
        try:
            found[column] = None if cell is None else _read(column, cell, words.get(column, {}))
        except _Refusal as refused:
            faults.add(f"row {row.number}, column {column}", refused.problem, refused.remedy)
    if faults.count > before:
        return None
    return Person(
        personal.new_person(),
        str(found["address"]),
        found["role"],
        found["place"],
        found["organisation"],
        found["language"],
    )


def _cells(faults: _Faults, row: Row, columns: Sequence[str]) -> dict[str, str | None]:
    """Return the cells of a row by column, without those that stand under no name; None is a formula."""
    cells: dict[str, str | None] = {}
    for n, cell in enumerate(row.cells):
        name = columns[n] if n < len(columns) else ""
        if cell and not name:
            faults.add(
                f"row {row.number}, cell {n + 1}",
                "This stands under no name.",
                "Empty it, or name its column.",
            )
        elif cell.startswith("="):
            problem, remedy = "This is a formula.", "Put its value in its place: only values are read."
            faults.add(f"row {row.number}, column {name}", problem, remedy)
            cells[name] = None
        elif name:
            cells[name] = cell
    return cells


class _Refusal(ValueError):
    """Why a cell cannot be used, and how to mend it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


def _read(column: str, cell: str, words: Mapping[str, str]) -> str | None:
    if column == "address":
        return _address(cell)
    if not cell:
        return None
    found = words.get(_plain(cell))
    if found is None:
        raise _Refusal(f'There is no {column} "{_shown(cell)}".', _offered(column, cell, words))
    return found


def _address(cell: str) -> str:
    if not cell:
        raise _Refusal("There is no address.", "Write one, or remove the row.")
    try:
        return address(cell)
    except ValueError as error:
        remedy = "Write one address alone, such as a.person@example.org."
        raise _Refusal(f'"{_shown(cell)}" {error}.', remedy) from error


def _offered(column: str, cell: str, words: Mapping[str, str]) -> str:
    slugs = sorted(set(words.values()))
    if not slugs:
        return f"Empty it: this assessment has no {column}s."
    few = ", ".join(slugs) if len(slugs) <= 12 else f"one of the {len(slugs)} in the set-up"
    return f"Write {few}, or leave it empty{nearest(_plain(cell), words)}"


def _plain(words: str) -> str:
    return " ".join(words.lower().replace("\u2019", "'").split())


def _shown(cell: str) -> str:
    seen = "".join(letter if letter.isprintable() else " " for letter in cell)
    return seen if len(seen) <= _SHOWN_CELL else f"{seen[:_SHOWN_CELL]}..."
