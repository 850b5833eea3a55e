"""The statistical figures, drawn by matplotlib: areas with their intervals, and importance by gap.

Text is drawn as outlines, since that shapes every script rightly and depends on no font when the page is made; the
same figures stand as text in a table beside each picture. matplotlib is imported where it is needed: it is slow.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readiness.baseline.findings import AreaFinding, Mean
from readiness.reporting import typefaces
from readiness.reporting.printed import TARGET, Printer

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, MUTED, ACCENT, SOFT, PALE = "#1b2a33", "#5a6b75", "#0b4a5e", "#6ea6b8", "#9db0ba"
WIDTH = 170 / 25.4
NAMES = 0.36
"""Share of the width that the areas' names take."""
ROW = 6.4 / 25.4
TOP, BOTTOM = 6 / 25.4, 11 / 25.4


def areas(shown: Sequence[AreaFinding], scale: Sequence[AreaFinding], printer: Printer, style: Path) -> str:
    """Draw areas' readiness with 95% intervals, lowest first, on one scale for all; those that stand out are filled."""
    ordered = sorted(
        ((area, area.readiness) for area in shown if area.readiness), key=lambda one: one[1].value
    )
    height = ROW * len(ordered) + TOP + BOTTOM
    with _styled(style):
        figure, axes = _new(height, left=NAMES, bottom=BOTTOM / height, top=1 - TOP / height)
        for row, (area, mean) in enumerate(ordered):
            _interval(axes, row, mean, standing_out(area))
            _named(axes, row, printer.short(area.name, 44), standing_out(area))
        _scale(axes, [one.readiness for one in scale if one.readiness], printer)
        axes.set_ylim(len(ordered) - 0.4, -0.6)
        axes.set_yticks([])
        return _svg(figure)


def standing_out(area: AreaFinding) -> bool:
    """Say whether the area is a clear or likely priority."""
    return area.need is not None and area.need.tier in ("clear", "likely")


def _interval(axes: Axes, row: int, mean: Mean, strong: bool) -> None:
    axes.plot(
        [mean.low, mean.high],
        [row, row],
        color=ACCENT if strong else SOFT,
        linewidth=3.2,
        alpha=0.55 if strong else 1,
    )
    axes.plot(
        [mean.value], [row], "o", color=ACCENT, markersize=6, markerfacecolor=ACCENT if strong else "white"
    )


def _named(axes: Axes, row: int, name: str, strong: bool) -> None:
    axes.text(
        0,
        row,
        name,
        transform=_beside(axes),
        ha="left",
        va="center_baseline",
        parse_math=False,
        color=INK if strong else MUTED,
    )


def _beside(axes: Axes) -> Any:
    """Return coordinates that run over the whole width across and over the rows downwards."""
    from matplotlib.transforms import blended_transform_factory

    return blended_transform_factory(axes.figure.transFigure, axes.transData)


