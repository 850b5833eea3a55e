"""Each clinical area: its readiness, what holds it back, how its roles see it, barriers and innovations."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from readiness.analysis import agreement, grouped, ranking
from readiness.analysis.arrays import Columns
from readiness.analysis.comparison import CHANGED
from readiness.analysis.grouped import Z95
from readiness.baseline import once, scores, system
from readiness.baseline.findings import (
    AreaFinding,
    Cell,
    GroupFinding,
    Innovation,
    ItemFinding,
    Mean,
    Named,
    Share,
)
from readiness.baseline.gate import DISTRIBUTION, Gate, open_steps
from readiness.baseline.grouping import Floats, Grouping
from readiness.baseline.scores import Scored
from readiness.baseline.subject import Subject, question
from readiness.instrument.types import Choice, Choices, Dimension, Option

NAMED = 3
"""How many strengths and gaps a reader is told of."""
NAMED_OR_NOT = np.array([[np.nan, 0, 100]]).T
"""Percent of the codes -1 (not asked), 0 (asked, not named) and 1 (named)."""
LIKELY = 0.5
"""The chance from which a dimension is said to be among the highest or lowest of an area."""
DIVIDED = 0.5
"""Agreement r_wg(J) under this means divided views."""


@dataclass(frozen=True)
class _Parts:
    """What is found of all areas at once, a list item an area."""

    sizes: list[int | None]
    readiness: list[Mean | None]
    general: list[Mean | None]
    dimensions: list[list[Cell]]
    components: list[list[Cell]]
    items: list[dict[str, Cell]]
    roles: list[tuple[GroupFinding, ...]]
    importance: list[list[Mean | None]]
    barriers: list[tuple[Named, ...]]
    innovations: list[tuple[Innovation, ...]]


def areas(subject: Subject, gate: Gate, seed: int) -> tuple[AreaFinding, ...]:
    """Return every clinical area in the assessment's order."""
    block = subject.instrument.area
    if block is None or not subject.local.areas:
        return ()
    grouping, count = subject.by_area(), len(subject.instrument.dimensions)
    scored = _of_blocks(subject, subject.work.dimensions, subject.blocks.dimensions)
    weights = (_readiness_weights(subject), [1 / count] * count + [0.0] * len(block.components))
    means, (readiness, general) = gate.means_and_composites(scored, grouping, weights, "areas")
    withheld = gate.withheld.get("areas")
    of_parts = None if withheld is None else withheld[:, count:]
    parts = _Parts(
        sizes=gate.sizes(grouping),
        readiness=readiness,
        general=general,
        dimensions=_dimension_cells(subject, [each[:count] for each in means], grouping, gate),
        components=system.table(subject.blocks, [each[count:] for each in means], grouping, gate),
        items=system.statements(subject, subject.blocks, block.components, grouping, gate, of_parts),
        roles=_roles(subject, gate),
        importance=gate.means(subject.wave.importance[:, np.newaxis], grouping, top=10.0),
        barriers=_barriers(subject, grouping, gate),
        innovations=_innovations(subject, grouping, gate),
    )
    found = (_area(subject, grouping, parts, block.components, group) for group in range(grouping.groups))
    return tuple(_with_extremes(area, seed) for area in found)


def beside(areas: tuple[AreaFinding, ...], whole: dict[str, Mean | None]) -> tuple[AreaFinding, ...]:
    """Return the areas with what differs from the whole system, whose dimensions and components are `whole`."""
    return tuple(
        replace(
            area,
            above=_beside(_every_mean(area), whole, above=True),
            below=_beside(_every_mean(area), whole, above=False),
        )
        for area in areas
    )


def _every_mean(area: AreaFinding) -> list[tuple[str, Mean | None]]:
    parts = [(part, cell.mean) for part, _, cell in area.components]
    return parts + [(dimension, cell.mean) for dimension, cell in area.dimensions]


