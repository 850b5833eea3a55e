"""The figures that are followed through the years, each with its point of every year."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from readiness.baseline.findings import AreaFinding, Cell, Findings, GroupFinding, Mean
from readiness.baseline.years import combining, comparable, lineage
from readiness.baseline.years.comparable import Figure, Shared
from readiness.baseline.years.lineage import Family
from readiness.baseline.years.types import Line, Move, Point, Round, Standing

MOST_MOVED = 0.10
"""An organisation of more than so much of a place makes it another place than the year before."""
GENERAL, READINESS, CRITERION = "general", "readiness", "criterion"
NAMES = {
    GENERAL: "General readiness",
    READINESS: "Readiness of the area",
    CRITERION: "Overall readiness as people put it themselves",
}
Read = Callable[[int, str], Figure]
"""The figure of one group, by the number of the year and its slug."""


@dataclass(frozen=True)
class Asked:
    """Several years and what of their questionnaires is the same."""

    rounds: tuple[Round, ...]

    @cached_property
    def shared(self) -> dict[str, Shared]:
        """What of each dimension and component of the newest year is the same."""
        return {each: comparable.shared(self.rounds, each) for each in self.rounds[-1].statements}

    @property
    def now(self) -> Findings:
        """The newest year's findings."""
        return self.rounds[-1].findings

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Those of the newest year."""
        return tuple(each.id for each in self.now.dimensions)

    @property
    def components(self) -> tuple[str, ...]:
        """Commitment and capability."""
        return tuple(each for each, _, _ in self.now.components)

    @cached_property
    def names(self) -> dict[str, str]:
        """What is measured, by its id."""
        return (
            NAMES
            | {each.id: each.name for each in self.now.dimensions}
            | {each: name for each, name, _ in self.now.components}
        )

    def full(self, year: int, of: Sequence[str]) -> bool:
        """Say whether a year asked all of these exactly as the newest does, and all years between them."""
        return all(self.shared[each].usable[year] and self.shared[each].same[year] for each in of)

    def put_together(
        self, year: int, published: Mean | None, parts: Mapping[str, Figure], least: int
    ) -> Figure:
        """Return what is made of these parts: as published, or of those that are the same as in the year before.

        `least` parts at least have to be the same; where the year before asked the same, only years that did are used.
        """
        if len(self.rounds) == 1 or self.full(-2, tuple(parts)):
            return comparable.shown(published) if self.full(year, tuple(parts)) else Figure(None, "reworded")
        stayed = [each for each in parts if self.shared[each].usable[-2]]
        if len(stayed) < least or not all(self.shared[each].usable[year] for each in stayed):
            return Figure(None, "reworded")
        return _mean_of([parts[each] for each in stayed])

    def general(self, year: int, published: Mean | None, parts: Mapping[str, Figure]) -> Figure:
        """Return general readiness."""
        return self.put_together(year, published, parts, -(-len(self.dimensions) // 2))


def of_system(asked: Asked) -> Iterator[Line]:
    """Yield general readiness, its dimensions, commitment, capability and the criterion over the whole system."""
    read: dict[str, list[Figure]] = {}
    for year, one in enumerate(asked.rounds):
        for measure, figure in _system_figures(asked, year, one.findings).items():
            read.setdefault(measure, []).append(figure)
    for measure, figures in read.items():
        yield _line(asked, "system", measure, ("system", "", asked.now.heading.system), figures)


def of_items(asked: Asked) -> Iterator[Line]:
    """Yield every statement that everybody was asked, as the newest year words it."""
    every = [
        {
            item.id: item
            for dimension in one.findings.dimensions
            for item in dimension.items
            if item.role is None
        }
        for one in asked.rounds
    ]
    for each, item in every[-1].items():
        figures = [
            replace(comparable.shown(of[each].cell.mean), rate=(one.findings.rate or 0.0) / 100)
            if each in of
            else Figure(None, "reworded")
            for one, of in zip(asked.rounds, every, strict=True)
        ]
        yield _line(asked, "items", each, ("system", "", asked.now.heading.system), figures, item.text)


def of_barriers(asked: Asked) -> Iterator[Line]:
    """Yield the share of people that names each barrier."""
    every = [{each.id: each for each in one.findings.barriers} for one in asked.rounds]
    for each, named in every[-1].items():
        figures = [
            replace(
                comparable.shown(combining.of_share(of[each].share)), rate=(one.findings.rate or 0.0) / 100
            )
            if each in of
            else Figure(None, "unasked")
            for one, of in zip(asked.rounds, every, strict=True)
        ]
        yield _line(asked, "barriers", each, ("system", "", asked.now.heading.system), figures, named.name)


def of_areas(asked: Asked) -> Iterator[Line]:
    """Yield readiness and its parts for each clinical area, or for areas that went into each other together."""
    every = [{area.id: area for area in one.findings.areas} for one in asked.rounds]
    measures = (READINESS, GENERAL, *asked.components, *asked.dimensions)
    names = [{each: area.name for each, area in of.items()} for of in every]
    figures = [{each: _area_figures(asked, year, of[each]) for each in of} for year, of in enumerate(every)]
    for family in lineage.families(asked.rounds, "area", lambda one: _named(one.findings.areas)):
        for measure in measures:
            read = _reader(figures, measure)
            kind = "areas" if measure == READINESS else "parts"
            line = _of_family(asked, (kind, measure, "area"), family, names, read)
            yield _with_standings(line, family, every) if measure == READINESS else line


def of_roles(asked: Asked) -> Iterator[Line]:
    """Yield general readiness and its dimensions for each role."""
    yield from _of_groups(asked, "roles", "role", lambda one: one.findings.roles)


def of_places(asked: Asked) -> Iterator[Line]:
    """Yield the same for each place."""
    yield from _of_groups(asked, "places", "place", lambda one: one.findings.places)


FAMILIES = (of_system, of_areas, of_roles, of_places, of_items, of_barriers)


def _of_groups(
    asked: Asked, family: str, kind: str, of: Callable[[Round], Sequence[GroupFinding]]
) -> Iterator[Line]:
    every = [{group.id: group for group in of(one)} for one in asked.rounds]
    names = [{each: group.name for each, group in groups.items()} for groups in every]
    figures = [
        {each: _group_figures(asked, year, groups[each]) for each in groups}
        for year, groups in enumerate(every)
    ]
    for each in lineage.families(asked.rounds, kind, lambda one: _named(of(one))):
        for measure in (GENERAL, *asked.dimensions):
            read = _reader(figures, measure)
            yield _of_family(asked, (family, measure, kind), each, names, read)


def _of_family(
    asked: Asked, of: tuple[str, str, str], family: Family, names: Sequence[Mapping[str, str]], read: Read
) -> Line:
    """Return the line of groups that belong together."""
    kind_of_line, measure, kind = of
    figures = [
        _taken_together(read, year, slugs, why)
        for year, (slugs, why) in enumerate(zip(family.members, family.whys, strict=True))
    ]
    figures = _without_moved(asked, kind, family, figures)
    together = [
        names[year][slug] for year, slugs in enumerate(family.members) if len(slugs) > 1 for slug in slugs
    ]
    named = " and ".join(names[-1][slug] for slug in family.now)
    group = (kind, "+".join(family.now), named)
    return _line(asked, kind_of_line, measure, group, figures, joined=tuple(dict.fromkeys(together)))


def _line(
    asked: Asked,
    family: str,
    measure: str,
    group: tuple[str, str, str],
    figures: Sequence[Figure],
    name: str = "",
    joined: tuple[str, ...] = (),
) -> Line:
    points = [
        Point(one.findings.heading.year, figure.mean, figure.why, figure.se)
        for one, figure in zip(asked.rounds, figures, strict=True)
    ]
    cautious = any(figure.cautious for figure in figures)
    return Line(
        family, measure, name or asked.names[measure], *group, tuple(points), joined=joined, cautious=cautious
    )


def _taken_together(read: Read, year: int, slugs: Sequence[str], why: str) -> Figure:
    if not slugs:
        return Figure(None, why)
    if len(slugs) == 1:
        return read(year, slugs[0])
    figures = [read(year, slug) for slug in slugs]
    missing = next((figure for figure in figures if figure.mean is None), None)
    together = combining.of_groups([each.mean for each in figures])
    return missing or Figure(together, cautious=True, rate=max(each.rate for each in figures))


def _without_moved(asked: Asked, kind: str, family: Family, figures: list[Figure]) -> list[Figure]:
    """Withhold a place's figures from before so many of its people came or went that it is another place."""
    if kind != "place":
        return figures
    for year in reversed(range(1, len(asked.rounds))):
        here = {*family.members[year], *family.members[year - 1]}
        for move in asked.rounds[year].moves:
            ends = {move.past, move.now}
            inside = ends <= here  # within groups that are taken together nothing has moved
            if ends & here and not inside and _far(move):
                return [Figure(None, "moved")] * year + figures[year:]
    return figures


