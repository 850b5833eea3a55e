"""What to do about it: rules that look at a plan, each with a sentence in `words.toml`."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from readiness.analysis import planning
from readiness.baseline.need import MOST
from readiness.baseline.planning.kinds import LIKELY, Advice, Group, Plan

Figures = Mapping[str, str | int | float]
Found = Iterator[tuple[str, Figures]]
HIGH = 60
"""A response rate in percent that surveys of staff seldom pass."""
WINDOW = 28
"""Days that an invitation and three reminders take, a week apart."""
NAMED = 3
"""How many groups are named by one rule."""
NOTICEABLE = 5.0
"""A change of so many points is large (method, section 5); where not even that shows, it must be said."""


def advice(plan: Plan) -> tuple[Advice, ...]:
    """Return what to do, in the order of the rules; where none applies, that all is well."""
    found = [each for rule in RULES for each in rule(plan)] or [("fine", {})]
    return tuple(Advice(rule, words()[rule].format(**figures).strip(), figures) for rule, figures in found)


@cache
def words() -> dict[str, Any]:
    """Return the sentences by rule."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


def _headcounts(plan: Plan) -> Found:
    unknown = [group for group in plan.groups if group.table != "area-role" and not group.complete]
    if all(group.people is None for group in plan.groups):
        iccs = sorted(plan.assumed.iccs)
        needed = planning.answers_for(iccs[len(iccs) // 2])
        exact = planning.answers_within(NOTICEABLE, plan.assumed.sd)
        yield "headcounts-none", {"threshold": plan.asked.threshold, "exact": exact, "needed": needed}
    elif unknown:
        yield "headcounts-missing", {"names": _listed(group.name for group in unknown)}


def _whole(plan: Plan) -> Found:
    whole = plan.of("system")[0]
    if whole.people is None or whole.chance is None:
        return
    if not any(plan.rates.of(role.id) for role in plan.asked.instrument.roles):
        yield "nobody", {}
    elif whole.verdict == "never":
        yield "all-too-few-people", {"people": whole.people, "threshold": plan.asked.threshold}
    elif whole.chance < LIKELY:
        figures = {
            "answers": whole.answers or 0,
            "threshold": plan.asked.threshold,
            "rate": whole.needed or 100,
        }
        yield "all-too-few", figures


def _never(plan: Plan) -> Found:
    for table in ("role", "place", "area"):
        names = [group.name for group in plan.groups if group.table == table and group.verdict == "never"]
        if names:
            yield f"{table}-never", {"names": _listed(names), "threshold": plan.asked.threshold}


def _places(plan: Plan) -> Found:
    places = sorted(plan.of("place"), key=_size)
    weak = [place for place in places if place.few or place.verdict == "never"]
    if not weak:
        return
    if len(places) < 3:
        yield "no-places", {"weak": _listed(place.name for place in weak)}
        return
    first, second = places[0], places[1]
    rows = [_people(plan, "places", place.id) for place in (first, second)]
    people, rates = zip(*[pair for row in rows for pair in row], strict=True)
    chance = planning.chance_of(plan.asked.threshold, people, rates)
    yield (
        "merge-places",
        {
            "first": first.name,
            "second": second.name,
            "weak": _listed(place.name for place in weak),
            "answers": _size(first) + _size(second),
            "threshold": plan.asked.threshold,
            "chance": _percent(chance),
        },
    )


def _roles(plan: Plan) -> Found:
    for role in plan.of("role"):
        now = _percent(plan.rates.of(role.id))
        if role.few and (role.needed or 0) > now:
            yield "push-role", {**_pushed(plan, role), "now": now}


def _areas(plan: Plan) -> Found:
    weak = sorted((area for area in plan.of("area") if area.few), key=_size)
    for area in weak[:NAMED]:
        yield "area-too-small" if (area.needed or 0) > HIGH else "push-area", _pushed(plan, area)


def _merged(plan: Plan) -> Found:
    """Of several areas the smallest may be joined to the next where it may have too few answers."""
    areas = sorted((area for area in plan.of("area") if area.people is not None), key=_size)
    if len(areas) > MOST + 1 and (areas[0].few or areas[0].verdict == "never"):
        first, second = areas[0], areas[1]
        yield (
            "merge-areas",
            {
                "first": first.name,
                "second": second.name,
                "answers": _size(first) + _size(second),
                "fewer": _size(first),
                "more": _size(second),
            },
        )


def _by_role_in_areas(plan: Plan) -> Found:
    known = [group for group in plan.of("area-role") if group.people is not None]
    likely = sum(group.verdict == "likely" for group in known)
    if likely < len(known):
        yield "area-roles", {"likely": likely, "all": len(known)}


def _in_many(plan: Plan) -> Found:
    block = plan.asked.instrument.area
    for role in plan.asked.instrument.roles:
        there = plan.asked.headcounts.roles.get(role.id, 0)
        everywhere = sum(n for (of, _), n in plan.asked.headcounts.areas.items() if of == role.id)
        if block and there and everywhere > block.choose.at_most * there:
            each = f"{everywhere / there:.1f}"
            yield "one-in-many", {"name": role.plural, "each": each, "most": block.choose.at_most}


def _apart(plan: Plan) -> Found:
    if not plan.exact("area"):
        return
    usual = plan.apart[len(plan.apart) // 2]
    if usual.told is None:
        yield "no-order", {"areas": usual.areas, "most": MOST}
        return
    exact = plan.exact("area")
    weak = sum(each.answers < usual.needed for each in exact)
    if usual.told >= usual.areas / 2:
        return
    untold = round(usual.areas - usual.told)
    figures = {
        "untold": untold,
        "areas": usual.areas,
        "needed": usual.needed,
        "weak": weak,
        "all": len(exact),
    }
    yield "not-apart", figures
    if 2 * weak > len(exact):
        rate = _rate_for_half(plan, usual.needed)
        good = rate is not None and rate <= HIGH
        yield "rate-apart" if good else "fewer-areas", {"rate": rate or 100, "needed": usual.needed}


def _rate_for_half(plan: Plan, needed: int) -> int | None:
    """Return the whole percentage at which the area in the middle has so many answers."""
    expected = [area.answers / _mean_rate(plan) for area in plan.of("area") if area.answers]
    rate = math.ceil(100 * needed / median(expected)) if expected else None
    return rate if rate is not None and rate <= 100 else None


def _mean_rate(plan: Plan) -> float:
    rates = [plan.rates.of(role.id) for role in plan.asked.instrument.roles]
    people = [plan.asked.headcounts.roles.get(role.id, 1) for role in plan.asked.instrument.roles]
    return sum(map(math.prod, zip(rates, people, strict=True))) / max(sum(people), 1) or 1.0


def _parts(plan: Plan) -> Found:
    whole = plan.of("system")[0]
    rows = _people(plan, "system", "")
    for part in plan.parts:
        if part.id not in ("drivers", "reliability") or part.chance >= LIKELY:
            continue
        rate = planning.rate_for(part.least, [n for n, _ in rows], LIKELY)
        if rate is None:
            figures = {"what": words()["what"][part.id], "least": part.least, "people": whole.people or 0}
            yield "never-enough", figures
        else:
            yield part.id, {"least": part.least, "answers": whole.answers or 0, "rate": rate}


def _window(plan: Plan) -> Found:
    doubtful = any(group.few for group in plan.groups if group.table != "area-role")
    if doubtful and plan.asked.days < WINDOW:
        yield "window", {"days": plan.asked.days, "wanted": WINDOW}


def _cover(plan: Plan) -> Found:
    if plan.cover and plan.cover.cover >= 1 and plan.cover.lost:
        names = {(group.table, group.id): group.name for group in plan.groups}
        lost = [names[table, id] for table, id, _ in plan.cover.lost[:NAMED]]  # type: ignore[index]
        yield "cover", {"cover": round(plan.cover.cover), "names": _listed(lost)}


def _change(plan: Plan) -> Found:
    changes = [each.change for each in plan.exact("area") if each.change is not None]
    system = next((each.change for each in plan.exact("system") if each.change is not None), None)
    if changes and system is not None and median(changes) > NOTICEABLE:
        yield "change", {"change": f"{median(changes):.0f}", "system": f"{system:.1f}"}


RULES: tuple[Callable[[Plan], Found], ...] = (
    *(_headcounts, _whole, _never, _places, _roles, _areas, _merged, _window),
    *(_apart, _by_role_in_areas, _in_many, _cover, _parts, _change),
)


def _size(group: Group) -> int:
    return group.answers or 0


def _pushed(plan: Plan, group: Group) -> dict[str, str | int | float]:
    return {
        "name": group.name,
        "rate": group.needed or 100,
        "answers": _size(group),
        "threshold": plan.asked.threshold,
    }


def _people(plan: Plan, table: str, group: str) -> list[tuple[int, float]]:
    """Return headcount and rate of each role of the whole, or of a place, as far as they are known."""
    counts = plan.asked.headcounts
    found = (
        counts.roles
        if table == "system"
        else {role: n for (role, at), n in counts.places.items() if at == group}
    )
    return [(n, plan.rates.of(role)) for role, n in found.items()]


def _percent(part: float) -> int:
    return min(99, math.floor(100 * part + 1e-9)) if part < 1 else 100


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    more = len(found) - NAMED
    if more > 1:
        return f"{', '.join(found[:NAMED])} and {more} more"
    return " and ".join(filter(None, (", ".join(found[:-1]), found[-1])))
