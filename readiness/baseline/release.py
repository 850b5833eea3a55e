"""What of one assessment may be released: every group that any reader can get a figure of, judged at once.

A threshold alone does not protect: a reader subtracts one published group from another. So all groups of all tables are
one linear system over the smallest kinds of people (role, place, set of clinical areas, flagged or not), and what is
published may not let any group under the threshold be worked out from it (docs/method.md, "What is never shown").
A mean on a role mix weighs the roles of its group; so that no weights help a reader, every role that goes into a
published mean is judged as if its own mean were published too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from readiness.analysis import disclosure
from readiness.baseline.findings import AreaFinding, Cell, Findings, GroupFinding, Mean, Named, Share
from readiness.errors import ReleaseRefused

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


FAULT = "This is a fault of the software; please report it with the set-up file, never with answers."
KNOWN = ("id", "name", "headcount", "roles")
"""Fields of a group that tell nothing of answers; the roles of an area are groups of their own."""


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
    system_hosts: Ints
    """1 x roles: the role with which each is estimated in the whole system; all 0 where nothing is standardised."""
    place_hosts: Ints
    area_hosts: Ints
    shares: Floats
    """The role mix on which means are put."""
    scored_here: Ints
    """Components x areas x roles: who has a score there; somebody may have one for another area only."""

    @cached_property
    def atoms(self) -> tuple[Ints, Ints]:
        """The smallest kinds of people (role, place, flagged, areas); how many of each there are, or have a score."""
        atoms, atom_of = kinds_of_people((self.roles, self.places, self.flagged), self.areas)
        sizes = [np.bincount(atom_of, minlength=len(atoms))]
        sizes += [np.bincount(atom_of[answered], minlength=len(atoms)) for answered in self.answered]
        return atoms, np.array(sizes)


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
    rows, owner, sizes, shares = _family(people, threshold)
    groups = 1 + _count(people)
    layout = disclosure.Layout(owner, _wholes(people), _never_together(people, threshold))
    try:
        means = disclosure.Means(
            _means(rows, owner, sizes, shares), owner == np.arange(groups)[:, np.newaxis]
        )
        kept = disclosure.protect(
            rows, sizes, threshold, released=owner == 0, means=means, layout=layout
        ).published
    except ValueError as error:
        raise ReleaseRefused(
            f"No part of these figures can be shown without giving a group under {threshold} away.",
            "Merge places or clinical areas that few people answered for, and score again.",
        ) from error
    return _named((np.bincount(owner[kept], minlength=groups) > 0)[1:], people)


def _wholes(people: People) -> Ints:
    """Return for every group the one that it is part of: a role in an area stands on the area's page."""
    areas, before = people.areas.shape[1], 1 + people.role_count + people.place_count
    found = np.full(1 + _count(people), -1)
    of_area = np.repeat(before + np.arange(areas), people.role_count)
    found[before + areas : before + areas + len(of_area)] = of_area
    return found


def _never_together(people: People, threshold: int) -> Flags:
    """Return sets x groups: smallest sets of an area's roles that leave few others with a component's score.

    Elsewhere a person has a component's score if they have it for any area; here it is for the very area.
    """
    areas, before = people.areas.shape[1], 1 + people.role_count + people.place_count
    sets = [
        before + areas + area * people.role_count + each
        for area in range(areas)
        for each in _few_left(people, area, threshold)
    ]
    found = np.zeros((len(sets), 1 + _count(people)), dtype=np.bool_)
    for flags, roles in zip(found, sets, strict=True):
        flags[roles] = True
    return found


def _few_left(people: People, area: int, threshold: int) -> list[Ints]:
    """Return the smallest sets of roles that may not all be shown in an area."""
    there = np.flatnonzero(people.scored_here[:, area].any(axis=0))
    if _many_left(people, area, there, threshold):
        return []
    found: list[Ints] = []
    for count in range(1, len(there) + 1):
        for roles in combinations(there, count):
            chosen = np.array(roles)
            known = any(np.isin(smaller, chosen).all() for smaller in found)
            if not known and not _many_left(people, area, chosen, threshold):
                found.append(chosen)
    return found


