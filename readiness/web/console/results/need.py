"""Where most change is needed: every area with its interval, its tier and the range of its position."""

from __future__ import annotations

from flask import Response

from readiness.baseline.findings import AreaFinding
from readiness.reporting.pictures import spoken
from readiness.reporting.pictures.figures import standing_out
from readiness.reporting.words import headlines, sentences
from readiness.reporting.words.printed import Printer
from readiness.web.console.results import charts, looking
from readiness.web.console.results.charts import Line, Picture
from readiness.web.console.results.source import Shown


def show(code: str) -> Response:
    """Show it."""
    return looking.at("where most change is needed", _page)


def _page(shown: Shown) -> Response:
    findings, printer = shown.require_whole(), shown.printer
    return looking.page(
        "need",
        shown,
        head=headlines.need(findings, printer),
        says=sentences.need(findings, printer),
        picture=picture(shown),
        pooled=any(one.need for one in findings.areas),
        rows=[row(one, printer) for one in by_need(findings.areas)],
    )


def picture(shown: Shown) -> Picture | None:
    """Return the picture of all areas that have a score, least ready first."""
    findings, printer = shown.require_whole(), shown.printer
    ready = sorted(
        ((one, one.readiness) for one in findings.areas if one.readiness), key=lambda each: each[1].value
    )
    if not ready:
        return None
    lines = [
        Line(
            printer.short(one.name),
            f"{printer.score(mean)} ({printer.interval(mean)})",
            mean,
            strong=standing_out(one),
        )
        for one, mean in ready
    ]
    title = f"{headlines.need(findings, printer)}."
    return charts.scores("need", title, spoken.need([one for one, _ in ready], printer), lines, printer)


def by_need(areas: tuple[AreaFinding, ...]) -> list[AreaFinding]:
    """Return the areas, most likely in need first, and those of which nothing is shown last."""
    return sorted(areas, key=lambda one: (one.need is None, -(one.need.probability if one.need else 0)))


def row(one: AreaFinding, printer: Printer) -> dict[str, object]:
    """Return what the table says of an area."""
    return {
        "id": one.id,
        "name": one.name,
        "tier": one.need.tier if one.need else "none",
        "n": printer.number(one.n),
        "score": printer.score(one.readiness),
        "interval": printer.interval(one.readiness),
        "chance": printer.chance(one.need.probability) if one.need else printer.none,
        "position": printer.position(one.need) if one.need else printer.none,
        "guard": printer.ranks(one.need.set_low, one.need.set_high) if one.need else printer.none,
    }
