"""Which groups of one year are which of another: areas and places merge, split, end, begin and are renamed.

Groups that went into each other, in whatever year, form one family; its groups of each year taken together are the
same people's work through all years, and that is what can be set side by side.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from readiness.baseline.years.types import Break, Descent, Round

Node = tuple[int, str]
"""(number of the year, slug)."""
Named = Callable[[Round], Mapping[str, str]]
"""The groups of a kind of one year: slug to name, in order."""


@dataclass(frozen=True, slots=True)
class Family:
    """Groups that belong together: those of each year, oldest first; a year without any is empty."""

    members: tuple[tuple[str, ...], ...]

    @property
    def now(self) -> tuple[str, ...]:
        """Those of the newest year."""
        return self.members[-1]

    @property
    def together(self) -> bool:
        """Whether several groups are taken together in some year."""
        return any(len(each) > 1 for each in self.members)


def families(rounds: Sequence[Round], kind: str, named: Named) -> list[Family]:
    """Return the families of a kind, in the order of the newest year's groups; those that have ended come last."""
    names = [named(one) for one in rounds]
    parent = {(year, slug): (year, slug) for year, of in enumerate(names) for slug in of}
    for year in range(1, len(rounds)):
        for past, now in _links(names[year - 1], names[year], _of_kind(rounds[year], kind)):
            parent[_root(parent, (year - 1, past))] = _root(parent, (year, now))
    found: dict[Node, list[Node]] = {}
    for year in reversed(range(len(rounds))):
        for slug in names[year]:
            found.setdefault(_root(parent, (year, slug)), []).append((year, slug))
    return [_family(nodes, len(rounds)) for nodes in found.values()]


def breaks(rounds: Sequence[Round], kind: str, named: Named) -> list[Break]:
    """Return what became of groups from year to year where they did not stay as they were."""
    found: list[Break] = []
    for before, after in itertools.pairwise(rounds):
        old, new = named(before), named(after)
        links = _links(old, new, _of_kind(after, kind))
        year = after.findings.heading.year
        for slug, name in new.items():
            came = [past for past, now in links if now == slug]
            found += _arrival(year, kind, slug, name, [old[past] for past in came], _siblings(links, came))
        gone = set(old) - {past for past, _ in links}
        found += [Break(year, "ended", kind, slug, old[slug]) for slug in old if slug in gone]
        found += [
            Break(year, "split", kind, past, old[past], tuple(new[each] for each in into))
            for past in old
            if len(into := [now for was, now in links if was == past]) > 1
        ]
    return found


def heirs(rounds: Sequence[Round], kind: str, named: Named) -> dict[str, str]:
    """Return into which group of the newest year each of the year before went; the first where there are several."""
    found: dict[str, str] = {}
    for past, now in _links(named(rounds[-2]), named(rounds[-1]), _of_kind(rounds[-1], kind)):
        found.setdefault(past, now)
    return found


def _arrival(year: int, kind: str, slug: str, name: str, came: Sequence[str], siblings: int) -> list[Break]:
    if not came:
        return [Break(year, "new", kind, slug, name)]
    if len(came) > 1:
        return [Break(year, "regrouped" if siblings > 1 else "merged", kind, slug, name, tuple(came))]
    if came[0] != name and siblings == 1:
        return [Break(year, "renamed", kind, slug, name, tuple(came))]
    return []


def _siblings(links: Sequence[tuple[str, str]], came: Iterable[str]) -> int:
    """Return into how many groups of this year these of the year before went."""
    past = set(came)
    return len({now for was, now in links if was in past})


def _links(old: Mapping[str, str], new: Mapping[str, str], told: Sequence[Descent]) -> list[tuple[str, str]]:
    """Return which group went into which: as the lead told it, else into the one of the same id."""
    spoken_of = {one.past for one in told}
    links = [
        (one.past, one.now) for one in told if one.now is not None and one.past in old and one.now in new
    ]
    taken = {now for _, now in links}
    return links + [
        (slug, slug) for slug in old if slug in new and slug not in spoken_of and slug not in taken
    ]


def _of_kind(one: Round, kind: str) -> list[Descent]:
    return [descent for descent in one.descents if descent.kind == kind]


def _root(parent: dict[Node, Node], node: Node) -> Node:
    while parent[node] != node:
        node = parent[node]
    return node


def _family(nodes: Iterable[Node], years: int) -> Family:
    members: list[list[str]] = [[] for _ in range(years)]
    for year, slug in nodes:
        members[year].append(slug)
    return Family(tuple(map(tuple, members)))