def _many_left(people: People, area: int, roles: Ints, threshold: int) -> bool:
    """Say whether no role shown in an area, and nothing left of those estimated with it, is few in a component."""
    home = people.area_hosts[area]
    rows = np.vstack([home == np.unique(home)[:, np.newaxis], np.eye(len(home), dtype=np.bool_)[roles]])
    nothing = np.zeros((0, len(home)))
    return all(
        disclosure.audit(rows, scored, threshold, nothing).safe
        for scored in people.scored_here[:, area]
        if scored.sum() >= threshold
    )


def audit(people: People, shown: Shown, threshold: int) -> None:
    """Refuse a release from which a group under the threshold can be worked out, for any score."""
    rows, owner, sizes, shares = _family(people, threshold)
    visible = np.r_[True, shown.roles, shown.places, shown.areas, shown.area_roles, shown.unflagged]
    means = _means(rows, owner, sizes, shares)[:, visible[: owner.max() + 1]]
    for each, told in zip(sizes, means, strict=True):
        found = disclosure.audit(rows[visible[owner]], each, threshold, told)
        if not found.safe:
            raise ReleaseRefused(
                f"The answers of {int(found.sizes[0])} people can be worked out from these figures: not released.",
                FAULT,
            )
    in_areas = shown.area_roles.reshape(-1, people.role_count)
    told = [(area, np.flatnonzero(roles)) for area, roles in enumerate(in_areas) if roles.any()]
    if not all(_many_left(people, area, roles, threshold) for area, roles in told):
        raise ReleaseRefused(
            f"A group under {threshold} can be worked out from the roles of an area: not released.", FAULT
        )


def seen(found: Findings) -> Shown:
    """Return the groups of which finished findings tell anything at all, whatever was decided before."""
    nobody = [False] * len(found.roles)
    in_areas = [[_tells(role) for role in area.roles] or nobody for area in found.areas]
    return Shown(
        roles=np.array([_tells(role) for role in found.roles], dtype=np.bool_),
        places=np.array([_tells(place) for place in found.places], dtype=np.bool_),
        areas=np.array([_tells(area) for area in found.areas], dtype=np.bool_),
        area_roles=np.array([each for area in in_areas for each in area], dtype=np.bool_),
        unflagged=bool(found.quality.without_flagged),
    )


def _tells(group: GroupFinding | AreaFinding) -> bool:
    """Say whether any field of a group holds a number of people, a mean or a share."""
    return any(_figures(getattr(group, field.name)) for field in fields(group) if field.name not in KNOWN)


def _figures(value: object) -> bool:
    if isinstance(value, tuple):
        return any(_figures(each) for each in value)
    if isinstance(value, Cell | Named):
        return any(_figures(getattr(value, field.name)) for field in fields(value))
    return isinstance(value, int | float | Mean | Share) and not isinstance(value, bool)


def _family(people: People, threshold: int) -> tuple[Flags, Ints, Ints, Floats]:
    """Return rows x kinds of people, each row's group, figures x kinds of people, and each row's share of its mean.

    A score that fewer than the threshold have in the whole system is shown nowhere and so is no figure.
    """
    atoms, (everyone, *by_score) = people.atoms
    sizes = [each for each in by_score if each.sum() >= threshold]
    owned = [(group, *row) for group, rows in enumerate(_rows(atoms, people)) for row in rows]
    owner = np.array([group for group, _, _ in owned], dtype=np.int64)
    rows, shares = np.array([row for _, row, _ in owned]), np.array([share for _, _, share in owned])
    figures = np.vstack([[everyone], np.unique(np.reshape(sizes, (-1, len(atoms))), axis=0)])
    return rows, owner, figures, shares


def _means(rows: Flags, owner: Ints, sizes: Ints, shares: Floats) -> Floats:
    """Return figures x groups x kinds of people: what one person counts in each group's mean as it is printed."""
    found = np.zeros((len(sizes), int(owner.max()) + 1, rows.shape[1]))
    for figure, each in zip(found, sizes, strict=True):
        np.add.at(figure, owner, rows * (shares / np.maximum(rows @ each, 1))[:, np.newaxis])
    return found


