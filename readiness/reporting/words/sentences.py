"""How ready, where, and held back by what: sentences made from the findings by rules, in words held as data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import hypot
from statistics import NormalDist, median
from typing import TypeVar

from readiness.baseline.findings import AreaFinding, DimensionFinding, Findings, Mean, Named
from readiness.reporting.words.printed import TARGET, Printer

Z = 1.959964
TIERS = ("clear", "likely", "untold", "other")
BANDS = ((75, "agree"), (58, "lean"), (42, "middle"), (0, "against"))
"""From which printed score on people agree, lean towards it, stand halfway, or disagree."""
FEW = 3
"""No sentence names more ties than this."""
MANY = 5
"""No sentence names more areas than this."""
Thing = TypeVar("Thing")


# ----------------------------------------------------------------------------------------- how ready are we?


def ready(findings: Findings, printer: Printer) -> tuple[str, ...]:
    """Say how ready the system is, what is strongest and weakest, and how many people say so."""
    found = [
        general(findings, printer),
        extremes(findings, printer),
        criterion(findings, printer),
        answered(findings, printer),
    ]
    return tuple(sentence for sentence in found if sentence)


def general(findings: Findings, printer: Printer) -> str:
    """Say what the overall score means."""
    if findings.general is None:
        return printer.wording.say("ready.hidden")
    band = next(name for edge, name in BANDS if round(findings.general.value) >= edge)
    score, interval = printer.score(findings.general), printer.interval(findings.general)
    return printer.wording.say(f"ready.{band}", score=score, interval=interval)


def extremes(findings: Findings, printer: Printer) -> str:
    """Name the strongest and the weakest dimensions with their scores, or say why none can be named."""
    found, say = strongest_and_weakest(findings), printer.wording.say
    if found is None:
        return ""
    if found[0]:
        ends = [printer.wording.joined([with_score(one, printer) for one in group]) for group in found]
        return say("ready.extremes", strongest=ends[0], weakest=ends[1])
    key, values = unnamed(findings, printer)
    return say(f"ready.{key}", **values)


def unnamed(findings: Findings, printer: Printer) -> tuple[str, dict[str, str]]:
    """Return why neither end of the dimensions can be named, where some are shown, and what is to be said of them.

    Only one is shown (only); the ends may differ by chance (level); or they differ, with many near them (close).
    """
    shown = [(one, one.cell.mean) for one in findings.dimensions if one.cell.mean]
    if len(shown) == 1:
        name, score = printer.inside(shown[0][0].name), printer.score(shown[0][1])
        return "only", {"name": name, "score": score}
    lowest, *_, highest = sorted((mean for _, mean in shown), key=lambda mean: mean.value)
    if not apart(lowest, highest):
        return "level", {}
    low, high = printer.ends(lowest.value, highest.value)
    return "close", {"low": low, "high": high}


def with_score(dimension: DimensionFinding, printer: Printer) -> str:
    """Return a dimension's name with its score."""
    return printer.wording.say(
        "ready.with_score", name=printer.inside(dimension.name), score=printer.score(dimension.cell.mean)
    )


def strongest_and_weakest(
    findings: Findings,
) -> tuple[list[DimensionFinding], list[DimensionFinding]] | None:
    """Return both ends with their ties; two empty lists if they cannot be named (`unnamed`); None if all is hidden."""
    shown = [(dimension, dimension.cell.mean) for dimension in findings.dimensions if dimension.cell.mean]
    if not shown:
        return None
    strongest, weakest = tied(shown, max), tied(shown, min)
    if any(one in strongest for one in weakest) or max(len(strongest), len(weakest)) > FEW:
        return [], []
    return strongest, weakest


def tied(shown: Sequence[tuple[Thing, Mean]], end: Callable[..., tuple[Thing, Mean]]) -> list[Thing]:
    """Return the thing at one end, and those whose score chance may have put behind it."""
    last = end(shown, key=lambda one: one[1].value)[1]
    behind = sorted(shown, key=lambda one: abs(one[1].value - last.value))
    return [thing for thing, mean in behind if not apart(mean, last)]


def apart(one: Mean, other: Mean, z: float = Z) -> bool:
    """Say whether two scores differ by more than chance."""
    return abs(one.value - other.value) > z * hypot(one.se, other.se)


def reached(score: float) -> bool:
    """Say whether a score reaches the target, as it is printed."""
    return round(score) >= TARGET


def ends_apart(means: Sequence[Mean]) -> bool:
    """Say whether the lowest and the highest differ by more than chance, among all pairs (Bonferroni)."""
    pairs = len(means) * (len(means) - 1) // 2
    if not pairs:
        return False
    lowest, *_, highest = sorted(means, key=lambda mean: mean.value)
    return apart(lowest, highest, NormalDist().inv_cdf(1 - 0.025 / pairs))


def criterion(findings: Findings, printer: Printer) -> str:
    """Say what people answered when asked for a single figure."""
    mean = findings.criterion
    if mean is None:
        return ""
    return printer.wording.say(
        "ready.criterion", score=printer.score(mean, 1), interval=printer.interval(mean, 1)
    )


