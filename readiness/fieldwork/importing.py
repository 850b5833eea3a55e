"""Answers that were collected elsewhere: read from a CSV file, checked like those that people send, kept whole or not.

The columns are the flat keys of the questionnaire, a row is a person. docs/import.md is the page for those who write
such files.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import orjson

from readiness.errors import AlreadyImported, Fault, FileFaults, ReadinessError, WrongState
from readiness.fieldwork import lifecycle
from readiness.fieldwork.columns import Column, Nameless, Refusal, said
from readiness.fieldwork.layout import Layout, Layouts
from readiness.instrument import journey
from readiness.instrument.journey import Local
from readiness.instrument.kinds import Value
from readiness.instrument.plain import nearest
from readiness.instrument.types import Instrument
from readiness.records import assessments, responses
from readiness.records.database import Session
from readiness.records.responses import AnswerSet
from readiness.records.tables import Assessment

LARGEST = 64 * 1024 * 1024
"""Bytes of one file: about 200,000 people."""
SHOWN = 50
"""So many faults are told; the rest is counted."""
_DELIMITERS = ",;\t"

Columns = list[tuple[str, Column | Nameless]]


@dataclass(frozen=True, slots=True)
class Answers:
    """What a file holds, checked."""

    sets: tuple[AnswerSet, ...]
    digest: bytes
    """Of the answers themselves: the same for the same people in another order or another format."""


class BadAnswers(FileFaults):
    """What keeps a file of answers from being imported, row by row; the first faults in full, the rest counted."""

    def __init__(self, faults: Sequence[Fault], count: int) -> None:
        super().__init__(faults)
        self.faults = tuple(faults)
        more = f"\n... and {count - len(faults)} more." if count > len(faults) else ""
        told = "\n".join(str(fault) for fault in faults)
        self.message = f"{count} fault{'' if count == 1 else 's'} found; nothing was imported:\n{told}{more}"
        self.args = (self.message,)


def read(source: Path | BinaryIO, instrument: Instrument, local: Local, name: str = "") -> Answers:
    """Return the answers of a CSV file, or raise BadAnswers with every row and cell that cannot be used."""
    file = _File(name or (source.name if isinstance(source, Path) else "file"))
    known = {one.key: Column(one) for one in journey.questions(instrument, local)}
    rows = _rows(file, _text(file, _data(source)), known)
    columns = _columns(file, next(rows, []), known)
    file.stop_if_bad()
    sets = tuple(_people(file, rows, columns, Layouts(instrument, local)))
    if not sets and not file.count:
        file.add(
            "", "The file has a header and no answers.", "Write one row for each person below the header."
        )
    file.stop_if_bad()
    return Answers(sets, _digest(sets))


def import_answers(session: Session, assessment: Assessment, instrument: Instrument, answers: Answers) -> int:
    """Keep all answers in this transaction and return how many; the same answers are never taken twice."""
    now = assessments.held(session, assessment.code)
    require_taking(now)
    lifecycle.require_same_words(now, instrument)
    if not responses.note_import(session, now, answers.digest):
        raise AlreadyImported(
            f"These answers were imported into {now.title} ({now.code}) before; nothing was added.",
            "Put answers that are new into a file of their own.",
        )
    responses.add(session, now, instrument, answers.sets)
    return len(answers.sets)


def require_taking(assessment: Assessment) -> None:
    """Refuse where no answers may be imported any more."""
    if assessment.state == "closed":
        raise WrongState(
            f"{assessment.title} ({assessment.code}) is closed and takes no more answers.",
            "Import answers while it is a draft or open.",
        )


def require_real(answers: Answers, instrument: Instrument, local: Local, name: str) -> None:
    """Refuse answers that begin with the made-up person of the template: it was saved with that row left in it."""
    example = io.BytesIO(template(instrument, local).encode())
    if answers.sets[:1] == read(example, instrument, local).sets:
        raise ReadinessError(
            f"Row 2 of {name} is the made-up person of the template, not somebody who answered.",
            "Take that row out. If somebody truly answered just so, put the row further down.",
        )


def template(instrument: Instrument, local: Local) -> str:
    """Return a CSV file with every column and one made-up person."""
    example = _example(instrument, local)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    columns = journey.keys(instrument, local)
    writer.writerow(columns)
    writer.writerow([said(example.get(key)) for key in columns])
    return written.getvalue()


@dataclass
class _File:
    """The file that is read, and what is wrong in it."""

    name: str
    faults: list[Fault] = field(default_factory=list)
    count: int = 0

    def add(self, place: str, problem: str, remedy: str) -> None:
        self.count += 1
        if self.count <= SHOWN:
            self.faults.append(Fault(self.name, place, problem, remedy))

    def stop_if_bad(self) -> None:
        if self.count:
            raise BadAnswers(self.faults, self.count)


def _data(source: Path | BinaryIO) -> bytes:
    """Return the file's bytes, unless there are too many of them."""
    try:
        if isinstance(source, Path):
            with source.open("rb") as opened:
                data = opened.read(LARGEST + 1)
        else:
            data = source.read(LARGEST + 1)
    except OSError as error:
        raise ReadinessError(
            f"{source} cannot be read: {error.strerror}.", "Check the name of the file."
        ) from error
    if len(data) > LARGEST:
        raise ReadinessError(
            f"The file is larger than {LARGEST // 1024 // 1024} MB.", "Split it: each part needs the header."
        )
    return data