def _rows(atoms: Ints, people: People) -> Iterator[list[tuple[Flags, float]]]:
    """Yield for every group its rows, the whole system first and then in the order of `_named`."""
    role, place, flagged, areas = atoms[:, 0], atoms[:, 1], atoms[:, 2] == 1, atoms[:, 3:] == 1
    everyone = np.ones(len(atoms), dtype=np.bool_)
    roles = [role == each for each in range(people.role_count)]
    mix = people.shares
    yield _strata(everyone, role, people.system_hosts[0], mix)
    yield from ([(each, 1.0)] for each in roles)
    yield from (_strata(place == each, role, home, mix) for each, home in enumerate(people.place_hosts))
    yield from (_strata(area, role, home, mix) for area, home in zip(areas.T, people.area_hosts, strict=True))
    # A role in an area is shown on the mean of all scores alone: it is a group, but no mean of any one score.
    yield from ([(area & each, 0.0)] for area in areas.T for each in roles)
    yield _strata(~flagged, role, people.system_hosts[0], mix)


def _strata(group: Flags, role: Ints, home: Ints, mix: Floats) -> list[tuple[Flags, float]]:
    """Return a group's people by the role with which they are estimated, and that role's share of the group's mean."""
    return [(group & (home[role] == host), float(mix[home == host].sum())) for host in np.unique(home)]


def _count(people: People) -> int:
    areas = int(people.areas.shape[1])
    return people.role_count + people.place_count + areas + areas * people.role_count + 1


def kinds_of_people(labels: Sequence[Ints | Flags], areas: Flags) -> tuple[Ints, Ints]:
    """Return the kinds of people by some labels and their areas, kinds x (labels, areas); the kind of each person."""
    # One random number a column makes equal rows equal and, but for a chance of one in 10^18, others different:
    # sorting numbers takes a tenth of the time of sorting rows.
    chance = np.random.default_rng(0).integers(1, 2**62, len(labels) + areas.shape[1])
    key = sum(
        (label * each for label, each in zip(labels, chance, strict=False)), np.zeros(len(areas), np.int64)
    )
    for eight, byte in zip(_sums_of_bits(chance[len(labels) :]), np.packbits(areas, axis=1).T, strict=True):
        key += eight.take(byte)
    # There are far fewer kinds than people: finding each among them takes less than sorting all.
    kinds = np.unique(key)
    kind_of = np.searchsorted(kinds, key)
    first = np.zeros(len(kinds), dtype=np.int64)
    first[kind_of] = np.arange(len(key))
    return np.column_stack([*(label[first] for label in labels), areas[first]]).astype(np.int64), kind_of


def _sums_of_bits(numbers: Ints) -> Ints:
    """Return for every eight numbers the sum of those that each byte's bits stand for: the same, eight at a time."""
    bits = np.unpackbits(np.arange(256, dtype=np.uint8)[:, np.newaxis], axis=1).astype(np.int64)
    padded = np.pad(numbers, (0, -len(numbers) % 8)).reshape(-1, 8)
    return np.asarray(padded @ bits.T)


def _named(kept: Flags, people: People) -> Shown:
    areas = people.areas.shape[1]
    counts = (people.role_count, people.place_count, areas, areas * people.role_count)
    roles, places, shown, area_roles, unflagged = np.split(kept, np.cumsum(counts))
    return Shown(roles, places, shown, area_roles, bool(unflagged[0]))


def joined_to_smallest(labels: Ints, roles: Ints, count: int, threshold: int) -> tuple[Ints, int | None]:
    """Return labels in which people of no group are counted with the smallest one, where they are few, and which it is.

    Otherwise the few of a role who left the question blank could be worked out as the difference of the whole and all
    groups. Roles of which many left it blank stay a group of their own that is not shown.
    """
    blank = labels < 0
    blanks = np.bincount(roles[blank & (roles >= 0)], minlength=int(roles.max(initial=0)) + 1)
    few = blank & (blanks[np.maximum(roles, 0)] < threshold)
    if not few.any() or count == 0:
        return labels, None
    smallest = int(np.argmin(np.bincount(labels[~blank], minlength=count)))
    return np.where(few, smallest, labels), smallest
