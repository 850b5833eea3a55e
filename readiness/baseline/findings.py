"""Protected findings: the one type that leaves `baseline`, and all that a screen, a report or a file may show.

Scores run from 0 to 100, shares are in percent. A figure that must not be shown is None, exactly as a figure that
does not exist: a reader cannot tell one from the other. Nothing here leads back to rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean score with its 95% interval."""

    value: float
    low: float
    high: float
    se: float
    sd: float
    n: int


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage, never nearer to nobody or everybody than 5 points, with its 95% interval kept inside the same."""

    percent: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        if self.percent <= 5:
            return "under 5%"
        if self.percent >= 95:
            return "over 95%"
        return f"{self.percent:.0f}%"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a group said of one thing: mean score, % favourable, % who did not know."""

    mean: Mean | None = None
    favourable: Share | None = None
    dont_know: Share | None = None
    divided: bool = False
    """Agreement r_wg(J) under .5: read the distribution, not the mean."""
    distribution: tuple[Share, Share, Share] | None = None
    """Where views are divided: answers under the neutral point, neutral, and favourable."""


@dataclass(frozen=True, slots=True)
class ItemFinding:
    """One statement and what people said of it."""

    id: str
    text: str
    cell: Cell
    role: str | None = None
    """The role that alone was asked this, or None for an anchor."""


@dataclass(frozen=True, slots=True)
class DimensionFinding:
    """One dimension over the whole system, with its statements."""

    id: str
    name: str
    holds: str
    """What the dimension is about, in a phrase."""
    cell: Cell
    items: tuple[ItemFinding, ...]
    alpha: float | None = None
    alpha_low: float | None = None
    alpha_high: float | None = None
    omega: float | None = None


@dataclass(frozen=True, slots=True)
class GroupFinding:
    """One role, place, organisation type or band of years: who answered and, where allowed, what they said."""

    id: str
    name: str
    n: int | None
    headcount: int | None
    general: Mean | None = None
    dimensions: tuple[tuple[str, Cell], ...] = ()
    with_blank: bool = False
    """Whether the few who did not say where they belong are counted here, so that nobody can work them out."""

    @property
    def rate(self) -> float | None:
        """Answers as a percentage of the headcount."""
        return 100 * self.n / self.headcount if self.n is not None and self.headcount else None


@dataclass(frozen=True, slots=True)
class Need:
    """How an area stands among all: its chance of being among those in most need, never a rank without an interval."""

    tier: str
    """clear, likely, untold or other (method, section 4)."""
    probability: float
    gap: float
    gap_low: float
    gap_high: float
    rank_low: int
    rank_high: int
    set_low: int
    set_high: int
    """95% confidence set of the rank without any prior, over all areas at once: a guard beside the tier."""


@dataclass(frozen=True, slots=True)
class Driver:
    """How much of the differences in the criterion goes with a dimension: a sensitivity, not the index."""

    dimension: str
    share: float
    """In percent of what all dimensions together explain."""
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Named:
    """A share with its name: a barrier, an innovation, an answer."""

    id: str
    name: str
    share: Share | None


@dataclass(frozen=True, slots=True)
class Innovation:
    """How well known a local innovation is: the share of the area's people at each step."""

    id: str
    name: str
    steps: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class AreaFinding:
    """One clinical area."""

    id: str
    name: str
    n: int | None
    headcount: int | None
    readiness: Mean | None = None
    general: Mean | None = None
    components: tuple[tuple[str, str, Cell], ...] = ()
    """(id, name, cell) of commitment and capability."""
    limiting: str | None = None
    """Id of the lowest of general, commitment and capability; None when they cannot be told apart or are hidden."""
    dimensions: tuple[tuple[str, Cell], ...] = ()
    items: tuple[ItemFinding, ...] = ()
    roles: tuple[GroupFinding, ...] = ()
    """Role by area, overall only: `general` holds the area readiness of that role."""
    importance: Mean | None = None
    """0 to 10."""
    barriers: tuple[Named, ...] = ()
    """Most named first."""
    innovations: tuple[Innovation, ...] = ()
    strengths: tuple[str, ...] = ()
    """Ids of the dimensions that are likely (over .5, after pooling) among the three highest here, highest first."""
    gaps: tuple[str, ...] = ()
    """Ids of the dimensions that hold the area back: likely among the three lowest here, lowest first."""
    above: tuple[str, ...] = ()
    """Ids of what scores higher here than in the whole system, by 3 points or more and beyond chance."""
    below: tuple[str, ...] = ()
    """Ids of what scores lower here than in the whole system, by 3 points or more and beyond chance."""
    need: Need | None = None
    standardised: bool = False
    """Whether the figures stand for the headcount's mix of roles, not for who happened to answer."""
    unshown_roles: tuple[str, ...] = ()
    """Names of the roles not shown by themselves here, few or not, lest one tell how many of another answered.

    Where too few answered, they are estimated with the nearest role."""

    @property
    def rate(self) -> float | None:
        """Answers as a percentage of the headcount."""
        return 100 * self.n / self.headcount if self.n is not None and self.headcount else None


