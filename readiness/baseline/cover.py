"""Which statements must stay hidden beside their dimension, because the dimension less the others would tell them.

A dimension's mean is a sum over the same answers as its statements' means, weighed by how many statements each person
rated. So what is hidden of one statement must not be what is left of the dimension (method, section 6).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from readiness.baseline.findings import Mean
from readiness.baseline.gate import Gate
from readiness.baseline.grouping import Grouping

Codes = NDArray[np.int8]
Flags = NDArray[np.bool_]


def needed(
    codes: Codes,
    told: Sequence[tuple[int, str | None, bool]],
    means: Sequence[Sequence[Mean | None]],
    grouping: Grouping,
    gate: Gate,
) -> Flags:
    """Return groups x dimensions whose statements must be hidden; `codes` is rows x statements.

    `told` has for each statement its dimension, the role that alone is asked, and whether it may be shown at all.
    """
    found = np.zeros(
        (grouping.groups, 1 + max((dimension for dimension, _, _ in told), default=-1)), dtype=np.bool_
    )
    for group, row in enumerate(means):
        for (dimension, _, shown), mean in zip(told, row, strict=True):
            # All who rated it gave the same answer, or too few rated it.
            found[group, dimension] |= shown and mean is None
    for dimension in range(found.shape[1]):
        for numbers in _numbers(codes, told, dimension):
            found[:, dimension] |= _few_of_a_number(numbers, grouping, gate.threshold)
    return found


def _numbers(
    codes: Codes, told: Sequence[tuple[int, str | None, bool]], dimension: int
) -> Iterator[NDArray[np.int64]]:
    """Yield numbers that sort people (0: leave out); whichever sort is taken away, the rest must be many."""
    mine = [(column, role, shown) for column, (each, role, shown) in enumerate(told) if each == dimension]
    # Means weigh people by how many they rated; where one number of ratings cancels out, the others are left.
    yield _counted(codes[:, [column for column, _, _ in mine]] > 0)
    if any(role for _, role, _ in mine):
        yield _counted(codes[:, [column for column, role, _ in mine if role is None]] > 0)
    hidden = [column for column, _, shown in mine if not shown]
    if hidden:
        # Sort 2 is empty, so that it is those of hidden roles who must be many, "don't know" included and not.
        yield np.minimum(_counted(codes[:, hidden] > 0), 1)
        yield np.minimum(_counted(codes[:, hidden] >= 0), 1)


def _counted(rated: Flags) -> NDArray[np.int64]:
    found: NDArray[np.int64] = rated.sum(axis=1, dtype=np.int64)
    return found


def _few_of_a_number(numbers: NDArray[np.int64], grouping: Grouping, threshold: int) -> Flags:
    sorts = int(numbers.max(initial=0)) + 2
    inside = grouping.of_row >= 0
    keys = grouping.of_row[inside] * sorts + numbers[inside]
    people = np.bincount(keys, minlength=grouping.groups * sorts).reshape(grouping.groups, sorts)[:, 1:]
    others = people.sum(axis=1, keepdims=True) - people
    few: Flags = ((others > 0) & (others < threshold)).any(axis=1)
    return few


def few_in_role(
    codes: Codes,
    asked: Sequence[tuple[int, int | None]],
    roles: NDArray[np.int64],
    role_count: int,
    threshold: int,
) -> Flags:
    """Return dimensions x roles: whether a role's own statement must be hidden, since few of it skipped a statement.

    The whole less places, whose mixes of roles differ, may leave one or two roles' dimension; less these roles' own
    means, of anchors, and their own statements, it is what those said who did not rate all. `asked` has for each
    statement its dimension and the role that alone is asked, as a number.
    """
    found = np.zeros((1 + max((dimension for dimension, _ in asked), default=-1), role_count), dtype=np.bool_)
    for dimension in range(len(found)):
        mine = [(column, role) for column, (each, role) in enumerate(asked) if each == dimension]
        own = [column for column, role in mine if role is not None]
        if not own:
            continue
        anchors = _counted(codes[:, [column for column, role in mine if role is None]] > 0)
        # Of those who skipped their own statement, the dimension is the mean of their anchors, and cancels with that.
        sort = np.where((codes[:, own] > 0).any(axis=1), 2 + anchors, np.minimum(anchors, 1))
        sorts = int(sort.max(initial=0)) + 1
        inside = roles >= 0
        people = np.bincount(roles[inside] * sorts + sort[inside], minlength=role_count * sorts)
        many = people.reshape(role_count, sorts)[:, 1:]
        others = many.sum(axis=1, keepdims=True) - many
        found[dimension] = ((others > 0) & (others < threshold)).any(axis=1)
    return found
