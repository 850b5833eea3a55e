"""Planning honestly: what an assessment will be able to show, said from headcounts alone before anybody is asked.

`asked` and `rates` (from a set-up and what a person types) go in, `plan` gives everything, `Plan` holds it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from readiness.baseline.planning import advising
from readiness.baseline.planning.apart import REPORTS, apart
from readiness.baseline.planning.asking import asked, assumed, last_year, rates
from readiness.baseline.planning.cover import TURNOUTS, cover
from readiness.baseline.planning.groups import groups, parts, seen
from readiness.baseline.planning.kinds import Asked, Assumed, Group, Plan, Precision, Rates
from readiness.baseline.planning.precision import precision
from readiness.baseline.subject import staff

__all__ = [
    "Asked",
    "Assumed",
    "Group",
    "Plan",
    "Precision",
    "Rates",
    "asked",
    "assumed",
    "last_year",
    "plan",
    "rates",
]
SEED = 20_260_102


def plan(
    asked: Asked,
    rates: Rates,
    assumed: Assumed = Assumed(),  # noqa: B008 - it is frozen
    turnouts: int = TURNOUTS,
    reports: int = REPORTS,
    seed: int = SEED,
    progress: Callable[[int], None] = lambda _: None,
) -> Plan:
    """Return what may be expected; the same for the same arguments.

    `turnouts` and `reports` say how often people who answer, and rankings of areas, are simulated, which takes nearly
    all of the time; `progress` is told of each turnout. With no turnouts, what protection costs is left out.
    """
    people = staff(asked.instrument, asked.local, asked.headcounts)
    cost, shown = cover(asked, rates, seed, turnouts, progress)
    found = seen(groups(asked, people, rates), shown)
    whole, areas = found[0], [group for group in found if group.table == "area"]
    made = Plan(
        asked=asked,
        rates=rates,
        assumed=assumed,
        people=whole.people,
        answers=whole.answers,
        groups=found,
        precision=precision(asked, people, rates, assumed),
        parts=parts(asked, people, rates),
        apart=apart(asked, people, rates, assumed, areas, seed, reports) if areas else (),
        cover=cost,
        advice=(),
    )
    return replace(made, advice=advising.advice(made))
