"""Simulated people: seeded answers with effects of the size that real surveys of innovation culture show.

Whole organisations differ little on such items (ICC(1) .005 to .007 in the NHS Staff Survey 2017), groups rated by name
differ more (.04 to .13), and the sides of readiness differ far more than either (docs/method.md). A person's rating is
a cut of: the side's level + the role's view of that side + the area's level + the person's own leaning + chance.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from readiness.instrument.journey import Local
from readiness.instrument.types import Instrument, Item

DIMENSION_LEVELS = {
    "direction": 0.20,
    "safety": 0.45,
    "resources": -0.75,
    "evidence": 0.15,
    "skills": -0.10,
    "recognition": -0.20,
    "relationships": 0.35,
    "route": -0.60,
}
ROLE_VIEWS = {
    ("manager", "direction"): 0.45,
    ("manager", "resources"): 0.20,
    ("manager", "route"): 0.40,
    ("manager", "safety"): 0.30,
    ("gp", "relationships"): -0.30,
    ("gp", "skills"): 0.15,
    ("clinician", "direction"): -0.10,
}
AREA_SPREAD = 0.17
"""Standard deviation between areas on area items, in units of a rating's: an ICC(1) of about .05 to .08."""
AREA_BY_DIMENSION = 0.13
"""Standard deviation of an area's own strengths and gaps on a dimension."""
OWN_LEANING = 0.55
OWN_VIEW = 0.45
"""Standard deviation of a person's view of one dimension, beyond the general leaning."""
CHANCE = 0.75
CUTS = np.array([-1.45, -0.55, 0.30, 1.30])
REMARKS = Path(__file__).with_name("remarks.toml")
"""What is written in answer to the open questions; each remark by one person."""
CONSENT = 0.85
"""How many of those who write allow to be quoted."""


@dataclass(frozen=True)
class Population:
    """How many people there are to answer, and how many of them do."""

    areas: Mapping[str, Mapping[str, int]]
    """Area id to role id to how many answer mainly for that area."""
    places: Mapping[str, float]
    """Place id to its share of the people."""


@dataclass(frozen=True)
class World:
    """What is true in the simulation, before chance."""

    instrument: Instrument
    local: Local
    population: Population
    levels: Mapping[str, float]
    """How ready each area is, about 0."""
    own: Mapping[tuple[str, str], float]
    """How much an area differs on a dimension beyond that."""

    def level(self, dimension: str, role: str, area: str) -> float:
        """Return where people of a role who work mainly in an area stand on a dimension."""
        of_role = ROLE_VIEWS.get((role, dimension), 0.0)
        return DIMENSION_LEVELS.get(dimension, 0.0) + of_role + self.own[area, dimension]


def answers(
    instrument: Instrument, local: Local, population: Population, seed: int
) -> Iterator[dict[str, Any]]:
    """Yield one answer set a person, in random order, the same for the same seed."""
    rng = np.random.default_rng(seed)
    world = World(instrument, local, population, *_levels(instrument, local, rng))
    people = [
        (area, role)
        for area, roles in population.areas.items()
        for role, n in roles.items()
        for _ in range(n)
    ]
    words = _words(len(people), seed)
    for number, index in enumerate(rng.permutation(len(people))):
        area, role = people[index]
        yield _person(world, area, role, rng) | words.get(number, {})


def _levels(
    instrument: Instrument, local: Local, rng: np.random.Generator
) -> tuple[dict[str, float], dict[tuple[str, str], float]]:
    """Return each area's level, with exactly the wanted spread so that every seed has something to find, and its own
    leaning on each dimension."""
    drawn = rng.standard_normal(len(local.areas))
    spread = AREA_SPREAD * (drawn - drawn.mean()) / max(drawn.std(), 1e-9)
    own = AREA_BY_DIMENSION * rng.standard_normal((len(local.areas), len(instrument.dimensions)))
    levels = {area.id: float(level) for area, level in zip(local.areas, spread, strict=True)}
    return levels, {
        (area.id, dimension.id): float(own[row, column])
        for row, area in enumerate(local.areas)
        for column, dimension in enumerate(instrument.dimensions)
    }


def _person(world: World, area: str, role: str, rng: np.random.Generator) -> dict[str, Any]:
    instrument, local = world.instrument, world.local
    chosen = _areas(area, role, local, rng)
    leaning = OWN_LEANING * rng.standard_normal() + 0.3 * float(
        np.mean([world.levels[each] for each in chosen])
    )
    found: dict[str, Any] = {"role": role, "areas": chosen, **_about(instrument, world.population, role, rng)}
    flat = int(rng.integers(3, 5)) if rng.random() < 0.012 else None
    for dimension in instrument.dimensions:
        level = leaning + OWN_VIEW * rng.standard_normal() + world.level(dimension.id, role, area)
        found |= _rated(
            [item for item in dimension.items if item.role in (None, role)], level, rng, flat=flat
        )
    for each in chosen:
        found |= _area_block(instrument, local, each, world.levels[each], leaning, rng, flat)
    return found | _closing(instrument, leaning, rng)


