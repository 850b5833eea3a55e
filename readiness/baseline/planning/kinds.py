"""What a plan holds: what was asked, what was assumed, and what may be expected of it. No answer goes into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from readiness.instrument.journey import Local
from readiness.instrument.types import Instrument
from readiness.records.assessments import Headcounts

Table = Literal["system", "role", "place", "area", "area-role"]
Verdict = Literal["never", "unlikely", "in doubt", "likely", "not known"]
LIKELY, UNLIKELY = 0.9, 0.1
"""From which chance on, and up to which, a plan speaks of likely and unlikely."""


@dataclass(frozen=True)
class Asked:
    """An assessment as far as a plan needs it: who is asked, and from how many answers on a figure is shown."""

    title: str
    system: str
    instrument: Instrument
    local: Local
    headcounts: Headcounts
    threshold: int
    days: int
    """How many days people have to answer."""


@dataclass(frozen=True)
class Rates:
    """How many of those asked are expected to answer, from 0 to 1."""

    everybody: float
    roles: Mapping[str, float] = field(default_factory=dict)
    """Of the roles of which something else is expected."""
    source: str = ""
    """Where the rates are from, if not typed."""

    def of(self, role: str) -> float:
        """Return the rate that is expected of a role."""
        return self.roles.get(role, self.everybody)


@dataclass(frozen=True)
class Assumed:
    """What nobody can know before people answer; each has its source in docs/planning.md and can be changed."""

    sd: float = 18.0
    """How much people differ in a score, as a standard deviation in points of 100 (docs/method.md)."""
    iccs: tuple[float, ...] = (0.02, 0.05, 0.10)
    """Which part of the differences between people lies between areas: little, some, much."""


@dataclass(frozen=True)
class Group:
    """A group of a published table, and how likely it is to be shown."""

    table: Table
    id: str
    name: str
    people: int | None
    """How many there are; None where no headcount is known."""
    complete: bool
    """Whether the headcount of every role in it is known."""
    answers: int | None
    """How many answers to expect, and between which numbers they lie with a chance of 95%."""
    low: int | None
    high: int | None
    chance: float | None
    """How likely at least the threshold answer; exact."""
    shown: float | None
    """In which part of simulated turnouts the release showed it; None where none was simulated."""
    needed: int | None
    """The lowest rate in whole percent at which it is likely to have enough answers; None where none is enough."""

    @property
    def likelihood(self) -> float | None:
        """How likely it is shown: it must have enough answers, and no other group may need it as cover."""
        if self.chance is None or self.shown is None:
            return self.chance
        return min(self.chance, self.shown)

    @property
    def verdict(self) -> Verdict:
        """What to expect, in a word."""
        if self.likelihood is None:
            return "not known"
        if self.complete and self.needed is None:
            return "never"
        if self.likelihood >= LIKELY:
            return "likely"
        return "unlikely" if self.likelihood <= UNLIKELY else "in doubt"

    @property
    def few(self) -> bool:
        """Whether it may well have too few answers, although enough people are there."""
        return self.chance is not None and self.needed is not None and self.chance < LIKELY


@dataclass(frozen=True)
class Precision:
    """How exact the mean of a group will be, and what change it can show; points of 100.

    None where it is not known, or too few answers are expected for any figure to be shown.
    """

    table: Table
    id: str
    name: str
    answers: int
    margin: float | None
    """Half the width of the 95% interval."""
    margin_percent: float | None
    """The same of a percentage near 50."""
    change: float | None
    """The smallest change to next year that would be significant, with as many answers then."""
    change_sure: float | None
    """The true change that would be found with a chance of 80%."""
    reliability: tuple[float, ...] = ()
    """Of areas alone: the reliability of its mean at each assumed ICC(1)."""


@dataclass(frozen=True)
class Part:
    """A part of the report that needs so many answers of the whole system."""

    id: Literal["any", "bars", "reliability", "drivers"]
    least: int
    chance: float


@dataclass(frozen=True)
class Cover:
    """What protecting small groups costs, on average over simulated turnouts."""

    turnouts: int
    few: float
    """Groups with 1 answer or more, yet fewer than the threshold: hidden for themselves."""
    cover: float
    """Groups with enough answers that are hidden all the same, so that no small one can be worked out."""
    lost: tuple[tuple[str, str, float], ...]
    """(table, id, part of the turnouts) of the groups that are most often hidden for others' sake."""


@dataclass(frozen=True)
class Apart:
    """How well a ranking would tell areas apart where they truly differ by so much."""

    icc: float
    spread: float
    """Standard deviation between areas, in points of 100."""
    needed: int
    """Answers an area that give its mean a reliability of .70."""
    areas: int
    """How many areas are likely to be shown and so are ranked."""
    told: float | None
    """Areas of which the report would say something, on average: clear priority, or not among those in most need."""
    clear: float | None
    """Clear priorities on average."""
    some: float | None
    """In which part of simulated reports any area is a clear priority."""


@dataclass(frozen=True)
class Advice:
    """What to do about it: the rule that found it, its sentence, and the figures in it."""

    rule: str
    sentence: str
    figures: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """All that can be said before anybody is asked."""

    asked: Asked
    rates: Rates
    assumed: Assumed
    people: int | None
    answers: int | None
    groups: tuple[Group, ...]
    precision: tuple[Precision, ...]
    parts: tuple[Part, ...]
    apart: tuple[Apart, ...]
    cover: Cover | None
    advice: tuple[Advice, ...]

    def of(self, table: Table) -> tuple[Group, ...]:
        """Return the groups of one table."""
        return tuple(group for group in self.groups if group.table == table)

    def exact(self, table: Table) -> tuple[Precision, ...]:
        """Return how exact the groups of one table will be."""
        return tuple(each for each in self.precision if each.table == table)
