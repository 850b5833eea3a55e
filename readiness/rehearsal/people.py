"""Simulated people: seeded answers with effects of the size that real surveys of innovation culture show.

They answer any questionnaire: what is known here by its id has the effects below, everything else is answered evenly.

Whole organisations differ little on such items (ICC(1) .005 to .007 in the NHS Staff Survey 2017), groups rated by name
differ more (.04 to .13), and the sides of readiness differ far more than either (docs/method.md). A person's rating is
a cut of: the side's level + the role's view of that side + the area's level + the person's own leaning + chance.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from readiness.instrument.journey import Local
from readiness.instrument.types import Choice, Choices, Instrument, Item, Number, Question

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
FLAT, FLATLY = 0.012, 0.8
"""How many give one and the same rating throughout, and where on the scale."""
LEFT_OUT = 0.015
COMPONENT_LEVELS = {"commitment": 0.20, "capability": -0.25}
ADOPTED = np.array([-0.4, 0.6, 1.3])
LIKELY: Mapping[tuple[str, str], Mapping[str, float]] = {
    ("organisation-type", "gp"): {"general-practice": 1},
    ("organisation-type", "manager"): {
        "acute-trust": 1,
        "community-trust": 1,
        "board": 1,
        "general-practice": 1,
    },
    ("organisation-type", ""): {"acute-trust": 2, "community-trust": 1},
    ("tenure", ""): {"under-two": 0.2, "two-to-ten": 0.45, "over-ten": 0.35},
    ("new-routine", ""): {"none": 0.45, "one": 0.38, "more": 0.17},
}
"""How likely each answer to a question is, of a role or of everybody."""
BARRIERS = {
    "time": 9,
    "money": 5,
    "evidence": 1.5,
    "it": 7,
    "governance": 4,
    "procurement": 3,
    "boundary": 5,
    "leaders": 2.5,
    "skills": 3.5,
    "patients": 1.5,
    "tried": 1.5,
    "nobody": 4,
    "other": 0.8,
}
WRITERS = 4
"""Of so many people at most one writes in answer to an open question."""
REMARKS = Path(__file__).with_name("remarks.toml")
"""What is written in answer to the open questions; each remark by one person."""
CONSENT = 0.85
"""How many of those who write allow to be quoted."""


@dataclass(frozen=True)
class Person:
    """Who somebody is before answering; the first area is the one that they work in mainly."""

    role: str
    place: str | None
    areas: tuple[str, ...]


@dataclass(frozen=True)
class Later:
    """A later year of the same world: other people answer, and some things have moved."""

    year: int
    """How many years later."""
    shifts: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """(area, dimension or component) to how far people's view has moved, in units of a rating's chance; an empty
    string stands for all."""
    first: Local | None = None
    """The first year's lists, where areas have changed since."""
    came: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """New areas, each with those of the first year that it came from: it stands where they stood on average."""

    def shift(self, areas: Sequence[str], part: str) -> float:
        """Return how far the view of a part has moved for somebody who answers for these areas, the main one first."""
        where = ("", *areas[:1])
        return sum(self.shifts.get((area, what), 0.0) for area in where for what in ("", part))


THEN = Later(0)
"""No later year: the first."""


@dataclass(frozen=True)
class World:
    """What is true in the simulation, before chance."""

    instrument: Instrument
    local: Local
    levels: Mapping[str, float]
    """How ready each area is, about 0."""
    own: Mapping[tuple[str, str], float]
    """How much an area differs on a dimension beyond that."""
    later: Later = THEN

    def at(self, area: str) -> float:
        """Return how ready an area is."""
        return _mean([self.levels[past] for past in self._past(area)])

    def level(self, dimension: str, person: Person) -> float:
        """Return where people of a role who work mainly in an area stand on a dimension."""
        of_role = ROLE_VIEWS.get((person.role, dimension), 0.0)
        past = self._past(person.areas[0]) if person.areas else ()
        here = _mean([self.own[area, dimension] for area in past])
        moved = self.later.shift(person.areas, dimension)
        return DIMENSION_LEVELS.get(dimension, 0.0) + of_role + here + moved

    def ready(self, person: Person) -> float:
        """Return how ready the areas of a person are on average."""
        return _mean([self.at(area) for area in person.areas])

    def _past(self, area: str) -> Sequence[str]:
        return self.later.came.get(area, (area,))


