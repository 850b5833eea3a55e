"""Lines through the years as small pictures side by side, all on one scale, each under what it says.

No line runs through a year that cannot be set beside the others. What moved is told by a filled mark and by words, a
fall by a square of another colour, so that nothing hangs on colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from readiness.baseline.years import Line, Point
from readiness.reporting.pictures.figures import INK, MUTED, PALE, SOFT, WIDTH, styled, svg
from readiness.reporting.words.printed import Printer

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROSE, FELL = "#0b4a5e", "#a8470b"
ACROSS = 4
MOST = 16
"""So many small pictures fit on a page with what stands around them."""
HEIGHT, HEAD, FOOT, BETWEEN = 15.5 / 25.4, 10.5 / 25.4, 6 / 25.4, 5 / 25.4
"""Inches of one picture, of the words above it, of the years under it, and between two."""
FEWEST = 3
"""A line is drawn through so many years or more; through two it would look like a trend."""
LETTERS = 31
"""So many letters of a name fit on a line above a picture."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One line with its name and what is said of it."""

    line: Line
    name: str
    says: str


def journeys(panels: Sequence[Panel], printer: Printer, style: Path) -> str:
    """Draw each line through the years with its intervals."""
    with styled(style):
        return svg(_drawn(panels, ends([panel.line for panel in panels]), printer))


def alone(panel: Panel, scale: tuple[float, float], printer: Printer, style: Path) -> str:
    """Draw one line by itself, on the scale of all of them."""
    with styled(style):
        return svg(_drawn([panel], scale, printer, across=1))


def ends(lines: Sequence[Line]) -> tuple[float, float]:
    """Return the scale for all lines: whole tens around every interval."""
    means = [point.mean for line in lines for point in line.points if point.mean]
    low = min((mean.low for mean in means), default=25.0)
    high = max((mean.high for mean in means), default=75.0)
    return max(0.0, 10 * (low // 10)), min(100.0, 10 * -(-high // 10))


def _drawn(
    panels: Sequence[Panel], scale: tuple[float, float], printer: Printer, across: int = ACROSS
) -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    rows = -(-len(panels) // across)
    tall = HEAD + HEIGHT + FOOT
    one = (WIDTH - (ACROSS - 1) * BETWEEN) / ACROSS
    height, width = rows * tall, across * one + (across - 1) * BETWEEN
    figure = Figure(figsize=(width, height), dpi=72)
    FigureCanvasAgg(figure)
    for i, panel in enumerate(panels):
        row, column = divmod(i, across)
        left, bottom = column * (one + BETWEEN), height - row * tall - HEAD - HEIGHT
        axes = figure.add_axes((left / width, bottom / height, one / width, HEIGHT / height))
        _panel(axes, panel, scale, printer)
    return figure


def _panel(axes: Axes, panel: Panel, scale: tuple[float, float], printer: Printer) -> None:
    line = panel.line
    step = line.last
    moved = step is not None and step.told
    colour = (ROSE if step.rose else FELL) if step and moved else SOFT
    years = [point.year for point in line.points]
    axes.set_xlim(years[0] - 0.55, years[-1] + 0.75)
    axes.set_ylim(*scale)
    _scale(axes, scale)
    axes.grid(visible=True, axis="y")
    axes.spines["left"].set_visible(False)
    axes.set_xticks(years, [str(year) for year in years], fontsize=7)
    for part in _whole(line.points):
        _part(axes, part)
    for year in _broken(line.points):
        axes.axvline(year + 0.5, color=PALE, linewidth=0.9, linestyle=(0, (2, 2)))
    last = line.points[-1]
    if last.mean:
        face = colour if moved else "white"
        shape = "s" if step and moved and not step.rose else "o"
        axes.plot([last.year], [last.mean.value], shape, color=colour, markerfacecolor=face, markersize=4.2)
        value = printer.score(last.mean)
        axes.text(last.year + 0.16, last.mean.value, value, va="center", color=INK, fontsize=7.5)
    _head(axes, panel, colour if moved else MUTED)


def _scale(axes: Axes, scale: tuple[float, float]) -> None:
    """Number the lines of the scale inside the picture, at its left: the foot of it, and every 25."""
    ticks = [tick for tick in (25, 50, 75) if scale[0] + 5 <= tick < scale[1]]
    axes.set_yticks(ticks, [""] * len(ticks))
    for tick in (scale[0], *ticks):
        axes.annotate(
            f"{tick:.0f}",
            (0, tick),
            xycoords=("axes fraction", "data"),
            xytext=(0, 1.2),
            textcoords="offset points",
            va="bottom",
            color=MUTED,
            fontsize=6,
        )


def _part(axes: Axes, points: Sequence[Point]) -> None:
    """Draw years that can be set beside one another: a bar for each interval, and from three on a line."""
    years = [point.year for point in points]
    means = [point.mean for point in points if point.mean]
    for year, mean in zip(years, means, strict=True):
        axes.plot([year, year], [mean.low, mean.high], color=SOFT, linewidth=1.8)
    values = [mean.value for mean in means]
    if len(values) >= FEWEST:
        axes.plot(years, values, color=MUTED, linewidth=1.0)
    axes.plot(years, values, "o", color=MUTED, markerfacecolor="white", markersize=2.4)


def _head(axes: Axes, panel: Panel, colour: str) -> None:
    """Write the name over a picture, in two lines if need be, and under it what is said of it."""
    for text, up, tint, size in (
        (panel.name, 14.5, INK, 8.0 if len(panel.name) <= LETTERS else 6.6),
        (panel.says, 5.0, colour, 7.2),
    ):
        axes.annotate(
            text,
            (0, 1),
            xycoords="axes fraction",
            xytext=(0, up),
            textcoords="offset points",
            va="baseline",
            color=tint,
            fontsize=size,
            parse_math=False,
        )


def _whole(points: Sequence[Point]) -> Iterator[list[Point]]:
    """Yield the years that stand together without a gap."""
    part: list[Point] = []
    for point in points:
        if point.mean:
            part.append(point)
        elif part:
            yield part
            part = []
    if part:
        yield part


def _broken(points: Sequence[Point]) -> Iterator[int]:
    """Yield each year after which figures begin anew, other than after one that is hidden."""
    for before, after in pairwise(points):
        if before.mean is None and after.mean is not None and before.why != "hidden":
            yield before.year


def spoken(panels: Sequence[Panel], printer: Printer) -> str:
    """Say every figure that the pictures draw."""
    told = " ".join(spoken_of(panel, printer) for panel in panels)
    return printer.wording.say("change.page.alt", areas=told)


def spoken_of(panel: Panel, printer: Printer) -> str:
    """Say every figure of one picture."""
    say = printer.wording.say

    def year(point: Point) -> str:
        told = {"score": printer.score(point.mean), "interval": printer.interval(point.mean)}
        key = "change.page.alt_point" if point.mean else "change.page.alt_none"
        return say(key, year=str(point.year), **(told if point.mean else {}))

    names = "; ".join(map(year, panel.line.points))
    return say("change.page.alt_line", name=panel.name, names=names)
