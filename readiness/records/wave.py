"""A wave: all answers of one assessment as arrays, in an order that depends on nothing but the answers.

Shapes: n respondents; b blocks, one a respondent and clinical area. The same answers give the same arrays on every
database, bit for bit, whatever order they came or lie in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from readiness.instrument.journey import Local
from readiness.instrument.types import Choice, Choices, Instrument, Page

Integers = NDArray[np.int64]
Cells = tuple[Integers, Integers, NDArray[np.object_]]
"""Row, column and value of every answer that was given."""
STRATA = ("role", "place", "organisation_type", "tenure")


@dataclass(frozen=True, slots=True)
class Codes:
    """One of a list of ids for each row: its number in the list, or -1 for none."""

    codes: NDArray[np.int16]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wave:
    """The answers of one assessment."""

    n: int
    strata: dict[str, Codes]
    """role, place, organisation_type, tenure: n each, ids in the order of the instrument or the assessment."""
    hasty: NDArray[np.bool_]
    """n: whether less than two seconds an item were taken, where that was measured."""
    item_ids: tuple[str, ...]
    codes: NDArray[np.int8]
    """n x items: -1 blank or not asked, 0 "don't know", else the code chosen."""
    area_ids: tuple[str, ...]
    block_person: NDArray[np.int32]
    """b: the row of the person; people in order, and a person's areas in the assessment's order."""
    block_area: NDArray[np.int16]
    """b: the number of the area in `area_ids`."""
    block_item_ids: tuple[str, ...]
    block_codes: NDArray[np.int8]
    """b x area items, coded like `codes`."""
    importance: NDArray[np.float64]
    """b: importance of change, nan for none."""
    barrier_ids: tuple[str, ...]
    barriers: NDArray[np.bool_]
    """b x barriers: whether it was named."""
    barriers_asked: NDArray[np.bool_]
    """b: whether the question was put; who then named none counts among those asked."""
    innovation_ids: tuple[str, ...]
    awareness_ids: tuple[str, ...]
    awareness: NDArray[np.int8]
    """b x innovations: the number of the answer in `awareness_ids`, or -1."""
    criterion: NDArray[np.float64]
    """n: overall readiness as people put it, nan for none."""
    adopted_ids: tuple[str, ...]
    adopted: NDArray[np.int8]
    """n: the number of the answer in `adopted_ids`, or -1."""
    digest: str
    """SHA-256 of all answers, whatever their order."""


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Some rows as they come from the database."""

    hashes: list[bytes]
    strata: list[NDArray[np.int16]]
    hasty: NDArray[np.bool_]
    person: _Table
    block_person: Integers
    block_area: Integers
    block: _Table


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows by columns of codes, and the barriers that blocks named."""

    codes: NDArray[np.int16]
    named: NDArray[np.bool_]
    asked: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which answers become which columns, and which numbers stand for chosen options."""

    strata: dict[str, tuple[str, ...]]
    items: tuple[str, ...]
    area_ids: tuple[str, ...]
    block_items: tuple[str, ...]
    innovations: tuple[str, ...]
    criterion: str | None
    adopted: str | None
    adopted_ids: tuple[str, ...]
    importance: str | None
    awareness: str | None
    awareness_ids: tuple[str, ...]
    barriers: str | None
    barrier_ids: tuple[str, ...]

    @property
    def person_columns(self) -> dict[str, int]:
        """Items, then the criterion and adoption."""
        return _numbered([*self.items, self.criterion or "", self.adopted or ""])

    @property
    def block_columns(self) -> dict[str, int]:
        """Area items, then importance, then awareness of each innovation."""
        known = [
            f"{self.awareness}.{innovation}" if self.awareness else "" for innovation in self.innovations
        ]
        return _numbered([*self.block_items, self.importance or "", *known])


def built(instrument: Instrument, local: Local, chunks: Iterable[Sequence[Sequence[Any]]]) -> Wave:
    """Return the wave of rows of (role, place, organisation type, tenure, hasty, answers, areas).

    The last two come as JSON; hasty is None where nobody measured the time.
    """
    plan = _plan(instrument, local)
    read = [_chunk(plan, rows) for rows in chunks] or [_chunk(plan, [])]
    return _wave(plan, read)


