"""What to do first: steps that follow from the findings by rules, and from the advice that fits them."""

from __future__ import annotations

from readiness.baseline.findings import DimensionFinding, Findings
from readiness.reporting.words.picking import Piece, picked_for_system
from readiness.reporting.words.printed import TARGET, Printer
from readiness.reporting.words.sentences import (
    areas_named,
    by_readiness,
    dimension_name,
    most_important,
    of_tier,
    overlapping,
    reached,
    role_name,
    strongest_and_weakest,
    top_barriers,
)


def first(findings: Findings, printer: Printer) -> tuple[str, ...]:
    """Give the steps to begin with, areas first, then the whole system's gaps, its barrier and its roles."""
    pieces = picked_for_system(findings, printer.wording.advice)
    steps = (
        _areas(findings, printer),
        *_dimensions(findings, pieces, printer),
        _barrier(findings, pieces, printer),
        _roles(findings, printer),
    )
    found = tuple(step for step in steps if step)
    if found:
        return found
    if any(one.cell.mean for one in findings.dimensions):
        return (printer.wording.say("first.level"),)
    return (printer.wording.say("first.hidden", threshold=str(findings.heading.threshold)),)


def _areas(findings: Findings, printer: Printer) -> str:
    say = printer.wording.say
    for tier in ("clear", "likely"):
        if areas := of_tier(findings, tier):
            return printer.wording.counted(f"first.{tier}", len(areas), areas=areas_named(areas, printer))
    if of_tier(findings, "untold"):
        important = most_important(findings)
        names = areas_named(important, printer)
        return say("first.untold_important", areas=names) if important else say("first.untold")
    shown = by_readiness(findings)
    if not shown:
        return ""
    lowest = areas_named([shown[0][0]], printer)
    if len(shown) == 1:
        return say("first.unpooled_one", areas=lowest)
    return say("first.unpooled") if overlapping(shown) else say("first.unpooled_apart", areas=lowest)


def _dimensions(findings: Findings, pieces: tuple[Piece, ...], printer: Printer) -> list[str]:
    """Return a step for each of the weakest dimensions that advice was picked for, or one without advice."""
    say, shown = printer.wording.say, [one.cell.mean for one in findings.dimensions if one.cell.mean]
    if shown and reached(min(mean.value for mean in shown)):
        key = "no_gap" if len(shown) == len(findings.dimensions) else "no_gap_shown"
        return [say(f"first.{key}", target=printer.number(TARGET))]
    weakest = [piece for piece in pieces if piece.reason == "weakest"]
    if weakest:
        keys = ("first.dimension", *["first.dimension_too"] * len(weakest))
        return [
            say(key, dimension=printer.inside(one.name), advice=one.advice.short)
            for key, one in zip(keys, weakest, strict=False)
        ]
    found = strongest_and_weakest(findings)
    return [_plain(found[1], printer)] if found and found[1] else []


def _plain(weakest: list[DimensionFinding], printer: Printer) -> str:
    """Return the step for dimensions that there is no advice on: what the first of them holds."""
    names = printer.wording.joined([printer.inside(one.name) for one in weakest])
    advice = printer.wording.say("advice.plain", holds=weakest[0].holds)
    return printer.wording.say("first.dimension", dimension=names, advice=advice)


def _barrier(findings: Findings, pieces: tuple[Piece, ...], printer: Printer) -> str:
    """Return the step for the barrier that advice was picked for, or for the top one where there is none on it."""
    say = printer.wording.say
    for piece in pieces:
        if piece.reason in ("barrier", "next"):
            key = "first.barrier" if piece.reason == "barrier" else "first.barrier_next"
            return say(
                key, barrier=printer.wording.quoted(printer.choice(piece.name)), advice=piece.advice.short
            )
    top, _ = top_barriers(findings.barriers)
    if not top or printer.wording.advice.on("barriers", top[0].id):
        return ""
    return say("first.barrier_plain", barrier=printer.wording.quoted(printer.choice(top[0].name)))


def _roles(findings: Findings, printer: Printer) -> str:
    if not findings.role_gaps:
        return ""
    widest = max(findings.role_gaps, key=lambda gap: abs(gap.difference))
    return printer.wording.say(
        "first.roles",
        dimension=printer.inside(dimension_name(findings, widest.dimension)),
        lower=printer.inside(role_name(findings, widest.lower_role)),
        higher=printer.inside(role_name(findings, widest.higher_role)),
    )
