"""What of one assessment may be released: every group that any reader can get a figure of, judged at once.

A threshold alone does not protect: a reader subtracts one published group from another. So all groups of all tables are
one linear system over the smallest kinds of people (role, place, set of clinical areas, flagged or not), and what is
published may not let any group under the threshold be worked out from it (docs/method.md, "What is never shown").
Putting a group on a role mix changes the weights of its roles, not the subsets of people that hang together, so plain
memberships stand for standardised figures too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from readiness.analysis import disclosure
from readiness.errors import ReleaseRefused

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class People:
    """Who belongs to which group, a row a respondent."""

    roles: Ints
    places: Ints
    areas: Flags
    """Respondents x clinical areas."""
    flagged: Flags
    """Whether the person's answers were flagged as all alike."""
    answered: tuple[Flags, ...]
    """For every score, who has one: a figure of few answers can be worked out even where the group is large."""
    role_count: int
    place_count: int


@dataclass(frozen=True)
class Shown:
    """Which groups may be shown, in the order of roles, places, areas and areas x roles."""

    roles: Flags
    places: Flags
    areas: Flags
    area_roles: Flags
    unflagged: bool
    """Whether results without flagged answers may stand beside those with them."""


def decide(people: People, threshold: int) -> Shown:
    """Return the largest safe part of all tables; the system as a whole is always published."""
    atoms, atom_of = _atoms(people)
    sizes = [np.bincount(atom_of[answered], minlength=len(atoms)) for answered in _figures(people)]
    groups = np.array(list(_memberships(atoms, people)))
    always = np.arange(len(groups)) == 0
    try:
        kept = disclosure.protect(
            groups, np.unique(sizes, axis=0)[::-1], threshold, released=always
        ).published
    except ValueError as error:
        raise ReleaseRefused(
            f"No part of these figures can be shown without giving a group under {threshold} away.",
            "Merge places or clinical areas that few people answered for, and score again.",
        ) from error
    return _named(kept, people)


def audit(people: People, shown: Shown, threshold: int) -> None:
    """Refuse a release from which a group under the threshold can be worked out."""
    atoms, atom_of = _atoms(people)
    sizes = np.bincount(atom_of, minlength=len(atoms))
    published = np.r_[True, shown.roles, shown.places, shown.areas, shown.area_roles, shown.unflagged]
    found = disclosure.audit(np.array(list(_memberships(atoms, people)))[published], sizes, threshold)
    if not found.safe:
        raise ReleaseRefused(
            f"A group of {int(found.sizes[0])} people can be worked out from these figures, so they are not released.",
            "This is a fault of the software; please report it with the set-up file, never with answers.",
        )


def _atoms(people: People) -> tuple[Ints, Ints]:
    """Return the smallest kinds of people (role, place, flagged, areas) and the kind of every respondent."""
    columns = [people.roles, people.places, people.flagged.astype(np.int64), *people.areas.T.astype(np.int64)]
    # One random number a column makes equal rows equal and, but for a chance of one in 10^18, others different:
    # sorting numbers takes a tenth of the time of sorting rows.
    chance = np.random.default_rng(0).integers(1, 2**62, len(columns))
    key = np.zeros(len(people.roles), dtype=np.int64)
    for column, number in zip(columns, chance, strict=True):
        key += column * number
    _, first, atom_of = np.unique(key, return_index=True, return_inverse=True)
    return np.column_stack([column[first] for column in columns]), atom_of.ravel()


def _figures(people: People) -> Iterator[Flags]:
    """Yield who stands behind every figure, everyone first."""
    yield np.ones(len(people.roles), dtype=np.bool_)
    yield from people.answered


def _memberships(atoms: Ints, people: People) -> Iterator[Flags]:
    """Yield every published group as flags over the kinds of people, in the order of `_named`."""
    role, place, flagged, areas = atoms[:, 0], atoms[:, 1], atoms[:, 2] == 1, atoms[:, 3:] == 1
    yield np.ones(len(atoms), dtype=np.bool_)
    yield from (role == each for each in range(people.role_count))
    yield from (place == each for each in range(people.place_count))
    yield from areas.T
    yield from (area & (role == each) for area in areas.T for each in range(people.role_count))
    yield ~flagged


def _named(kept: Flags, people: People) -> Shown:
    counts = (
        1,
        people.role_count,
        people.place_count,
        people.areas.shape[1],
        people.areas.shape[1] * people.role_count,
    )
    _, roles, places, areas, area_roles, unflagged = np.split(kept, np.cumsum(counts))
    return Shown(roles, places, areas, area_roles, bool(unflagged[0]))


def joined_to_smallest(labels: Ints, count: int, threshold: int) -> tuple[Ints, int | None]:
    """Return labels in which people of no group are counted with the smallest one, where they are few, and which it is.

    Otherwise the few who left the question blank could be worked out as the difference of the whole and all groups.
    """
    blank = labels < 0
    if not 0 < int(blank.sum()) < threshold or count == 0:
        return labels, None
    smallest = int(np.argmin(np.bincount(labels[~blank], minlength=count)))
    return np.where(blank, smallest, labels), smallest
