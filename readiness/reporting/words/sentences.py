"""The one-page summary: sentences made from the findings by rules, in words held as data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Summary:
    """The answers to the board's four questions."""

    ready: tuple[str, ...]
    need: tuple[str, ...]
    barriers: tuple[str, ...]
    first: tuple[str, ...]


def summary(findings: Findings, printer: Printer) -> Summary:
    """Answer the four questions from the findings."""
    return Summary(
        ready(findings, printer),
        need(findings, printer),
        holding_back(findings, printer),
        first(findings, printer),
    )


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
    """Name the strongest and the weakest dimensions with their scores, or say that they cannot be told apart."""
    found = strongest_and_weakest(findings)
    if found is None:
        return ""
    if not found[0]:
        return printer.wording.say("ready.level")
    strongest, weakest = (
        printer.wording.joined([with_score(one, printer) for one in group]) for group in found
    )
    return printer.wording.say("ready.extremes", strongest=strongest, weakest=weakest)


def with_score(dimension: DimensionFinding, printer: Printer) -> str:
    """Return a dimension's name with its score."""
    return printer.wording.say(
        "ready.with_score", name=printer.inside(dimension.name), score=printer.score(dimension.cell.mean)
    )


def strongest_and_weakest(
    findings: Findings,
) -> tuple[list[DimensionFinding], list[DimensionFinding]] | None:
    """Return both ends with their ties; two empty lists if the ends cannot be told apart; None if all is hidden."""
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
    n = printer.number(findings.n)
    if findings.headcount is None:
        return printer.wording.say("ready.answered", n=n)
    headcount, rate = printer.number(findings.headcount), printer.rate(findings.rate)
    return printer.wording.say("ready.answered_of", n=n, headcount=headcount, rate=rate)


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


def of_tier(findings: Findings, *tiers: str) -> list[AreaFinding]:
    """Return the areas of these tiers, the most probable first."""
    areas = [area for area in findings.areas if area.need and area.need.tier in tiers]
    return sorted(areas, key=lambda area: -area.need.probability if area.need else 0)


def _tier(findings: Findings, tier: str, printer: Printer) -> str:
    areas = of_tier(findings, tier)
    if not areas:
        return ""
    if tier in ("clear", "likely"):
        named = named_areas(areas, printer, lambda area: standing(area, findings, printer))
        return printer.wording.counted(f"need.{tier}", len(areas), areas=named)
    if tier == "untold" and not of_tier(findings, "clear", "likely"):
        return printer.wording.say("need.untold_all")
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
    shown = sorted(
        ((area, area.readiness) for area in findings.areas if area.readiness), key=lambda one: one[1].value
    )
    if not shown:
        return (printer.wording.say("need.none"),)
    (area, mean), *others = shown
    values = {
        "area": printer.short(area.name),
        "score": printer.score(mean),
        "interval": printer.interval(mean),
    }
    if not others:
        return (printer.wording.say("need.unpooled_one", **values),)
    over = sum(other.low <= mean.high for _, other in others)
    overlap = (
        printer.wording.counted("need.unpooled_overlap", over)
        if over
        else printer.wording.say("need.unpooled_apart")
    )
    return (printer.wording.say("need.unpooled", **values), overlap, margin(findings, printer))


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
    return (*_barriers(findings.barriers, printer), role_gap(findings, printer))


def _barriers(barriers: Sequence[Named], printer: Printer) -> tuple[str, ...]:
    wording = printer.wording
    if not barriers:
        return (wording.say("barrier.not_asked"),)
    top, after = top_barriers(barriers)
    if not top:
        return (wording.say("barrier.hidden"),)
    names = wording.joined([wording.quoted(printer.choice(one.name)) for one in top])
    shares = wording.joined([printer.share(one.share) for one in top])
    key = "barrier.top" if len(top) == 1 else "barrier.tied"
    sentences = [wording.say(key, barriers=names, share=shares)]
    if after:
        named = [
            wording.say(
                "barrier.with_share",
                barrier=wording.quoted(printer.choice(one.name)),
                share=printer.share(one.share),
            )
            for one in after
        ]
        sentences.append(wording.say("barrier.next", barriers=wording.joined(named)))
    return tuple(sentences)


