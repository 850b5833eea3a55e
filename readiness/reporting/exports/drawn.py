"""Pictures to take away that a report sets as tables: dimensions with intervals, the heat map, the barriers.

They are drawn in millimetres on the report's width, in the style of `reports/figures.mplstyle`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from readiness.baseline.findings import DimensionFinding, Mean, Named
from readiness.reporting import typefaces
from readiness.reporting.exports import palette
from readiness.reporting.pictures import figures
from readiness.reporting.tables import HeatRow
from readiness.reporting.words.printed import TARGET, Printer

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 170.0
ROW = 7.4
NAMES, SCALE, FIGURE = 62.0, 138.0, 150.0
"""Where names end, where the scale ends, and where a row's figure ends; millimetres from the left."""
HEAT_NAMES = 44.0
HEAD, FOOT = 6.0, 12.0


def _sheet(height: float) -> tuple[Figure, Axes]:
    """Return an empty picture and axes over all of it, in millimetres from the top left."""
    figure, axes = figures.new(height / 25.4, left=0, bottom=0, top=1)
    axes.set_position((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    axes.set_axis_off()
    return figure, axes


def strong() -> dict[str, Any]:
    """Return the look of semi-bold letters; the face stands under its own name: its fallback has no such weight."""
    from matplotlib import font_manager

    name = f"{typefaces.FAMILY} SemiBold"
    known = font_manager.fontManager.ttflist
    if not any(font.name == name for font in known):
        known.append(font_manager.FontEntry(fname=str(typefaces.OWN["SemiBold"]), name=name))
    return {"family": [name, "DejaVu Sans"]}


def _say(axes: Axes, across: float, down: float, text: str, **look: Any) -> None:
    settings: dict[str, Any] = {
        "va": "center_baseline",
        "ha": "left",
        "color": palette.INK,
        "parse_math": False,
    } | look
    axes.text(across, down, text, **settings)


# ------------------------------------------------------------------------------------------------- dimensions


def dimensions(found: Sequence[DimensionFinding], printer: Printer) -> Figure:
    """Draw the dimensions in their order, each a dot with its 95% interval beside the target."""
    means = [one.cell.mean for one in found if one.cell.mean]
    low = 10 * (min([40.0, *(mean.low for mean in means)]) // 10)
    high = min(100.0, 10 * -(-max([80.0, *(mean.high for mean in means)]) // 10))
    height = HEAD + ROW * len(found) + FOOT
    figure, axes = _sheet(height)
    _grid(axes, low, high, height, printer)
    for i, one in enumerate(found):
        down = HEAD + ROW * (i + 0.5)
        _say(axes, 0, down, printer.short(one.name, 38))
        _score(axes, down, one.cell.mean, (low, high), printer)
    return figure


def _across(score: float, ends: tuple[float, float]) -> float:
    return NAMES + (SCALE - NAMES) * (score - ends[0]) / (ends[1] - ends[0])


def _grid(axes: Axes, low: float, high: float, height: float, printer: Printer) -> None:
    ends, foot = (low, high), height - FOOT + 1
    for score in range(int(low), int(high) + 1, 10):
        at = _across(score, ends)
        axes.plot([at, at], [HEAD, foot], color=palette.PALE, linewidth=0.6, zorder=0)
        _say(axes, at, foot + 2.6, printer.number(score), ha="center", color=palette.MUTED)
    at = _across(TARGET, ends)
    axes.plot([at, at], [HEAD, foot], color=figures.PALE, linewidth=1, linestyle=(0, (3, 2)), zorder=0)
    target = printer.wording.say("label.target", target=printer.number(TARGET))
    _say(axes, at, HEAD - 2.4, target, ha="center", color=palette.MUTED, fontsize=7.5)
    _say(axes, NAMES, foot + 7.2, printer.wording.say("label.readiness_axis"), color=palette.MUTED)
    _head_interval(axes, printer)


def _head_interval(axes: Axes, printer: Printer) -> None:
    name = printer.wording.say("label.interval")
    _say(axes, WIDTH, HEAD - 2.4, name, ha="right", color=palette.MUTED, fontsize=7.5)


def _score(axes: Axes, down: float, mean: Mean | None, ends: tuple[float, float], printer: Printer) -> None:
    if mean is None:
        _say(axes, FIGURE, down, printer.none, ha="right", color=palette.MUTED)
        return
    low, high = (_across(score, ends) for score in (mean.low, mean.high))
    axes.plot([low, high], [down, down], color=palette.SOFT, linewidth=3.2)
    axes.plot([_across(mean.value, ends)], [down], "o", color=palette.ACCENT, markersize=6)
    _say(axes, FIGURE, down, printer.score(mean), ha="right", **strong())
    _say(axes, WIDTH, down, printer.interval(mean), ha="right", color=palette.MUTED)


# --------------------------------------------------------------------------------------------------- heat map


def heat(columns: Sequence[str], rows: Sequence[HeatRow], printer: Printer) -> Figure:
    """Draw groups by dimensions, the less ready the darker, each figure in its cell; the whole system stands last."""
    heads = [textwrap.wrap(printer.short(name, 40), 13) for name in columns]
    head = 3.0 * max((len(lines) for lines in heads), default=1) + 2
    height = head + ROW * len(rows) + 9.5
    figure, axes = _sheet(height)
    width = (WIDTH - HEAT_NAMES) / max(1, len(columns))
    for j, lines in enumerate(heads):
        middle = HEAT_NAMES + width * (j + 0.5)
        _say(
            axes,
            middle,
            head - 1.2,
            "\n".join(lines),
            ha="center",
            va="bottom",
            fontsize=6.4,
            color=palette.MUTED,
        )
    for i, row in enumerate(rows):
        last = i == len(rows) - 1
        down = head + ROW * (i + 0.5) + 1.5 * last
        _say(axes, 0, down, printer.short(row.name, 30), fontsize=8, **(strong() if last else {}))
        for j, cell in enumerate(row.cells):
            _shaded(axes, HEAT_NAMES + width * j, down, width, cell.text, cell.shade)
    _key(axes, height - 3.6, printer)
    return figure


def _shaded(axes: Axes, left: float, middle: float, width: float, text: str, shade: int) -> None:
    from matplotlib.patches import Rectangle

    place, size = (left + 0.3, middle - ROW / 2 + 0.3), (width - 0.6, ROW - 0.6)
    if shade:
        axes.add_patch(
            Rectangle(
                place, *size, facecolor=palette.SHADES[shade - 1], edgecolor=palette.LINE, linewidth=0.3
            )
        )
    ink = palette.letters(shade - 1) if shade else palette.MUTED
    look = {**strong(), "fontsize": 8.5} if shade else {"fontsize": 5.8}
    _say(axes, left + width / 2, middle, text, ha="center", color=ink, **look)


def _key(axes: Axes, down: float, printer: Printer) -> None:
    """Say which end of the scale is darker."""
    from matplotlib.patches import Rectangle

    say, small = printer.wording.say, {"color": palette.MUTED, "fontsize": 7.2}
    _say(axes, HEAT_NAMES, down, say("label.less_ready"), **small)
    for i, colour in enumerate(palette.SHADES):
        place = (HEAT_NAMES + 18 + 5 * i, down - 1.6)
        axes.add_patch(Rectangle(place, 5, 3.2, facecolor=colour, edgecolor=palette.LINE, linewidth=0.3))
    _say(axes, HEAT_NAMES + 20 + 5 * len(palette.SHADES), down, say("label.more_ready"), **small)


# --------------------------------------------------------------------------------------------------- barriers


def barriers(found: Sequence[Named], printer: Printer) -> Figure:
    """Draw the barriers, most named first, each a bar with its 95% interval; what is under 5% has no length."""
    top = max([40.0, *(one.share.high for one in found if one.share)])
    height = HEAD + ROW * len(found)
    figure, axes = _sheet(height)
    _head_interval(axes, printer)
    for i, one in enumerate(found):
        down = HEAD + ROW * (i + 0.5)
        _say(axes, 0, down, printer.short(one.name, 44))
        _bar(axes, down, one, top, printer)
    return figure


def _bar(axes: Axes, down: float, one: Named, top: float, printer: Printer) -> None:
    from matplotlib.patches import Rectangle

    start, length = 74.0, FIGURE - 14 - 74.0
    colour = palette.INK if one.share else palette.MUTED
    _say(
        axes,
        FIGURE,
        down,
        printer.share(one.share),
        ha="right",
        color=colour,
        **(strong() if one.share else {}),
    )
    if one.share is None:
        return
    _say(axes, WIDTH, down, printer.share_interval(one.share), ha="right", color=palette.MUTED, fontsize=7.5)
    if one.share.percent <= 5:
        return
    width = length * one.share.percent / top
    axes.add_patch(Rectangle((start, down - 1.9), width, 3.8, facecolor=palette.BAR, edgecolor="none"))
    low, high = (start + length * end / top for end in (one.share.low, one.share.high))
    axes.plot([low, high], [down, down], color=palette.ACCENT, linewidth=1.2)
