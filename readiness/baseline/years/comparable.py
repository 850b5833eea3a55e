"""Which statements are the same from year to year, and so which figures of a dimension can be set side by side.

A statement is the same only under the same id; a new wording has a new one. Published means hold each role's own
statements, too: on one role mix they can be set side by side as long as every statement is the same. Where one has
changed, a dimension is set side by side on the common statements that stayed, if these are at least half, and only
where their own means are published. No other mean is ever made of answers for it (decision 0034).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan

from readiness.baseline.findings import Cell, ItemFinding, Mean
from readiness.baseline.years import combining
from readiness.baseline.years.errors import of_years
from readiness.baseline.years.types import Break, Round


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of one year, the reason where there is none, and whether its error is the largest it can be."""

    mean: Mean | None
    why: str = ""
    cautious: bool = False
    rate: float = 0.0
    """The part of the group that answered, of 1; 0 where it is not known, and the error holds no correction for it."""

    @property
    def se(self) -> float:
        """The standard error as a figure of several years."""
        return nan if self.mean is None else of_years(self.mean.se, self.rate)


@dataclass(frozen=True, slots=True)
class Shared:
    """What of one dimension is the same through the years."""

    statements: tuple[str, ...]
    """Those of all years that can be used."""
    usable: tuple[bool, ...]
    """By year: whether enough of it is the same as in the newest."""
    same: tuple[bool, ...]
    """By year: whether all of it is the same as in the newest."""

    @property
    def unchanged(self) -> bool:
        """Whether the published means can be set side by side as they are."""
        return self.same == self.usable

    def figure(self, year: int, cell: Cell | None, items: Mapping[str, Mean | None] | None) -> Figure:
        """Return a group's figure of that year; `items` are its own means of statements, None where there are none."""
        if not self.usable[year]:
            return Figure(None, "reworded")
        if self.unchanged or (items is None and self.same[year]):
            return shown(cell.mean if cell else None)
        if items is None:
            return Figure(None, "reworded")
        return Figure(*_of(combining.of_parts([items.get(each) for each in self.statements])), cautious=True)


def shared(rounds: Sequence[Round], dimension: str) -> Shared:
    """Say what of a dimension of the newest year is the same in the years before.

    Where the year before asked the same, only years that did are used, so that an old break costs no precision today.
    """
    newest = _asked(rounds[-1], dimension)
    same = [_asked(one, dimension) == newest for one in rounds]
    asked = [set(one.statements.get(dimension, {})) for one in rounds]
    whole = len(rounds) == 1 or same[-2]
    common = asked[-1] if whole else asked[-1] & asked[-2]
    usable, going = [True], bool(common) and 2 * len(common) >= len(asked[-1])
    for year in reversed(range(len(rounds) - 1)):
        going = going and (same[year] if whole else common <= asked[year])
        usable.insert(0, going)
    kept = tuple(each for each in rounds[-1].statements[dimension] if each in common)
    return Shared(kept, tuple(usable), tuple(a and b for a, b in zip(same, usable, strict=True)))


def _asked(one: Round, dimension: str) -> tuple[set[str], frozenset[str]]:
    return set(one.statements.get(dimension, {})), one.own.get(dimension, frozenset())


def means_of(items: Sequence[ItemFinding]) -> dict[str, Mean | None]:
    """Return the means of statements that everybody was asked, by their ids."""
    return {each.id: each.cell.mean for each in items if each.role is None}


def shown(mean: Mean | None) -> Figure:
    """Return a figure, or say that it is hidden."""
    return Figure(*_of(mean))


def breaks(rounds: Sequence[Round]) -> list[Break]:
    """Return which statements are not those of the year before: reworded where one went and one came in its place."""
    found: list[Break] = []
    for before, after in itertools.pairwise(rounds):
        year = after.findings.heading.year
        for dimension, now in after.statements.items():
            was = before.statements.get(dimension, {})
            gone = [each for each in was if each not in now]
            come = [each for each in now if each not in was]
            for old, new in zip(gone, come, strict=False):
                found.append(Break(year, "reworded", "item", new, now[new], (was[old],)))
            found += [Break(year, "dropped", "item", old, was[old]) for old in gone[len(come) :]]
            found += [Break(year, "added", "item", new, now[new]) for new in come[len(gone) :]]
        found += [
            Break(year, "own", "dimension", each.id, each.name)
            for each in after.findings.dimensions
            if each.id in before.own and before.own[each.id] != after.own.get(each.id)
        ]
        found += [
            Break(year, "dropped", "item", old, text)
            for dimension, was in before.statements.items()
            if dimension not in after.statements
            for old, text in was.items()
        ]
    return found


def _of(mean: Mean | None) -> tuple[Mean | None, str]:
    return mean, "" if mean else "hidden"