def _mean(of: Sequence[float]) -> float:
    return float(np.mean(of)) if of else 0.0


def answers(
    instrument: Instrument, local: Local, people: Sequence[Person], seed: int, later: Later = THEN
) -> Iterator[dict[str, Any]]:
    """Yield one answer set a person, in random order, the same for the same seed and year.

    Areas stand where the seed puts them, in whatever year; what has moved since is said by `later`.
    """
    rng = np.random.default_rng(seed)
    world = World(instrument, local, *_levels(instrument, later.first or local, rng), later)
    if later.year:
        rng = np.random.default_rng([seed, 2, later.year])
    words = _words(instrument, len(people), seed)
    for number, index in enumerate(rng.permutation(len(people))):
        yield _answers(world, people[index], rng) | words.get(number, {})


def _levels(
    instrument: Instrument, local: Local, rng: np.random.Generator
) -> tuple[dict[str, float], dict[tuple[str, str], float]]:
    """Return each area's level, with exactly the wanted spread so that every seed has something to find, and its own
    leaning on each dimension."""
    if not local.areas:
        return {}, {}
    drawn = rng.standard_normal(len(local.areas))
    spread = AREA_SPREAD * (drawn - drawn.mean()) / max(drawn.std(), 1e-9)
    own = AREA_BY_DIMENSION * rng.standard_normal((len(local.areas), len(instrument.dimensions)))
    levels = {area.id: float(level) for area, level in zip(local.areas, spread, strict=True)}
    return levels, {
        (area.id, dimension.id): float(own[row, column])
        for row, area in enumerate(local.areas)
        for column, dimension in enumerate(instrument.dimensions)
    }


def _answers(world: World, person: Person, rng: np.random.Generator) -> dict[str, Any]:
    instrument = world.instrument
    leaning = OWN_LEANING * rng.standard_normal() + 0.3 * world.ready(person)
    found: dict[str, Any] = {"role": person.role, **_about(instrument, person, rng)}
    if instrument.area:
        found[instrument.area.choose.id] = list(person.areas)
    flat = rng.random() < FLAT
    for dimension in instrument.dimensions:
        level = leaning + OWN_VIEW * rng.standard_normal() + world.level(dimension.id, person)
        items = [item for item in dimension.items if item.role in (None, person.role)]
        found |= _rated(instrument, items, level, rng, flat=flat)
    for area in person.areas:
        found |= _area_block(world, area, leaning, rng, flat)
    return found | _closing(instrument, leaning, rng)


def _about(instrument: Instrument, person: Person, rng: np.random.Generator) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for question in instrument.about.questions:
        if question.id == "role" or (question.id != "place" and getattr(question, "source", None)):
            continue
        if not question.required and rng.random() < LEFT_OUT:
            continue
        if question.id == "place":
            found |= {"place": person.place} if person.place else {}
        else:
            likely = LIKELY.get((question.id, person.role), LIKELY.get((question.id, ""), {}))
            found |= _anything(question, rng, likely)
    return found


def _rated(
    instrument: Instrument,
    items: Sequence[Item],
    level: float,
    rng: np.random.Generator,
    prefix: str = "",
    flat: bool = False,
) -> dict[str, int]:
    """Rate the items of one side of readiness; who answers flatly agrees a little with everything."""
    leaning = level + CHANCE * rng.standard_normal(len(items))
    fate = rng.random(len(items))
    rated = {}
    for item, at, chance in zip(items, leaning, fate, strict=True):
        scale = instrument.scale(item.scale)
        points = len(scale.points)
        rating = 1 + int(np.searchsorted(_cuts(points), FLATLY if flat else at))
        if flat or item.required or chance > 0.055:
            rated[prefix + item.id] = points + 1 - rating if item.reverse and not flat else rating
        elif chance > LEFT_OUT and scale.dont_know:
            rated[prefix + item.id] = 0
    return rated


@cache
def _cuts(points: int) -> NDArray[np.float64]:
    """Return where a scale of so many points is cut: evenly between the cuts of five."""
    return np.interp(np.linspace(0, len(CUTS) - 1, points - 1), np.arange(len(CUTS)), CUTS)