def _areas(area: str, role: str, local: Local, rng: np.random.Generator) -> list[str]:
    """Return one to three areas: GPs mostly the two that they meet most often, others their own."""
    more = int(rng.choice(3, p=[0.15, 0.75, 0.10] if role == "gp" else [0.72, 0.20, 0.08]))
    others = [each.id for each in local.areas if each.id != area]
    weights = np.array([0.03 if each == "palliative" else 1.0 for each in others])
    return [area, *(str(each) for each in rng.choice(others, more, replace=False, p=weights / weights.sum()))]


def _about(
    instrument: Instrument, population: Population, role: str, rng: np.random.Generator
) -> dict[str, str]:
    kinds = {
        "gp": ["general-practice"],
        "manager": ["acute-trust", "community-trust", "board", "general-practice"],
    }
    places = list(population.places)
    found = {
        "place": str(rng.choice(places, p=np.array(list(population.places.values())))),
        "organisation-type": str(
            rng.choice(kinds.get(role, ["acute-trust", "acute-trust", "community-trust"]))
        ),
        "tenure": str(rng.choice(["under-two", "two-to-ten", "over-ten"], p=[0.2, 0.45, 0.35])),
    }
    asked = {question.id for question in instrument.about.questions}
    return {key: value for key, value in found.items() if key in asked and rng.random() > 0.01}


def _rated(
    items: Sequence[Item], level: float, rng: np.random.Generator, prefix: str = "", flat: int | None = None
) -> dict[str, int]:
    ratings = 1 + np.searchsorted(CUTS, level + CHANCE * rng.standard_normal(len(items)))
    fate = rng.random(len(items))
    rated = {}
    for item, rating, chance in zip(items, ratings, fate, strict=True):
        if flat is not None:
            rated[prefix + item.id] = flat
        elif chance > 0.015:
            rated[prefix + item.id] = 0 if chance < 0.055 else int(rating)
    return rated


def _area_block(
    instrument: Instrument,
    local: Local,
    area: str,
    level: float,
    leaning: float,
    rng: np.random.Generator,
    flat: int | None,
) -> dict[str, Any]:
    prefix = f"{area}."
    found: dict[str, Any] = {}
    for part in instrument.area.components if instrument.area else ():
        base = 0.20 if part.id == "commitment" else -0.25
        view = base + level + 0.8 * leaning + OWN_VIEW * rng.standard_normal()
        found |= _rated(part.items, view, rng, prefix, flat)
    found[f"{prefix}importance"] = int(np.clip(round(6.8 - 3.0 * level + 1.8 * rng.standard_normal()), 0, 10))
    found[f"{prefix}barriers"] = _barriers(instrument, rng)
    for innovation in local.innovations:
        if not innovation.areas or area in innovation.areas:
            step = int(np.clip(np.searchsorted([-0.4, 0.6, 1.3], rng.standard_normal() + level), 0, 3))
            found[f"{prefix}innovation.{innovation.id}"] = ["not-heard", "heard", "seen", "use"][step]
    return found


def _barriers(instrument: Instrument, rng: np.random.Generator) -> list[str]:
    question = next(
        question
        for page in (instrument.area.pages if instrument.area else ())
        for question in page.questions
        if question.id == "barriers"
    )
    options = [option.id for option in getattr(question, "options", ())]
    weights = np.array([9, 5, 1.5, 7, 4, 3, 5, 2.5, 3.5, 1.5, 1.5, 4, 0.8][: len(options)])
    count = int(rng.choice([1, 2, 3], p=[0.15, 0.25, 0.6]))
    return [str(each) for each in rng.choice(options, count, replace=False, p=weights / weights.sum())]


def _closing(instrument: Instrument, leaning: float, rng: np.random.Generator) -> dict[str, Any]:
    return {
        "overall": int(np.clip(round(5.2 + 1.6 * leaning + 1.5 * rng.standard_normal()), 0, 10)),
        "new-routine": str(rng.choice(["none", "one", "more"], p=[0.45, 0.38, 0.17])),
    }


def _words(people: int, seed: int) -> dict[int, dict[str, str]]:
    """Return what some of so many people write, by the number of the person, and whether they may be quoted."""
    chance = np.random.default_rng([seed, 1])  # of their own, so that a new remark changes no rating
    found: dict[int, dict[str, str]] = {}
    for question, remarks in tomllib.loads(REMARKS.read_text("utf-8")).items():
        writers = chance.choice(people, min(people, len(remarks)), replace=False)
        for writer, remark in zip(writers.tolist(), remarks, strict=False):
            found.setdefault(writer, {})[question] = remark
    for words in found.values():
        words["quote"] = "yes" if chance.random() < CONSENT else "no"
    return found