def components(subject: Subject, gate: Gate) -> tuple[tuple[str, str, Cell], ...]:
    """Return commitment and capability over all areas; a person who answered for several counts once."""
    if subject.instrument.area is None:
        return ()
    everyone, blocks = subject.everyone(), subject.blocks
    means = gate.means(_a_person_once(subject, blocks.dimensions), everyone, part="components")[0]
    found = [
        Cell(
            mean,
            _share_once(subject, gate, column, scores.FAVOURABLE_OF),
            _share_once(subject, gate, column, scores.DONT_KNOW_OF),
        )
        if mean and once.component_told(subject, column, gate.threshold)
        else Cell()
        for column, mean in enumerate(means)
    ]
    parts = subject.instrument.area.components
    return tuple((part.id, part.name, cell) for part, cell in zip(parts, found, strict=True))


def barriers(subject: Subject, gate: Gate) -> tuple[Named, ...]:
    """Return the barriers over all areas: who named each in any of their areas, most named first."""
    asked = _barrier_options(subject)
    if not asked:
        return ()
    wave = subject.wave
    codes = np.full((wave.n, len(asked)), -1, dtype=np.int8)
    codes[wave.block_person[wave.barriers_asked]] = 0
    for column in range(len(asked)):
        codes[wave.block_person[wave.barriers[:, column]], column] = 1
    shares = gate.shares(scores.Coded(codes, NAMED_OR_NOT), subject.everyone())[0]
    told = once.barriers_told(subject, gate.threshold)[1]
    return _most_named_first(asked, shares if told else [None] * len(asked))


def _area(
    subject: Subject, grouping: Grouping, parts: _Parts, components: Sequence[Dimension], group: int
) -> AreaFinding:
    area = subject.local.areas[group]
    people = subject.population.areas[group].sum()
    headcount = int(people) if np.isfinite(people) else None
    n = parts.sizes[group]
    if n is None:
        return AreaFinding(area.id, area.text, None, headcount)
    ids = [dimension.id for dimension in subject.instrument.dimensions]
    dimensions = tuple(zip(ids, parts.dimensions[group], strict=True))
    cells = list(zip(components, parts.components[group], strict=True))
    general = parts.general[group]
    return AreaFinding(
        area.id,
        area.text,
        n,
        headcount,
        readiness=parts.readiness[group],
        general=general,
        components=tuple((part.id, part.name, cell) for part, cell in cells),
        limiting=_lowest([("general", general), *((part.id, cell.mean) for part, cell in cells)]),
        dimensions=dimensions,
        items=_items(area.text, components, parts.items[group]),
        roles=parts.roles[group],
        importance=parts.importance[group][0],
        barriers=parts.barriers[group],
        innovations=parts.innovations[group],
        standardised=grouping.standardised,
        unshown_roles=_unshown(parts.roles[group]) if grouping.standardised else (),
    )


def _unshown(roles: tuple[GroupFinding, ...]) -> tuple[str, ...]:
    """Return roles without a figure; to name only those that were joined to another would tell the few from others."""
    return tuple(role.name for role in roles if role.n is None)


def _with_extremes(area: AreaFinding, seed: int) -> AreaFinding:
    return replace(
        area,
        strengths=_likely(area.dimensions, seed, highest=True),
        gaps=_likely(area.dimensions, seed, highest=False),
    )


def _items(area: str, components: Sequence[Dimension], cells: dict[str, Cell]) -> tuple[ItemFinding, ...]:
    return tuple(
        ItemFinding(item.id, item.text.replace("{area}", area), cells[item.id])
        for part in components
        for item in part.items
    )


def _readiness_weights(subject: Subject) -> list[float]:
    """Return (G + M + C) / 3 as weights of the dimensions and components."""
    dimensions, parts = subject.work.dimensions.shape[1], subject.blocks.dimensions.shape[1]
    share = 1 / (1 + parts)
    return [share / dimensions] * dimensions + [share] * parts


def _of_blocks(subject: Subject, work: Floats, blocks: Floats) -> Columns:
    """Return the scores of the person behind each area block beside those of the block."""
    return Columns(((work, subject.wave.block_person), (blocks, None)))


def _dimension_cells(
    subject: Subject, means: list[list[Mean | None]], grouping: Grouping, gate: Gate
) -> list[list[Cell]]:
    work = subject.work.of_rows(subject.wave.block_person)
    cells = system.table(work, means, grouping, gate)
    divided = _divided(subject, grouping.of_row)
    for column in np.flatnonzero(divided.any(axis=0)):
        spread = _distribution(work, int(column), grouping, gate)
        for group in np.flatnonzero(divided[:, column]):
            if cells[group][column].mean:
                cells[group][column] = replace(cells[group][column], divided=True, distribution=spread[group])
    return cells


