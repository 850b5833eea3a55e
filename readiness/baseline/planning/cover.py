"""What the protection of small groups will probably cost: the release itself, tried on simulated turnouts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from readiness.baseline import release
from readiness.baseline.grouping import Ints, Population, hosts
from readiness.baseline.planning.kinds import Asked, Cover, Rates
from readiness.baseline.planning.turnout import Turnout, drawn, numbers
from readiness.baseline.release import People, Shown
from readiness.baseline.subject import staff
from readiness.errors import ReleaseRefused

Flags = NDArray[np.bool_]
TURNOUTS = 20
LARGEST, MOST_ANSWERS, MOST_PEOPLE = 130, 20_000, 10**8
"""More groups, answers or people than this are not simulated: choosing what to hide would take minutes."""
NAMED = 5
SOMETIMES = 0.1
"""A group that is hidden for others' sake more seldom than this is not named."""


def cover(
    asked: Asked,
    rates: Rates,
    seed: int,
    turnouts: int = TURNOUTS,
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[Cover | None, Mapping[tuple[str, str], float]]:
    """Return what protection costs on average, and in which part of the turnouts each group was shown."""
    names = _names(asked)
    people = staff(asked.instrument, asked.local, asked.headcounts)
    there = numbers(asked)
    if not 0 < there.sum() <= MOST_PEOPLE or len(names) > LARGEST or turnouts < 1:
        return None, {}
    if sum(n * rates.of(role) for n, role in zip(there, people.roles, strict=True)) > MOST_ANSWERS:
        return None, {}
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(turnouts):
        found.append(_tried(drawn(asked, rates, rng), people, asked.threshold))
        progress(1)
    sizes, shown = (np.array(each) for each in zip(*found, strict=True))
    few = (sizes > 0) & (sizes < asked.threshold)
    hidden = ~shown & (sizes >= asked.threshold)
    often = hidden.mean(axis=0)
    lost = sorted(
        ((*name, float(part)) for name, part in zip(names, often, strict=True) if part >= SOMETIMES),
        key=lambda one: -one[2],
    )
    told = Cover(
        turnouts, float(few.sum(axis=1).mean()), float(hidden.sum(axis=1).mean()), tuple(lost[:NAMED])
    )
    return told, dict(zip(names, shown.mean(axis=0).tolist(), strict=True))


def _names(asked: Asked) -> list[tuple[str, str]]:
    """Return table and id of every group, in the order in which a release decides about them."""
    roles = [role.id for role in asked.instrument.roles]
    areas = [area.id for area in asked.local.areas]
    return [
        *(("role", role) for role in roles),
        *(("place", place.id) for place in asked.local.places),
        *(("area", area) for area in areas),
        *(("area-role", f"{area} {role}") for area in areas for role in roles),
    ]


def _tried(turnout: Turnout, people: Population, threshold: int) -> tuple[Ints, Flags]:
    """Return how many are in each group, and which groups the release shows."""
    roles, places, areas = len(people.roles), len(people.places), turnout.areas
    counted = turnout.roles[:, np.newaxis] == np.arange(roles)
    joined, _ = release.joined_to_smallest(turnout.places, turnout.roles, places, threshold)
    turnout = replace(turnout, places=joined)
    in_places = (turnout.places[:, np.newaxis] == np.arange(places)).T.astype(np.int64) @ counted
    in_areas = areas.T.astype(np.int64) @ counted
    sizes = np.concatenate([counted.sum(axis=0), in_places.sum(axis=1), areas.sum(axis=0), in_areas.ravel()])
    if len(turnout.roles) < threshold:
        return sizes, np.zeros(len(sizes), dtype=np.bool_)
    try:
        shown = release.decide(_people(turnout, people, threshold, in_places, in_areas), threshold)
    except ReleaseRefused:
        return sizes, np.zeros(len(sizes), dtype=np.bool_)
    return sizes, _flat(shown)


def _people(turnout: Turnout, people: Population, threshold: int, in_places: Ints, in_areas: Ints) -> People:
    """Return those who answered as a release sees them: nobody is flagged, and everybody has every score."""
    everybody = np.ones(len(turnout.roles), dtype=np.bool_)
    whole = np.bincount(turnout.roles, minlength=len(people.roles))[np.newaxis]
    return People(
        roles=turnout.roles,
        places=turnout.places,
        areas=turnout.areas,
        flagged=~everybody,
        answered=(everybody,),
        role_count=len(people.roles),
        place_count=len(people.places),
        system_hosts=hosts(whole, people, threshold).of,
        place_hosts=hosts(in_places, people, threshold).of,
        area_hosts=hosts(in_areas, people, threshold).of,
        shares=people.shares if people.known else np.ones(len(people.roles)),
        scored_here=in_areas[np.newaxis],
    )


def _flat(shown: Shown) -> Flags:
    return np.concatenate([shown.roles, shown.places, shown.areas, shown.area_roles])
