"""From a wave of answers to each person's scores; nothing here leaves the package.

A million people with 44 answers each must fit in memory, so only scores of dimensions are held as numbers of eight
bytes; items stay codes of one byte and are read as figures chunk by chunk.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from readiness.analysis import scoring
from readiness.instrument.types import Dimension, Instrument, Item
from readiness.records.wave import Wave

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]

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

    def columns(self, columns: list[int]) -> Coded:
        """Return some of the columns."""
        return Coded(
            self.codes[:, columns], self.table[:, columns] if self.table.shape[1] > 1 else self.table
        )

    def rows(self, rows: NDArray[np.integer]) -> Coded:
        """Return a row for each of `rows`."""
        return Coded(self.codes[rows], self.table)

    def figures(self) -> Floats:
        """Return the figures themselves."""
        width = self.table.shape[1]
        found = np.empty(self.codes.shape)
        for column in range(self.codes.shape[1]):
            found[:, column] = self.table[:, min(column, width - 1)].take(self.codes[:, column] + 1)
        return found


Figures = Floats | Coded


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
    item_kinds: Codes
    """Rows x items: the kind of each rating."""
    slot_kinds: Codes
    """Rows x slots. A slot is an anchor, or all the role items of a dimension as one."""
    slots: NDArray[np.intp]
    """The dimension to which each slot belongs."""
    partial: NDArray[np.bool_]
    """Rows x dimensions: who rated some of the items that they were asked, but not all."""

    @property
    def items(self) -> Coded:
        """Rows x items, 0 to 100."""
        return Coded(self.codes, self.points)

    def of_rows(self, rows: NDArray[np.integer]) -> Scored:
        """Return dimensions and slots with a row for each of `rows`, such as the person behind every area block."""
        return replace(
            self,
            dimensions=self.dimensions[rows],
            anchors=self.anchors[rows],
            codes=self.codes[:0],
            item_kinds=self.item_kinds[:0],
            slot_kinds=self.slot_kinds[rows],
            partial=self.partial[rows],
        )


def favourable(kinds: Codes) -> Coded:
    """Return 100 for a favourable answer, 0 for another; of those who rated."""
    return Coded(kinds, np.array([[np.nan, np.nan, 0, 0, 100]]).T)


def neutral(kinds: Codes) -> Coded:
    """Return 100 for an answer that is neither favourable nor under the middle of the scale, 0 for another."""
    return Coded(kinds, np.array([[np.nan, np.nan, 0, 100, 0]]).T)


def unfavourable(kinds: Codes) -> Coded:
    """Return 100 for an answer under the middle of the scale, 0 for another."""
    return Coded(kinds, np.array([[np.nan, np.nan, 100, 0, 0]]).T)


def dont_know(kinds: Codes) -> Coded:
    """Return 100 for "don't know", 0 for a rating; of those who gave any answer."""
    return Coded(kinds, np.array([[np.nan, 100, 0, 0, 0]]).T)


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
    item_kinds = _kinds(codes, kinds)
    merge = _slots(items, belongs)
    return Scored(
        dimensions=_by_role(codes, items, belongs, len(dimensions), instrument, roles),
        anchors=_means(codes, items, belongs, len(dimensions), instrument, None),
        codes=codes,
        points=points,
        item_kinds=item_kinds,
        slot_kinds=_merged(item_kinds, merge),
        slots=np.array([belongs[columns[0]] for columns in merge], dtype=np.intp),
        partial=_partial(item_kinds, items, belongs, len(dimensions), instrument, roles),
    )


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


def _kinds(codes: Codes, table: Codes) -> Codes:
    found = np.empty_like(codes)
    for column in range(codes.shape[1]):
        found[:, column] = table[:, column].take(codes[:, column] + 1)
    return found


def _by_role(
    codes: Codes,
    items: Sequence[Item],
    belongs: NDArray[np.intp],
    count: int,
    instrument: Instrument,
    roles: NDArray[np.integer],
) -> Floats:
    """Return dimension scores; the half that must be answered is half of what this person's role was asked."""
    found = np.full((len(codes), count), np.nan)
    for rows, role in _each_role(instrument, roles):
        found[rows] = _means(codes[rows], items, belongs, count, instrument, role)
    return found


def _each_role(
    instrument: Instrument, roles: NDArray[np.integer]
) -> Iterator[tuple[NDArray[np.intp], str | None]]:
    """Yield the rows of every role that answered, and its id; None for rows of no role."""
    for number in np.unique(roles):
        yield np.flatnonzero(roles == number), instrument.roles[number].id if number >= 0 else None


def _partial(
    kinds: Codes,
    items: Sequence[Item],
    belongs: NDArray[np.intp],
    count: int,
    instrument: Instrument,
    roles: NDArray[np.integer],
) -> NDArray[np.bool_]:
    found = np.zeros((len(kinds), count), dtype=np.bool_)
    for rows, role in _each_role(instrument, roles):
        for dimension in range(count):
            asked = [
                c for c, item in enumerate(items) if belongs[c] == dimension and item.role in (None, role)
            ]
            rated = (kinds[rows][:, asked] > 0).sum(axis=1)
            found[rows, dimension] = (rated > 0) & (rated < len(asked))
    return found


def _means(
    codes: Codes,
    items: Sequence[Item],
    belongs: NDArray[np.intp],
    count: int,
    instrument: Instrument,
    role: str | None,
) -> Floats:
    """Return dimension scores over the anchors and, where one is named, the items of a role."""
    asked = np.array([item.role in (None, role) for item in items], dtype=np.bool_)
    points = [
        len(instrument.scale(item.scale).points) for item, each in zip(items, asked, strict=True) if each
    ]
    reverse = [item.reverse for item, each in zip(items, asked, strict=True) if each]
    return scoring.dimension_scores_from_codes(
        codes[:, asked],
        belongs[asked],
        np.array(points, dtype=np.int64),
        np.array(reverse, dtype=np.bool_),
        count,
    )


def _slots(items: Sequence[Item], belongs: NDArray[np.intp]) -> list[list[int]]:
    """Return the columns of each slot: an anchor alone, a dimension's role items together."""
    slots: dict[tuple[int, str], list[int]] = {}
    for column, item in enumerate(items):
        slots.setdefault((int(belongs[column]), item.id if item.role is None else "role"), []).append(column)
    return list(slots.values())


def _merged(kinds: Codes, slots: list[list[int]]) -> Codes:
    """Return rows x slots; of role items a person was asked at most one, and the others are blank (-1)."""
    found = np.empty((len(kinds), len(slots)), dtype=np.int8)
    for slot, columns in enumerate(slots):
        found[:, slot] = kinds[:, columns].max(axis=1)
    return found
