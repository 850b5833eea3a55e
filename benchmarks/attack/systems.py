"""Systems with small and unlucky cells: who works where, who left what blank, and what they answered."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from readiness import config
from readiness.baseline.subject import Subject, question, subject
from readiness.instrument.journey import Local, LocalInnovation
from readiness.instrument.load import load_version
from readiness.instrument.types import Choices, Instrument, Option
from readiness.records.assessments import Headcounts
from readiness.records.wave import Codes, Wave

BLANKS = (0.0, 0.0, 0.01, 0.03, 0.2)
"""How often an item is left blank; a few blanks are the most dangerous, since they make small differences."""
SEVERAL = (0.0, 0.03, 0.3, 0.6)
"""How often somebody answers for two clinical areas."""
UNSURE = (0.0, 0.02, 0.1)
Random = np.random.Generator
Codes8 = NDArray[np.int8]


@cache
def instrument() -> Instrument:
    """Return the survey as it is delivered."""
    return load_version(config.load().surveys, "innovation-readiness", "2026.1")


def system(seed: int, threshold: int) -> Subject:
    """Return a scored system of 60 to 180 people; the same seed and threshold give the same system."""
    random = np.random.default_rng([seed, threshold])
    people, areas, places = (int(random.integers(*ends)) for ends in ((60, 181), (3, 7), (2, 4)))
    local = Local(
        places=tuple(Option(id=f"place-{i}", text=f"Place {i}") for i in range(places)),
        areas=tuple(Option(id=f"area-{i}", text=f"Area {i}") for i in range(areas)),
        innovations=(LocalInnovation("new", "Something new", ("area-0",)),),
    )
    asked = instrument()
    wave = _wave(asked, local, people, random)
    known = Headcounts({role.id: 400 for role in asked.roles}) if random.random() < 0.5 else Headcounts()
    return subject(asked, local, wave, known, threshold)


def _wave(asked: Instrument, local: Local, people: int, random: Random) -> Wave:
    role = _cells(random, people, [5.0, 4.0, 1.5])
    place = _cells(random, people, [4.0] * len(local.places))
    place[random.random(people) < random.choice([0.0, 0.02, 0.05])] = -1
    person, area = _areas(random, people, len(local.areas))
    blank, unsure = random.choice(BLANKS), random.choice(UNSURE)
    level = random.normal(0, 0.8, people)
    of_area = random.normal(0, 0.4, len(local.areas))
    codes = _rated(random, level, len(asked.items()), blank, unsure)
    for column, item in enumerate(asked.items()):
        if item.role is not None:
            codes[role != [each.id for each in asked.roles].index(item.role), column] = -1
    blocks = _rated(random, level[person] + of_area[area], len(asked.area_items()), blank, unsure)
    _unlucky(random, codes, blocks, person, area)
    innovation = np.where(area == 0, random.integers(0, 4, len(area)), -1)[:, np.newaxis]
    barriers = asked.area and question(asked.area.pages, asked.area.barriers)
    put = random.random(len(area)) >= blank
    named = tuple(each.id for each in barriers.options) if isinstance(barriers, Choices) else ()
    return Wave(
        n=people,
        hasty=np.zeros(people, np.bool_),
        strata={
            "role": Codes(role.astype(np.int16), tuple(each.id for each in asked.roles)),
            "place": Codes(place.astype(np.int16), tuple(each.id for each in local.places)),
            "organisation_type": Codes(_cells(random, people, [1.0] * 5).astype(np.int16), tuple("abcde")),
            "tenure": Codes(_cells(random, people, [1.0] * 3).astype(np.int16), tuple("abc")),
        },
        item_ids=tuple(item.id for item in asked.items()),
        codes=codes,
        area_ids=tuple(each.id for each in local.areas),
        block_person=person.astype(np.int32),
        block_area=area.astype(np.int16),
        block_item_ids=tuple(item.id for item in asked.area_items()),
        block_codes=blocks,
        importance=random.integers(0, 11, len(area)).astype(np.float64),
        barrier_ids=named,
        barriers=put[:, np.newaxis]
        & (random.random((len(area), len(named))) < 3 * random.dirichlet(np.ones(len(named)))),
        barriers_asked=put,
        innovation_ids=("new",),
        awareness_ids=("not-heard", "heard", "seen", "use"),
        awareness=innovation.astype(np.int8),
        criterion=random.integers(0, 11, people).astype(np.float64),
        adopted_ids=("none", "one", "more"),
        adopted=_cells(random, people, [4.0, 2.0, 0.3]).astype(np.int8),
        digest="",
    )


def _cells(random: Random, people: int, likely: list[float]) -> NDArray[np.int64]:
    return random.choice(len(likely), people, p=random.dirichlet(likely))


def _areas(random: Random, people: int, areas: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return person and area of every block; a small system of areas has one that few people chose."""
    chance = random.dirichlet(np.full(areas, 2.0))
    several = random.random(people) < random.choice(SEVERAL)
    chosen = [
        (each, int(area))
        for each in range(people)
        for area in np.sort(random.choice(areas, 1 + int(several[each]), replace=False, p=chance))
    ]
    person, area = np.array(chosen, dtype=np.int64).T
    return person, area


def _rated(random: Random, level: NDArray[np.float64], items: int, blank: float, unsure: float) -> Codes8:
    drawn = (
        3.4 + level[:, np.newaxis] + random.normal(0, 0.3, items) + random.normal(0, 0.8, (len(level), items))
    )
    codes = np.clip(np.rint(drawn), 1, 5).astype(np.int8)
    chance = random.random(codes.shape)
    codes[chance < unsure] = 0
    codes[random.random(codes.shape) < blank] = -1
    return codes


def _unlucky(
    random: Random, codes: Codes8, blocks: Codes8, person: NDArray[np.int64], area: NDArray[np.int64]
) -> None:
    """Let everyone, or everyone in one area, give one answer to something, and some people the same to everything."""
    if random.random() < 0.3:
        item, here = int(random.integers(blocks.shape[1])), area == random.integers(area.max() + 1)
        blocks[here, item] = np.where(blocks[here, item] > 0, random.integers(1, 6), blocks[here, item])
    if random.random() < 0.3:
        columns = slice(*(6 * int(random.integers(8)) + np.array([0, 6])))
        who = np.unique(person[area == random.integers(area.max() + 1)])
        answered = codes[who, columns] > 0
        codes[who, columns] = np.where(answered, random.integers(1, 6), codes[who, columns])
    if random.random() < 0.3:
        column = 6 * int(random.integers(8)) + int(random.integers(3))
        codes[codes[:, column] > 0, column] = random.integers(1, 6)
    same = np.flatnonzero(random.random(len(codes)) < random.choice([0.0, 0.05, 0.15]))
    codes[same] = np.where(codes[same] > 0, 4, codes[same])