def _text(file: _File, data: bytes) -> str:
    """Return the file's text, or say what it is instead."""
    if data.startswith(b"PK"):
        file.add("", "This is a workbook, not a CSV file.", "Open it and save it as CSV UTF-8.")
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        file.add(
            "", "The file is empty.", "Write answers into it: `readiness import --template CODE` shows how."
        )
    try:
        return data.decode("utf-8-sig") if not file.count else ""
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        file.add(f"row {row}", "This is not UTF-8 text.", "Save the file as CSV UTF-8.")
        return ""
    finally:
        file.stop_if_bad()


def _rows(file: _File, text: str, known: Mapping[str, Column]) -> Iterator[list[str]]:
    """Yield the rows, the header first, split where most of the header's names are known."""
    header = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=lambda mark: len(known.keys() & _split(header, mark)))
    csv.field_size_limit(LARGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        problem = f"From here on the file cannot be read as CSV: {error}."
        file.add(f"line {reader.line_num}", problem, 'Write "" for a quotation mark inside quotation marks.')


def _split(line: str, delimiter: str) -> set[str]:
    try:
        return {cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])}
    except csv.Error:
        return set()


def _columns(file: _File, header: list[str], known: Mapping[str, Column]) -> Columns:
    """Return the columns by name, noting what is wrong in the header."""
    names = [name.strip() for name in header]
    for n, name in enumerate(names):
        if name and name in names[:n]:
            file.add(f"column {name}", "This column stands here twice.", "Remove one of the two.")
        elif name and name not in known:
            remedy = "Remove it, or see `readiness import --template CODE` for all columns"
            file.add(
                f"column {name}", "No question of this survey has this name.", remedy + nearest(name, known)
            )
    for key in (key for key, column in known.items() if column.question.required and key not in names):
        file.add(
            f"column {key}", "This column is missing.", "Add it: everyone must have answered this question."
        )
    return [(name, known.get(name, Nameless())) for name in names]


def _people(
    file: _File, rows: Iterable[list[str]], columns: Columns, layouts: Layouts
) -> Iterator[AnswerSet]:
    """Yield each row's answer set; a row with a fault is noted and yields none."""
    for number, cells in enumerate(rows, 2):
        if not any(cells) or not any(map(str.strip, cells)):
            continue
        if len(cells) != len(columns):
            problem = f"The row has {len(cells)} cells, the header {len(columns)}."
            file.add(f"row {number}", problem, "Put quotation marks around a cell that holds a separator.")
            continue
        both = zip(cells, columns, strict=True)
        try:
            values = {
                key: value for cell, (key, column) in both if cell and (value := column[cell]) is not None
            }
        except Refusal:
            _note_cells(file, number, cells, columns, layouts)
            continue
        layout = layouts.of(values)
        if layout.fits(values):
            yield layout.sorted_out(values)
        else:
            _note_misfits(file, number, values, layout, set())


def _note_cells(file: _File, number: int, cells: list[str], columns: Columns, layouts: Layouts) -> None:
    """Note each cell of a row that cannot be used, then what else is wrong, as far as the other cells can tell."""
    values: dict[str, Value] = {}
    bad: set[str] = set()
    for cell, (key, column) in zip(cells, columns, strict=True):
        try:
            value = column[cell]
        except Refusal as refusal:
            file.add(
                f"row {number}, column {key}" if key else f"row {number}", refusal.problem, refusal.remedy
            )
            bad.add(key)
            continue
        if value is not None:
            values[key] = value
    if not layouts.turn_on(bad):
        _note_misfits(file, number, values, layouts.of(values), bad)


def _note_misfits(
    file: _File, number: int, values: Mapping[str, Value], layout: Layout, bad: set[str]
) -> None:
    """Note what the person was never asked, and what the person must have answered and did not."""
    for key in (key for key in values if key not in layout.asked):
        remedy = "Empty the cell, or mend the row's role, areas or other answer that decides about it."
        file.add(f"row {number}, column {key}", "This person is not asked this question.", remedy)
    for key in (key for key in layout.asked if key in layout.required - values.keys() - bad):
        file.add(f"row {number}, column {key}", "This must be answered.", Column(layout.asked[key]).remedy)


def _digest(sets: Iterable[AnswerSet]) -> bytes:
    each = sorted(
        hashlib.sha256(
            orjson.dumps([one.strata, one.answers, one.areas, one.comments], option=orjson.OPT_SORT_KEYS)
        ).digest()
        for one in sets
    )
    return hashlib.sha256(b"".join(each)).digest()


def _example(instrument: Instrument, local: Local) -> dict[str, Value]:
    """Return what a made-up person answers, going forward as a person does: an answer may open a question."""
    values: dict[str, Value] = {}
    while True:
        pages = journey.pages(instrument, local, values)
        asked = [question for page in pages for question in page.questions if question.key not in values]
        new = {question.key: Column(question).example for question in asked}
        if not new:
            return values
        values |= new