def answered(findings: Findings, printer: Printer) -> str:
    """Say how many people answered, and how many of those asked."""
    return told_of(findings.n, findings.headcount, "ready.answered", printer)


def told_of(n: int, headcount: int | None, key: str, printer: Printer) -> str:
    """Say how many answered, of how many staff where that is known; the count of staff may have been too low."""
    if not headcount:
        return printer.wording.say(key, n=printer.number(n))
    values = {"n": printer.number(n), "headcount": printer.number(headcount)}
    if n > headcount:
        return printer.wording.say(f"{key}_more", **values)
    return printer.wording.say(f"{key}_of", rate=printer.rate(100 * n / headcount), **values)


# --------------------------------------------------------- where is most change needed, and how sure are we?


def need(findings: Findings, printer: Printer) -> tuple[str, ...]:
    """Say which areas stand out, which cannot be told apart, and how sure that is."""
    wording = printer.wording
    if not findings.areas:
        return (wording.say("need.no_areas"),)
    if not any(area.need for area in findings.areas):
        return _unpooled(findings, printer)
    sentences = [_tier(findings, tier, printer) for tier in TIERS]
    hidden = sum(area.need is None for area in findings.areas)
    if hidden:
        sentences.append(wording.counted("need.hidden", hidden))
    sentences.append(margin(findings, printer))
    return tuple(sentence for sentence in sentences if sentence)


def areas_named(areas: Sequence[AreaFinding], printer: Printer) -> str:
    """Return areas by their names alone; of many only the first few, and how many more."""
    return named_areas(areas, printer, lambda area: printer.short(area.name))


def of_tier(findings: Findings, *tiers: str) -> list[AreaFinding]:
    """Return the areas of these tiers, the most probable first, of two as probable the one that lies lower."""
    found = [(area, area.need) for area in findings.areas if area.need and area.need.tier in tiers]
    return [area for area, need in sorted(found, key=lambda one: (-one[1].probability, -one[1].gap))]


def _tier(findings: Findings, tier: str, printer: Printer) -> str:
    areas = of_tier(findings, tier)
    if not areas:
        return ""
    if tier in ("clear", "likely"):
        named = named_areas(areas, printer, lambda area: standing(area, findings, printer))
        return printer.wording.counted(f"need.{tier}", len(areas), areas=named)
    if tier == "untold" and not of_tier(findings, "clear", "likely"):
        if not of_tier(findings, "other"):
            return printer.wording.say("need.untold_all")
        return printer.wording.counted("need.untold_some", len(areas))
    return printer.wording.counted("need.untold_rest" if tier == "untold" else "need.other", len(areas))


def named_areas(areas: Sequence[AreaFinding], printer: Printer, name: Callable[[AreaFinding], str]) -> str:
    """Return the areas' names for a sentence; of many only the first few, and how many more."""
    names = [name(area) for area in areas[:MANY]]
    if len(areas) > MANY:
        names[MANY - 1 :] = [
            printer.wording.say("need.more", count=printer.wording.count(len(areas) - MANY + 1))
        ]
    return printer.wording.joined(names)


def standing(area: AreaFinding, findings: Findings, printer: Printer) -> str:
    """Return an area's name with its chance and the range of its position."""
    if area.need is None:
        return printer.short(area.name)
    values = {
        "area": printer.short(area.name),
        "chance": printer.chance(area.need.probability),
        "low": str(area.need.rank_low),
        "total": str(ranked(findings)),
    }
    if area.need.rank_low == area.need.rank_high:
        return printer.wording.say("need.position_same", **values)
    return printer.wording.say("need.position", high=str(area.need.rank_high), **values)


def ranked(findings: Findings) -> int:
    """Return how many areas have a position among the others."""
    return sum(area.need is not None for area in findings.areas)


def _unpooled(findings: Findings, printer: Printer) -> tuple[str, ...]:
    """Without pooling, name the lowest area and how many others chance may have put above it."""
    shown = by_readiness(findings)
    if not shown:
        return (printer.wording.say("need.none"),)
    (area, mean), *others = shown
    values = {
        "area": printer.short(area.name),
        "score": printer.score(mean),
        "interval": printer.interval(mean),
    }
    if not others:
        key = "unpooled_single" if len(findings.areas) == 1 else "unpooled_one"
        return (printer.wording.say(f"need.{key}", **values),)
    over = len(overlapping(shown))
    overlap = (
        printer.wording.counted("need.unpooled_overlap", over)
        if over
        else printer.wording.say("need.unpooled_apart")
    )
    hidden = len(findings.areas) - len(shown)
    beside = printer.wording.counted("need.hidden", hidden) if hidden else ""
    told = (printer.wording.say("need.unpooled", **values), overlap, beside, margin(findings, printer))
    return tuple(sentence for sentence in told if sentence)


def by_readiness(findings: Findings) -> list[tuple[AreaFinding, Mean]]:
    """Return the areas that are shown with their readiness, the lowest first."""
    shown = ((area, area.readiness) for area in findings.areas if area.readiness)
    return sorted(shown, key=lambda one: one[1].value)


