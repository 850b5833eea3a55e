"""The sentence above each picture: what it shows, decided by rules from the findings."""

from __future__ import annotations

from math import sqrt
from statistics import fmean, median, pstdev

from readiness.baseline.findings import Findings, ItemFinding
from readiness.reporting.words.printed import Printer
from readiness.reporting.words.sentences import (
    FEW,
    Z,
    areas_named,
    barrier_names,
    by_readiness,
    dimension_name,
    ends_apart,
    most_important,
    of_tier,
    overlapping,
    role_name,
    strongest_and_weakest,
    told_of,
    top_barriers,
    unnamed,
)

CLEARLY = 1.25
"""From this ratio of spreads on, one of them is said to be larger."""
HALF = 50
"""Percent."""
EXTREME = 3
"""How many statements are shown at each end."""


def _headed(key: str, printer: Printer) -> str:
    """Return a sentence as it stands in large type, without its full stop."""
    return printer.wording.say(key).rstrip(".")


def who(findings: Findings, printer: Printer) -> str:
    """Say how many answered."""
    return told_of(findings.n, findings.headcount, "head.who", printer)


def system(findings: Findings, printer: Printer) -> str:
    """Say which dimensions are strongest and weakest, or why none can be named."""
    found = strongest_and_weakest(findings)
    if found is None:
        return printer.wording.say("head.system_hidden")
    if not found[0]:
        key, values = unnamed(findings, printer)
        return printer.wording.say(f"head.system_{key}", **values)
    names = [printer.wording.joined([printer.inside(one.name) for one in group]) for group in found]
    key = "head.system_one" if len(found[0]) == len(found[1]) == 1 else "head.system_many"
    return printer.wording.sentence(key, strongest=names[0], weakest=names[1])


def heat_map(findings: Findings, printer: Printer) -> str:
    """Say whether areas or dimensions differ more."""
    if not findings.areas:
        return _headed("need.no_areas", printer)
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
    if sum(any(cell.mean for _, cell in area.dimensions) for area in findings.areas) < 2:
        return f"{printer.wording.say('explain.map_plain')} {parts}"
    margin = printer.points(Z * sqrt(2) * median(errors))
    return f"{printer.wording.say('explain.map', margin=margin)} {parts}"


def need(findings: Findings, printer: Printer) -> str:
    """Say which areas stand out, or that none does; of few areas, whether one is lowest."""
    for tier in ("clear", "likely"):
        if areas := of_tier(findings, tier):
            names = areas_named(areas, printer)
            return printer.wording.counted(f"head.need_{tier}", len(areas), areas=names)
    if of_tier(findings, "untold", "other"):
        return printer.wording.say(
            "head.need_untold_some" if of_tier(findings, "other") else "head.need_untold"
        )
    if not findings.areas:
        return _headed("need.no_areas", printer)
    return _need_of_few(findings, printer)


def _need_of_few(findings: Findings, printer: Printer) -> str:
    """Say of areas that are too few for an order which is lowest, as far as that is settled."""
    say, shown = printer.wording.say, by_readiness(findings)
    if not shown:
        return say("head.need_hidden")
    area, score = printer.short(shown[0][0].name), printer.score(shown[0][1])
    if len(shown) == 1:
        return say(f"head.need_{'single' if len(findings.areas) == 1 else 'one'}", area=area, score=score)
    return say("head.need_unsettled" if overlapping(shown) else "head.need_lowest", area=area, score=score)


def importance(findings: Findings, printer: Printer) -> str:
    """Say where change matters most to people, or that no area stands out."""
    areas = most_important(findings)
    if areas:
        return printer.wording.say("head.importance", areas=areas_named(areas, printer))
    shown = [one for one in findings.areas if one.importance]
    if len(shown) == 1:
        return printer.wording.say("head.importance_one", area=printer.short(shown[0].name))
    key = {0: "hidden", 2: "both"}.get(len(shown), "close")
    return printer.wording.say(f"head.importance_{key}")


def roles(findings: Findings, printer: Printer) -> str:
    """Say which roles differ most, and over what."""
    if len(findings.roles) < 2:
        return printer.wording.say("head.roles_single")
    if not findings.role_gaps:
        seen = [role for role in findings.roles if role.general]
        if len(seen) == 1 < len(findings.roles):
            return printer.wording.say("head.roles_one", name=printer.inside(seen[0].name))
        return printer.wording.say("head.roles_close" if len(seen) > 1 else "head.roles_hidden")
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
    ends = printer.ends(low.value, high.value)
    return printer.wording.say("head.places_apart", low=ends[0], high=ends[1], **names)


def adopted(findings: Findings, printer: Printer) -> str:
    """Say which answer about the last year was given most, with those that chance may have put behind it."""
    most, _ = top_barriers(findings.adopted)
    if not most:
        return ""
    names = printer.wording.joined([printer.wording.quoted(one.name) for one in most])
    shares = printer.wording.joined([printer.share(one.share) for one in most])
    key = "head.adopted_most" if len(most) == 1 else "head.adopted_tied"
    return printer.wording.say(key, names=names, share=shares)


def barriers(findings: Findings, printer: Printer) -> str:
    """Name the barriers at the top."""
    if not findings.barriers:
        return _headed("barrier.not_asked", printer)
    top, _ = top_barriers(findings.barriers)
    if not top:
        return printer.wording.say("head.barriers_hidden")
    names = printer.wording.joined(barrier_names(top, printer))
    return printer.wording.say("head.barriers_top" if len(top) == 1 else "head.barriers_tied", barriers=names)


def barrier_everywhere(findings: Findings, printer: Printer) -> str:
    """Say that every area that is shown names the same barrier most, and by what shares; nothing if they differ."""
    tops = [top_barriers(one.barriers)[0] for one in findings.areas if one.readiness]
    names = {one.name for top in tops for one in top}
    shares = sorted((top[0].share for top in tops if top and top[0].share), key=lambda one: one.percent)
    if len(names) != 1 or len(shares) != len(tops) or len(tops) < FEW:
        return ""
    low, high = printer.share(shares[0]), printer.share(shares[-1])
    name = printer.wording.quoted(printer.choice(names.pop()))
    values = {"barrier": name, "count": str(len(tops)), "low": low}
    if low == high:
        return printer.wording.say("head.barrier_everywhere_same", **values)
    return printer.wording.say("head.barrier_everywhere", high=high, **values)


def works(areas: int, findings: Findings, printer: Printer) -> str:
    """Say how many areas others may learn from; where there is none, how many agree with what most agree with."""
    if areas:
        return printer.wording.counted("head.works", areas)
    _, high = extreme_statements(findings)
    shares = [item.cell.favourable for item in high if item.cell.favourable]
    if not shares:
        return printer.wording.say("head.works_words")
    if min(share.low for share in shares) > HALF:
        return printer.wording.say("head.works_most")
    few = max(share.high for share in shares) < HALF
    return printer.wording.say("head.works_few" if few else "head.works_about")


def no_stronger_area(findings: Findings, printer: Printer) -> str:
    """Say that no area is stronger than the whole system at anything; nothing where one is, or none can be compared."""
    shown = [area for area in findings.areas if any(cell.mean for _, cell in area.dimensions)]
    if not shown or not any(one.cell.mean for one in findings.dimensions):
        return ""
    return "" if any(area.above for area in findings.areas) else printer.wording.say("explain.works_none")


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
