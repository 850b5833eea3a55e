"""A list of people is read whole, or every row and cell that cannot be used is named."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from readiness.errors import FileFaults, ReadinessError
from readiness.fieldwork.inviting import people_file, sheets
from readiness.fieldwork.inviting.people_file import BadPeople, Known, People
from readiness.records.invited import Person

KNOWN = Known(
    roles={"nurse": "Nurse", "manager": "Manager"},
    places={"north": "North", "south": "The South"},
    organisations={"mill-lane": "Mill Lane Surgery"},
    languages=("cy", "en"),
)
TEXT = """\
address,role,place,organisation,language
ann@x.example,nurse,north,mill-lane,en
bob@x.example,Manager,the south,,CY
"""
Read = Callable[[str | bytes], People]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def of(data: str | bytes, name: str = "people.csv") -> People:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return people_file.read(path, KNOWN)

    return of


@pytest.fixture
def told(read: Read) -> Callable[[str | bytes], list[tuple[str, str]]]:
    """What is wrong in a file: place and problem."""

    def of(data: str | bytes) -> list[tuple[str, str]]:
        with pytest.raises(FileFaults) as found:
            read(data)
        return [(fault.place, fault.problem) for fault in found.value.faults]

    return of


def said(found: People) -> list[tuple[Any, ...]]:
    return [(p.address, p.role, p.place, p.organisation, p.language) for p in found.people]


ANN = ("ann@x.example", "nurse", "north", "mill-lane", "en")
BOB = ("bob@x.example", "manager", "south", None, "cy")


def workbook(rows: list[list[object]], **sheets: str) -> bytes:
    """A workbook with these rows on its first sheet, and other sheets by title and state."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for title, state in sheets.items():
        book.create_sheet(title).sheet_state = state
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.replace(",", ";").encode("cp1252"),
        TEXT.replace(",", "\t").encode(),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("address", "E-mail").replace("organisation", "Organization").encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-be", "cp1252 semicolons", "tabs", "crlf", "other names"],
)
def test_ids_and_names_are_taken_in_every_encoding_and_with_every_separator(read: Read, data: bytes) -> None:
    assert said(read(data)) == [ANN, BOB]


def test_names_with_accents_are_known_in_the_encoding_of_windows(tmp_path: Path) -> None:
    known = Known({}, {"mon": "Ynys Môn"}, {}, ())
    path = tmp_path / "p.csv"
    path.write_bytes("address;place\na@x.example;ynys môn\n".encode("cp1252"))
    assert people_file.read(path, known).people[0].place == "mon"


def test_a_workbook_is_read_by_its_values(read: Read) -> None:
    rows = [line.split(",") for line in TEXT.splitlines()]
    assert said(read(workbook([*rows, [], [None, None]]))) == [ANN, BOB]


def test_hidden_sheets_are_not_read_and_named(read: Read) -> None:
    data = workbook([["address"], ["ann@x.example"]], Old="hidden", Older="veryHidden", Notes="visible")
    found = read(data)
    assert len(found.people) == 1
    assert [re.findall('"(.+)"', note)[0] for note in found.notes] == ["Old", "Older", "Notes"]


def test_a_formula_is_refused_in_a_workbook_and_in_text(told: Any) -> None:
    data = workbook([["address", "role"], ['=HYPERLINK("http://evil.example")', "=1+1"]])
    assert told(data) == [
        ("row 2, column address", "This is a formula."),
        ("row 2, column role", "This is a formula."),
    ]
    assert told("address\n=cmd@x.example\n") == [("row 2, column address", "This is a formula.")]


def test_every_row_that_cannot_be_used_is_named_at_once(told: Any) -> None:
    text = """\
address,role,place,organisation
ann@x.example,Nurs,north,
,nurse,,
no address,,,
b@x.example,,,Mill Lane
ANN2@x.example,,,
"""
    assert told(text) == [
        ("row 2, column role", 'There is no role "Nurs".'),
        ("row 3, column address", "There is no address."),
        ("row 4, column address", '"no address" is no e-mail address.'),
        ("row 5, column organisation", 'There is no organisation "Mill Lane".'),
    ]


def test_the_nearest_name_is_offered(read: Read) -> None:
    with pytest.raises(BadPeople) as found:
        read("address,role\na@x.example,nurs\n")
    assert found.value.faults[0].remedy == 'Write manager, nurse, or leave it empty; did you mean "nurse"?'
    assert str(found.value).startswith("1 fault found; nobody was added:\npeople.csv: row 2, column role\n")


