"""Several years' findings set side by side, honestly: made of what each year's report shows, and of nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from readiness.baseline.years.types import (
    Action,
    Banner,
    Break,
    Changes,
    Descent,
    Effect,
    Line,
    Move,
    Outcome,
    Point,
    Round,
    Standing,
    Step,
    Trend,
)
from readiness.errors import ReadinessError

__all__ = [
    "Action",
    "Banner",
    "Break",
    "Changes",
    "Descent",
    "Effect",
    "Line",
    "Move",
    "Outcome",
    "Point",
    "Round",
    "Standing",
    "Step",
    "Trend",
    "changes",
]


def changes(rounds: Sequence[Round], actions: Sequence[Action] = ()) -> Changes:
    """Return what may be said of two years or more, oldest first, and of what was done since the last but one."""
    # What counts is imported here: whoever only reads what was found must not wait for it.
    from readiness.baseline.years import acting, lines
    from readiness.baseline.years.banners import banners, touching
    from readiness.baseline.years.judging import judged

    _require_several(rounds)
    asked = lines.Asked(tuple(rounds))
    raised = banners(rounds)
    drawn = [line for family in lines.FAMILIES for line in family(asked)]
    found = [
        replace(line, banners=touching(line, raised))
        for family in dict.fromkeys(line.family for line in drawn)
        for line in judged([line for line in drawn if line.family == family])
    ]
    outcomes, effect = acting.outcomes(_today(rounds, actions), found, asked.names)
    return Changes(tuple(rounds), tuple(found), _breaks(rounds), raised, outcomes, effect)


def _today(rounds: Sequence[Round], actions: Sequence[Action]) -> list[Action]:
    """Return the actions, those in areas that went into others as in these."""
    from readiness.baseline.years import lineage

    heirs = lineage.heirs(rounds, "area", lambda one: {area.id: area.name for area in one.findings.areas})
    return [replace(one, area=heirs.get(one.area, one.area) if one.area else None) for one in actions]


def _breaks(rounds: Sequence[Round]) -> tuple[Break, ...]:
    from readiness.baseline.years import comparable, lineage

    areas = lineage.breaks(rounds, "area", lambda one: {area.id: area.name for area in one.findings.areas})
    places = lineage.breaks(
        rounds, "place", lambda one: {place.id: place.name for place in one.findings.places}
    )
    return (*comparable.breaks(rounds), *areas, *places)


def _require_several(rounds: Sequence[Round]) -> None:
    if len(rounds) < 2:
        raise ReadinessError(
            "Change needs two years at least.",
            "Run the assessment again a year later, as one that follows this one.",
        )
