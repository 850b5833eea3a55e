"""A wave holds just what people answered, in an order that depends on nothing else."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from readiness.config import Settings
from readiness.fieldwork import lifecycle
from readiness.fieldwork.setup_file import Setup
from readiness.instrument.types import Instrument
from readiness.records import responses
from readiness.records.database import Database
from readiness.records.responses import AnswerSet
from readiness.records.tables import Assessment
from readiness.records.wave import Codes, Wave

TINY_SURVEYS = Path(__file__).parent.parent / "surveys"
NURSE = AnswerSet(
    strata={"role": "nurse", "place": "south", "organisation_type": "practice", "tenure": "long"},
    answers={"aim-1": 3, "aim-nurse": 0, "time-2": 1, "overall": 10, "adopted": "one"},
    areas={
        "diabetes": {
            "commitment-1": 2,
            "importance": 0,
            "innovation.monitors": "use",
            "barriers": ["other", "time"],
        },
        "cardiology": {"commitment-1": 0, "barriers": []},
    },
)
MANAGER = AnswerSet(
    strata={"role": "manager"}, answers={"time-1": 2}, areas={"respiratory": {"importance": 7}}
)
NOBODY = AnswerSet()


def kept(database: Database, assessment: Assessment, tiny: Instrument, sets: list[AnswerSet]) -> Wave:
    with database.write() as session:
        responses.add(session, assessment, tiny, sets)
    with database.read() as session:
        return responses.load_wave(session, assessment, tiny)


def same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, Codes):
        return one.ids == other.ids and same(one.codes, other.codes)
    return bool(one == other)


def equal(one: Wave, other: Wave) -> bool:
    return all(same(getattr(one, field.name), getattr(other, field.name)) for field in fields(Wave))


def test_every_answer_stands_where_it_belongs(
    database: Database, assessment: Assessment, tiny: Instrument
) -> None:
    wave = kept(database, assessment, tiny, [NURSE])
    assert wave.n == 1
    assert {name: (one.codes.tolist(), one.ids) for name, one in wave.strata.items()} == {
        "role": ([0], ("nurse", "manager")),
        "place": ([1], ("north", "south")),
        "organisation_type": ([1], ("trust", "practice")),
        "tenure": ([1], ("short", "long")),
    }
    assert wave.item_ids == ("aim-1", "aim-nurse", "time-1", "time-2")
    assert wave.codes.tolist() == [[3, 0, -1, 1]]
    assert wave.area_ids == ("cardiology", "respiratory", "diabetes")
    assert wave.block_person.tolist() == [0, 0]
    assert wave.block_area.tolist() == [0, 2]
    assert wave.block_codes.tolist() == [[0], [2]]
    assert np.array_equal(wave.importance, [np.nan, 0.0], equal_nan=True)
    assert wave.barrier_ids == ("time", "money", "other")
    assert wave.barriers.tolist() == [[False, False, False], [True, False, True]]
    assert wave.barriers_asked.tolist() == [True, True]
    assert wave.awareness_ids == ("heard", "use")
    assert wave.awareness.tolist() == [[-1], [1]]
    assert wave.criterion.tolist() == [10.0]
    assert (wave.adopted_ids, wave.adopted.tolist()) == (("none", "one"), [1])


def test_what_was_not_answered_is_missing_and_never_zero(
    database: Database, assessment: Assessment, tiny: Instrument
) -> None:
    wave = kept(database, assessment, tiny, [NOBODY])
    assert wave.codes.tolist() == [[-1, -1, -1, -1]]
    assert [one.codes.tolist() for one in wave.strata.values()] == [[-1]] * 4
    assert np.isnan(wave.criterion).all()
    assert wave.adopted.tolist() == [-1]
    assert len(wave.block_person) == 0


def test_nobody_at_all_makes_empty_arrays_of_the_right_shapes(
    database: Database, assessment: Assessment, tiny: Instrument
) -> None:
    wave = kept(database, assessment, tiny, [])
    assert (wave.n, wave.codes.shape, wave.block_codes.shape) == (0, (0, 4), (0, 1))
    assert (wave.barriers.shape, wave.awareness.shape, wave.criterion.shape) == ((0, 3), (0, 1), (0,))
    assert wave.codes.dtype == np.int8
    assert wave.block_person.dtype == np.int32


def test_types_are_compact(database: Database, assessment: Assessment, tiny: Instrument) -> None:
    wave = kept(database, assessment, tiny, [NURSE, MANAGER])
    arrays = {field.name: getattr(wave, field.name) for field in fields(Wave)}
    kinds = {name: array.dtype.name for name, array in arrays.items() if isinstance(array, np.ndarray)}
    assert kinds == {
        "hasty": "bool",
        "codes": "int8",
        "block_person": "int32",
        "block_area": "int16",
        "block_codes": "int8",
        "importance": "float64",
        "barriers": "bool",
        "barriers_asked": "bool",
        "awareness": "int8",
        "criterion": "float64",
        "adopted": "int8",
    }


def test_an_answer_to_a_question_that_is_no_longer_known_is_left_out(
    database: Database, assessment: Assessment, tiny: Instrument
) -> None:
    odd = AnswerSet(strata={"role": "ghost"}, answers={"gone": 3}, areas={"elsewhere": {"commitment-1": 3}})
    wave = kept(database, assessment, tiny, [odd])
    assert wave.strata["role"].codes.tolist() == [-1]
    assert (wave.codes == -1).all()
    assert len(wave.block_area) == 0


def test_the_order_of_arrival_changes_nothing(
    database: Database, assessment: Assessment, tiny: Instrument
) -> None:
    sets = [NURSE, MANAGER, NOBODY, *made_up(60)]
    first = kept(database, assessment, tiny, sets)
    with database.write() as session:
        responses.forget(session, assessment)
        session.connection().exec_driver_sql("DELETE FROM response")
    second = kept(database, assessment, tiny, sets[::-1])
    assert equal(first, second)


def test_reading_in_many_parts_gives_the_same_as_in_one(
    database: Database, assessment: Assessment, tiny: Instrument, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = kept(database, assessment, tiny, made_up(50))
    monkeypatch.setattr(responses, "_BATCH", 7)
    with database.read() as session:
        assert equal(whole, responses.load_wave(session, assessment, tiny))


@pytest.mark.postgresql
def test_both_databases_give_the_same_arrays_to_the_bit(
    on_sqlite: Database, on_postgresql: Database, tiny: Instrument, tiny_setup: Setup, settings: Settings
) -> None:
    waves = []
    for database in (on_sqlite, on_postgresql):
        with database.write() as session:
            assessment = lifecycle.create(session, tiny_setup, replace(settings, surveys=TINY_SURVEYS))
        waves.append(kept(database, assessment, tiny, [NURSE, MANAGER, NOBODY, *made_up(100)]))
    assert equal(*waves)


def test_one_other_answer_gives_another_digest(
    database: Database, assessment: Assessment, tiny: Instrument
) -> None:
    one = kept(database, assessment, tiny, [NURSE])
    two = kept(database, assessment, tiny, [NURSE])
    assert one.digest != two.digest


def made_up(count: int) -> list[AnswerSet]:
    rng = random.Random(7)
    return [one(rng) for _ in range(count)]


def one(rng: random.Random) -> AnswerSet:
    areas = rng.sample(["cardiology", "respiratory", "diabetes"], 2)
    return AnswerSet(
        strata={"role": rng.choice(["nurse", "manager"])},
        answers={"aim-1": rng.randint(0, 3), "time-1": rng.randint(0, 3), "overall": rng.randint(0, 10)},
        areas={area: {"importance": rng.randint(0, 10), "barriers": ["money"]} for area in areas},
    )