def _distribution(
    work: Scored, dimension: int, grouping: Grouping, gate: Gate
) -> list[tuple[Share, Share, Share] | None]:
    """Return three groups of answers, never five: a fuller picture would need more people than areas have."""
    kinds, rows, weights = system.of_dimension(work, dimension, grouping)
    parts = [
        gate.composite_shares(kind(kinds).figures(), rows, weights)
        for kind in (scores.unfavourable, scores.neutral, scores.favourable)
    ]
    return [_three(open_steps([*steps])) for steps in zip(*parts, strict=True)]


def _three(steps: list[Share | None]) -> tuple[Share, Share, Share] | None:
    low, middle, high = steps
    return (low, middle, high) if low and middle and high else None


def _divided(subject: Subject, areas: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return areas x dimensions: whether ratings of the anchors agree too little for a mean."""
    found = np.zeros((len(subject.local.areas), len(subject.instrument.dimensions)), dtype=np.bool_)
    column = 0
    for index, dimension in enumerate(subject.instrument.dimensions):
        columns = [column + place for place, item in enumerate(dimension.items) if item.role is None]
        column += len(dimension.items)
        if columns:
            codes = subject.work.codes[:, columns]
            rows, cells, times = grouped.tally(Columns(((codes, subject.wave.block_person),)), areas)
            ratings = np.where(rows > 0, rows, np.nan)
            points = len(subject.instrument.scale(dimension.items[0].scale).points)
            for area, agreed in agreement.rwg_j(ratings, cells, points, times).items():
                found[int(str(area)), index] = agreed < DIVIDED
    return found


def _roles(subject: Subject, gate: Gate) -> list[tuple[GroupFinding, ...]]:
    """Return for each area how ready each role says it is: overall only, and on anchors."""
    grouping = subject.by_area_and_role()
    found = gate.composites(
        _of_blocks(subject, subject.work.anchors, subject.blocks.anchors),
        grouping,
        _readiness_weights(subject),
    )
    sizes = gate.sizes(grouping)
    return [_area_roles(subject, group, sizes, found) for group in range(len(subject.local.areas))]


def _area_roles(
    subject: Subject, group: int, sizes: list[int | None], found: list[Mean | None]
) -> tuple[GroupFinding, ...]:
    people = subject.population.areas[group]
    first = group * len(people)
    return tuple(
        GroupFinding(
            role.id,
            role.plural,
            sizes[first + index],
            int(people[index]) if np.isfinite(people[index]) else None,
            found[first + index],
        )
        for index, role in enumerate(subject.instrument.roles)
    )


def _barrier_options(subject: Subject) -> tuple[Option, ...]:
    block = subject.instrument.area
    asked = question(block.pages, block.barriers) if block else None
    return asked.options if isinstance(asked, Choices) else ()


def _barriers(subject: Subject, grouping: Grouping, gate: Gate) -> list[tuple[Named, ...]]:
    asked = _barrier_options(subject)
    codes = subject.wave.barriers.astype(np.int8)
    codes[~subject.wave.barriers_asked] = -1
    named = scores.Coded(codes, NAMED_OR_NOT)
    told = once.barriers_told(subject, gate.threshold)[0]
    return [
        _most_named_first(asked, row if here else [None] * len(asked))
        for row, here in zip(gate.shares(named, grouping), told, strict=True)
    ]


def _most_named_first(options: Sequence[Option], shares: Sequence[Share | None]) -> tuple[Named, ...]:
    named = [Named(option.id, option.text, share) for option, share in zip(options, shares, strict=True)]
    return tuple(sorted(named, key=lambda each: -each.share.percent if each.share else 1.0))


def _innovations(subject: Subject, grouping: Grouping, gate: Gate) -> list[tuple[Innovation, ...]]:
    """Return for each area how well its innovations are known, where enough people answered for a distribution."""
    block = subject.instrument.area
    asked = question(block.pages, block.awareness) if block else None
    options = asked.options if isinstance(asked, Choice) else ()
    found: list[list[Innovation]] = [[] for _ in range(grouping.groups)]
    for column, innovation in enumerate(subject.local.innovations if options else ()):
        known = system.each_option(subject.wave.awareness[:, column], grouping, len(options))
        steps = gate.shares(known, grouping)
        for group, shares in enumerate(steps):
            if shares[0] and shares[0].n >= DISTRIBUTION:
                named = zip(options, open_steps(shares), strict=True)
                parts = tuple(Named(each.id, each.text, share) for each, share in named)
                found[group].append(Innovation(innovation.id, innovation.name, parts))
    return [tuple(each) for each in found]


def _a_person_once(subject: Subject, values: Floats) -> Floats:
    """Return a row a respondent: the mean over the areas that they answered for."""
    person, people = subject.wave.block_person, subject.wave.n
    found = np.full((values.shape[1], people), np.nan).T
    for column in range(values.shape[1]):
        answered = ~np.isnan(values[:, column])
        total = np.bincount(person[answered], values[answered, column], minlength=people)
        count = np.bincount(person[answered], minlength=people)
        np.divide(total, count, out=found[:, column], where=count > 0)
    return found


def _share_once(subject: Subject, gate: Gate, component: int, figures: Floats) -> Share | None:
    """Return a component's percentage over all areas, the mean of its items', a person counted once.

    `figures` holds the figure of every kind of rating: 100 where it counts, 0 where it does not, nan where missing.
    """
    columns = np.flatnonzero(subject.blocks.slots == component)
    person, people = subject.wave.block_person, subject.wave.n
    once = np.full((len(columns), people), np.nan)
    for found, column in zip(once, columns, strict=True):
        kinds = subject.blocks.slot_kinds[:, column]
        given = np.bincount(person[(~np.isnan(figures)).take(kinds + 1)], minlength=people)
        named = np.bincount(person[(figures == 100).take(kinds + 1)], minlength=people)
        np.divide(100.0 * named, given, out=found, where=given > 0)
    return gate.composite_shares(once.T, subject.everyone(), [1 / len(columns)] * len(columns))[0]


def _lowest(parts: Sequence[tuple[str, Mean | None]]) -> str | None:
    """Return the lowest part, where chance alone would not make it so."""
    known = sorted((mean.value, mean.se, part) for part, mean in parts if mean)
    if len(known) < len(parts) or len(known) < 2:
        return None
    (first, error, lowest), (second, other, _) = known[:2]
    return lowest if second - first > Z95 * math.hypot(error, other) else None


def _likely(dimensions: Sequence[tuple[str, Cell]], seed: int, *, highest: bool) -> tuple[str, ...]:
    """Return the dimensions likely among the highest or lowest here after pooling, the most extreme first."""
    known = [(dimension, cell.mean) for dimension, cell in dimensions if cell.mean and not cell.divided]
    count = min(NAMED, len(known) // 2)
    if len(known) < 3 or not count:
        return ()
    values = np.array([mean.value if highest else 100 - mean.value for _, mean in known])
    errors = np.array([mean.se for _, mean in known])
    chance = ranking.most_in_need(values, errors, k=count, seed=seed).probability
    order = sorted(range(len(known)), key=lambda i: -values[i])
    return tuple(known[i][0] for i in order if chance[i] > LIKELY)[:count]


def _beside(
    here: Sequence[tuple[str, Mean | None]], whole: dict[str, Mean | None], *, above: bool
) -> tuple[str, ...]:
    """Return what differs from the whole system beyond chance and by as much as a change, the largest difference first.

    The area is part of the system, so the difference varies less than the area's own mean: its error is a safe one.
    Of thousands of answers nearly every difference is beyond chance, and few of them matter (docs/decisions/0043).
    """
    apart = []
    for part, mean in here:
        system_mean = whole.get(part)
        if mean and system_mean:
            difference = (mean.value - system_mean.value) * (1 if above else -1)
            if difference > Z95 * mean.se and difference >= CHANGED:
                apart.append((-difference, part))
    return tuple(part for _, part in sorted(apart))