def test_an_address_that_stands_there_twice_is_named_with_both_rows(told: Any) -> None:
    assert told("address\nann@x.example\n\n ANN@X.example \n") == [
        ("row 4, column address", "This address stands in row 2 already.")
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "The file is empty."),
        ("address\n", "The file has a header and no people."),
        ("name,role\nAnn,nurse\n", "No column has this name."),
        ("role\nnurse\n", "There is no column `address`."),
        ("address,address\na@x.example,b@x.example\n", "This column is there twice."),
        ("address,\na@x.example,secret\n", "This stands under no name."),
        ('address\n"a@x.example\n', "From here on the file cannot be read as CSV"),
    ],
)
def test_a_file_of_the_wrong_shape_is_refused(told: Any, text: str, problem: str) -> None:
    assert any(found.startswith(problem) for _, found in told(text))


@pytest.mark.parametrize(
    "address",
    [
        "a@b",
        "a b@x.example",
        "Ann <ann@x.example>",
        "ann@x.example, bob@x.example",
        "ann@x.example\nBcc: all@x.example",
        "ann@@x.example",
        ".ann@x.example",
        "ann@-x.example",
        "änn@x.example",
        "a" * 65 + "@x.example",
        "a@" + "b" * 64 + ".example",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError):
        people_file.address(address)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (" ann@x.example\u200b", "ann@x.example"),
        ("ann\uff20x.example", "ann@x.example"),
        ("o'neil+nhs@trust.nhs.uk", "o'neil+nhs@trust.nhs.uk"),
    ],
)
def test_what_a_spreadsheet_adds_to_an_address_is_taken_away(written: str, read: str) -> None:
    assert people_file.address(written) == read


def test_too_much_is_refused(told: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_file, "MOST", 2)
    assert told("address\na@x.example\nb@x.example\nc@x.example\nd@x.example\n") == [
        ("row 4", "There are more than 2 people.")
    ]
    monkeypatch.setattr(sheets, "LARGEST", 10)
    assert told(TEXT)[0][1].startswith("The file is larger than")


def test_a_workbook_that_unpacks_to_far_too_much_is_refused_unread(told: Any) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", bytes(sheets.UNPACKED + 1))
    assert told(out.getvalue()) == [("", "The workbook unpacks to far too much.")]


def far_apart() -> bytes:
    """A workbook of a few thousand bytes whose second row says that it is the thousand millionth."""
    book, written, out = Workbook(), io.BytesIO(), io.BytesIO()
    book.active.append(["address"])
    book.active.append(["ann@x.example"])
    book.save(written)
    with zipfile.ZipFile(written) as made, zipfile.ZipFile(out, "w") as bent:
        for name in made.namelist():
            bent.writestr(name, made.read(name).replace(b'<row r="2"', b'<row r="1000000000"'))
    return out.getvalue()


@pytest.mark.parametrize("data", [b"address\n" + b"\n" * 60, far_apart()])
def test_rows_are_read_up_to_a_limit_however_many_a_file_claims(
    told: Any, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 50)
    assert told(data) == [("", "There are more than 50 rows, empty ones counted.")]


@pytest.mark.parametrize("data", [b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0old", b"\x81\x8d\x8f"])
def test_what_is_no_list_is_said_to_be_none(told: Any, data: bytes) -> None:
    assert told(data)[0][0] == ""


def test_a_workbook_without_a_sheet_is_said_to_be_none(told: Any) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("mimetype", "application/zip")
    assert told(out.getvalue()) == [("", "This is no workbook that can be read.")]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadinessError, match="cannot be read"):
        people_file.read(tmp_path / "none.csv", KNOWN)


def test_only_the_first_fifty_faults_are_told(read: Read) -> None:
    with pytest.raises(BadPeople) as found:
        read("address\n" + "nobody\n" * 60)
    assert len(found.value.faults) == 50
    assert str(found.value).startswith("60 faults found")
    assert str(found.value).endswith("... and 10 more.")


def test_the_template_can_be_read_as_it_stands(read: Read) -> None:
    (one,) = read(people_file.template(KNOWN)).people
    assert isinstance(one, Person)
    assert said(People((one,), ())) == [("a.person@example.org", "nurse", "north", "mill-lane", "cy")]


def test_everybody_gets_a_random_id(read: Read) -> None:
    first, second = read(TEXT).people
    assert len(first.id) == 15
    assert first.id != second.id != read(TEXT).people[1].id
