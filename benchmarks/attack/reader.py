"""What a reader makes of the published JSON: every figure as a weighted sum of single answers.

The reader has a staff list, and knows besides which question each person left blank: more than most would, and all
that colleagues together might. Weights are exact, role mix included. So each published figure is one linear equation
over answers that nobody has told, and a `Table` holds all equations over the answers to one thing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from readiness.baseline.subject import Subject
from readiness.instrument.types import Item

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Json = dict[str, Any]


@dataclass
class Table:
    """All published equations over the answers to one thing, entries x slots."""

    name: str
    person: Ints
    """The person behind each entry (a respondent, or a respondent's answers for one area)."""
    answers: Floats
    """Entries x slots, the truth, nan where there is none: to check the equations, and to bound what is derived."""
    told: list[Floats] = field(default_factory=list)
    """Weights of every published figure, entries x slots."""
    values: list[float] = field(default_factory=list)
    """What is printed for each."""
    follows: list[Floats] = field(default_factory=list)
    """Weights of means that are not printed but follow from composites."""
    groups: list[Flags] = field(default_factory=list)
    """Entries with a score in every group of which a mean is told, and in every role that the mean is made of."""
    sums: list[Floats] = field(default_factory=list)
    """The weight of each entry's score in every group's mean that is told, whatever the items."""
    rounded: bool = False
    """Whether figures are whole percentages; means are printed in full."""
    withheld: list[tuple[str, Floats]] = field(default_factory=list)
    """Figures hidden only because (nearly) all answered alike, which must not follow exactly."""

    def tell(self, weights: Floats, value: float) -> None:
        """Add a published figure."""
        self.told.append(weights)
        self.values.append(value)

    def rounding(self) -> Floats:
        """Return the width of the interval that each printed figure stands for, and each that follows from means."""
        whole = [1.0 if self.rounded else 0.0] * len(self.told)
        return np.array(whole + [0.0] * len(self.follows))

    def worst_error(self) -> float:
        """Return by how much the reader's equations miss the printed figures: 0 if the reader understood them all."""
        truth = np.nan_to_num(self.answers)
        misses = [abs((w * truth).sum() - v) for w, v in zip(self.told, self.values, strict=True)]
        return max(max(misses, default=0.0) - (0.5 if self.rounded else 0.0), 0.0)


@dataclass(frozen=True)
class Group:
    """One group of entries of which something may be published."""

    name: str
    inside: Flags
    home: Ints
    """The role with which each role is estimated here."""
    json: Json
    """What is published of it."""
    anchors: bool = False
    """Whether its scores are of anchors only."""


class Reader:
    """All tables that follow from the published JSON of one system."""

    def __init__(self, of_it: Subject, published: Json) -> None:
        self.of_it, self.published = of_it, published["findings"]
        self.roles = of_it.people.roles
        self.shares = of_it.population.shares if of_it.population.known else None
        self.dimensions = [each.id for each in of_it.instrument.dimensions]
        block = of_it.instrument.area
        self.components = [each.id for each in block.components] if block else []
        self.person_of_block = of_it.wave.block_person.astype(np.int64)

    def tables(self) -> Iterator[Table]:
        """Yield scores, shares and barriers, one table a dimension or component and kind of figure."""
        for dimension in range(len(self.dimensions)):
            yield self.scores(dimension)
            yield from (self.work_shares(dimension, kind) for kind in KINDS)
        for component in range(len(self.components)):
            yield self.block_scores(component)
            yield from (self.block_shares(component, kind) for kind in KINDS)
        yield from (self.barrier(column) for column in range(len(self.of_it.wave.barrier_ids)))

    def mix(self, answered: Flags, home: Ints, roles: Ints) -> Floats:
        """Return each entry's weight in a published mean of those who answered."""
        if self.shares is None:
            return answered / max(answered.sum(), 1)
        host = home[roles]
        n = np.bincount(host[answered], minlength=len(self.shares))
        share = np.where(n > 0, np.bincount(home, self.shares, minlength=len(n)), 0.0)
        each = np.divide(share / (share.sum() or 1.0), n, out=np.zeros(len(n)), where=n > 0)
        return np.where(answered, each[host], 0.0)

    def hosts(self, inside: Flags, home: Ints, roles: Ints) -> list[Flags]:
        """Return a group's entries by the role with which they are estimated, and as a whole."""
        if self.shares is None:
            return [inside]
        return [inside, *(inside & (home[roles] == host) for host in np.unique(home))]

    def groups(self) -> Iterator[Group]:
        """Yield every group of respondents of which dimensions are published."""
        people, homes = self.of_it.people, self.of_it.homes
        everyone = np.ones(len(self.roles), dtype=np.bool_)
        own = np.zeros(people.role_count, dtype=np.int64)
        system = {"general": self.published["general"]}
        system["dimensions"] = {each["id"]: each["cell"] for each in self.published["dimensions"]}
        yield Group("system", everyone, homes.system.of[0], system)
        for i, role in enumerate(self.published["roles"]):
            # Within one role there is nothing to mix.
            yield Group(f"role {i}", self.roles == i, own, role, anchors=True)
        for i, place in enumerate(self.published["places"]):
            yield Group(f"place {i}", people.places == i, homes.places.of[i], place)
        for i, area in enumerate(self.published["areas"]):
            yield Group(f"area {i}", people.areas[:, i], homes.areas.of[i], area)

    def work(self, dimension: int) -> tuple[NDArray[np.int64], Floats, Flags]:
        """Return codes, scores and which are anchors: respondents x slots, role items as one slot."""
        items = self.of_it.instrument.items()
        start = sum(len(each.items) for each in self.of_it.instrument.dimensions[:dimension])
        columns = range(start, start + len(self.of_it.instrument.dimensions[dimension].items))
        ids = [role.id for role in self.of_it.instrument.roles]
        anchors = [c for c in columns if items[c].role is None]
        own = {ids.index(str(items[c].role)): c for c in columns if items[c].role is not None}
        picked = [np.full(len(self.roles), c) for c in anchors] + [np.array([own[r] for r in self.roles])]
        rows = np.arange(len(self.roles))
        codes = np.column_stack([self.of_it.wave.codes[rows, c] for c in picked]).astype(np.int64)
        points = np.column_stack(
            [
                self._points(codes[:, s], items[anchors[s] if s < len(anchors) else columns[-1]])
                for s in range(len(picked))
            ]
        )
        return codes, points, np.array([True] * len(anchors) + [False])

    def _points(self, codes: Ints, item: Item) -> Floats:
        """Return the scores of codes, 0 to 100, nan where there is no rating."""
        most = len(self.of_it.instrument.scale(item.scale).points)
        steps = most - codes if item.reverse else codes - 1
        return np.where(codes > 0, 100.0 * steps / (most - 1), np.nan)

    def scores(self, dimension: int) -> Table:
        """Return the equations over scores of one dimension's items."""
        _, points, anchor = self.work(dimension)
        name, rated = self.dimensions[dimension], ~np.isnan(points)
        person = np.arange(len(points))
        table = Table(name, person, points)
        whole, anchors = each_mean(rated, rated.shape[1]), each_mean(rated & anchor, int(anchor.sum()))
        for group in self.groups():
            weights = anchors if group.anchors else whole
            answered = group.inside & weights.any(axis=1)
            exact = self.mix(answered, group.home, self.roles)[:, np.newaxis] * weights
            value = mean_of(group.json, name)
            if value is not None:
                table.tell(exact, value)
            elif name in followed(group.json, self.dimensions, self.components):
                table.follows.append(exact)
            if value is None and alike(points, weights, answered):
                table.withheld.append((f"{group.name}, all alike", exact))
            if value is not None:
                table.sums.append(self.mix(group.inside & whole.any(axis=1), group.home, self.roles))
                # A role's mean is of anchors, but is judged as if it were of the same items as every other mean.
                table.groups += self.hosts(group.inside & whole.any(axis=1), group.home, self.roles)
        for area, json in enumerate(self.published["areas"]):
            for role, overall in enumerate(json["roles"]):
                if overall["general"]:
                    # The reader is given each dimension, though only their sum is published.
                    inside = self.of_it.people.areas[:, area] & (self.roles == role)
                    table.groups.append(inside & whole.any(axis=1))
        self._unflagged(table, whole)
        self._items(table, points, self.published["dimensions"][dimension]["items"], "mean")
        return table

    def _unflagged(self, table: Table, weights: Floats) -> None:
        told = self.published["quality"]["without_flagged"].get(table.name)
        if told:
            answered = ~self.of_it.people.flagged & weights.any(axis=1)
            home = self.of_it.homes.system.of[0]
            table.sums.append(self.mix(answered, home, self.roles))
            table.tell(self.mix(answered, home, self.roles)[:, np.newaxis] * weights, told["value"])
            table.groups += self.hosts(answered, home, self.roles)

    def _items(self, table: Table, answers: Floats, items: list[Json], what: str) -> None:
        """Add a dimension's items over the whole system: anchors, and each role's own."""
        ids = [role.id for role in self.of_it.instrument.roles]
        slot = -1
        for item in items:
            slot = slot + 1 if item["role"] is None else answers.shape[1] - 1
            asked = (
                np.ones(len(answers), bool) if item["role"] is None else self.roles == ids.index(item["role"])
            )
            answered = asked & ~np.isnan(answers[:, slot])
            weights = np.zeros(answers.shape)
            weights[:, slot] = self.mix(answered, self.of_it.homes.system.of[0], self.roles)
            self._tell_item(table, item, what, weights, answers[answered, slot])

    def _tell_item(self, table: Table, item: Json, what: str, weights: Floats, answers: Floats) -> None:
        told = item["cell"][what]
        if told and value_of(told) is not None:
            if what != "mean":
                table.rounded = (table.rounded or not table.values) and float(told["percent"]).is_integer()
            table.tell(weights, value_of(told))
        elif told or (what == "mean" and len(answers) >= self.of_threshold and np.ptp(answers) == 0):
            table.withheld.append((f"item {item['id']} {what}", weights))

    @property
    def of_threshold(self) -> int:
        """The threshold that the published file names."""
        return int(self.published["heading"]["threshold"])

    def work_shares(self, dimension: int, kind: str) -> Table:
        """Return the equations over one kind of answer (favourable, "don't know") to a dimension's items."""
        codes, points, _ = self.work(dimension)
        answers = said(kind, codes, points)
        table = Table(f"{self.dimensions[dimension]} {kind}", np.arange(len(codes)), answers)
        for group in self.groups():
            cell = dict(group.json.get("dimensions") or {}).get(self.dimensions[dimension])
            weights = self._share(answers, group.inside, group.home, self.roles)
            tell_share(table, group.name, cell, kind, weights)
        self._items(table, answers, self.published["dimensions"][dimension]["items"], kind)
        return table

    def _share(self, answers: Floats, inside: Flags, home: Ints, roles: Ints) -> Floats:
        """Return the weights of the mean over slots of each slot's percentage."""
        slots = answers.shape[1]
        parts = [self.mix(inside & ~np.isnan(answers[:, slot]), home, roles) for slot in range(slots)]
        return np.column_stack(parts) / slots

    def blocks(self, component: int) -> tuple[Ints, Floats, Ints]:
        """Return codes and scores, blocks x items, and the role behind each block."""
        parts = self.of_it.instrument.area.components if self.of_it.instrument.area else ()
        start = sum(len(each.items) for each in parts[:component])
        columns = np.arange(start, start + len(parts[component].items))
        codes = self.of_it.wave.block_codes[:, columns].astype(np.int64)
        points = np.column_stack(
            [self._points(codes[:, i], item) for i, item in enumerate(parts[component].items)]
        )
        return codes, points, self.roles[self.person_of_block]

    def block_scores(self, component: int) -> Table:
        """Return the equations over scores of one component's items."""
        _, points, roles = self.blocks(component)
        name, rated = self.components[component], ~np.isnan(points)
        table, weights = Table(name, self.person_of_block, points), each_mean(rated, rated.shape[1])
        scored = weights.any(axis=1)
        for area, json in enumerate(self.published["areas"]):
            home, here = self.of_it.homes.areas.of[area], scored & (self.of_it.wave.block_area == area)
            exact = self.mix(here, home, roles)[:, np.newaxis] * weights
            cell = next((each["cell"] for each in json["components"] if each["id"] == name), None)
            if cell and cell["mean"]:
                table.tell(exact, cell["mean"]["value"])
                table.sums.append(exact.sum(axis=1))
                table.groups += self.hosts(here, home, roles)
            elif name in followed(json, self.dimensions, self.components):
                table.follows.append(exact)
            if not (cell and cell["mean"]) and alike(points, weights, here):
                table.withheld.append((f"area {area} {name}, all alike", exact))
            for role, overall in enumerate(json["roles"]):
                if overall["general"]:
                    table.groups.append(here & (roles == role))
            self._block_items(table, points, area, "mean", component)
        whole = next(each["cell"]["mean"] for each in self.published["components"] if each["id"] == name)
        if whole:
            once = self._once(scored)
            table.tell(once[:, np.newaxis] * weights, whole["value"])
            table.sums.append(once)
        return table

    def _once(self, answered: Flags) -> Floats:
        """Return each block's weight where a person counts once."""
        people = len(self.roles)
        times = np.bincount(self.person_of_block[answered], minlength=people)
        each = self.mix(times > 0, self.of_it.homes.system.of[0], self.roles)
        return np.where(answered, (each / np.maximum(times, 1))[self.person_of_block], 0.0)

    def _block_items(self, table: Table, answers: Floats, area: int, what: str, component: int) -> None:
        width, roles = answers.shape[1], self.roles[self.person_of_block]
        # Every component has as many items as the others in this survey.
        items = self.published["areas"][area]["items"][width * component : width * (component + 1)]
        for slot, item in enumerate(items):
            answered = (self.of_it.wave.block_area == area) & ~np.isnan(answers[:, slot])
            weights = np.zeros(answers.shape)
            weights[:, slot] = self.mix(answered, self.of_it.homes.areas.of[area], roles)
            self._tell_item(table, item, what, weights, answers[answered, slot])

    def block_shares(self, component: int, kind: str) -> Table:
        """Return the equations over one kind of answer to a component's items."""
        codes, points, roles = self.blocks(component)
        name, answers = self.components[component], said(kind, codes, points)
        table = Table(f"{name} {kind}", self.person_of_block, answers)
        for area, json in enumerate(self.published["areas"]):
            cell = next((each["cell"] for each in json["components"] if each["id"] == name), None)
            here = self.of_it.wave.block_area == area
            weights = self._share(answers, here, self.of_it.homes.areas.of[area], roles)
            tell_share(table, f"area {area}", cell, kind, weights)
            self._block_items(table, answers, area, kind, component)
        whole = next(each["cell"] for each in self.published["components"] if each["id"] == name)
        parts = [self._once(~np.isnan(answers[:, slot])) for slot in range(answers.shape[1])]
        tell_share(table, "system", whole, kind, np.column_stack(parts) / answers.shape[1])
        return table

    def barrier(self, column: int) -> Table:
        """Return the equations over who named one barrier; whoever was asked in several areas counts once in all."""
        wave, person = self.of_it.wave, self.person_of_block
        asked, named = wave.barriers_asked, wave.barriers[:, column]
        times = np.bincount(person[asked], minlength=len(self.roles))
        several = np.flatnonzero(times > 1)
        anywhere = np.bincount(person[named & asked], minlength=len(self.roles)) > 0
        answers = np.r_[np.where(asked, 100.0 * named, np.nan), 100.0 * anywhere[several]][:, np.newaxis]
        table = Table(f"barrier {column}", np.r_[person, several], answers)
        ident = wave.barrier_ids[column]
        for area, json in enumerate(self.published["areas"]):
            here = asked & (wave.block_area == area)
            weights = self.mix(here, self.of_it.homes.areas.of[area], self.roles[person])
            share = next((each["share"] for each in json["barriers"] if each["id"] == ident), None)
            padded = np.r_[weights, np.zeros(len(several))][:, np.newaxis]
            tell_share(table, f"area {area}", {"barrier": share}, "barrier", padded)
        each = self.mix(times > 0, self.of_it.homes.system.of[0], self.roles)
        once = np.r_[np.where(asked & (times[person] == 1), each[person], 0.0), each[several]][:, np.newaxis]
        share = next((x["share"] for x in self.published["barriers"] if x["id"] == ident), None)
        tell_share(table, "system", {"barrier": share}, "barrier", once)
        return table


KINDS = ("favourable", "dont_know")


def each_mean(rated: Flags, asked: int) -> Floats:
    """Return the weights that make a mean of what each entry rated, 0 where under half of those asked were."""
    count = rated.sum(axis=1, keepdims=True)
    return np.where(2 * count >= asked, rated / np.maximum(count, 1), 0.0)


def said(kind: str, codes: Ints, points: Floats) -> Floats:
    """Return 100 for the kind of answer, 0 for another, nan where there is none."""
    if kind == "dont_know":
        return np.where(codes >= 0, 100.0 * (codes == 0), np.nan)
    return np.where(np.isnan(points), np.nan, 100.0 * (points >= 75))


def mean_of(group: Json, dimension: str) -> float | None:
    """Return the mean that is published of one dimension of a group."""
    cell = dict(group.get("dimensions") or {}).get(dimension)
    return cell["mean"]["value"] if cell and cell["mean"] else None


def value_of(told: Json) -> Any:
    """Return the figure of a mean or a share; None where a share is masked."""
    return told["value"] if "value" in told else told["percent"]


def tell_share(table: Table, group: str, cell: Json | None, kind: str, weights: Floats) -> None:
    """Add a published percentage, or what is masked because it is near nobody or everybody."""
    share = cell[kind] if cell else None
    if share and share["percent"] is not None:
        table.rounded |= len(table.values) == 0
        table.rounded &= float(share["percent"]).is_integer()
        table.tell(weights, share["percent"])
    elif share:
        table.withheld.append((f"{group} {table.name}", weights))


def alike(points: Floats, weights: Floats, answered: Flags) -> bool:
    """Say whether all who have a score have the same."""
    scores = (weights * np.nan_to_num(points)).sum(axis=1)[answered]
    return len(scores) >= 10 and float(np.ptp(scores)) < 1e-9


def followed(json: Json, dimensions: list[str], components: list[str]) -> set[str]:
    """Return the means that are not published of a group but follow from its composites and other means."""
    parts = [*dimensions, *components]
    cells = dict(json.get("dimensions") or {}) | {
        each["id"]: each["cell"] for each in json.get("components") or []
    }
    known = [part for part in parts if cells.get(part) and cells[part]["mean"]]
    rows = [np.array([part == each for part in parts], dtype=float) for each in known]
    share = np.array([part in dimensions for part in parts]) / len(dimensions)
    if json.get("general"):
        rows.append(share)
    if json.get("readiness"):
        rows.append((share + ~np.isin(parts, dimensions)) / (1 + len(components)))
    if not rows or len(known) == len(parts):
        return set()
    told = np.vstack(rows)
    free = np.eye(len(parts)) - np.linalg.pinv(told) @ told
    return {part for part, untold in zip(parts, free, strict=True) if np.abs(untold).max() < 1e-9} - set(
        known
    )
