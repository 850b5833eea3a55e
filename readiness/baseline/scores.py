"""From a wave of answers to each person's scores; nothing here leaves the package.

A million people with 44 answers each must fit in memory, so only scores of dimensions are held as numbers of eight
bytes; items stay codes of one byte and are counted. Tables that are long lie column by column in memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from readiness.analysis import scoring
from readiness.analysis.arrays import Columns, chunks
from readiness.instrument.types import Dimension, Instrument, Item
from readiness.records.wave import Wave

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]
Ints = NDArray[np.int64]

UNFAVOURABLE, NEUTRAL, FAVOURABLE = 1, 2, 3
"""Kinds of rating, beside -1 for a blank and 0 for "don't know"."""


@dataclass(frozen=True)
class Coded:
    """A matrix of codes that stands for a matrix of figures."""

    codes: Codes
    """Rows x columns: -1, 0, 1, ..."""
    table: Floats
    """The figure of every code, codes x columns, or one column for all."""

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.codes.shape[0], self.codes.shape[1]

    def figures(self) -> Floats:
        """Return the figures themselves."""
        width = self.table.shape[1]
        found = np.empty(self.codes.shape)
        for column in range(self.codes.shape[1]):
            found[:, column] = self.table[:, min(column, width - 1)].take(self.codes[:, column] + 1)
        return found


@dataclass(frozen=True)
class Counted:
    """How often each code was given in every cell of a grouping, which stands for the matrix of figures counted."""

    counts: NDArray[np.int64]
    """Cells x columns x codes: -1, 0, 1, ..."""
    table: Floats
    """The figure of every code, codes x columns, or one column for all."""

    @property
    def shape(self) -> tuple[int, int]:
        """Rows that were counted, and columns."""
        return int(self.counts[:, :1].sum()), self.counts.shape[1]


Figures = Floats | Coded | Counted


@dataclass(frozen=True)
class Scored:
    """Scores of one part of a wave: a row a respondent (Part A) or a row an area block (Part B); nan is missing."""

    dimensions: Floats
    """Rows x dimensions, 0 to 100, from all the items that the person was asked."""
    anchors: Floats
    """Rows x dimensions, 0 to 100, from anchors only: what may be compared between roles and years."""
    codes: Codes
    """Rows x items."""
    points: Floats
    """Score of every code of every item: codes -1, 0, 1, ... x items."""
    kinds: Codes
    """Kind of every code of every item, as `points`."""
    slot_kinds: Codes
    """Rows x slots. A slot is an anchor, or all the role items of a dimension as one."""
    slots: NDArray[np.intp]
    """The dimension to which each slot belongs."""
    partial: NDArray[np.bool_]
    """Rows x dimensions: who rated some of the items that they were asked, but not all."""
    asked: NDArray[np.int16]
    """How many items each was asked."""
    blank: NDArray[np.int16]
    """How many of these each left blank."""
    unsure: NDArray[np.int16]
    """How many of these each did not know."""
    rows: NDArray[np.integer] | None = None
    """Where the rows meant are those of area blocks: the person behind each."""

    def of_rows(self, rows: NDArray[np.integer]) -> Scored:
        """Return dimensions and slots with a row for each of `rows`, such as the person behind every area block."""
        return replace(self, rows=rows)

    def slots_of(self, dimension: int) -> Columns:
        """Return the kinds of answers to one dimension's items."""
        return Columns(((self.slot_kinds[:, self.slots == dimension], self.rows),))


FAVOURABLE_OF = np.array([np.nan, np.nan, 0, 0, 100])
NEUTRAL_OF = np.array([np.nan, np.nan, 0, 100, 0])
UNFAVOURABLE_OF = np.array([np.nan, np.nan, 100, 0, 0])
DONT_KNOW_OF = np.array([np.nan, 100, 0, 0, 0])
"""The figure of each kind of rating, from -1: percent of those who rated, or of those who gave any answer."""


def favourable(kinds: Codes) -> Coded:
    """Return 100 for a favourable answer, 0 for another; of those who rated."""
    return Coded(kinds, FAVOURABLE_OF[:, np.newaxis])


def neutral(kinds: Codes) -> Coded:
    """Return 100 for an answer that is neither favourable nor under the middle of the scale, 0 for another."""
    return Coded(kinds, NEUTRAL_OF[:, np.newaxis])


def unfavourable(kinds: Codes) -> Coded:
    """Return 100 for an answer under the middle of the scale, 0 for another."""
    return Coded(kinds, UNFAVOURABLE_OF[:, np.newaxis])


def dont_know(kinds: Codes) -> Coded:
    """Return 100 for "don't know", 0 for a rating; of those who gave any answer."""
    return Coded(kinds, DONT_KNOW_OF[:, np.newaxis])


def part_a(wave: Wave, instrument: Instrument) -> Scored:
    """Score where people work: every dimension for every respondent."""
    return _scored(
        wave.codes, instrument.items(), instrument.dimensions, instrument, wave.strata["role"].codes
    )


def part_b(wave: Wave, instrument: Instrument) -> Scored:
    """Score each area block: commitment and capability for every respondent in every area that was chosen."""
    components = instrument.area.components if instrument.area else ()
    nobody = np.full(len(wave.block_codes), -1)
    return _scored(wave.block_codes, instrument.area_items(), components, instrument, nobody)