def top_barriers(barriers: Sequence[Named]) -> tuple[list[Named], list[Named]]:
    """Return the barriers at the top with their ties, and the two that follow; more than three ties are cut."""
    shown = sorted(
        (one for one in barriers if one.share), key=lambda one: -(one.share.percent if one.share else 0)
    )
    if not shown or shown[0].share is None:
        return [], []
    bound = shown[0].share.low
    top = [one for one in shown if one is shown[0] or (one.share and one.share.percent >= bound)][:FEW]
    return top, shown[len(top) : len(top) + 2]


def role_gap(findings: Findings, printer: Printer) -> str:
    """Say where two roles differ most, beyond chance."""
    if not findings.role_gaps:
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


# ------------------------------------------------------------------------------------------ what to do first


def first(findings: Findings, printer: Printer) -> tuple[str, ...]:
    """Give the steps to begin with, areas first, then the whole system's gap, its barrier and its roles."""
    steps = [
        _first_areas(findings, printer),
        _first_dimensions(findings, printer),
        _first_barrier(findings, printer),
        _first_roles(findings, printer),
    ]
    found = tuple(step for step in steps if step)
    return found or (printer.wording.say("first.hidden", threshold=str(findings.heading.threshold)),)


def _first_areas(findings: Findings, printer: Printer) -> str:
    for tier in ("clear", "likely"):
        if areas := of_tier(findings, tier):
            return printer.wording.say(f"first.{tier}", areas=_names(areas[:FEW], printer))
    if of_tier(findings, "untold"):
        important = most_important(findings)
        if important:
            return printer.wording.say("first.untold_important", areas=_names(important, printer))
        return printer.wording.say("first.untold")
    shown = [area for area in findings.areas if area.readiness]
    if len(shown) == 1:
        return printer.wording.say("first.unpooled_one", areas=_names(shown, printer))
    return printer.wording.say("first.unpooled") if shown else ""


def _names(areas: Sequence[AreaFinding], printer: Printer) -> str:
    return printer.wording.joined([printer.short(area.name) for area in areas])


def most_important(findings: Findings) -> list[AreaFinding]:
    """Return the areas that matter most to people, or none if importance sets too few of them apart."""
    shown = [(area, area.importance) for area in findings.areas if area.importance]
    if not shown:
        return []
    top = tied(shown, max)
    return top if len(top) <= FEW and len(top) < len(shown) else []


def _first_dimensions(findings: Findings, printer: Printer) -> str:
    shown = [one.cell.mean.value for one in findings.dimensions if one.cell.mean]
    if shown and round(min(shown)) >= TARGET:
        return printer.wording.say("first.no_gap", target=printer.number(TARGET))
    found = strongest_and_weakest(findings)
    if found is None or not found[1]:
        return ""
    names = printer.wording.joined([printer.inside(one.name) for one in found[1]])
    return printer.wording.say("first.dimension", dimension=names, advice=advice(found[1][0], printer))


def advice(dimension: DimensionFinding, printer: Printer) -> str:
    """Return what the reports folder advises for a dimension, or what the dimension holds."""
    found = printer.wording.advice.on("dimensions", dimension.id)
    return found.short if found else printer.wording.say("advice.plain", holds=dimension.holds)


def _first_barrier(findings: Findings, printer: Printer) -> str:
    top, _ = top_barriers(findings.barriers)
    if not top:
        return ""
    barrier = printer.wording.quoted(printer.choice(top[0].name))
    found = printer.wording.advice.on("barriers", top[0].id)
    if not found:
        return printer.wording.say("first.barrier_plain", barrier=barrier)
    return printer.wording.say("first.barrier", barrier=barrier, advice=found.short)


def _first_roles(findings: Findings, printer: Printer) -> str:
    if not findings.role_gaps:
        return ""
    widest = max(findings.role_gaps, key=lambda gap: abs(gap.difference))
    return printer.wording.say(
        "first.roles",
        dimension=printer.inside(dimension_name(findings, widest.dimension)),
        lower=printer.inside(role_name(findings, widest.lower_role)),
        higher=printer.inside(role_name(findings, widest.higher_role)),
    )
