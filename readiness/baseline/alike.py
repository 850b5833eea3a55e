"""Which further means must stay hidden, because one that is hidden as all answered alike would follow from them.

A mean in which everybody agrees tells each person's answer. Where nobody answered for two areas, the whole less all
other areas is that mean. So a hidden one may not be a combination of those that are told (method, section 6, trust P7).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from readiness.baseline.findings import Cell, Findings, Mean
from readiness.baseline.grouping import Floats, Grouping
from readiness.baseline.subject import Subject

Flags = NDArray[np.bool_]
Cells = Mapping[str, Sequence[Cell | None]]
"""For each part of the findings one score's cell in every group; None where the group is not shown."""
FIXED = ""
"""The part of a mean without flagged answers: it has no cell that could be hidden, so others are."""
EXACT = 1e-9
"""A combination that misses a mean's weights by more is another figure."""


@dataclass(frozen=True)
class _Figure:
    """The mean of one score in one group."""

    part: str
    """The part of the findings that it stands in."""
    group: int
    weights: Floats
    """What each answer counts in it."""
    told: bool
    alike: bool
    """Hidden because there is no spread."""

    @property
    def price(self) -> tuple[bool, int]:
        """What hiding it costs: the whole system goes last."""
        return self.part in ("dimensions", "components"), int(np.count_nonzero(self.weights))


def beside(subject: Subject, found: Findings) -> Mapping[str, Flags]:
    """Return for each part of the findings which means (groups x scores) must be hidden too; empty if none."""
    count = len(subject.instrument.dimensions)
    hidden: dict[str, list[tuple[int, int]]] = {}
    for column in range(count):
        cells = _dimension_cells(found, column)
        if not _some_hidden(cells):
            continue
        for figure in _needless(list(_of_dimension(subject, found, column, cells))):
            hidden.setdefault(figure.part, []).append((figure.group, column))
    for column in range(subject.blocks.dimensions.shape[1]):
        cells = _component_cells(found, column)
        if not _some_hidden(cells):
            continue
        for figure in _needless(list(_of_component(subject, column, cells))):
            place = column if figure.part == "components" else count + column
            hidden.setdefault(figure.part, []).append((figure.group, place))
    return {part: _marked(subject, part, places) for part, places in hidden.items()}


def _dimension_cells(found: Findings, column: int) -> Cells:
    whole = found.dimensions[column]
    return {
        "dimensions": [whole.cell],
        "roles": [dict(group.dimensions).get(whole.id) for group in found.roles],
        "places": [dict(group.dimensions).get(whole.id) for group in found.places],
        "areas": [dict(group.dimensions).get(whole.id) for group in found.areas],
    }


def _component_cells(found: Findings, column: int) -> Cells:
    areas = [area.components[column][2] if area.components else None for area in found.areas]
    return {"components": [found.components[column][2]], "areas": areas}


def _some_hidden(cells: Cells) -> bool:
    return any(cell is not None and cell.mean is None for groups in cells.values() for cell in groups)


def _marked(subject: Subject, part: str, places: list[tuple[int, int]]) -> Flags:
    dimensions, components = len(subject.instrument.dimensions), subject.blocks.dimensions.shape[1]
    shape = {
        "dimensions": (1, dimensions),
        "components": (1, components),
        "roles": (len(subject.instrument.roles), dimensions),
        "places": (len(subject.local.places), dimensions),
        "areas": (len(subject.local.areas), dimensions + components),
    }[part]
    marked = np.zeros(shape, dtype=np.bool_)
    marked[tuple(np.transpose(places))] = True
    return marked


def _needless(figures: list[_Figure]) -> list[_Figure]:
    """Return told figures to hide, so that none without spread is a combination of those left."""
    told = [figure for figure in figures if figure.told]
    hidden: list[_Figure] = []
    for target in (figure.weights for figure in figures if figure.alike):
        while (used := _combined(told, target)) is not None:
            cheapest = sorted((one for one in used if one.part != FIXED), key=lambda one: one.price)
            ends = (one for one in cheapest if _combined([x for x in told if x is not one], target) is None)
            chosen = next(ends, cheapest[0])
            told = [figure for figure in told if figure is not chosen]
            hidden.append(chosen)
    return hidden


def _combined(told: list[_Figure], target: Floats) -> list[_Figure] | None:
    """Return the figures of which the target is a combination, if there is one."""
    if not told or not target.any():
        return None
    rows = np.array([figure.weights for figure in told])
    parts = np.linalg.lstsq(rows.T, target, rcond=None)[0]
    if np.abs(parts @ rows - target).max() > EXACT * np.abs(target).max() * len(told):
        return None
    return [figure for figure, part in zip(told, parts, strict=True) if abs(part) > EXACT]


def _of_dimension(subject: Subject, found: Findings, column: int, cells: Cells) -> Iterator[_Figure]:
    """Yield every mean of one dimension, as weights of respondents."""
    scores, dimension = subject.work.dimensions[:, column], found.dimensions[column].id
    person = subject.wave.block_person
    yield from _figures("dimensions", subject.everyone(), scores, cells)
    unflagged = dict(found.quality.without_flagged).get(dimension)
    if unflagged:
        kept = np.where(subject.people.flagged, np.nan, scores)
        yield from _figures(FIXED, subject.everyone(), kept, {FIXED: [Cell(unflagged)]})
    # Roles are scored on anchors but stand for the same answers.
    anchors = np.where(np.isnan(scores), np.nan, subject.work.anchors[:, column])
    yield from _figures("roles", subject.by_role(), anchors, cells)
    yield from _figures("places", subject.by_place(), scores, cells)
    for figure in _figures("areas", subject.by_area(), scores[person], cells):
        of_person = np.bincount(person, figure.weights, minlength=len(scores))
        yield replace(figure, weights=of_person.astype(np.float64))


def _of_component(subject: Subject, column: int, cells: Cells) -> Iterator[_Figure]:
    """Yield every mean of commitment or capability, as weights of answers for one area."""
    scores, person = subject.blocks.dimensions[:, column], subject.wave.block_person
    given = ~np.isnan(scores)
    times = np.bincount(person[given], minlength=subject.wave.n)
    total = np.bincount(person[given], scores[given], minlength=subject.wave.n)
    once = np.divide(total, times, out=np.full(len(times), np.nan), where=times > 0)
    for figure in _figures("components", subject.everyone(), once, cells):
        each = (figure.weights / np.maximum(times, 1))[person]
        yield replace(figure, weights=np.where(given, each, 0.0))
    yield from _figures("areas", subject.by_area(), scores, cells)


def _figures(part: str, grouping: Grouping, scores: Floats, cells: Cells) -> Iterator[_Figure]:
    of_row, given = grouping.of_row, ~np.isnan(scores)
    for group, cell in enumerate(cells[part]):
        here = given & (of_row == group)
        if cell is not None and here.any():
            alike = cell.mean is None and bool(np.ptp(scores[here]) < EXACT)
            yield _Figure(part, group, _weights(grouping, here), isinstance(cell.mean, Mean), alike)


def _weights(grouping: Grouping, here: Flags) -> Floats:
    """Return what each row counts in its group's mean on the role mix."""
    cells = grouping.cells[here]
    n = np.bincount(cells, minlength=grouping.shares.size)
    found = np.zeros(len(here))
    found[here] = (grouping.shares.ravel() / np.maximum(n, 1))[cells]
    return found
