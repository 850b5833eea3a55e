"""All attacks on one system, and what its protection cost."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from benchmarks.attack import bounds, need
from benchmarks.attack.algebra import Exposed, Kinds, kinds, nested, small_sums, width
from benchmarks.attack.reader import Reader, Table, each_mean
from benchmarks.attack.systems import system
from readiness.baseline.door import SEED, findings
from readiness.baseline.findings import Heading
from readiness.baseline.subject import Subject
from readiness.errors import ReleaseRefused
from readiness.reporting.exports.json import as_json

EXACT = 1.0
"""A figure is as good as told if it follows to one point of 100."""
ATTACKS = ("sums", "differences", "groups", "nested", "means", "counts", "extremes")


@dataclass
class Outcome:
    """What became of one system."""

    seed: int
    threshold: int
    refused: bool = False
    broken: dict[str, list[str]] = field(default_factory=lambda: {attack: [] for attack in ATTACKS})
    control: bool = False
    groups: int = 0
    primary: int = 0
    complementary: int = 0
    beyond: int = 0
    misread: float = 0.0
    """By how much the reader's equations miss a printed figure, at worst."""
    seconds: float = 0.0

    @property
    def safe(self) -> bool:
        """Whether no attack succeeded."""
        return not any(self.broken.values())


def assault(seed: int, threshold: int) -> Outcome:
    """Generate a system, build its findings and attack what is published."""
    outcome, start = Outcome(seed, threshold), time.process_time()
    try:
        of_it = system(seed, threshold)
        published = published_of(of_it, threshold)
    except ReleaseRefused:
        outcome.refused = True
    else:
        attack(Reader(of_it, published), outcome)
    outcome.seconds = time.process_time() - start
    return outcome


def published_of(of_it: Subject, threshold: int) -> dict[str, object]:
    """Return the findings as the published file has them."""
    heading = Heading(
        "code", "t", "s", 2026, None, None, "i", "2026.1", "", "en", True, threshold, "0", "", SEED
    )
    shape: dict[str, object] = json.loads(as_json(findings(of_it, heading, None)))
    return shape


def attack(reader: Reader, outcome: Outcome) -> None:
    """Try everything on what one reader has."""
    random, threshold, tried = np.random.default_rng(outcome.seed), outcome.threshold, set[bytes]()
    broken = outcome.broken
    for table in reader.tables():
        outcome.misread = max(outcome.misread, table.worst_error())
        model = kinds(table.told + table.follows, table.person)
        # Whoever answered for two areas has two answers here, but is one person.
        reach = threshold * int(np.bincount(table.person).max(initial=1))
        for exposed in _new(model, tried, reach, random):
            people = _people(table, model, exposed)
            if people >= threshold:
                continue
            if exposed.one_sided and _narrows(table, model, exposed):
                broken["sums"].append(f"{table.name}: a sum over {people} people")
            elif not exposed.one_sided and (narrower := _apart(table, model, exposed)) >= bounds.NARROWER:
                broken["differences"].append(f"{table.name}: {people} people, {narrower:.0f} points narrower")
        broken["extremes"] += _extremes(table)
        if table.groups:
            _on_groups(reader, table, outcome, tried, random)
    broken["counts"] += bounds.counts(reader, threshold)
    _cost(reader, outcome, random)


def _people(table: Table, model: Kinds, exposed: Exposed) -> int:
    """Return how many people gave the answers that a sum is over."""
    return len(np.unique(table.person[np.any(exposed.weights[model.kind] != 0.0, axis=1)]))


def _narrows(table: Table, model: Kinds, exposed: Exposed) -> bool:
    """Say whether a sum over few people is told more closely than the answers' own limits, rounding reckoned with."""
    told = np.array([weights.ravel() for weights in table.told + table.follows])
    of_people = exposed.weights[model.kind]
    unsure = width(told, of_people.ravel(), table.rounding())
    return unsure <= (1 - bounds.NARROWER / 100) * 100.0 * float(np.abs(of_people).sum())


