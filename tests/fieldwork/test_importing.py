"""A file of answers is imported whole, or every row and cell that cannot be used is named."""

from __future__ import annotations

import csv
import io
import random
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from readiness.errors import AlreadyImported, InstrumentChanged, ReadinessError, WrongState
from readiness.fieldwork import importing, lifecycle, submitting
from readiness.fieldwork.columns import Column, said
from readiness.fieldwork.importing import BadAnswers
from readiness.fieldwork.layout import Layouts, laid_out
from readiness.instrument import journey
from readiness.instrument.journey import AskedQuestion, Local
from readiness.instrument.kinds import Value
from readiness.instrument.load import load_version
from readiness.instrument.types import Instrument, Option
from readiness.records import responses
from readiness.records.database import Database
from readiness.records.responses import AnswerSet
from readiness.records.tables import Assessment, Comment, Response

SURVEYS = Path(__file__).parent.parent / "surveys"
HEADER = "role,areas,aim-1,cardiology.importance,would-help"
ROW = 'nurse,cardiology,3,7,"More, and sooner."'

Reader = Callable[[str | bytes], importing.Answers]


@pytest.fixture
def lists() -> Local:
    """What the small assessment adds, without a database."""
    named = {"cardiology": "Cardiology", "respiratory": "Respiratory", "diabetes": "Diabetes"}
    return Local(
        places=(Option(id="north", text="North"), Option(id="south", text="South")),
        areas=tuple(Option(id=area, text=name) for area, name in named.items()),
        innovations=(journey.LocalInnovation("monitors", "Home monitors", ("cardiology", "diabetes")),),
    )


@pytest.fixture
def read(tiny: Instrument, lists: Local) -> Reader:
    def of(text: str | bytes) -> importing.Answers:
        data = text.encode() if isinstance(text, str) else text
        return importing.read(io.BytesIO(data), tiny, lists, "answers.csv")

    return of


@pytest.fixture
def told(read: Reader) -> Callable[[str | bytes], list[tuple[str, str]]]:
    """The places and problems of a file."""

    def of(text: str | bytes) -> list[tuple[str, str]]:
        with pytest.raises(BadAnswers) as found:
            read(text)
        assert all(
            fault.file == "answers.csv" and fault.remedy.endswith((".", "?")) for fault in found.value.faults
        )
        return [(fault.place, fault.problem) for fault in found.value.faults]

    return of


def file(*rows: str) -> str:
    return "\n".join((HEADER, *rows)) + "\n"


def test_a_row_is_a_person_and_a_cell_an_answer(read: Reader) -> None:
    assert read(file(ROW)).sets == (
        AnswerSet(
            strata={"role": "nurse"},
            answers={"aim-1": 3},
            areas={"cardiology": {"importance": 7, "barriers": []}},
            comments=(("would-help", "More, and sooner."),),
        ),
    )


def test_an_imported_row_is_the_same_as_the_same_answers_sent(
    tiny: Instrument, lists: Local, read: Reader, answers: dict[str, Any]
) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([answers.keys(), [said(value) for value in answers.values()]])
    assert read(written.getvalue()).sets == (submitting.checked(tiny, lists, answers),)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("3", 3),
        (" 3 ", 3),
        ("3.0", 3),
        ("Agree", 3),
        ("AGREE", 3),
        ("0", 0),
        ("don't know", 0),
        ("Don\u2019t know", 0),
    ],
)
def test_a_rating_may_be_written_as_number_or_in_the_words_of_the_scale(
    cell: str, code: int, read: Reader
) -> None:
    assert read(file(f"nurse,cardiology,{cell},,")).sets[0].answers == {"aim-1": code}


def test_options_may_be_written_as_ids_or_in_their_words(read: Reader) -> None:
    text = "role,areas,place,diabetes.barriers\nNurse,Diabetes;cardiology,NORTH,Time; something else\n"
    (one,) = read(text).sets
    assert one.strata == {"role": "nurse", "place": "north"}
    assert list(one.areas) == ["cardiology", "diabetes"]
    assert one.areas["diabetes"] == {"barriers": ["time", "other"]}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_files_of_all_spreadsheets_are_understood(delimiter: str, end: str, start: str, read: Reader) -> None:
    rows = [["role", "areas", "aim-1"], ["nurse", '"cardiology;diabetes"', "2"]]
    text = start + end.join(delimiter.join(row) for row in rows)
    assert list(read(text).sets[0].areas) == ["cardiology", "diabetes"]


def test_blank_lines_and_nameless_blank_columns_are_passed_over(read: Reader) -> None:
    assert len(read("role,areas,\n,,\nnurse,cardiology,\n\n ,,\nmanager,diabetes,\n").sets) == 2