def _area_block(
    world: World, area: str, leaning: float, rng: np.random.Generator, flat: bool
) -> dict[str, Any]:
    block, level, prefix = world.instrument.area, world.at(area), f"{area}."
    found: dict[str, Any] = {}
    for part in block.components if block else ():
        base = COMPONENT_LEVELS.get(part.id, 0.0) + world.later.shift([area], part.id)
        view = base + level + 0.8 * leaning + OWN_VIEW * rng.standard_normal()
        found |= _rated(world.instrument, part.items, view, rng, prefix, flat)
    for question in (question for page in (block.pages if block else ()) for question in page.questions):
        if block and question.id == block.importance:
            found |= _number(question, 0.68 - 0.3 * level + 0.18 * rng.standard_normal(), prefix)
        elif getattr(question, "for_each", None):
            found |= _known(question, world.local, area, level, rng)
        else:
            likely = BARRIERS if block and question.id == block.barriers else {}
            found |= _anything(question, rng, likely, prefix)
    return found


def _known(
    question: Question, local: Local, area: str, level: float, rng: np.random.Generator
) -> dict[str, Any]:
    """Say of each innovation that an area is asked about how far people there have come with it."""
    options = [option.id for option in getattr(question, "options", ())]
    found = {}
    for innovation in local.innovations:
        if not innovation.areas or area in innovation.areas:
            step = int(np.searchsorted(ADOPTED, rng.standard_normal() + level))
            found[f"{area}.{question.id}.{innovation.id}"] = options[min(step, len(options) - 1)]
    return found


def _closing(instrument: Instrument, leaning: float, rng: np.random.Generator) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for question in (question for page in instrument.closing for question in page.questions):
        if question.id == instrument.criterion:
            found |= _number(question, 0.52 + 0.16 * leaning + 0.15 * rng.standard_normal())
        elif question.id != instrument.consent:
            found |= _anything(question, rng, LIKELY.get((question.id, ""), {}))
    return found


def _number(question: Question, part: float, prefix: str = "") -> dict[str, int]:
    """Answer with the number that lies so far between the lowest and the highest."""
    low, high = getattr(question, "low", 0), getattr(question, "high", 10)
    return {prefix + question.id: int(np.clip(round(low + part * (high - low)), low, high))}


def _anything(
    question: Question, rng: np.random.Generator, likely: Mapping[str, float], prefix: str = ""
) -> dict[str, Any]:
    """Answer a question of which no more is known than how likely each option is, or not even that."""
    if isinstance(question, Number):
        return _number(question, float(rng.random()), prefix)
    if not isinstance(question, Choice | Choices) or not question.options:
        return {}
    options = [option.id for option in question.options]
    weights = np.array([likely.get(option, 0.0) for option in options])
    weights = weights if weights.sum() else np.ones(len(options))
    chances = weights / weights.sum()
    if isinstance(question, Choice):
        return {prefix + question.id: str(rng.choice(options, p=chances))}
    most = min(question.at_most, int((weights > 0).sum()))
    count = min(most, int(rng.choice([1, 2, 3], p=[0.15, 0.25, 0.6])))
    return {
        prefix + question.id: [str(each) for each in rng.choice(options, count, replace=False, p=chances)]
    }


def _words(instrument: Instrument, people: int, seed: int) -> dict[int, dict[str, str]]:
    """Return what some of so many people write, by the number of the person, and whether they may be quoted."""
    chance = np.random.default_rng([seed, 1])  # of their own, so that a new remark changes no rating
    asked = {question.id for question in instrument.open_questions()}
    found: dict[int, dict[str, str]] = {}
    for question, remarks in tomllib.loads(REMARKS.read_text("utf-8")).items():
        writers = chance.choice(people, min(people // WRITERS, len(remarks)), replace=False)
        for writer, remark in zip(writers.tolist(), remarks if question in asked else (), strict=False):
            found.setdefault(writer, {})[question] = remark
    for words in found.values():
        if instrument.consent:
            words[instrument.consent] = "yes" if chance.random() < CONSENT else "no"
    return found