@dataclass(frozen=True, slots=True)
class RoleGap:
    """A difference between two roles on one dimension that is both large enough and beyond chance."""

    dimension: str
    lower_role: str
    higher_role: str
    difference: float
    low: float
    high: float
    g: float
    p: float
    """Adjusted by Benjamini and Hochberg over all dimensions and pairs."""


@dataclass(frozen=True, slots=True)
class CommentFinding:
    """An open question and what people wrote, as far as they consented and a moderator approved it."""

    id: str
    question: str
    """The question as it was asked."""
    texts: tuple[str, ...]
    """At least three, each in one line, in an order drawn by chance; `[…]` stands where something was left out."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How far the answers can be trusted."""

    flagged: Share | None = None
    """People who gave one and the same rating 20 times or more, or took under two seconds an item; not removed."""
    without_flagged: tuple[tuple[str, Mean], ...] = ()
    """Dimension means without those people, where that is shown."""
    dont_know: Share | None = None
    blank: Share | None = None
    unstandardised: Mean | None = None
    """General readiness of those who answered, before it is put on the headcount's role mix."""
    weighting_effect: float | None = None
    """Kish's design effect of putting scores on that mix: 1 is none, 2 halves the effective number of answers."""
    explained: float | None = None
    """Share in percent of the differences in the criterion that all dimensions together explain."""
    areas_each: float | None = None
    """How many clinical areas a person answered for, on average."""
    hidden: int = 0
    """How many groups (roles, places, areas, roles in areas, organisation types, years) are not shown, empty or not."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """Which assessment this is and how its figures were made."""

    code: str
    title: str
    system: str
    year: int
    opened: date | None
    closed: date | None
    instrument: str
    version: str
    instrument_hash: str
    language: str
    simulated: bool
    threshold: int
    software: str
    data_digest: str
    seed: int
    earlier: int | None = 0
    """How many assessments it follows; none is a baseline. None where it follows some that were not counted."""

    @property
    def baseline(self) -> bool:
        """Whether it is the first of its system, on which all later ones look back."""
        return self.earlier == 0


@dataclass(frozen=True, slots=True)
class Findings:
    """All that may be shown of one assessment."""

    heading: Heading
    n: int
    headcount: int | None
    general: Mean | None
    """Mean of the dimensions over everyone."""
    components: tuple[tuple[str, str, Cell], ...]
    """(id, name, cell) of commitment and capability over all areas, a person counted once."""
    criterion: Mean | None
    """Overall readiness, 0 to 10, as people put it themselves."""
    adopted: tuple[Named, ...]
    """Whether something new became routine in the last 12 months."""
    dimensions: tuple[DimensionFinding, ...]
    areas: tuple[AreaFinding, ...]
    roles: tuple[GroupFinding, ...]
    places: tuple[GroupFinding, ...]
    organisation_types: tuple[GroupFinding, ...]
    tenures: tuple[GroupFinding, ...]
    barriers: tuple[Named, ...]
    """Over all areas, a person counted once, most named first."""
    role_gaps: tuple[RoleGap, ...]
    drivers: tuple[Driver, ...]
    """Largest first; empty under 150 complete answers."""
    quality: Quality
    comments: tuple[CommentFinding, ...] = ()
    """Over the whole system and never of a part of it; empty until all that may be quoted has been read."""

    @property
    def rate(self) -> float | None:
        """Answers as a percentage of the headcount."""
        return 100 * self.n / self.headcount if self.headcount else None