def test_every_bad_row_and_cell_is_named_at_once(told: Any) -> None:
    assert told(
        file("king,cardiology,9,7,", ROW, "nurse,cardiology,3,11,", "nurse,,3,,", "nurse,cardiology,3")
    ) == [
        ("row 2, column role", '"king" is no answer to this question.'),
        ("row 2, column aim-1", '"9" is no answer to this question.'),
        ("row 4, column cardiology.importance", '"11" is no answer to this question.'),
        ("row 5, column areas", "This must be answered."),
        ("row 6", "The row has 3 cells, the header 5."),
    ]


def test_the_remedies_say_what_a_cell_may_hold(read: Reader) -> None:
    with pytest.raises(BadAnswers) as found:
        read(
            "role,areas,aim-1,cardiology.importance,cardiology.barriers,would-help\n"
            f"king,cardiology,9,11,a;b,{'x' * 201}\n"
        )
    assert [fault.remedy for fault in found.value.faults] == [
        "Write one of: nurse, manager.",
        "Write a number from 1 (\u201cDisagree\u201d) to 3 (\u201cAgree\u201d), 0 for \u201cDon't know\u201d, "
        "or leave it empty.",
        "Write a whole number from 0 to 10, or leave it empty.",
        "Write at most 2 of these with ; between them: time, money, other.",
        "Write 200 characters or fewer.",
    ]


def test_an_answer_to_a_question_that_the_person_was_not_asked_is_named_not_dropped(told: Any) -> None:
    text = "role,areas,aim-nurse,diabetes.importance\nmanager,cardiology,2,5\n"
    assert told(text) == [
        ("row 2, column aim-nurse", "This person is not asked this question."),
        ("row 2, column diabetes.importance", "This person is not asked this question."),
    ]


def test_faults_of_the_header_are_told_before_any_row_is_looked_at(read: Reader, told: Any) -> None:
    assert told("aim-l,aim-1,aim-1,areas\nking,,,\n") == [
        ("column aim-l", "No question of this survey has this name."),
        ("column aim-1", "This column stands here twice."),
        ("column role", "This column is missing."),
    ]
    with pytest.raises(BadAnswers, match='did you mean "aim-1"'):
        read("role,areas,aim-l\nnurse,cardiology,1\n")


def test_of_many_faults_fifty_are_told_and_the_rest_counted(read: Reader) -> None:
    with pytest.raises(BadAnswers, match="and 70 more") as found:
        read(file(*["king,cardiology,1,1,"] * 120))
    assert len(found.value.faults) == importing.SHOWN
    assert found.value.message.startswith("120 faults found; nothing was imported:")
    assert [fault.place for fault in found.value.faults][:3] == [f"row {n}, column role" for n in (2, 3, 4)]


@pytest.mark.parametrize(
    ("data", "place", "problem"),
    [
        (b"", "", "The file is empty"),
        (b"\xef\xbb\xbf", "", "The file is empty"),
        (b" \n\n", "", "The file is empty"),
        (HEADER.encode(), "", "no answers"),
        (b"PK\x03\x04 a workbook", "", "workbook, not a CSV"),
        (f"{HEADER}\nnurse,cardiology,3,,caf\xe9\n".encode("latin-1"), "row 2", "not UTF-8"),
        (file("nurse,cardiology,3,,").encode("utf-16"), "row 1", "not UTF-8"),
        (f'{HEADER}\nnurse,cardiology,3,,"open\n'.encode(), "line 2", "cannot be read as CSV"),
        (f"{HEADER},\n{ROW},here\n".encode(), "row 2", "under no name"),
        (f"{HEADER}\n{ROW},{ROW}\n".encode(), "row 2", "10 cells, the header 5"),
        (b"role,areas\nnurse,cardiology\x00\n", "row 2, column areas", "no answer"),
    ],
)
def test_what_is_no_file_of_answers_is_told_in_words(
    data: bytes, place: str, problem: str, told: Any
) -> None:
    found = told(data)
    assert any(where == place and problem in what for where, what in found), found


def test_a_formula_is_no_answer_and_in_a_comment_it_is_only_text(read: Reader, told: Any) -> None:
    assert told(file("nurse,cardiology,=1+2,,"))
    assert read(file("nurse,cardiology,3,,=1+2")).sets[0].comments == (("would-help", "=1+2"),)


def test_a_file_that_is_too_large_is_refused(read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "LARGEST", 1024 * 1024)
    with pytest.raises(ReadinessError, match=r"larger than 1 MB.*Split it"):
        read(b"x" * 1_100_000)