def _plan(instrument: Instrument, local: Local) -> _Plan:
    about, closing = _options((instrument.about,)), _options(instrument.closing)
    area = instrument.area
    asked = _options(area.pages) if area else {}
    return _Plan(
        strata={
            "role": tuple(role.id for role in instrument.roles),
            "place": tuple(place.id for place in local.places),
            "organisation_type": about.get("organisation-type", ()),
            "tenure": about.get("tenure", ()),
        },
        items=tuple(item.id for item in instrument.items()),
        area_ids=tuple(one.id for one in local.areas) if area else (),
        block_items=tuple(item.id for item in instrument.area_items()),
        innovations=tuple(one.id for one in local.innovations) if area and area.awareness else (),
        criterion=instrument.criterion,
        adopted=instrument.adopted,
        adopted_ids=closing.get(instrument.adopted or "", ()),
        importance=area.importance if area else None,
        awareness=area.awareness if area else None,
        awareness_ids=asked.get((area.awareness if area else "") or "", ()),
        barriers=area.barriers if area else None,
        barrier_ids=asked.get((area.barriers if area else "") or "", ()),
    )


def _options(pages: Iterable[Page]) -> dict[str, tuple[str, ...]]:
    """Return the option ids of every question that lists its own."""
    questions = (question for page in pages for question in page.questions)
    return {q.id: tuple(one.id for one in q.options) for q in questions if isinstance(q, Choice | Choices)}


def _chunk(plan: _Plan, rows: Sequence[Sequence[Any]]) -> _Chunk:
    columns: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * (len(STRATA) + 3)
    answers = list(map(orjson.loads, columns[-2]))
    areas = list(map(orjson.loads, columns[-1]))
    counts = np.fromiter(map(len, areas), np.int64, len(areas))
    return _Chunk(
        hashes=[_hash(row) for row in rows],
        strata=[_numbers(column, plan.strata[name]) for name, column in zip(STRATA, columns, strict=False)],
        hasty=np.fromiter(map(bool, columns[-3]), np.bool_, len(answers)),
        person=_table(plan, answers, plan.person_columns, {plan.adopted or "": plan.adopted_ids}),
        block_person=np.repeat(np.arange(len(areas)), counts),
        block_area=_numbers(list(chain.from_iterable(areas)), plan.area_ids).astype(np.int64),
        block=_blocks(plan, list(chain.from_iterable(map(dict.values, areas)))),
    )


def _blocks(plan: _Plan, blocks: Sequence[dict[str, Any]]) -> _Table:
    known = {f"{plan.awareness}.{one}": plan.awareness_ids for one in plan.innovations}
    table = _table(plan, blocks, plan.block_columns, known)
    if plan.barriers is None:
        return table
    given = [block.get(plan.barriers) for block in blocks]
    named = np.zeros((len(blocks), len(plan.barrier_ids)), bool)
    counts = np.fromiter((len(one or ()) for one in given), np.int64, len(given))
    columns = _numbers(list(chain.from_iterable(one or () for one in given)), plan.barrier_ids)
    rows = np.repeat(np.arange(len(blocks)), counts)
    named[rows[columns >= 0], columns[columns >= 0]] = True
    return _Table(table.codes, named, np.fromiter((one is not None for one in given), bool, len(given)))


def _table(
    plan: _Plan,
    rows: Sequence[dict[str, Any]],
    columns: dict[str, int],
    chosen: Mapping[str, tuple[str, ...]],
) -> _Table:
    """Return the rows' answers in their columns; an answer that was chosen by id becomes its number."""
    found = np.full((len(rows), max(columns.values(), default=-1) + 1), -1, np.int16)
    row, column, value = _cells(rows, columns)
    for key, ids in chosen.items():
        here = column == columns.get(key, -2)
        value[here] = _numbers(value[here].tolist(), ids)
    found[row, column] = value.astype(np.int16)
    return _Table(found, np.zeros((len(rows), len(plan.barrier_ids)), bool), np.zeros(len(rows), bool))


def _cells(rows: Sequence[dict[str, Any]], columns: dict[str, int]) -> Cells:
    """Lay the rows' answers out side by side, without a step of Python for any single one."""
    counts = np.fromiter(map(len, rows), np.int64, len(rows))
    total = int(counts.sum())
    keys = map(columns.get, chain.from_iterable(rows), repeat(-1))
    column = np.fromiter(keys, np.int64, total)
    value = np.fromiter(chain.from_iterable(map(dict.values, rows)), np.object_, total)
    wanted = column >= 0
    row = np.repeat(np.arange(len(rows), dtype=np.int64), counts)
    return row[wanted], column[wanted], value[wanted]


