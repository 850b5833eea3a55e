"""Which people answer: as many for each area as a file says, or as headcounts and a response rate make likely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from readiness.baseline.planning import Asked, Rates, turnout
from readiness.instrument.journey import Local
from readiness.rehearsal.people import Person

SELDOM = {"palliative": 0.03}
"""Areas that few people add to their own, beside 1."""


@dataclass(frozen=True)
class Population:
    """How many people answer for each area, and in which places they work."""

    areas: Mapping[str, Mapping[str, int]]
    """Area id to role id to how many answer mainly for that area."""
    places: Mapping[str, float]
    """Place id to its share of the people."""

    @property
    def size(self) -> int:
        """How many people answer."""
        return sum(sum(roles.values()) for roles in self.areas.values())


def by_area(population: Population, local: Local, seed: int) -> list[Person]:
    """Return those who answer mainly for each area; most of them add another one or two."""
    rng = np.random.default_rng([seed, 2])
    places, shares = list(population.places), list(population.places.values())
    return [
        Person(role, str(rng.choice(places, p=shares)), _areas(area, role, local, rng))
        for area, roles in population.areas.items()
        for role, n in roles.items()
        for _ in range(n)
    ]


def by_headcounts(asked: Asked, rates: Rates, seed: int) -> list[Person]:
    """Return a turnout of the people whom the headcounts tell of, as a plan draws it, with nothing left open.

    Where it is not known in which place or area somebody works, each is as likely; somebody who works in none of the
    areas answers for the one that others of the role work in most often, or seldom, in proportion.
    """
    return list(_turnout(asked, rates, np.random.default_rng([seed, 3])))


def _areas(area: str, role: str, local: Local, rng: np.random.Generator) -> tuple[str, ...]:
    """Return one to three areas: GPs mostly the two that they meet most often, others their own."""
    more = int(rng.choice(3, p=[0.15, 0.75, 0.10] if role == "gp" else [0.72, 0.20, 0.08]))
    others = [each.id for each in local.areas if each.id != area]
    weights = np.array([SELDOM.get(each, 1.0) for each in others])
    chosen = rng.choice(others, more, replace=False, p=weights / weights.sum())
    return (area, *(str(each) for each in chosen))


def _turnout(asked: Asked, rates: Rates, rng: np.random.Generator) -> Iterator[Person]:
    drawn = turnout.drawn(asked, rates, rng)
    roles = [role.id for role in asked.instrument.roles]
    places, areas = ([each.id for each in listed] for listed in (asked.local.places, asked.local.areas))
    for role, place, flags in zip(drawn.roles.tolist(), drawn.places.tolist(), drawn.areas, strict=True):
        here = places[place] if place >= 0 else (str(rng.choice(places)) if places else None)
        chosen = [areas[index] for index in rng.permutation(np.flatnonzero(flags))]
        if areas and not chosen:
            known = np.array(
                [asked.headcounts.areas.get((roles[role], area), 0) for area in areas], dtype=float
            )
            weights = known if known.sum() else np.ones(len(areas))
            chosen = [str(rng.choice(areas, p=weights / weights.sum()))]
        yield Person(roles[role], here, tuple(chosen))
