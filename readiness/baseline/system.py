"""The system as a whole: its dimensions, who answered, and how roles and places see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from readiness.analysis import grouped, reliability
from readiness.baseline import cover, scores
from readiness.baseline.findings import Cell, DimensionFinding, GroupFinding, ItemFinding, Mean, Named, Share
from readiness.baseline.gate import Gate, counted, open_steps
from readiness.baseline.grouping import Floats, Grouping, labels, tallied
from readiness.baseline.scores import Coded, Codes, Counted, Scored
from readiness.baseline.subject import Subject, question
from readiness.instrument.types import Choice, Dimension, Item, Option

RELIABLE = 100
"""Reliability needs so many people who answered every anchor."""


def dimensions(subject: Subject, gate: Gate) -> tuple[tuple[DimensionFinding, ...], Mean | None]:
    """Return every dimension over the whole system, with its items, and the mean of the dimensions."""
    everyone = subject.everyone()
    means, overall = _means_and_general(subject.work.dimensions, everyone, gate, "dimensions")
    cells = table(subject.work, means, everyone, gate)[0]
    withheld = gate.withheld.get("dimensions")
    items = statements(subject, subject.work, subject.instrument.dimensions, everyone, gate, withheld)[0]
    found = tuple(
        DimensionFinding(
            dimension.id,
            dimension.name,
            dimension.holds,
            cell,
            tuple(ItemFinding(item.id, item.text, items[item.id], item.role) for item in dimension.items),
            *_reliability(subject, dimension),
        )
        for dimension, cell in zip(subject.instrument.dimensions, cells, strict=True)
    )
    return found, overall[0]


def _reliability(subject: Subject, dimension: Dimension) -> tuple[float | None, ...]:
    """Return alpha, its interval and omega of the anchors, where enough people answered all of them."""
    anchors = {item.id for item in dimension.items if item.role is None}
    columns = [column for column, item in enumerate(subject.instrument.items()) if item.id in anchors]
    everyone = np.zeros(subject.wave.n, dtype=np.int64)
    rows, _, times = grouped.tally(subject.work.codes[:, columns], everyone)
    answers = Coded(rows, subject.work.points[:, columns]).figures()
    complete = ~np.isnan(answers).any(axis=1)
    if times[complete].sum() < RELIABLE or len(columns) < 2:
        return (None,) * 4
    alpha = reliability.alpha(answers, times=times)
    omega = reliability.omega(answers, times=times).omega if len(columns) > 2 else np.nan
    return tuple(
        float(figure) if np.isfinite(figure) else None
        for figure in (alpha.alpha, alpha.low, alpha.high, omega)
    )


def general(values: Floats, grouping: Grouping, gate: Gate) -> list[Mean | None]:
    """Return the mean of the dimensions for every group."""
    return _means_and_general(values, grouping, gate)[1]


def _means_and_general(
    values: Floats, grouping: Grouping, gate: Gate, part: str = ""
) -> tuple[list[list[Mean | None]], list[Mean | None]]:
    count = values.shape[1]
    means, combined = gate.means_and_composites(values, grouping, [[1 / count] * count], part)
    return means, combined[0]


def roles(subject: Subject, gate: Gate) -> tuple[GroupFinding, ...]:
    """Return every role on anchors only, since each role has items of its own."""
    names = [Option(id=role.id, text=role.plural) for role in subject.instrument.roles]
    return _groups(
        subject, gate, names, subject.by_role(), subject.work.anchors, subject.population.system, "roles"
    )


def places(subject: Subject, gate: Gate) -> tuple[GroupFinding, ...]:
    """Return every place."""
    people = subject.population.places.sum(axis=1)
    found = _groups(
        subject, gate, subject.local.places, subject.by_place(), subject.work.dimensions, people, "places"
    )
    return tuple(replace(place, with_blank=index == subject.blank_place) for index, place in enumerate(found))


def answered_by(subject: Subject, gate: Gate, stratum: str, key: str) -> tuple[GroupFinding, ...]:
    """Return how many people of each type of organisation, or band of years, answered: counts and nothing else."""
    asked = question((subject.instrument.about,), key)
    options = asked.options if isinstance(asked, Choice) else ()
    codes = labels(subject.wave.strata[stratum].codes)
    sizes = np.bincount(codes[codes >= 0], minlength=len(options))
    counts = gate.counts(sizes.tolist(), subject.wave.n)
    return tuple(
        GroupFinding(option.id, option.text, n, None) for option, n in zip(options, counts, strict=False)
    )


def criterion(subject: Subject, gate: Gate) -> Mean | None:
    """Return overall readiness as people put it themselves, 0 to 10."""
    return gate.means(subject.wave.criterion[:, np.newaxis], subject.everyone(), top=10.0)[0][0]


def adopted(subject: Subject, gate: Gate) -> tuple[Named, ...]:
    """Return whether something new became routine."""
    asked = question(tuple(subject.instrument.closing), subject.instrument.adopted)
    if not isinstance(asked, Choice):
        return ()
    chosen = each_option(subject.wave.adopted, subject.everyone(), len(asked.options))
    shares = open_steps(gate.shares(chosen, subject.everyone())[0])
    return tuple(
        Named(option.id, option.text, share) for option, share in zip(asked.options, shares, strict=True)
    )


def each_option(codes: Codes, grouping: Grouping, options: int) -> Counted:
    """Return a column of 100 or 0 for each option of a question of which people chose one (-1 is none)."""
    percent = np.vstack([np.full(options, np.nan), 100 * np.eye(options)])
    found = counted(codes[:, np.newaxis], grouping, percent)
    return Counted(np.repeat(found.counts, options, axis=1), percent)


def table(scored: Scored, means: list[list[Mean | None]], grouping: Grouping, gate: Gate) -> list[list[Cell]]:
    """Return a cell for every group and dimension: mean score as given, % favourable, % don't know."""
    count = scored.dimensions.shape[1]
    columns = [_companions(scored, column, grouping, gate) for column in range(count)]
    return [
        [
            Cell(mean, columns[column][0][group], columns[column][1][group]) if mean else Cell()
            for column, mean in enumerate(row)
        ]
        for group, row in enumerate(means)
    ]