def overlapping(shown: Sequence[tuple[AreaFinding, Mean]]) -> list[AreaFinding]:
    """Return the areas whose interval overlaps with that of the first, the lowest."""
    return [area for area, mean in shown[1:] if mean.low <= shown[0][1].high]


def most_important(findings: Findings) -> list[AreaFinding]:
    """Return the areas that matter most to people, or none if importance sets too few of them apart."""
    shown = [(area, area.importance) for area in findings.areas if area.importance]
    if not shown:
        return []
    top = tied(shown, max)
    return top if len(top) <= FEW and len(top) < len(shown) else []


def margin(findings: Findings, printer: Printer) -> str:
    """Say how well a typical area's score is known."""
    margins = [half_width(area.readiness) for area in findings.areas if area.readiness]
    if not margins:
        return ""
    if len(margins) == 1:
        name = next(printer.short(area.name) for area in findings.areas if area.readiness)
        return printer.wording.say("need.margin_one", area=name, margin=printer.points(margins[0]))
    return printer.wording.say("need.margin", margin=printer.points(median(margins)))


def half_width(mean: Mean) -> float:
    """Return how far a mean's interval reaches to either side."""
    return (mean.high - mean.low) / 2


# ----------------------------------------------------------------------------------- what holds people back?


def holding_back(findings: Findings, printer: Printer) -> tuple[str, ...]:
    """Name the barriers that are named most, and where roles differ most."""
    found = (*barriers(findings.barriers, printer), role_gap(findings, printer))
    return tuple(sentence for sentence in found if sentence)


def barriers(named: Sequence[Named], printer: Printer) -> tuple[str, ...]:
    """Name the barriers at the top with their shares, and the two that follow."""
    wording = printer.wording
    if not named:
        return (wording.say("barrier.not_asked"),)
    top, after = top_barriers(named)
    if not top:
        return (wording.say("barrier.hidden"),)
    key = "barrier.top" if len(top) == 1 else "barrier.tied"
    names = wording.joined(barrier_names(top, printer))
    sentences = [wording.say(key, barriers=names, share=barrier_shares(top, printer))]
    if after:
        sentences.append(
            wording.counted(
                "barrier.next",
                len(after),
                barriers=wording.joined([_with_share(one, printer) for one in after]),
            )
        )
    return tuple(sentences)


def barrier_names(top: Sequence[Named], printer: Printer) -> list[str]:
    """Return barriers that are tied as a sentence names them: a few, and how many more."""
    names = [printer.wording.quoted(printer.choice(one.name)) for one in top[:FEW]]
    more = len(top) - len(names)
    return [*names, *([printer.wording.say("need.more", count=printer.wording.count(more))] if more else [])]


def barrier_shares(top: Sequence[Named], printer: Printer) -> str:
    """Return the shares of barriers that are tied: each of a few, of more their range."""
    shares = [printer.share(one.share) for one in top]
    if len(set(shares)) == 1:
        return shares[0]
    if len(shares) <= FEW:
        return printer.wording.joined(shares)
    return printer.wording.say("format.interval", low=shares[-1], high=shares[0])


def _with_share(one: Named, printer: Printer) -> str:
    barrier = printer.wording.quoted(printer.choice(one.name))
    return printer.wording.say("barrier.with_share", barrier=barrier, share=printer.share(one.share))


def top_barriers(barriers: Sequence[Named]) -> tuple[list[Named], list[Named]]:
    """Return the barriers at the top with all their ties, and the two that follow."""
    shown = sorted(
        (one for one in barriers if one.share), key=lambda one: -(one.share.percent if one.share else 0)
    )
    if not shown or shown[0].share is None:
        return [], []
    bound = shown[0].share.low
    top = [one for one in shown if one is shown[0] or (one.share and one.share.percent >= bound)]
    return top, shown[len(top) : len(top) + 2]


def role_gap(findings: Findings, printer: Printer) -> str:
    """Say where two roles differ most, beyond chance; nothing where there are no two roles."""
    if not findings.role_gaps:
        if len(findings.roles) < 2:
            return ""
        seen = sum(role.general is not None for role in findings.roles)
        return printer.wording.say("role_gap.none" if seen > 1 else "role_gap.hidden")
    widest = max(findings.role_gaps, key=lambda gap: abs(gap.difference))
    return printer.wording.say(
        "role_gap.widest",
        dimension=printer.inside(dimension_name(findings, widest.dimension)),
        lower=printer.inside(role_name(findings, widest.lower_role)),
        higher=printer.inside(role_name(findings, widest.higher_role)),
        difference=printer.points(widest.difference),
        interval=printer.size(widest.low, widest.high),
    )


def dimension_name(findings: Findings, dimension: str) -> str:
    """Return the name of the dimension with that id."""
    return next((one.name for one in findings.dimensions if one.id == dimension), dimension)


def role_name(findings: Findings, role: str) -> str:
    """Return the name of the role with that id."""
    return next((one.name for one in findings.roles if one.id == role), role)
