"""From a wave of answers to each person's scores; nothing here leaves the package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from readiness.analysis import scoring
from readiness.instrument.types import Dimension, Instrument, Item
from readiness.records.wave import Wave

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]


@dataclass(frozen=True)
class Scored:
    """Scores of one part of a wave: a row a respondent (Part A) or a row an area block (Part B); nan is missing."""

    dimensions: Floats
    """Rows x dimensions, 0 to 100, from all the items that the person was asked."""
    anchors: Floats
    """Rows x dimensions, 0 to 100, from anchors only: what may be compared between roles and years."""
    items: Floats
    """Rows x items, 0 to 100."""
    item_favourable: Floats
    """Rows x items, 0 or 100."""
    item_dont_know: Floats
    """Rows x items, 0 or 100, of those who gave any answer."""
    favourable: Floats
    """Rows x slots, 0 or 100. A slot is an anchor, or all the role items of a dimension as one."""
    dont_know: Floats
    """Rows x slots, 0 or 100, of those who gave any answer."""
    unfavourable: Floats
    """Rows x slots, 0 or 100: answers under the middle of the scale."""
    slots: NDArray[np.intp]
    """The dimension to which each slot belongs."""

    def of_rows(self, rows: NDArray[np.integer]) -> Scored:
        """Return the same scores with a row for each of `rows`, such as the person behind every area block."""
        return replace(
            self,
            dimensions=self.dimensions[rows],
            anchors=self.anchors[rows],
            items=self.items[rows],
            item_favourable=self.item_favourable[rows],
            item_dont_know=self.item_dont_know[rows],
            favourable=self.favourable[rows],
            dont_know=self.dont_know[rows],
            unfavourable=self.unfavourable[rows],
        )


def part_a(wave: Wave, instrument: Instrument) -> Scored:
    """Score where people work: every dimension for every respondent."""
    roles = wave.strata["role"]
    role_of_row = np.array([*roles.ids, ""], dtype=object)[roles.codes]
    return _scored(wave.codes, instrument.items(), instrument.dimensions, instrument, role_of_row)


def part_b(wave: Wave, instrument: Instrument) -> Scored:
    """Score each area block: commitment and capability for every respondent in every area that was chosen."""
    components = instrument.area.components if instrument.area else ()
    nobody = np.full(len(wave.block_codes), "", dtype=object)
    return _scored(wave.block_codes, instrument.area_items(), components, instrument, nobody)


def _scored(
    codes: Codes,
    items: Sequence[Item],
    dimensions: Sequence[Dimension],
    instrument: Instrument,
    role_of_row: NDArray[np.object_],
) -> Scored:
    if not items:
        empty = np.empty((len(codes), 0))
        return Scored(empty, empty, empty, empty, empty, empty, empty, empty, np.empty(0, dtype=np.intp))
    scales = [instrument.scale(item.scale) for item in items]
    points = np.array([len(scale.points) for scale in scales])
    reverse = np.array([item.reverse for item in items])
    belongs = np.array([index for index, part in enumerate(dimensions) for _ in part.items], dtype=np.intp)
    scores = scoring.item_scores(codes, points, reverse)
    # A rating counts as favourable from the scale's own point upwards, after turning reversed items round.
    turned = np.where(reverse, points + 1 - codes.astype(np.int16), codes)
    good = np.where(codes > 0, 100.0 * (turned >= [scale.favourable for scale in scales]), np.nan)
    unsure = np.where(codes >= 0, 100.0 * (codes == 0), np.nan)
    merge = _slots(items, belongs)
    return Scored(
        dimensions=_by_role(scores, items, belongs, len(dimensions), role_of_row),
        anchors=_means(scores, belongs, len(dimensions), np.array([item.role is None for item in items])),
        items=scores,
        item_favourable=good,
        item_dont_know=unsure,
        favourable=_merged(good, merge),
        dont_know=_merged(unsure, merge),
        unfavourable=_merged(np.where(np.isnan(scores), np.nan, 100.0 * (scores < 50)), merge),
        slots=np.array([belongs[columns[0]] for columns in merge], dtype=np.intp),
    )


def _by_role(
    scores: Floats,
    items: Sequence[Item],
    belongs: NDArray[np.intp],
    count: int,
    role_of_row: NDArray[np.object_],
) -> Floats:
    """Return dimension scores; the half that must be answered is half of what this person's role was asked."""
    found = np.full((len(scores), count), np.nan)
    for role in set(role_of_row.tolist()):
        rows = np.flatnonzero(role_of_row == role)
        asked = np.array([item.role in (None, role) for item in items])
        found[rows] = _means(scores[rows], belongs, count, asked)
    return found


def _means(scores: Floats, belongs: NDArray[np.intp], count: int, asked: NDArray[np.bool_]) -> Floats:
    return np.asarray(scoring.dimension_scores(scores, np.where(asked, belongs, -1), count))


def _slots(items: Sequence[Item], belongs: NDArray[np.intp]) -> list[list[int]]:
    """Return the columns of each slot: an anchor alone, a dimension's role items together."""
    slots: dict[tuple[int, str], list[int]] = {}
    for column, item in enumerate(items):
        slots.setdefault((int(belongs[column]), item.id if item.role is None else "role"), []).append(column)
    return list(slots.values())


def _merged(values: Floats, slots: list[list[int]]) -> Floats:
    """Return slots x one column each; of role items a person was asked at most one, so the first found is theirs."""
    merged = [values[:, columns[0]] if len(columns) == 1 else _first(values[:, columns]) for columns in slots]
    return np.column_stack(merged) if merged else np.empty((len(values), 0))


def _first(values: Floats) -> Floats:
    answered = ~np.isnan(values)
    return np.where(answered.any(axis=1), values[np.arange(len(values)), answered.argmax(axis=1)], np.nan)
