"""Importance by gap: which areas matter most to people and are least ready."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response

from readiness.baseline.findings import AreaFinding, Mean
from readiness.reporting.pictures import labels, spoken
from readiness.reporting.pictures.figures import standing_out
from readiness.reporting.pictures.labels import Box
from readiness.reporting.words import headlines
from readiness.reporting.words.printed import TARGET, Printer
from readiness.web.console.results import charts, looking
from readiness.web.console.results.charts import Scale
from readiness.web.console.results.grids import Grid, GridRow
from readiness.web.console.results.source import Shown

HEIGHT, TOP, NARROW = 380, 12, 300
"""Pixels: of the field, above it, and across on the narrowest screen, where numbers must not meet."""
NUMBER = (18.0, 16.0)
"""How much room a number takes."""


@dataclass(frozen=True, slots=True)
class Point:
    """An area in the picture, placed; its number stands beside its dot."""

    number: int
    at: str
    low: str
    high: str
    y: str
    top: str
    bottom: str
    strong: bool
    across: str
    """From the dot to the middle of the number, in pixels."""
    down: str


@dataclass(frozen=True, slots=True)
class Scatter:
    """The picture."""

    title: str
    told: str
    points: tuple[Point, ...]
    height: int
    top: int
    across: tuple[tuple[str, str], ...]
    upright: tuple[tuple[str, str], ...]
    target: str
    middle: str
    """The height of the mean importance."""


def show(code: str) -> Response:
    """Show it."""
    return looking.at("priorities", _page)


def _page(shown: Shown) -> Response:
    findings, printer = shown.require_whole(), shown.printer
    say = printer.wording.say
    both = by_importance(findings.areas)
    return looking.page(
        "priorities",
        shown,
        head=headlines.importance(findings, printer),
        explain=say("explain.importance", target=printer.number(TARGET)),
        scatter=scatter(both, headlines.importance(findings, printer), printer) if len(both) > 1 else None,
        table=_grid(shown, both),
    )


def by_importance(areas: Sequence[AreaFinding]) -> list[tuple[AreaFinding, Mean, Mean]]:
    """Return the areas of which both are shown, with readiness and importance, most important first."""
    both = [(one, one.readiness, one.importance) for one in areas if one.readiness and one.importance]
    return sorted(both, key=lambda each: -each[2].value)


def scatter(both: Sequence[tuple[AreaFinding, Mean, Mean]], head: str, printer: Printer) -> Scatter:
    """Return the picture: readiness from left to right, importance from bottom to top."""
    across = charts.of_scores([ready for _, ready, _ in both])
    upright = _upright([matters for _, _, matters in both])
    offsets = _numbers(
        [
            (across.percent(ready.value) * NARROW / 100, _down(upright, matters.value))
            for _, ready, matters in both
        ]
    )
    points = tuple(
        Point(
            number=i,
            at=across.at(ready.value),
            low=across.at(ready.low),
            high=across.at(ready.high),
            y=f"{_down(upright, matters.value):.1f}",
            top=f"{_down(upright, matters.high):.1f}",
            bottom=f"{_down(upright, matters.low):.1f}",
            strong=standing_out(one),
            across=f"{offset[0]:.1f}",
            down=f"{offset[1]:.1f}",
        )
        for i, ((one, ready, matters), offset) in enumerate(zip(both, offsets, strict=True), 1)
    )
    mean = sum(matters.value for _, _, matters in both) / len(both)
    return Scatter(
        title=f"{head}.",
        told=spoken.importance([one for one, _, _ in both], printer),
        points=points,
        height=HEIGHT,
        top=TOP,
        across=across.ticks(printer),
        upright=tuple((f"{_down(upright, value):.1f}", printer.number(value)) for value in _steps(upright)),
        target=across.at(TARGET),
        middle=f"{_down(upright, mean):.1f}",
    )


def _upright(means: Sequence[Mean]) -> Scale:
    low, high = min(one.low for one in means), max(one.high for one in means)
    return Scale(max(0.0, low - 0.4), min(10.0, high + 0.4), 1)


def _steps(upright: Scale) -> list[float]:
    return [float(value) for value in range(11) if upright.low <= value <= upright.high]


def _down(upright: Scale, value: float) -> float:
    within = min(max(value, upright.low), upright.high)
    return TOP + HEIGHT * (upright.high - within) / (upright.high - upright.low)


def _numbers(dots: Sequence[labels.Point]) -> list[labels.Point]:
    """Return where each number stands beside its dot: where it meets nothing on the narrowest screen, else above it."""
    room = Box(0, TOP, NARROW, TOP + HEIGHT)
    spots = labels.placed([NUMBER] * len(dots), list(dots), [], [], room)
    found = []
    for dot, spot in zip(dots, spots, strict=True):
        if spot is None:
            found.append((0.0, -14.0))
        else:
            found.append(((spot.box.x0 + spot.box.x1) / 2 - dot[0], (spot.box.y0 + spot.box.y1) / 2 - dot[1]))
    return found


def _grid(shown: Shown, both: Sequence[tuple[AreaFinding, Mean, Mean]]) -> Grid:
    """Return every area, those in the picture with their numbers."""
    printer, say = shown.printer, shown.printer.wording.say
    numbers = {one.id: str(i) for i, (one, _, _) in enumerate(both, 1)}
    others = [one for one in shown.areas if one.id not in numbers]
    rows = tuple(
        GridRow(
            one.name,
            (
                numbers.get(one.id, ""),
                printer.score(one.importance, 1),
                printer.interval(one.importance, 1),
                printer.score(one.readiness),
                printer.interval(one.readiness),
            ),
            looking.to(shown, "results_area", area=one.id),
        )
        for one in [*(each for each, _, _ in both), *others]
    )
    heads = tuple(
        say(f"label.{label}") for label in ("area", "importance", "interval", "readiness", "interval")
    )
    return Grid(
        "importance-table", say("caption.importance_table"), (heads[0], "#", *heads[1:]), rows, "areas"
    )
