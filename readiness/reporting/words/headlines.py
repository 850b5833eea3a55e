"""The sentence above each picture: what it shows, decided by rules from the findings."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, median, pstdev

from readiness.baseline.findings import AreaFinding, Findings, ItemFinding
from readiness.reporting.words.printed import Printer
from readiness.reporting.words.sentences import (
    FEW,
    Z,
    dimension_name,
    ends_apart,
    most_important,
    named_areas,
    of_tier,
    role_name,
    strongest_and_weakest,
    top_barriers,
)

CLEARLY = 1.25
"""From this ratio of spreads on, one of them is said to be larger."""
EXTREME = 3
"""How many statements are shown at each end."""


def who(findings: Findings, printer: Printer) -> str:
    """Say how many answered."""
    n = printer.number(findings.n)
    if findings.headcount is None:
        return printer.wording.say("head.who", n=n)
    headcount, rate = printer.number(findings.headcount), printer.rate(findings.rate)
    return printer.wording.say("head.who_rate", n=n, headcount=headcount, rate=rate)


def system(findings: Findings, printer: Printer) -> str:
    """Say which dimensions are strongest and weakest."""
    found = strongest_and_weakest(findings)
    if found is None:
        return printer.wording.say("head.system_hidden")
    if not found[0]:
        return printer.wording.say("head.system_level")
    names = [printer.wording.joined([printer.inside(one.name) for one in group]) for group in found]
    key = "head.system_one" if len(found[0]) == len(found[1]) == 1 else "head.system_many"
    return printer.wording.sentence(key, strongest=names[0], weakest=names[1])


def heat_map(findings: Findings, printer: Printer) -> str:
    """Say whether areas or dimensions differ more."""
    columns, rows = spreads(findings)
    if columns is None or rows is None:
        return _heat_map_of_few(findings, printer)
    if columns > CLEARLY * rows:
        return printer.wording.say("head.map_dimensions")
    return printer.wording.say("head.map_areas" if rows > CLEARLY * columns else "head.map_even")


def _heat_map_of_few(findings: Findings, printer: Printer) -> str:
    """Say of a table in which nothing can be compared that one area is shown, or none."""
    shown = [area for area in findings.areas if any(cell.mean for _, cell in area.dimensions)]
    if len(shown) != 1:
        return printer.wording.say("head.map_hidden")
    return printer.wording.say("head.map_one", area=printer.short(shown[0].name))


def spreads(findings: Findings) -> tuple[float | None, float | None]:
    """Return how far apart the dimensions' means and the areas' means lie, over the cells that are shown."""
    rows = [{key: cell.mean.value for key, cell in area.dimensions if cell.mean} for area in findings.areas]
    rows = [row for row in rows if row]
    keys = [one.id for one in findings.dimensions if any(one.id in row for row in rows)]
    if len(rows) < 2 or len(keys) < 2:
        return None, None
    columns = [fmean(row[key] for row in rows if key in row) for key in keys]
    return pstdev(columns), pstdev([fmean(row.values()) for row in rows])


def heat_map_explained(findings: Findings, printer: Printer) -> str:
    """Say how to read the heat map, and from what difference on two of its figures differ."""
    errors = [cell.mean.se for area in findings.areas for _, cell in area.dimensions if cell.mean]
    parts = printer.wording.say("explain.map_parts")
    if not errors:
        return f"{printer.wording.say('explain.map_plain')} {parts}"
    margin = printer.points(Z * sqrt(2) * median(errors))
    return f"{printer.wording.say('explain.map', margin=margin)} {parts}"


def need(findings: Findings, printer: Printer) -> str:
    """Say which areas stand out, or that none does."""
    for tier in ("clear", "likely"):
        if areas := of_tier(findings, tier):
            names = named_areas(areas, printer, lambda area: printer.short(area.name))
            return printer.wording.counted(f"head.need_{tier}", len(areas), areas=names)
    if of_tier(findings, "untold", "other"):
        return printer.wording.say("head.need_untold")
    shown = any(area.readiness for area in findings.areas)
    return printer.wording.say("head.need_unpooled" if shown else "head.need_hidden")


def importance(findings: Findings, printer: Printer) -> str:
    """Say where change matters most to people."""
    areas = most_important(findings)
    if not areas:
        both = sum(one.importance is not None for one in findings.areas) == 2
        return printer.wording.say("head.importance_both" if both else "head.importance_close")
    return printer.wording.say("head.importance", areas=_names(areas, printer))


def _names(areas: Sequence[AreaFinding], printer: Printer) -> str:
    return printer.wording.joined([printer.short(area.name) for area in areas])


def roles(findings: Findings, printer: Printer) -> str:
    """Say which roles differ most, and over what."""
    if not findings.role_gaps:
        seen = sum(role.general is not None for role in findings.roles)
        return printer.wording.say("head.roles_close" if seen > 1 else "head.roles_hidden")
    widest = max(findings.role_gaps, key=lambda gap: abs(gap.difference))
    return printer.wording.sentence(
        "head.roles",
        lower=printer.inside(role_name(findings, widest.lower_role)),
        higher=printer.inside(role_name(findings, widest.higher_role)),
        dimension=printer.inside(dimension_name(findings, widest.dimension)),
    )


def places(findings: Findings, printer: Printer) -> str:
    """Say whether the places differ, and between which."""
    shown = sorted(
        ((one, one.general) for one in findings.places if one.general), key=lambda one: one[1].value
    )
    if len(shown) < 2:
        return printer.wording.say("head.places_hidden")
    (lower, low), (higher, high) = shown[0], shown[-1]
    if not ends_apart([mean for _, mean in shown]):
        return printer.wording.say("head.places_close")
    names = {"lower": printer.short(lower.name), "higher": printer.short(higher.name)}
    return printer.wording.say("head.places_apart", low=printer.score(low), high=printer.score(high), **names)


def adopted(findings: Findings, printer: Printer) -> str:
    """Say which answer about the last year was given most."""
    shown = [(one.name, one.share) for one in findings.adopted if one.share]
    if not shown:
        return ""
    name, share = max(shown, key=lambda one: one[1].percent)
    return printer.wording.say(
        "head.adopted_most", name=printer.wording.quoted(name), share=printer.share(share)
    )


def barriers(findings: Findings, printer: Printer) -> str:
    """Name the barriers at the top."""
    top, _ = top_barriers(findings.barriers)
    if not top:
        return printer.wording.say("head.barriers_hidden")
    names = printer.wording.joined([printer.wording.quoted(printer.choice(one.name)) for one in top])
    return printer.wording.say("head.barriers_top" if len(top) == 1 else "head.barriers_tied", barriers=names)


def barrier_everywhere(findings: Findings, printer: Printer) -> str:
    """Say that every area that is shown names the same barrier most, and by what shares; nothing if they differ."""
    tops = [top_barriers(one.barriers)[0] for one in findings.areas if one.readiness]
    names = {one.name for top in tops for one in top}
    shares = sorted((top[0].share for top in tops if top and top[0].share), key=lambda one: one.percent)
    if len(names) != 1 or len(shares) != len(tops) or len(tops) < FEW:
        return ""
    values = {"low": printer.share(shares[0]), "high": printer.share(shares[-1])}
    name = printer.wording.quoted(printer.choice(names.pop()))
    return printer.wording.say("head.barrier_everywhere", barrier=name, count=str(len(tops)), **values)


def works(areas: int, printer: Printer) -> str:
    """Say how many areas others may learn from."""
    return printer.wording.counted("head.works", areas) if areas else printer.wording.say("head.works_none")


def extreme_statements(findings: Findings) -> tuple[list[ItemFinding], list[ItemFinding]]:
    """Return the anchors that people agree with least and most; none where there are too few to tell ends apart."""
    anchors = [
        item
        for one in findings.dimensions
        for item in one.items
        if item.role is None and item.cell.favourable
    ]
    anchors.sort(key=lambda item: item.cell.favourable.percent if item.cell.favourable else 0)
    if len(anchors) < 2 * EXTREME:
        return [], []
    return anchors[:EXTREME], anchors[: -EXTREME - 1 : -1]
