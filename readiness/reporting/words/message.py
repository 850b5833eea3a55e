"""The one message of a report: what a reader should remember who reads nothing else."""

from __future__ import annotations

from readiness.baseline.findings import AreaFinding, Findings
from readiness.reporting.words.printed import TARGET, Printer
from readiness.reporting.words.sentences import (
    FEW,
    of_tier,
    reached,
    strongest_and_weakest,
    unnamed,
)


def message(findings: Findings, printer: Printer) -> str:
    """Say where most change is needed, or else what is weakest everywhere, or that too few answers are in."""
    for tier in ("clear", "likely"):
        if areas := of_tier(findings, tier):
            return _standing_out(tier, areas, printer)
    shown = [one.cell.mean.value for one in findings.dimensions if one.cell.mean]
    if shown and reached(min(shown)):
        key = "no_gap" if len(shown) == len(findings.dimensions) else "no_gap_shown"
        return printer.wording.say(f"message.{key}", target=printer.number(TARGET))
    found = strongest_and_weakest(findings)
    if found and found[1]:
        names = printer.wording.joined([printer.inside(one.name) for one in found[1]])
        untold = bool(of_tier(findings, "untold", "other"))
        return printer.wording.sentence("message.untold" if untold else "message.weakest", weakest=names)
    if findings.general:
        level = found is not None and unnamed(findings, printer)[0] == "level"
        key = "message.level" if level else "message.stand"
        return printer.wording.say(key, score=printer.score(findings.general))
    return printer.wording.say("message.hidden")


def _standing_out(tier: str, areas: list[AreaFinding], printer: Printer) -> str:
    if len(areas) > FEW:
        return printer.wording.sentence(f"message.{tier}_count", count=printer.wording.count(len(areas)))
    names = printer.wording.joined([printer.short(area.name) for area in areas])
    return printer.wording.counted(f"message.{tier}", len(areas), areas=names)


def front(area: AreaFinding, printer: Printer) -> str:
    """Say in one line how an area stands: the message of its own report."""
    if area.need:
        return printer.wording.say(f"front.{area.need.tier}")
    if area.readiness:
        return printer.wording.say("front.shown", score=printer.score(area.readiness))
    return printer.wording.say("front.hidden")