def _far(move: Move) -> bool:
    """Say whether so many went that the place is another one, which is taken to be so where it is not known how many.

    People of an organisation that has ended are as others who leave, unless it is known to have been large.
    """
    return move.now is not None if move.share is None else move.share > MOST_MOVED


def _system_figures(asked: Asked, year: int, found: Findings) -> dict[str, Figure]:
    cells = {each.id: (each.cell, comparable.means_of(each.items)) for each in found.dimensions}
    parts = {
        each: asked.shared[each].figure(year, *cells.get(each, (None, None))) for each in asked.dimensions
    }
    of_areas = {each: cell for each, _, cell in found.components}
    components = {
        each: asked.shared[each].figure(year, of_areas.get(each), None) for each in asked.components
    }
    figures = {
        GENERAL: asked.general(year, found.general, parts),
        **parts,
        **components,
        CRITERION: comparable.shown(combining.in_hundreds(found.criterion)),
    }
    return _of_a_part(figures, found.rate)


def _area_figures(asked: Asked, year: int, area: AreaFinding) -> dict[str, Figure]:
    cells = dict(area.dimensions)
    parts = {each: asked.shared[each].figure(year, cells.get(each), None) for each in asked.dimensions}
    of_area = {each: cell for each, _, cell in area.components}
    items = comparable.means_of(area.items)
    components = {
        each: asked.shared[each].figure(year, of_area.get(each), items) for each in asked.components
    }
    general = asked.general(year, area.general, parts)
    readiness = _readiness(asked, year, area.readiness, general, components, parts)
    figures = {READINESS: readiness, GENERAL: general, **components, **parts}
    return _of_a_part(figures, area.rate)