def _apart(table: Table, model: Kinds, exposed: Exposed) -> float:
    """Return by how many points a difference of few and few others narrows the mean of either side."""
    told = np.array([weights.ravel() for weights in table.told + table.follows])
    weights = exposed.weights[model.kind].ravel()
    unsure = width(told, weights, table.rounding())
    value = float(weights @ np.nan_to_num(table.answers).ravel())
    adds, takes = (float(side.sum()) for side in (weights.clip(0), (-weights).clip(0)))
    return max(_side(value, adds, takes, unsure), _side(-value, takes, adds, unsure))


def _side(value: float, adds: float, takes: float, unsure: float) -> float:
    """Return how much narrower than 100 points the mean of those added is, if the others may have said anything."""
    low, high = (value - unsure / 2) / adds, (value + unsure / 2 + 100.0 * takes) / adds
    return 100.0 - max(min(high, 100.0) - max(low, 0.0), 0.0)


def _new(model: Kinds, tried: set[bytes], threshold: int, random: np.random.Generator) -> Iterator[Exposed]:
    """Yield small sums of a model unless the same equations were tried before."""
    key = model.rows.tobytes() + model.sizes.tobytes()
    if key not in tried:
        tried.add(key)
        yield from small_sums(model, threshold, random)


def _extremes(table: Table) -> Iterator[str]:
    """Yield figures that are hidden for being near nobody or everybody, or all alike, but follow all but exactly."""
    told = np.array([weights.ravel() for weights in table.told + table.follows])
    for name, weights in table.withheld:
        if weights.any() and width(told, weights.ravel(), table.rounding()) < EXACT:
            yield f"{name} follows from other figures"


def _on_groups(
    reader: Reader, table: Table, outcome: Outcome, tried: set[bytes], random: np.random.Generator
) -> None:
    """Attack a table as sums over groups of people, each role of a mean on the role mix given on top."""
    threshold = outcome.threshold
    model = kinds([group[:, np.newaxis].astype(float) for group in table.groups], table.person)
    found = list(_new(model, tried, threshold, random))
    for exposed in found:
        if exposed.one_sided:
            outcome.broken["groups"].append(f"{table.name}: {exposed.people} people")
    pairs = nested(np.array(table.groups), threshold)
    if pairs:
        outcome.broken["nested"].append(f"{table.name}: {pairs} pairs of groups")
    rated = ~np.isnan(table.answers)
    weights = each_mean(rated, rated.shape[1])
    scores = np.where(weights.any(axis=1), (weights * np.nan_to_num(table.answers)).sum(axis=1), np.nan)
    small = [_entries(reader, table, name, group) for name, group, n in bounds.family(reader) if n is None]
    for people, narrower in bounds.means(table, scores, small + list(_sides(model, found)), threshold):
        outcome.broken["means"].append(
            f"{table.name}: mean of {people} people, {narrower:.0f} points narrower"
        )


def _entries(reader: Reader, table: Table, name: str, group: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return a group's entries: of an area only what was said of that area, where that is asked."""
    part, number = name.split()[:2] if " " in name else (name, "")
    inside = group[table.person]
    if part == "area" and table.name in reader.components:
        inside &= reader.of_it.wave.block_area == int(number)
    return inside


def _sides(model: Kinds, found: list[Exposed]) -> Iterator[NDArray[np.bool_]]:
    """Yield the people whom a difference over few people adds, and those whom it takes away."""
    for exposed in found:
        weights = exposed.weights[:, 0][model.kind]
        yield from (side for side in (weights > 1e-7, weights < -1e-7) if side.any())


def _cost(reader: Reader, outcome: Outcome, random: np.random.Generator) -> None:
    """Set what was hidden beside what had to be, and try a program that only counts."""
    found = need.of(reader)
    small = need.primary(found, outcome.threshold)
    peopled = np.array([each[0].any() for each in found.members])
    more = peopled & ~small & ~np.array(found.shown)
    outcome.groups, outcome.primary = len(found.names), int((small & peopled).sum())
    outcome.complementary = int(more.sum())
    outcome.control = need.control_broken(found, outcome.threshold, random)
    if more.any():
        outcome.beyond = outcome.complementary - need.least(found, outcome.threshold, random)
