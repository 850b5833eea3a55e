"""A system's published figures beside another's: what differs, what does not, and what cannot be told.

Nothing here ranks systems: two are set side by side, and no list of several is ever put in an order of scores.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np

from readiness.analysis import comparison
from readiness.baseline.beside.types import Exchange, Figure, Group
from readiness.baseline.findings import GroupFinding, Mean
from readiness.baseline.years.banners import MIX, RATE_POINTS, mix, moved
from readiness.baseline.years.comparable import Figure as OfYear

VERDICTS = {
    "large change": "large difference",
    "changed": "different",
    "no change": "no difference",
    "too few answers to tell": "cannot be told apart",
}
"""What comparing years calls a change is between systems a difference, by the same rules."""
LOOSE = "loose"
"""Stands in place of a verdict where the two were not asked in the same words."""


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of both: ours less theirs, with its 95% interval."""

    family: str
    """Which lines are judged together: system, items, areas or parts."""
    area: str | None
    kind: str
    id: str
    ours: Figure
    theirs: Figure
    difference: float
    low: float
    high: float
    p: float
    """Adjusted by Benjamini and Hochberg over the family; not a number where the line is loose."""
    verdict: str
    """One of VERDICTS, or loose."""


@dataclass(frozen=True, slots=True)
class Warned:
    """Something beside the answers by which figures may differ: kind, ours, theirs."""

    kind: str
    """mix, mix-unknown, rate, rate-unknown, basis, year, threshold or simulated."""
    ours: str
    theirs: str
    area: str = ""
    """The clinical area that it is about; empty for all."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Two systems side by side."""

    ours: Exchange
    theirs: Exchange
    lines: tuple[Line, ...]
    warned: tuple[Warned, ...]
    reworded: tuple[str, ...]
    """Ids of our statements that they were not asked in the same words."""


def beside(ours: Exchange, theirs: Exchange) -> Beside:
    """Set two systems side by side, figure by figure, as far as both show it."""
    same = _asked_the_same(ours, theirs)
    pairs: dict[str, list[tuple[str | None, Figure, Figure, float, float]]] = {}
    there = {group.area: group for group in theirs.groups}
    for group in ours.groups:
        for one, other in _pairs(group, there.get(group.area)):
            family = _family(group.area, one.kind)
            rates = _rate(group), _rate(there[group.area])
            pairs.setdefault(family, []).append((group.area, one, other, *rates))
    lines = tuple(line for family, found in pairs.items() for line in _judged(family, found, same))
    reworded = tuple(one.id for one in ours.statements if not same.get(one.id, False))
    return Beside(ours, theirs, lines, tuple(_warned(ours, theirs)), reworded)


def _asked_the_same(ours: Exchange, theirs: Exchange) -> dict[str, bool]:
    """Say of statements and parts whether both asked them alike; of the whole, whether all parts were."""
    here, there = ({one.id: one.wording for one in each.statements} for each in (ours, theirs))
    same = {each: there.get(each) == said for each, said in here.items()}
    of_parts: dict[str, bool] = {}
    for part in dict.fromkeys(one.part for one in ours.statements):
        sets = [
            {one.id: one.wording for one in each.statements if one.part == part} for each in (ours, theirs)
        ]
        of_parts[part] = sets[0] == sets[1]
    whole = all(of_parts.values()) and {one.part for one in theirs.statements} == set(of_parts)
    return same | of_parts | {"general": whole, "readiness": whole}


def _pairs(ours: Group, theirs: Group | None) -> Iterator[tuple[Figure, Figure]]:
    there = {(one.kind, one.id): one for one in theirs.figures} if theirs else {}
    for one in ours.figures:
        other = there.get((one.kind, one.id))
        if other:
            yield one, other


def _family(area: str | None, kind: str) -> str:
    if area is None:
        return "items" if kind == "item" else "system"
    return "areas" if kind == "readiness" else "parts"


def _rate(group: Group) -> float:
    """Return the part of the group that answered, of 1; 0 where it is not known."""
    return min(group.n / group.headcount, 1.0) if group.headcount else 0.0


def _judged(
    family: str,
    found: Sequence[tuple[str | None, Figure, Figure, float, float]],
    same: Mapping[str, bool],
) -> Iterator[Line]:
    """Yield the lines of a family; those in other words take no part in its tests."""
    alike = [same.get(one.id, False) for _, one, _, _, _ in found]
    ours = np.array([one.mean for _, one, _, _, _ in found])
    theirs = np.array([other.mean for _, _, other, _, _ in found])
    errors = [[_error(one, rate), _error(other, rates)] for _, one, other, rate, rates in found]
    masked = np.where(np.array(alike)[:, None], np.array(errors), nan)
    told = comparison.change(theirs, masked[:, 1], ours, masked[:, 0])
    for n, (area, one, other, _, _) in enumerate(found):
        known = alike[n] and bool(np.isfinite(told.low[n]))
        verdict = VERDICTS[str(told.verdict[n])] if alike[n] else LOOSE
        figures = (
            (float(told.low[n]), float(told.high[n]), float(told.p_adjusted[n])) if known else (nan,) * 3
        )
        yield Line(family, area, one.kind, one.id, one, other, float(told.difference[n]), *figures, verdict)


def _error(figure: Figure, rate: float) -> float:
    """Return the published error without the correction for a finite staff, as between years (decision 0034).

    With the correction it says how near a mean is to that of those in post; systems differ by more than who is in post.
    """
    mean = Mean(figure.mean, figure.low, figure.high, figure.se, figure.sd, figure.n)
    return OfYear(mean, rate=rate).se


def _warned(ours: Exchange, theirs: Exchange) -> Iterator[Warned]:
    """Yield what may make two systems' figures differ by itself."""
    yield from _of_mix(ours, theirs)
    there = {group.area: group for group in theirs.groups}
    for group in ours.groups:
        if group.area in there:
            yield from _of_rates(group, there[group.area])
    if ours.standardised != theirs.standardised:
        yield Warned("basis", ours.note, theirs.note)
    if ours.year != theirs.year:
        yield Warned("year", str(ours.year), str(theirs.year))
    if ours.simulated or theirs.simulated:
        yield Warned("simulated", *("made up" if each.simulated else "real" for each in (ours, theirs)))


def _of_rates(ours: Group, theirs: Group) -> Iterator[Warned]:
    """Compare how many of all answered; where it is not known of areas it is said of the whole alone."""
    rates = [100 * _rate(each) for each in (ours, theirs)]
    here, there = (f"{rate:.0f}%" if rate else "unknown" for rate in rates)
    if 0 in rates and ours.area is None:
        yield Warned("rate-unknown", here, there)
    elif 0 not in rates and abs(rates[0] - rates[1]) > RATE_POINTS:
        yield Warned("rate", here, there, ours.area or "")


def _of_mix(ours: Exchange, theirs: Exchange) -> Iterator[Warned]:
    here, there = (mix([_as_group(one.id, one.n) for one in each.roles]) for each in (ours, theirs))
    if not here or not there or here.keys() != there.keys():
        yield Warned("mix-unknown", ", ".join(here) or "not shown", ", ".join(there) or "not shown")
    elif moved(here, there) > MIX:
        most = max(here, key=lambda role: abs(here[role] - there[role]))
        yield Warned("mix", *(f"{most} {100 * each[most]:.0f}%" for each in (here, there)))


def _as_group(role: str, n: int) -> GroupFinding:
    return GroupFinding(role, role, n, None)
