"""The sentences of one area's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readiness.baseline.findings import AreaFinding, Findings
from readiness.reporting.words.printed import TARGET, Printer
from readiness.reporting.words.sentences import (
    FEW,
    barrier_names,
    ends_apart,
    half_width,
    ranked,
    reached,
    told_of,
    top_barriers,
)


@dataclass(frozen=True)
class AreaSentences:
    """What one area's page says beside its figures; an empty sentence has nothing to say."""

    headline: str
    parts: str
    limiting: str
    roles: str
    barriers: str
    innovations: str
    sure: tuple[str, ...]
    do: str


def sentences(area: AreaFinding, findings: Findings, printer: Printer) -> AreaSentences:
    """Say all that an area's page says."""
    return AreaSentences(
        headline=headline(area, printer),
        parts=parts(area, findings, printer),
        limiting=limiting(area, printer),
        roles=roles(area, printer),
        barriers=barriers(area, printer),
        innovations=innovations(area, printer),
        sure=sure(area, findings, printer),
        do=what_to_do(area, findings, printer),
    )


def headline(area: AreaFinding, printer: Printer) -> str:
    """Say how the area stands among all, or what its score is, or that too few people answered."""
    name = printer.short(area.name)
    if area.need:
        chance = printer.chance(area.need.probability)
        said = printer.wording.say(f"area.{area.need.tier}", area=name, chance=chance)
        return f"{said} {printer.wording.say('area.teaches')}" if _teaches(area) else said
    if area.readiness:
        score, interval = printer.score(area.readiness), printer.interval(area.readiness)
        return printer.wording.say("area.shown", area=name, score=score, interval=interval)
    return printer.wording.say("area.hidden", area=name)


def parts(area: AreaFinding, findings: Findings, printer: Printer) -> str:
    """Say where the area differs from the whole system, and which dimensions hold it back."""
    if not any(cell.mean for _, cell in area.dimensions):
        return printer.wording.say("area.parts_hidden")
    return f"{compared(area, findings, printer)} {_back(area, findings, printer)}".strip()


def _back(area: AreaFinding, findings: Findings, printer: Printer) -> str:
    """Say which dimensions hold the area back, or that none is to be named."""
    gaps = held_back(area)
    if gaps:
        return printer.wording.counted("area.gaps", len(gaps), gaps=names(gaps, findings, printer))
    scores = [cell.mean.value for _, cell in area.dimensions if cell.mean]
    if reached(min(scores)):
        return printer.wording.say("area.gaps_none", target=printer.number(TARGET))
    return printer.wording.say("area.parts_level")


def held_back(area: AreaFinding) -> tuple[str, ...]:
    """Return the dimensions that hold the area back: among its lowest, and under the target."""
    scores = {key: cell.mean.value for key, cell in area.dimensions if cell.mean}
    return tuple(key for key in area.gaps if key in scores and not reached(scores[key]))


def compared(area: AreaFinding, findings: Findings, printer: Printer) -> str:
    """Say in what the area differs from the whole system, beyond chance; nothing where the whole is not shown."""
    if not any(one.cell.mean for one in findings.dimensions):
        return ""
    key = "_".join(name for name, ids in (("above", area.above), ("below", area.below)) if ids)
    return printer.wording.say(
        f"area.{key or 'alike'}",
        area=printer.short(area.name),
        strengths=names(area.above, findings, printer, FEW),
        gaps=names(area.below, findings, printer, FEW),
    )


def names(ids: Sequence[str], findings: Findings, printer: Printer, most: int | None = None) -> str:
    """Return the names of dimensions and of commitment and capability for a sentence.

    Of many more than `most` only the first are named, and how many more there are.
    """
    known = {dimension.id: dimension.name for dimension in findings.dimensions}
    known |= {key: name for key, name, _ in findings.components}
    known["general"] = printer.wording.say("area.general_part")
    named = [printer.inside(known.get(one, one)) for one in ids]
    if most and len(named) > most + 1:
        more = printer.wording.count(len(named) - most)
        named[most:] = [printer.wording.say("need.more", count=more)]
    return printer.wording.joined(named)


def _teaches(area: AreaFinding) -> bool:
    """Say whether others may learn from the area: little need, and better than the whole system at something."""
    return area.need is not None and area.need.tier == "other" and bool(area.above)


def limiting(area: AreaFinding, printer: Printer) -> str:
    """Name the lowest of the three parts of readiness."""
    if area.limiting is None:
        known = area.general and area.components and all(cell.mean for _, _, cell in area.components)
        return printer.wording.say("area.limiting_none") if known else ""
    names = {key: name for key, name, _ in area.components}
    part = names.get(area.limiting, printer.wording.say("area.general_part"))
    return printer.wording.say("area.limiting", part=printer.inside(part))