def _scored(
    codes: Codes,
    items: Sequence[Item],
    dimensions: Sequence[Dimension],
    instrument: Instrument,
    roles: NDArray[np.integer],
) -> Scored:
    belongs = np.array([index for index, part in enumerate(dimensions) for _ in part.items], dtype=np.intp)
    points, kinds = _tables(items, instrument)
    slots = _slots(items, belongs)
    rows, count = len(codes), len(dimensions)
    found = Scored(
        dimensions=np.empty((count, rows)).T,
        anchors=np.empty((count, rows)).T,
        codes=codes,
        points=points,
        kinds=kinds,
        slot_kinds=np.empty((len(slots), rows), dtype=np.int8).T,
        slots=np.array([belongs[columns[0]] for columns in slots], dtype=np.intp),
        partial=np.empty((count, rows), dtype=np.bool_).T,
        asked=np.zeros(rows, dtype=np.int16),
        blank=np.zeros(rows, dtype=np.int16),
        unsure=np.zeros(rows, dtype=np.int16),
    )
    highest = [len(instrument.scale(item.scale).points) for item in items]
    steps = scoring.Steps.of(len(items), highest, [item.reverse for item in items])
    scoring.checked(codes, highest)
    of_role = _asked_by_role(items, instrument)
    alike = of_role.all(axis=0)
    parts = [
        (np.flatnonzero((belongs == each) & alike), np.flatnonzero((belongs == each) & ~alike))
        for each in range(count)
    ]
    # Number -1, for no role, is the last row: who is in none was asked the anchors.
    for each in chunks(rows):
        part = np.ascontiguousarray(codes[each].T)
        asked = of_role.T.take(roles[each], axis=1, mode="wrap")
        _score(found, each, part, asked, parts, steps)
        _look_up_kinds(found, each, part, slots)
    return found


def _asked_by_role(items: Sequence[Item], instrument: Instrument) -> NDArray[np.bool_]:
    """Return roles x items: what each role is asked; the last row is for people of no role."""
    roles = [*(role.id for role in instrument.roles), None]
    table = [[item.role in (None, role) for item in items] for role in roles]
    return np.array(table, dtype=np.bool_).reshape(len(roles), len(items))


def _score(
    found: Scored,
    rows: slice,
    codes: Codes,
    asked: NDArray[np.bool_],
    parts: Sequence[tuple[Ints, Ints]],
    steps: scoring.Steps,
) -> None:
    """Fill in some rows' scores from `codes`, items x rows; half of what a person was asked must be answered."""
    for dimension, (anchors, own) in enumerate(parts):
        total, rated = steps.added(codes, anchors)
        found.anchors[rows, dimension] = steps.scores(total, rated, len(anchors))
        more, also = steps.added(codes, own, asked)
        most = len(anchors) + asked[own].sum(axis=0)
        found.dimensions[rows, dimension] = steps.scores(total + more, rated + also, most)
        found.partial[rows, dimension] = (rated + also > 0) & (rated + also < most)
    found.asked[rows] = asked.sum(axis=0)
    found.blank[rows] = ((codes == scoring.BLANK) & asked).sum(axis=0)
    found.unsure[rows] = ((codes == scoring.DONT_KNOW) & asked).sum(axis=0)


def _tables(items: Sequence[Item], instrument: Instrument) -> tuple[Floats, Codes]:
    """Return for every code (-1, 0, 1, ...) and item the score and the kind of rating."""
    most = max((len(instrument.scale(item.scale).points) for item in items), default=1)
    points, kinds = (
        np.full((most + 2, len(items)), np.nan),
        np.full((most + 2, len(items)), -1, dtype=np.int8),
    )
    for column, item in enumerate(items):
        scale = instrument.scale(item.scale)
        codes = np.arange(1, len(scale.points) + 1)
        scores = scoring.item_scores(codes[:, np.newaxis], len(codes), item.reverse)[:, 0]
        # A rating counts as favourable from the scale's own point upwards, after turning reversed items round.
        good = (len(codes) + 1 - codes if item.reverse else codes) >= scale.favourable
        points[codes + 1, column] = scores
        kinds[codes + 1, column] = np.where(good, FAVOURABLE, np.where(scores < 50, UNFAVOURABLE, NEUTRAL))
        kinds[1, column] = 0
    return points, kinds


def _look_up_kinds(found: Scored, rows: slice, codes: Codes, slots: list[list[int]]) -> None:
    """Fill in some rows' kinds; of role items a person was asked at most one, and the others are blank (-1)."""
    for slot, columns in enumerate(slots):
        kinds = [_translated(codes[column], found.kinds[:, column]) for column in columns]
        found.slot_kinds[rows, slot] = kinds[0] if len(kinds) == 1 else np.maximum.reduce(kinds)


def _translated(codes: Codes, table: Codes) -> Codes:
    """Return the table's entry for each code from -1; nothing looks bytes up faster than a translation of text."""
    every = np.resize(table, 256)
    every[255], every[: len(table) - 1] = table[0], table[1:]
    return np.frombuffer(codes.tobytes().translate(every.tobytes()), dtype=np.int8)


def _slots(items: Sequence[Item], belongs: NDArray[np.intp]) -> list[list[int]]:
    """Return the columns of each slot: an anchor alone, a dimension's role items together."""
    slots: dict[tuple[int, str], list[int]] = {}
    for column, item in enumerate(items):
        slots.setdefault((int(belongs[column]), item.id if item.role is None else "role"), []).append(column)
    return list(slots.values())