def test_a_file_that_is_not_there_is_named(tiny: Instrument, lists: Local, tmp_path: Path) -> None:
    with pytest.raises(ReadinessError, match=r"nothing\.csv cannot be read: No such file"):
        importing.read(tmp_path / "nothing.csv", tiny, lists)


def test_a_file_is_named_in_its_faults(tiny: Instrument, lists: Local, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("role\n")
    with pytest.raises(BadAnswers, match=r"mine\.csv: column areas"):
        importing.read(tmp_path / "mine.csv", tiny, lists)


def test_the_template_has_every_column_and_a_row_that_can_be_imported(
    tiny: Instrument, lists: Local, read: Reader
) -> None:
    text = importing.template(tiny, lists)
    header, *rows = csv.reader(io.StringIO(text))
    assert tuple(header) == journey.keys(tiny, lists)
    assert len(rows) == 1
    (one,) = read(text).sets
    assert one.strata.keys() == {"role", "place", "organisation_type", "tenure"}
    assert one.areas["cardiology"].keys() == {"commitment-1", "importance", "innovation.monitors", "barriers"}


def imported(database: Database, assessment: Assessment, tiny: Instrument, answers: importing.Answers) -> int:
    with database.write() as session:
        return importing.import_answers(session, assessment, tiny, answers)


def count(database: Database, assessment: Assessment) -> int:
    with database.read() as session:
        return responses.count(session, assessment)


def test_answers_are_imported_into_an_open_assessment_and_into_a_draft(
    database: Database,
    draft_assessment: Assessment,
    tiny: Instrument,
    read: Reader,
    tiny_settings: Any,
    today: date,
) -> None:
    assert imported(database, draft_assessment, tiny, read(file(ROW))) == 1
    with database.write() as session:
        lifecycle.open_(session, draft_assessment.code, tiny_settings, today)
    assert imported(database, draft_assessment, tiny, read(file(ROW, ROW))) == 2
    assert count(database, draft_assessment) == 3
    with database.read() as session:
        hashes = {row.instrument_hash for row in session.scalars(select(Response))}
        assert (hashes, len(session.scalars(select(Comment)).all())) == ({tiny.digest}, 3)


def test_the_same_answers_are_refused_a_second_time_whatever_the_file_looks_like(
    database: Database, assessment: Assessment, tiny: Instrument, read: Reader
) -> None:
    rows = [ROW, "manager,diabetes,1,,", "nurse,cardiology,2,5,"]
    imported(database, assessment, tiny, read(file(*rows)))
    for again in (
        file(*rows),
        file(*rows[::-1]),
        file(*rows).replace("manager", "Manager").replace("\n", "\r\n"),
    ):
        with pytest.raises(AlreadyImported, match="nothing was added"):
            imported(database, assessment, tiny, read(again))
    assert count(database, assessment) == 3


def test_nothing_is_imported_into_a_closed_assessment(
    database: Database, assessment: Assessment, tiny: Instrument, read: Reader, settings
) -> None:
    lifecycle.close(database, settings, assessment.code, date(2026, 11, 30))
    with pytest.raises(WrongState, match="closed and takes no more answers"):
        imported(database, assessment, tiny, read(file(ROW)))
    assert count(database, assessment) == 0


def test_answers_to_other_words_than_were_locked_are_not_imported(
    database: Database, assessment: Assessment, tiny: Instrument, read: Reader
) -> None:
    with pytest.raises(InstrumentChanged):
        imported(database, assessment, tiny.model_copy(update={"digest": "0" * 64}), read(file(ROW)))


def test_an_import_that_breaks_off_leaves_nothing_and_can_be_tried_again(
    database: Database,
    assessment: Assessment,
    tiny: Instrument,
    read: Reader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(responses, "_comment", lambda *_: {}["gone"])
        with pytest.raises(KeyError):
            imported(database, assessment, tiny, read(file(ROW)))
    assert count(database, assessment) == 0
    assert imported(database, assessment, tiny, read(file(ROW))) == 1


def plain_instrument(folder: Path) -> Instrument:
    """A questionnaire of somebody else's: six points, reversed items, no areas, no places, no 'don't know'."""
    tiny = folder / "tiny" / "2026.1"
    shutil.copytree(SURVEYS / "tiny" / "2026.1", tiny)
    for name in ("clinical-area.toml", "closing.toml"):
        (tiny / name).unlink()
    head = (tiny / "instrument.toml").read_text()
    for key in ("criterion", "adopted", "consent", "dont_know"):
        head = "".join(line for line in head.splitlines(True) if not line.startswith(key))
    points = "".join(f'    {{ code = {n}, label = "Point {n}" }},\n' for n in range(4, 7))
    (tiny / "instrument.toml").write_text(head.replace("]\nfavourable = 3", f"{points}]\nfavourable = 5"))
    about = (tiny / "about-you.toml").read_text()
    (tiny / "about-you.toml").write_text(about.partition('[[questions]]\nid = "place"')[0])
    return load_version(folder, "tiny", "2026.1")


def test_a_questionnaire_without_areas_places_and_dont_know_is_imported_and_read_back(
    database: Database, draft_assessment: Assessment, tmp_path: Path
) -> None:
    plain = plain_instrument(tmp_path / "surveys")
    assert importing.template(plain, Local()) == "role,aim-1,aim-nurse,time-1,time-2\nnurse,2,2,2,2\n"
    text = "role,aim-1,time-1,time-2\nnurse,6,1,6\nmanager,,5,Point 4\n"
    answers = importing.read(io.BytesIO(text.encode()), plain, Local())
    with database.write() as session:
        assert importing.import_answers(session, draft_assessment, plain, answers) == 2
    with database.read() as session:
        wave = responses.load_wave(session, draft_assessment, plain)
    assert sorted(wave.codes.tolist()) == [[-1, -1, 5, 4], [6, -1, 1, 6]]
    assert wave.area_ids == wave.barrier_ids == wave.innovation_ids == ()
    assert (wave.barriers.shape, wave.adopted.tolist()) == ((0, 0), [-1, -1])


def conditional_instrument(folder: Path) -> Instrument:
    """The small questionnaire with a comment and a question about each area that only some are asked."""
    tiny = folder / "tiny" / "2026.1"
    shutil.copytree(SURVEYS / "tiny" / "2026.1", tiny)
    closing, area = tiny / "closing.toml", tiny / "clinical-area.toml"
    when = 'text = "What would help?"\nwhen = { question = "overall", at_least = 5 }'
    closing.write_text(closing.read_text().replace('text = "What would help?"', when))
    area.write_text(
        f"""{area.read_text()}
[[pages]]
id = "more"
title = "More"

[[pages.questions]]
id = "urgency"
kind = "choice"
text = "How soon?"
options = [{{ id = "now", text = "Now" }}, {{ id = "later", text = "Later" }}]
when = {{ all = [{{ question = "importance", at_least = 5 }}, {{ not = {{ question = "barriers", is = "time" }} }}] }}
"""
    )
    return load_version(folder, "tiny", "2026.1")


def test_a_question_that_another_answer_opens_is_taken_from_those_it_opens_for(
    tmp_path: Path, lists: Local
) -> None:
    asked = conditional_instrument(tmp_path)
    text = "role,areas,overall,would-help\nnurse,cardiology,5,Time.\nnurse,cardiology,4,\nnurse,cardiology,4,Money.\n"
    with pytest.raises(BadAnswers) as found:
        importing.read(io.BytesIO(text.encode()), asked, lists)
    assert [fault.place for fault in found.value.faults] == ["row 4, column would-help"]


def test_what_a_person_is_asked_is_worked_out_once_for_all_who_answer_alike(
    tmp_path: Path, lists: Local
) -> None:
    """The short way, by the answers that conditions look at, must lead where the long way leads for each person."""
    asked = conditional_instrument(tmp_path)
    layouts, rng = Layouts(asked, lists), random.Random(3)
    for _ in range(300):
        person = answered_at_random(rng, journey.questions(asked, lists))
        long_way = laid_out(asked, journey.pages(asked, lists, person))
        assert layouts.of(person) == long_way
    assert len(layouts._known) > 30


def answered_at_random(rng: random.Random, questions: tuple[AskedQuestion, ...]) -> dict[str, Value]:
    given: dict[str, Value] = {}
    for question in questions:
        column = Column(question)
        if question.key == "areas":
            given["areas"] = sorted(rng.sample([option.value for option in question.options], 2))
        elif question.key == "role" or rng.random() < 0.7:
            cell = rng.choice(question.options).value if question.options else "Words."
            given[question.key] = column[cell] or column.example
    return given


@pytest.mark.slow
def test_ten_thousand_people_are_imported_in_seconds(
    database: Database, assessment: Assessment, tiny: Instrument, read: Reader
) -> None:
    rows = [f"nurse,cardiology;diabetes,{n % 4},{n % 11},{n}" for n in range(10_000)]
    assert imported(database, assessment, tiny, read(file(*rows))) == 10_000
    with database.read() as session:
        assert responses.load_wave(session, assessment, tiny).n == 10_000
