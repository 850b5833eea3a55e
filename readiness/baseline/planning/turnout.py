"""Who might answer: one random turnout of the people whom the headcounts tell of, without any answer of theirs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from readiness.baseline.grouping import Floats, Ints, Population
from readiness.baseline.planning.groups import by_role
from readiness.baseline.planning.kinds import Asked, Rates
from readiness.baseline.subject import staff


@dataclass(frozen=True)
class Turnout:
    """Those who answer, a row a person."""

    roles: Ints
    places: Ints
    """-1 where it is not known how many people of the role work in which place."""
    areas: NDArray[np.bool_]
    """People x areas; none where it is not known, or for people who work in none of the areas."""


def numbers(asked: Asked) -> Ints:
    """Return how many people of each role there are, at the least, by all headcounts that are known."""
    people = staff(asked.instrument, asked.local, asked.headcounts)
    in_places = np.nansum(people.places, axis=0)
    # Where only areas are known, nobody is taken to work in two of them.
    return np.where(
        np.isfinite(people.system), people.system, np.maximum(in_places, np.nansum(people.areas, axis=0))
    ).astype(np.int64)


def drawn(asked: Asked, rates: Rates, rng: np.random.Generator) -> Turnout:
    """Return one turnout: each person answers at the rate of their role, whatever others do."""
    people = staff(asked.instrument, asked.local, asked.headcounts)
    there = numbers(asked)
    answered = rng.binomial(there, by_role(asked, rates))
    roles = np.repeat(np.arange(len(there)), answered)
    places = np.concatenate(
        [
            _places(people.places[:, role], int(there[role]), n, rng)
            for role, n in enumerate(answered.tolist())
        ]
    ).astype(np.int64)
    block = asked.instrument.area
    most = block.choose.at_most if block else 1
    areas = [
        _areas(_chances(people, role, int(there[role]), most), n, rng)
        for role, n in enumerate(answered.tolist())
    ]
    return Turnout(roles, places, np.concatenate(areas))


def _places(people: Floats, there: int, answered: int, rng: np.random.Generator) -> Ints:
    """Return the places of so many who answered, each of all people of the role as likely as any other."""
    known = np.nan_to_num(people).astype(np.int64)
    elsewhere = max(there - int(known.sum()), 0)
    found = rng.multivariate_hypergeometric(np.append(known, elsewhere), answered)
    return np.asarray(rng.permutation(np.repeat(np.append(np.arange(len(known)), -1), found)))


def _chances(people: Population, role: int, there: int, most: int) -> Floats:
    """Return how likely a person of the role answers for each area, at most so many in all."""
    known = np.nan_to_num(people.areas[:, role]) / max(there, 1)
    return np.asarray(known * min(1.0, most / max(known.sum(), 1e-9)))


def _areas(chances: Floats, people: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Return people x areas, each chosen with its chance; each person's number is one of the two next to the average.

    Systematic sampling (Madow, 1949) in an order of each person's own, so that every pair of areas can meet.
    """
    found = np.zeros((people, len(chances)), dtype=np.bool_)
    order = rng.random(found.shape).argsort(axis=1)
    reached = np.cumsum(chances[order], axis=1) + rng.random((people, 1))
    steps = np.floor(np.hstack([reached[:, :1] - chances[order[:, :1]], reached]))
    np.put_along_axis(found, order, np.diff(steps, axis=1) > 0, axis=1)
    return found
