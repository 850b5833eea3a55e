"""What one person may see of an assessment's findings, by their rights: every screen and file of results asks here.

What is published is for everybody who may see the published report. Before that whoever leads an area has that area
alone, without what compares it with others; nobody else but who leads the system has anything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from readiness.access.rights import Sight
from readiness.baseline.findings import AreaFinding, Cell, DimensionFinding, Findings, GroupFinding, Quality


@dataclass(frozen=True, slots=True)
class Seen:
    """The findings of the whole, or None, and the areas."""

    whole: Findings | None
    areas: tuple[AreaFinding, ...]

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to see."""
        return self.whole is None and not self.areas


def seen(findings: Findings, sight: Sight, published: bool) -> Seen:
    """Return what somebody with that sight may see of findings that are published, or not yet."""
    if sight.shows(None, published):
        return Seen(findings, findings.areas)
    own = (area for area in findings.areas if sight.shows(area.id, published))
    return Seen(None, tuple(_alone(area) for area in own))


def narrowed(findings: Findings, *areas: str) -> Findings:
    """Return findings with the figures of one area, or some, and of nothing else, for who sees no more of them.

    The names of dimensions and roles stay, since its pages are built of them, and so does how many answered in all.
    """
    own = (one for one in findings.areas if one.id in areas)
    return replace(
        findings,
        headcount=None,
        general=None,
        components=tuple((id, name, Cell()) for id, name, _ in findings.components),
        criterion=None,
        adopted=(),
        dimensions=tuple(
            DimensionFinding(one.id, one.name, one.holds, Cell(), ()) for one in findings.dimensions
        ),
        areas=tuple(_alone(one) for one in own),
        roles=tuple(GroupFinding(one.id, one.name, None, None) for one in findings.roles),
        places=(),
        organisation_types=(),
        tenures=(),
        barriers=(),
        role_gaps=(),
        drivers=(),
        quality=Quality(),
        comments=(),
    )


def _alone(area: AreaFinding) -> AreaFinding:
    """Return an area without what tells how others stand."""
    return replace(area, need=None, above=(), below=())