def _scale(axes: Axes, means: Sequence[Mean], printer: Printer) -> None:
    low = min([40.0, *(mean.low for mean in means)])
    high = max([80.0, *(mean.high for mean in means)])
    axes.set_xlim(max(0, 10 * (low // 10)), min(100, 10 * -(-high // 10)))
    axes.grid(visible=True, axis="x")
    axes.axvline(TARGET, color=PALE, linewidth=1, linestyle=(0, (3, 2)))
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(printer.wording.say("label.readiness_axis"), loc="left")
    target = printer.wording.say("label.target", target=printer.number(TARGET))
    axes.text(
        TARGET,
        1,
        target,
        transform=axes.get_xaxis_transform(),
        ha="center",
        va="bottom",
        color=MUTED,
        fontsize=7.5,
    )


def importance(shown: Sequence[AreaFinding], printer: Printer, style: Path) -> str:
    """Draw importance by readiness, the axes crossing at the target and at the mean importance."""
    points = [(area, area.readiness, area.importance) for area in shown if area.readiness and area.importance]
    with _styled(style):
        figure, axes = _new(118 / 25.4, left=0.045, bottom=0.105, top=0.94)
        middle = sum(mean.value for _, _, mean in points) / len(points)
        for area, readiness, mean in points:
            _cross(axes, readiness, mean, standing_out(area))
        _scale(axes, [readiness for _, readiness, _ in points], printer)
        _upright(axes, [mean for _, _, mean in points], middle, printer)
        names = [(printer.short(area.name, 30), (one.value, mean.value)) for area, one, mean in points]
        _label(figure, axes, names)
        return _svg(figure)


def _cross(axes: Axes, across: Mean, up: Mean, strong: bool) -> None:
    axes.plot([across.low, across.high], [up.value, up.value], color=SOFT, linewidth=0.9, alpha=0.75)
    axes.plot([across.value, across.value], [up.low, up.high], color=SOFT, linewidth=0.9, alpha=0.75)
    axes.plot(
        [across.value],
        [up.value],
        "o",
        color=ACCENT,
        markersize=6,
        markerfacecolor=ACCENT if strong else "white",
    )


def _upright(axes: Axes, means: Sequence[Mean], middle: float, printer: Printer) -> None:
    low, high = min(mean.low for mean in means), max(mean.high for mean in means)
    axes.set_ylim(max(0, low - 0.4), min(10, high + 0.4))
    axes.grid(visible=True, axis="y")
    axes.axhline(middle, color=PALE, linewidth=1, linestyle=(0, (3, 2)))
    axes.text(
        1,
        middle,
        printer.wording.say("label.mean_importance"),
        transform=axes.get_yaxis_transform(),
        ha="right",
        va="bottom",
        color=MUTED,
        fontsize=7.5,
    )
    label = printer.wording.say("label.importance_axis")
    axes.text(0, 1.02, label, transform=axes.transAxes, ha="left", va="bottom", color=MUTED)


def _label(figure: Figure, axes: Axes, names: Sequence[tuple[str, tuple[float, float]]]) -> None:
    """Write each name beside its dot where there is room; a name without room is left to the table."""
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    dots = [axes.transData.transform(at) for _, at in names]
    taken: list[Any] = []
    inside = axes.get_window_extent(renderer)
    for name, at in names:
        text = axes.annotate(
            name,
            at,
            xytext=(7, 3),
            textcoords="offset points",
            fontsize=8,
            color=INK,
            parse_math=False,
            bbox={"facecolor": "white", "alpha": 0.8, "edgecolor": "none", "pad": 0.4},
        )
        for box in _tried(text, renderer):
            free = box.x0 >= inside.x0 and box.x1 <= inside.x1 and box.y0 >= inside.y0 and box.y1 <= inside.y1
            if (
                free
                and not any(box.overlaps(other) for other in taken)
                and not any(box.contains(*dot) for dot in dots)
            ):
                taken.append(box)
                break
        else:
            text.remove()


def _tried(text: Any, renderer: Any) -> Iterator[Any]:
    """Put the text on each side of its dot in turn and return the room that it takes there."""
    for across, up, gap in ((1, 1, 4), (1, -1, 4), (-1, 1, 4), (-1, -1, 4)):
        text.set_horizontalalignment("left" if across > 0 else "right")
        text.set_verticalalignment("bottom" if up > 0 else "top")
        text.set_position((across * (gap + 1), up * gap * 0.5))
        yield text.get_window_extent(renderer)


# ----------------------------------------------------------------------------------------- matplotlib itself


@contextmanager
def _styled(style: Path) -> Iterator[None]:
    from matplotlib import font_manager, rc_context

    known = {font.fname for font in font_manager.fontManager.ttflist}
    if str(typefaces.OWN["Regular"]) not in known:
        font_manager.fontManager.addfont(typefaces.OWN["Regular"])
    with rc_context({"svg.fonttype": "path"}, fname=style):
        yield


def _new(height: float, left: float, bottom: float, top: float) -> tuple[Figure, Axes]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), dpi=72)
    FigureCanvasAgg(figure)
    return figure, figure.add_axes((left, bottom, 0.985 - left, top - bottom))


def _svg(figure: Figure) -> str:
    drawn = io.StringIO()
    figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    return drawn.getvalue()
