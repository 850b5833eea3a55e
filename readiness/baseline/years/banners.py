"""What else changed beside the answers and may have moved figures by itself (method, section 5)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from readiness.baseline.findings import Cell, Findings, GroupFinding
from readiness.baseline.years.types import Banner, Line, Round

RATE_POINTS = 15.0
DONT_KNOW_POINTS = 10.0
ALPHA = 0.10
MIX = 0.15
SEASON_MONTHS = 2
"""Opening two months earlier or later in the year is another season."""
_Of = tuple[str, str, str]
"""(kind, id, name) of a group."""


def banners(rounds: Sequence[Round]) -> tuple[Banner, ...]:
    """Return every banner of every year against the one before."""
    found = [banner for before, after in itertools.pairwise(rounds) for banner in _between(before, after)]
    return tuple(replace(banner, number=number) for number, banner in enumerate(found, 1))


def touching(line: Line, raised: Sequence[Banner]) -> tuple[int, ...]:
    """Return the numbers of the banners that touch a line: those of all, of its measure and of its groups."""
    groups = set(line.group.split("+"))
    return tuple(
        one.number
        for one in raised
        if one.measure in ("", line.measure)
        and (one.group in groups if one.group_kind == line.kind else _of_all(one))
    )


def _of_all(banner: Banner) -> bool:
    """Say whether a banner of the whole touches its groups, too; of what people do not know groups have their own."""
    return banner.group_kind == "system" and banner.kind != "dont-know"


def _between(before: Round, after: Round) -> Iterator[Banner]:
    old, new = before.findings, after.findings
    whole = ("system", "", new.heading.system)
    if before.mode != after.mode:
        yield _banner(new, "mode", whole, before.mode, after.mode)
    if _months_apart(old, new) >= SEASON_MONTHS:
        yield _banner(new, "season", whole, _month(old), _month(new))
    if _standardised(old) != _standardised(new):
        yield _banner(new, "basis", whole, _basis(old), _basis(new))
    yield from _rates(old, new, whole)
    yield from _mixes(old, new, whole)
    yield from _dont_knows(old, new, whole)
    yield from _reliabilities(old, new, whole)
    for move in after.moves:
        names = {place.id: place.name for place in (*old.places, *new.places)}
        kind = "organisations" if move.now else "organisation-ended"
        for place in dict.fromkeys(filter(None, (move.past, move.now))):
            of = ("place", place, names.get(place, place))
            yield _banner(new, kind, of, move.name, names.get(move.now, move.now) if move.now else "")


def _rates(old: Findings, new: Findings, whole: _Of) -> Iterator[Banner]:
    pairs: list[tuple[_Of, float | None, float | None]] = [(whole, old.rate, new.rate)]
    for kind, was, now in (("role", old.roles, new.roles), ("place", old.places, new.places)):
        earlier = {group.id: group.rate for group in was}
        pairs += [((kind, group.id, group.name), earlier.get(group.id), group.rate) for group in now]
    earlier = {area.id: area.rate for area in old.areas}
    pairs += [(("area", area.id, area.name), earlier.get(area.id), area.rate) for area in new.areas]
    for of, was_rate, now_rate in pairs:
        if was_rate is not None and now_rate is not None and abs(now_rate - was_rate) > RATE_POINTS:
            yield _banner(new, "rate", of, f"{was_rate:.0f}%", f"{now_rate:.0f}%")


def _mixes(old: Findings, new: Findings, whole: _Of) -> Iterator[Banner]:
    """Compare role mixes by half the sum of what each role's share moved; where roles are hidden they count as one."""
    pairs = [(whole, mix(old.roles), mix(new.roles))]
    earlier = {area.id: mix(area.roles) for area in old.areas}
    pairs += [(("area", area.id, area.name), earlier.get(area.id, {}), mix(area.roles)) for area in new.areas]
    for of, was, now in pairs:
        far = moved(was, now)
        if was and now and far > MIX:
            most = max(now.keys() | was.keys(), key=lambda role: abs(now.get(role, 0) - was.get(role, 0)))
            name = next((group.name for group in (*new.roles, *old.roles) if group.id == most), most)
            shares = [f"{name} {100 * each.get(most, 0):.0f}%" for each in (was, now)]
            yield _banner(new, "mix", of, *shares)


def _dont_knows(old: Findings, new: Findings, whole: _Of) -> Iterator[Banner]:
    earlier = {each.id: each.cell for each in old.dimensions}
    for each in new.dimensions:
        yield from _dont_know(new, whole, each.id, earlier.get(each.id), each.cell)
    was = {
        area.id: dict(area.dimensions) | {part: cell for part, _, cell in area.components}
        for area in old.areas
    }
    for area in new.areas:
        now = dict(area.dimensions) | {part: cell for part, _, cell in area.components}
        for part, cell in now.items():
            of = ("area", area.id, area.name)
            yield from _dont_know(new, of, part, was.get(area.id, {}).get(part), cell)


def _dont_know(new: Findings, of: _Of, measure: str, before: Cell | None, after: Cell) -> Iterator[Banner]:
    if before is None or before.dont_know is None or after.dont_know is None:
        return
    if after.dont_know.percent - before.dont_know.percent > DONT_KNOW_POINTS:
        yield _banner(new, "dont-know", of, str(before.dont_know), str(after.dont_know), measure)


def _reliabilities(old: Findings, new: Findings, whole: _Of) -> Iterator[Banner]:
    earlier = {each.id: each.alpha for each in old.dimensions}
    for each in new.dimensions:
        was = earlier.get(each.id)
        if was is not None and each.alpha is not None and was - each.alpha > ALPHA:
            yield _banner(new, "reliability", whole, f"{was:.2f}", f"{each.alpha:.2f}", each.id)


def _banner(new: Findings, kind: str, of: _Of, before: str, after: str, measure: str = "") -> Banner:
    return Banner(0, new.heading.year, kind, *of, measure, before, after)


def mix(roles: Sequence[GroupFinding]) -> dict[str, float]:
    """Return each role's share of the answers whose role is shown; empty where none or one is."""
    counts = {role.id: role.n for role in roles if role.n is not None}
    total = sum(counts.values())
    return {role: count / total for role, count in counts.items()} if len(counts) > 1 else {}


def moved(was: Mapping[str, float], now: Mapping[str, float]) -> float:
    """Return half the sum of what the roles' shares differ by, from 0 to 1."""
    """Return half the sum of what the roles' shares differ by, from 0 to 1."""
    if was.keys() != now.keys():
        return 0.0  # shares of different roles say nothing of a mix
    return sum(abs(now[role] - was[role]) for role in now) / 2


def _months_apart(old: Findings, new: Findings) -> int:
    if old.heading.opened is None or new.heading.opened is None:
        return 0
    apart = abs(old.heading.opened.month - new.heading.opened.month)
    return min(apart, 12 - apart)


def _month(found: Findings) -> str:
    return f"{found.heading.opened:%m}" if found.heading.opened else ""


def _standardised(found: Findings) -> bool:
    return "not-standardised" not in found.quality.notes


def _basis(found: Findings) -> str:
    return "mix" if _standardised(found) else "answers"