def _numbers(given: Sequence[Any], ids: tuple[str, ...]) -> NDArray[np.int16]:
    """Return each id's number in the list, -1 for none."""
    return np.fromiter(map(_numbered(ids).get, given, repeat(-1)), np.int16, len(given))


def _numbered(ids: Iterable[str]) -> dict[str, int]:
    """Return the number of each id; an empty one keeps its number to itself."""
    return {name: number for number, name in enumerate(ids) if name}


def _hash(row: Sequence[Any]) -> bytes:
    """Return the hash of a row; JSON is kept with its keys in order, so that the same answers have the same text."""
    return hashlib.sha256("\x1f".join(str(part or "") for part in row).encode()).digest()


def _wave(plan: _Plan, chunks: list[_Chunk]) -> Wave:
    """Join the chunks and put people in the order of their answers' hashes."""
    hashes = list(chain.from_iterable(chunk.hashes for chunk in chunks))
    order = np.array(sorted(range(len(hashes)), key=hashes.__getitem__), np.int64)
    person, area, by_block = _block_order(chunks, order)
    codes = np.concatenate([chunk.person.codes for chunk in chunks])[order]
    block = np.concatenate([chunk.block.codes for chunk in chunks])[by_block]
    items, parts = len(plan.items), len(plan.block_items)
    return Wave(
        n=len(hashes),
        strata=dict(_strata(plan, chunks, order)),
        hasty=np.concatenate([chunk.hasty for chunk in chunks])[order],
        item_ids=plan.items,
        codes=codes[:, :items].astype(np.int8),
        area_ids=plan.area_ids,
        block_person=person.astype(np.int32),
        block_area=area.astype(np.int16),
        block_item_ids=plan.block_items,
        block_codes=block[:, :parts].astype(np.int8),
        importance=_floats(block, parts if plan.importance else None),
        barrier_ids=plan.barrier_ids,
        barriers=np.concatenate([chunk.block.named for chunk in chunks])[by_block],
        barriers_asked=np.concatenate([chunk.block.asked for chunk in chunks])[by_block],
        innovation_ids=plan.innovations,
        awareness_ids=plan.awareness_ids,
        awareness=block[:, parts + 1 : parts + 1 + len(plan.innovations)].astype(np.int8),
        criterion=_floats(codes, items if plan.criterion else None),
        adopted_ids=plan.adopted_ids,
        adopted=_column(codes, items + 1 if plan.adopted else None).astype(np.int8),
        digest=hashlib.sha256(b"".join(sorted(hashes))).hexdigest(),
    )


def _strata(plan: _Plan, chunks: list[_Chunk], order: Integers) -> Iterator[tuple[str, Codes]]:
    for number, name in enumerate(STRATA):
        whole = np.concatenate([chunk.strata[number] for chunk in chunks])
        yield name, Codes(whole[order], plan.strata[name])


def _block_order(chunks: list[_Chunk], order: Integers) -> tuple[Integers, Integers, Integers]:
    """Return each block's person and area in the order of people and areas, and where the block was before."""
    starts = np.cumsum([0] + [len(chunk.hashes) for chunk in chunks])
    both = zip(chunks, starts, strict=False)
    before = np.concatenate([chunk.block_person + start for chunk, start in both]).astype(np.int64)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    person, area = rank[before], np.concatenate([chunk.block_area for chunk in chunks])
    known = np.flatnonzero(area >= 0)
    kept = known[np.lexsort((area[known], person[known]))]
    return person[kept], area[kept], kept


def _column(table: NDArray[np.int16], column: int | None) -> NDArray[np.int16]:
    if column is None or column >= table.shape[1]:
        return np.full(len(table), -1, np.int16)
    return table[:, column]


def _floats(table: NDArray[np.int16], column: int | None) -> NDArray[np.float64]:
    """Return a column of whole numbers as floats, nan where there is none."""
    found = _column(table, column)
    return np.where(found < 0, np.nan, found.astype(np.float64))