def roles(area: AreaFinding, printer: Printer) -> str:
    """Say which roles see the area differently, beyond chance."""
    shown = sorted(
        ((role, role.general) for role in area.roles if role.general), key=lambda one: one[1].value
    )
    if not shown:
        return printer.wording.say("area.roles_hidden")
    if len(shown) == 1:
        return printer.wording.say("area.roles_one")
    (lower, low), (higher, high) = shown[0], shown[-1]
    if not ends_apart([mean for _, mean in shown]):
        return printer.wording.say("area.roles_close")
    names = {"lower": printer.inside(lower.name), "higher": printer.inside(higher.name)}
    ends = printer.ends(low.value, high.value)
    return printer.wording.sentence("area.roles_apart", low=ends[0], high=ends[1], **names)


def barriers(area: AreaFinding, printer: Printer) -> str:
    """Name the barriers at the top in this area; nothing where nobody was asked for them."""
    if not area.barriers:
        return ""
    top, _ = top_barriers(area.barriers)
    if not top:
        return printer.wording.say("area.barriers_hidden")
    names = printer.wording.joined(barrier_names(top, printer))
    return printer.wording.say("area.barriers_top" if len(top) == 1 else "area.barriers_tied", barriers=names)


def innovations(area: AreaFinding, printer: Printer) -> str:
    """Name the local innovation that is known least: most answers at the first step."""
    if not area.innovations:
        return ""
    firsts = [(one.name, one.steps[0].name, one.steps[0].share) for one in area.innovations if one.steps]
    shown = sorted(
        ((name, step, share) for name, step, share in firsts if share), key=lambda one: -one[2].percent
    )
    if not shown:
        return printer.wording.say("area.innovations_hidden")
    (name, step, share), *others = shown
    if any(other.percent >= share.low for _, _, other in others):
        return printer.wording.say("area.innovation_tied")
    key = "area.innovation" if others else "area.innovation_only"
    return printer.wording.sentence(
        key, innovation=printer.inside(name), step=step, share=printer.share(share)
    )


def sure(area: AreaFinding, findings: Findings, printer: Printer) -> tuple[str, ...]:
    """Say how many answered, how far the score may be off, and for whom the figures stand."""
    found = [_answered(area, printer)]
    if area.readiness:
        found.append(
            printer.wording.say("area.sure_margin", margin=printer.points(half_width(area.readiness)))
        )
        found.append(_position(area, findings, printer))
        found.append(printer.wording.say("area.sure_standardised" if area.standardised else "area.sure_raw"))
    if area.unshown_roles:
        named = printer.wording.joined([printer.inside(role) for role in area.unshown_roles])
        found.append(printer.wording.say("area.sure_joined", roles=named))
    divided = tuple(key for key, cell in area.dimensions if cell.divided)
    if divided:
        found.append(printer.wording.say("area.sure_divided", dimensions=names(divided, findings, printer)))
    return tuple(sentence for sentence in found if sentence)


def _answered(area: AreaFinding, printer: Printer) -> str:
    if area.n is None:
        return ""
    return told_of(area.n, area.headcount, "area.sure", printer)


def _position(area: AreaFinding, findings: Findings, printer: Printer) -> str:
    if area.need is None:
        return ""
    values = {"total": str(ranked(findings)), "low": str(area.need.rank_low)}
    if area.need.rank_low == area.need.rank_high:
        return printer.wording.say("area.sure_position_same", **values)
    return printer.wording.say("area.sure_position", high=str(area.need.rank_high), **values)


def what_to_do(area: AreaFinding, findings: Findings, printer: Printer) -> str:
    """Say what to take up in this area, from its tier, its gaps and its barriers."""
    if area.readiness is None:
        return printer.wording.say("area.do_hidden", threshold=str(findings.heading.threshold))
    top, _ = top_barriers(area.barriers)
    barrier = printer.wording.quoted(printer.choice(top[0].name)) if top else ""
    gaps = names(list(dict.fromkeys((*area.below, *held_back(area))))[:FEW], findings, printer)
    if _teaches(area):
        return printer.wording.say("area.do_other", strengths=names(area.above[:FEW], findings, printer))
    if not gaps:
        return printer.wording.say("area.do_no_gaps" if barrier else "area.do_nothing", barrier=barrier)
    if not barrier:
        return printer.wording.say("area.do_no_barrier", gaps=gaps)
    return printer.wording.say(_doing(area), gaps=gaps, barrier=barrier)


def _doing(area: AreaFinding) -> str:
    tier = area.need.tier if area.need else ""
    if tier == "untold" and len(area.roles) < 2:
        return "area.do_plain"
    return {"clear": "area.do_clear", "likely": "area.do_clear", "untold": "area.do_untold"}.get(
        tier, "area.do_plain"
    )


def overlap(area: AreaFinding, findings: Findings, printer: Printer) -> str:
    """Say with how many other areas the order may be chance."""
    others = [one.readiness for one in findings.areas if one.readiness and one.id != area.id]
    if area.readiness is None or not others:
        return printer.wording.say("area.overlap_alone")
    over = sum(one.low <= area.readiness.high and area.readiness.low <= one.high for one in others)
    values = {"area": printer.short(area.name), "total": printer.wording.count(len(others))}
    if over and len(others) == 1:
        return printer.wording.say("area.overlap_only", **values)
    if not over:
        return printer.wording.say("area.overlap_none", **values)
    return printer.wording.counted("area.overlap", over, **values)