def statements(
    subject: Subject,
    scored: Scored,
    dimensions: Sequence[Dimension],
    grouping: Grouping,
    gate: Gate,
    withheld: NDArray[np.bool_] | None,
) -> list[dict[str, Cell]]:
    """Return for every group a cell for each item; a role's own item stands for that role alone.

    `withheld` is groups x dimensions whose mean is hidden to give cover; its items would tell it.
    """
    items = [(index, item) for index, dimension in enumerate(dimensions) for item in dimension.items]
    given = counted(scored.codes, grouping, scored.points)
    means = gate.means(given, grouping)
    favourable, unsure = (
        gate.shares(replace(given, table=figures[scored.kinds + 1]), grouping)
        for figures in (scores.FAVOURABLE_OF, scores.DONT_KNOW_OF)
    )
    shown = [(dimension, item.role, _role_shown(subject, item)) for dimension, item in items]
    told = _but_for_few(subject, scored, shown, gate)
    apart = gate.few(scored.partial, grouping) | cover.needed(scored.codes, shown, means, grouping, gate)
    if told != shown:
        # What is hidden of one role must be no rest of the others either.
        apart = apart | cover.needed(scored.codes, told, means, grouping, gate)
    if withheld is not None:
        apart = apart | withheld
    return [
        {
            item.id: Cell(mean, favourable[group][column], unsure[group][column])
            if mean and not apart[group, dimension] and told[column][2]
            else Cell()
            for column, ((dimension, item), mean) in enumerate(zip(items, row, strict=True))
        }
        for group, row in enumerate(means)
    ]


def _role_shown(subject: Subject, item: Item) -> bool:
    return item.role is None or bool(subject.shown.roles[subject.population.roles.index(item.role)])


def _but_for_few(
    subject: Subject, scored: Scored, shown: list[tuple[int, str | None, bool]], gate: Gate
) -> list[tuple[int, str | None, bool]]:
    """Return what may be told of each item, without a role's own where few of the role skipped one."""
    ids = subject.population.roles
    asked = [(dimension, None if role is None else ids.index(role)) for dimension, role, _ in shown]
    if not any(role is not None for _, role in asked):
        return shown
    few = cover.few_in_role(scored.codes, asked, subject.roles, len(ids), gate.threshold)
    return [
        (dimension, name, told and (role is None or not few[dimension, role]))
        for (dimension, name, told), (_, role) in zip(shown, asked, strict=True)
    ]


def of_dimension(scored: Scored, dimension: int, grouping: Grouping) -> tuple[Codes, Grouping, list[float]]:
    """Return the kinds of answers to one dimension's items, tallied, and weights that make the items' mean."""
    slots = scored.slots_of(dimension)
    kinds, rows = tallied(slots, grouping)
    return kinds, rows, [1 / slots.shape[1]] * slots.shape[1]


def _companions(
    scored: Scored, dimension: int, grouping: Grouping, gate: Gate
) -> tuple[list[Share | None], list[Share | None]]:
    kinds, rows, weights = of_dimension(scored, dimension, grouping)
    return (
        gate.composite_shares(scores.favourable(kinds).figures(), rows, weights),
        gate.composite_shares(scores.dont_know(kinds).figures(), rows, weights),
    )


def _groups(
    subject: Subject,
    gate: Gate,
    names: Sequence[Option],
    grouping: Grouping,
    values: Floats,
    people: Floats,
    part: str,
) -> tuple[GroupFinding, ...]:
    if not names:
        return ()
    counts = gate.sizes(grouping)
    means, overall = _means_and_general(values, grouping, gate, part)
    cells = table(subject.work, means, grouping, gate)
    ids = [dimension.id for dimension in subject.instrument.dimensions]
    return tuple(
        GroupFinding(
            name.id,
            name.text,
            counts[group],
            int(people[group]) if np.isfinite(people[group]) else None,
            overall[group] if counts[group] else None,
            tuple(zip(ids, cells[group], strict=True)) if counts[group] else (),
        )
        for group, name in enumerate(names)
    )
