"""Findings that are hard to print: hostile names, everything hidden, very few and very many areas."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from readiness.baseline.findings import (
    AreaFinding,
    Cell,
    DimensionFinding,
    Findings,
    GroupFinding,
    Quality,
)
from tests.reporting.believable import HOSTILE, area, counted


def with_names(findings: Findings, names: tuple[str, ...]) -> Findings:
    """The same figures under other names, everywhere that a name can stand."""

    def name(i: int) -> str:
        return names[i % len(names)]

    return replace(
        findings,
        heading=replace(findings.heading, title=name(0), system=name(1), code=name(2)),
        areas=tuple(
            replace(
                area,
                name=name(i),
                barriers=tuple(replace(b, name=name(j)) for j, b in enumerate(area.barriers)),
                innovations=tuple(replace(v, name=name(j + 3)) for j, v in enumerate(area.innovations)),
                unshown_roles=(name(i),),
            )
            for i, area in enumerate(findings.areas)
        ),
        places=tuple(replace(place, name=name(i + 4)) for i, place in enumerate(findings.places)),
        roles=tuple(replace(role, name=name(i)) for i, role in enumerate(findings.roles)),
        dimensions=tuple(
            replace(
                one,
                name=name(i),
                holds=name(i + 1),
                items=tuple(replace(item, text=name(j)) for j, item in enumerate(one.items)),
            )
            for i, one in enumerate(findings.dimensions)
        ),
        barriers=tuple(replace(barrier, name=name(i)) for i, barrier in enumerate(findings.barriers)),
        quality=replace(findings.quality, notes=names),
    )


def alone(findings: Findings, areas: tuple[AreaFinding, ...]) -> Findings:
    """The findings with these areas alone, each with a position that there is among them."""
    last = len(areas)
    return replace(
        findings,
        areas=tuple(
            replace(
                one,
                need=one.need
                and replace(
                    one.need,
                    rank_low=min(one.need.rank_low, last),
                    rank_high=min(one.need.rank_high, last),
                    set_low=min(one.need.set_low, last),
                    set_high=min(one.need.set_high, last),
                ),
            )
            for one in areas
        ),
    )


def all_hidden(findings: Findings) -> Findings:
    """The same lists with not one figure."""
    nothing = Cell()
    return counted(
        replace(
            findings,
            n=12,
            headcount=None,
            general=None,
            criterion=None,
            role_gaps=(),
            drivers=(),
            components=tuple((key, name, nothing) for key, name, _ in findings.components),
            adopted=tuple(replace(one, share=None) for one in findings.adopted),
            dimensions=tuple(
                DimensionFinding(
                    one.id,
                    one.name,
                    one.holds,
                    nothing,
                    tuple(replace(item, cell=nothing) for item in one.items),
                )
                for one in findings.dimensions
            ),
            areas=tuple(
                AreaFinding(
                    one.id,
                    one.name,
                    None,
                    None,
                    dimensions=tuple((key, nothing) for key, _ in one.dimensions),
                    barriers=tuple(replace(b, share=None) for b in one.barriers),
                )
                for one in findings.areas
            ),
            roles=tuple(GroupFinding(one.id, one.name, None, None) for one in findings.roles),
            places=tuple(GroupFinding(one.id, one.name, None, None) for one in findings.places),
            organisation_types=(),
            tenures=(),
            barriers=tuple(replace(one, share=None) for one in findings.barriers),
            quality=Quality(),
        )
    )


def small(findings: Findings) -> Findings:
    """Two areas and forty answers, without headcounts."""
    chance = random.Random(7)
    areas = (area(chance, "cardiology", "Cardiology", 22, -2), area(chance, "cancer", "Cancer", 15, 0))
    # Among fewer than three areas there is no order.
    return counted(
        replace(
            findings,
            n=40,
            headcount=None,
            role_gaps=(),
            drivers=(),
            areas=tuple(
                replace(one, headcount=None, need=None, standardised=False, unshown_roles=(), innovations=())
                for one in areas
            ),
            roles=tuple(
                replace(one, n=None, headcount=None, general=None, dimensions=()) for one in findings.roles
            ),
            places=(),
            organisation_types=(),
            tenures=(),
            quality=Quality(areas_each=1.0),
        )
    )


def large(findings: Findings) -> Findings:
    """Thirty areas with long names."""
    chance = random.Random(3)
    named = "Long-term conditions of kind {} and the rehabilitation that goes with them"
    areas = (area(chance, f"area-{i}", named.format(i), 40 + 3 * i, chance.gauss(0, 5)) for i in range(1, 31))
    # Bare pages: what matters here is that lists of thirty fit, and the whole is built in every run of the tests.
    bare = tuple(
        replace(one, innovations=(), barriers=(), roles=(), items=(), components=()) for one in areas
    )
    return counted(
        replace(
            findings,
            areas=bare,
            dimensions=tuple(replace(one, items=one.items[:1]) for one in findings.dimensions),
        )
    )


def simulated(findings: Findings) -> Findings:
    return replace(findings, heading=replace(findings.heading, simulated=True))


AWKWARD: dict[str, Callable[[Findings], Findings]] = {
    "believable": lambda findings: findings,
    "simulated": lambda findings: simulated(small(findings)),
    "all-hidden": all_hidden,
    "small": small,
    "large": large,
    "no-areas": lambda findings: counted(replace(findings, areas=(), barriers=(), components=())),
    "hostile": lambda findings: with_names(alone(findings, findings.areas[2:6]), HOSTILE),
    "no-lists": lambda findings: counted(
        replace(
            findings,
            areas=(),
            barriers=(),
            components=(),
            roles=(),
            places=(),
            organisation_types=(),
            tenures=(),
            dimensions=(),
            adopted=(),
            role_gaps=(),
            drivers=(),
            general=None,
            criterion=None,
        )
    ),
}
