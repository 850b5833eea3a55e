"""Several years' findings side by side: what is set beside what, and what came of it.

Everything here follows from the protected findings of each year, and from nothing else: whoever holds the reports of
these years learns nothing of anybody that they did not tell. Scores run from 0 to 100, also those that people give from
0 to 10.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import nan

from readiness.baseline.findings import Findings, Mean


@dataclass(frozen=True, slots=True)
class Descent:
    """What became of a group of the year before: it went into a group of this year, or ended."""

    kind: str
    """area, place or organisation."""
    past: str
    now: str | None
    part: bool = False
    """Whether only a part of it went there, and the rest stayed what it was."""


@dataclass(frozen=True, slots=True)
class Move:
    """An organisation whose people belong to another place than the year before, or that has ended."""

    name: str
    past: str
    now: str | None
    """None where it has ended."""
    share: float | None
    """The larger part, of 1, that it is of either place's people; None where that is not known."""


@dataclass(frozen=True, slots=True)
class Round:
    """One year's assessment: its findings, how people were asked in, what, and what changed since the one before."""

    findings: Findings
    mode: str
    statements: Mapping[str, Mapping[str, str]]
    """Dimension or component to the statements that everybody is asked, each id to its text."""
    own: Mapping[str, frozenset[str]]
    """Dimension or component to the ids of statements that one role alone is asked."""
    descents: tuple[Descent, ...] = ()
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """What a lead did about something after a report, and what was expected to move by how much."""

    id: int
    area: str | None
    """Slug; None where it was done everywhere."""
    dimension: str | None
    """Id of a dimension or component; None where readiness as a whole was to move."""
    text: str
    owner: str
    started: date | None
    expected: int | None
    """Points of 100."""
    state: str
    """planned, running, done or stopped."""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of one year; None, with the reason, where there is none to set beside the others."""

    year: int
    mean: Mean | None
    why: str = ""
    """hidden, unasked, new, split, parted, moved or reworded."""
    se: float = nan
    """Its standard error as a figure of its year, not of the staff of that year alone (decision 0034)."""


@dataclass(frozen=True, slots=True)
class Step:
    """What moved between two years, with its 95% interval and the least that the answers could have shown."""

    since: int
    """The earlier year."""
    difference: float
    low: float
    high: float
    detectable: float
    p: float
    """Adjusted by Benjamini and Hochberg over the family."""
    verdict: str
    """large change, changed, no change, or too few answers to tell."""

    @property
    def told(self) -> bool:
        """Whether the difference may be called a change."""
        return self.verdict in ("changed", "large change")

    @property
    def rose(self) -> bool:
        """Whether it is a rise."""
        return self.difference > 0


@dataclass(frozen=True, slots=True)
class Trend:
    """Points of 100 a year, from three years or more, with its 95% interval."""

    slope: float
    low: float
    high: float
    pooled: bool
    """Whether it is drawn towards those of the other areas, as far as its error asks for."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an area stood in one year, never a rank without its interval."""

    year: int
    rank_low: int
    rank_high: int
    areas: int
    tier: str


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of one group through the years."""

    family: str
    """Which lines are judged together: system, items, barriers, areas, parts, roles or places."""
    measure: str
    measure_name: str
    kind: str
    """system, area, role or place."""
    group: str
    group_name: str
    points: tuple[Point, ...]
    """One a year, oldest first."""
    last: Step | None = None
    """Since the year before."""
    whole: Step | None = None
    """Since the first year of three or more."""
    trend: Trend | None = None
    joined: tuple[str, ...] = ()
    """Names of the groups that are taken together in some year."""
    cautious: bool = False
    """Whether an error is the largest that it can be, because figures were put together from published ones."""
    banners: tuple[int, ...] = ()
    """Numbers of the banners that touch it."""
    standings: tuple[Standing, ...] = ()
    by_chance: float | None = None
    """For an area that was among those in most need: the rise to be expected if nothing had changed."""

    @property
    def step(self) -> Step | None:
        """The newest comparison there is."""
        return self.last or self.whole


@dataclass(frozen=True, slots=True)
class Break:
    """Something that cannot be set beside the year before, or only in part."""

    year: int
    kind: str
    """Of statements reworded, dropped or added, or own where those of one role changed; of groups new, ended, renamed,
    merged, split, regrouped, or gave where a part of one went to others."""
    what: str
    """item, dimension, area or place."""
    id: str
    name: str
    others: tuple[str, ...] = ()
    """Names of those that it came from or went into."""


@dataclass(frozen=True, slots=True)
class Banner:
    """A change beside the answers that may have moved figures by itself."""

    number: int
    year: int
    kind: str
    """mode, season, rate, mix, dont-know, reliability, organisations, organisation-ended or basis."""
    group_kind: str
    """system, area, role or place."""
    group: str
    group_name: str
    measure: str
    """A dimension, or empty where it touches all figures."""
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """An action beside what moved, where it was done and where it was not."""

    action: Action
    area_name: str
    measure_name: str
    there: Step | None
    elsewhere: float | None
    """Mean change of the areas in which nothing was done about it."""
    elsewhere_areas: int
    beyond: float | None
    """The one less the other."""
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Effect:
    """Difference in differences over all actions that can be judged; not a trial."""

    actions: int
    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Changes:
    """All that may be said of several years."""

    rounds: tuple[Round, ...]
    lines: tuple[Line, ...]
    breaks: tuple[Break, ...]
    banners: tuple[Banner, ...]
    outcomes: tuple[Outcome, ...]
    effect: Effect | None

    @property
    def now(self) -> Findings:
        """The newest year's findings."""
        return self.rounds[-1].findings

    @property
    def years(self) -> tuple[int, ...]:
        """The years, oldest first."""
        return tuple(one.findings.heading.year for one in self.rounds)

    def of(self, family: str) -> tuple[Line, ...]:
        """Return the lines of a family."""
        return tuple(line for line in self.lines if line.family == family)