def _group_figures(asked: Asked, year: int, group: GroupFinding) -> dict[str, Figure]:
    cells: dict[str, Cell] = dict(group.dimensions)
    parts = {each: asked.shared[each].figure(year, cells.get(each), None) for each in asked.dimensions}
    return _of_a_part({GENERAL: asked.general(year, group.general, parts), **parts}, group.rate)


def _of_a_part(figures: dict[str, Figure], percent: float | None) -> dict[str, Figure]:
    """Return the figures with the part of the group that answered."""
    return {each: replace(figure, rate=(percent or 0.0) / 100) for each, figure in figures.items()}


def _readiness(
    asked: Asked,
    year: int,
    published: Mean | None,
    general: Figure,
    components: Mapping[str, Figure],
    parts: Mapping[str, Figure],
) -> Figure:
    """Return an area's readiness: as published, or the mean of its three parts on what is the same."""
    all_of_it = (*parts, *components)
    if len(asked.rounds) == 1 or asked.full(-2, all_of_it):
        return comparable.shown(published) if asked.full(year, all_of_it) else Figure(None, "reworded")
    return _mean_of([general, *components.values()])


def _mean_of(figures: Sequence[Figure]) -> Figure:
    missing = next((figure for figure in figures if figure.mean is None), None)
    return missing or Figure(combining.of_parts([figure.mean for figure in figures]), cautious=True)


def _reader(figures: Sequence[Mapping[str, Mapping[str, Figure]]], measure: str) -> Read:
    def read(year: int, slug: str) -> Figure:
        return figures[year][slug][measure]

    return read


def _named(groups: Sequence[AreaFinding | GroupFinding]) -> dict[str, str]:
    return {group.id: group.name for group in groups}


def _with_standings(line: Line, family: Family, every: Sequence[Mapping[str, AreaFinding]]) -> Line:
    """Add where the area stood in each year in which it was one area by itself, and what chance alone would bring."""
    standings = []
    for point, slugs, areas in zip(line.points, family.members, every, strict=True):
        need = areas[slugs[0]].need if len(slugs) == 1 else None
        if need:
            ranked = sum(area.need is not None for area in areas.values())
            standings.append(Standing(point.year, need.rank_low, need.rank_high, ranked, need.tier))
    return replace(line, standings=tuple(standings), by_chance=_by_chance(line, family, every))


def _by_chance(line: Line, family: Family, every: Sequence[Mapping[str, AreaFinding]]) -> float | None:
    """Return how far an area that was chosen as low will rise if nothing changes: its mean was low by chance, too."""
    if len(every) < 2 or len(family.members[-2]) != 1:
        return None
    before = every[-2][family.members[-2][0]]
    if before.need is None or before.readiness is None or before.need.tier not in ("clear", "likely"):
        return None
    return max(0.0, 100 - before.need.gap - before.readiness.value)
