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
from readiness.reporting.pictures import labels
from readiness.reporting.pictures.labels import Box
from readiness.reporting.words.printed import TARGET, Printer

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, MUTED, ACCENT, SOFT, PALE = "#1b2a33", "#5a6b75", "#0b4a5e", "#6ea6b8", "#9db0ba"
WIDTH = 170 / 25.4
USUAL, TALL, CROWD = 106.0, 165.0, 14
"""Millimetres of the picture of importance, usually and where it shows more areas than the last figure."""
LEAST, MARGIN = 2.0, 0.2
"""Points of importance that a picture shows at least, so that a small difference looks small; and above and below."""
NAMES = 0.36
"""Share of the width that the areas' names take."""
ROW = 6.0 / 25.4
TALLEST = 154 / 25.4
"""All rows together: more are set closer, so that the picture fits under the head of its page."""
TOP, BOTTOM = 6 / 25.4, 11 / 25.4


def areas(shown: Sequence[AreaFinding], scale: Sequence[AreaFinding], printer: Printer, style: Path) -> str:
    """Draw areas' readiness with 95% intervals, lowest first, on one scale for all; those that stand out are filled."""
    with styled(style):
        return svg(areas_drawn(shown, scale, printer))


def areas_drawn(shown: Sequence[AreaFinding], scale: Sequence[AreaFinding], printer: Printer) -> Figure:
    """Return the picture of areas' readiness, before it is written."""
    ordered = sorted(
        ((area, area.readiness) for area in shown if area.readiness), key=lambda one: one[1].value
    )
    height = min(ROW * len(ordered), TALLEST) + TOP + BOTTOM
    figure, axes = new(height, left=NAMES, bottom=BOTTOM / height, top=1 - TOP / height)
    for row, (area, mean) in enumerate(ordered):
        _interval(axes, row, mean, standing_out(area))
        _named(axes, row, printer.short(area.name, 44), standing_out(area))
    _scale(axes, [one.readiness for one in scale if one.readiness], printer)
    axes.set_ylim(len(ordered) - 0.4, -0.6)
    axes.set_yticks([])
    return figure


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


def importance(shown: Sequence[AreaFinding], printer: Printer, style: Path) -> tuple[str, bool]:
    """Draw importance by readiness, the axes crossing at the target and at the mean importance.

    Many areas fill a page, so that most of them can be named; returns also whether all of them are.
    """
    with styled(style):
        figure, named = _importance(shown, printer, TALL if len(shown) > CROWD else USUAL)
        return svg(figure), named


def importance_drawn(shown: Sequence[AreaFinding], printer: Printer) -> Figure:
    """Return the picture of importance by readiness, before it is written."""
    return _importance(shown, printer, USUAL)[0]


def _importance(shown: Sequence[AreaFinding], printer: Printer, height: float) -> tuple[Figure, bool]:
    """Return the picture, so many millimetres high, and whether every area is named in it."""
    points = [(area, area.readiness, area.importance) for area in shown if area.readiness and area.importance]
    figure, axes = new(height / 25.4, left=0.045, bottom=11.1 / height, top=1 - 6.4 / height)
    for area, readiness, mean in points:
        _cross(axes, readiness, mean, standing_out(area))
    _scale(axes, [readiness for _, readiness, _ in points], printer)
    _upright(axes, [mean for _, _, mean in points], printer)
    pairs = [(one, mean) for _, one, mean in points]
    middle = sum(mean.value for _, mean in pairs) / len(pairs)
    axes.axhline(middle, color=PALE, linewidth=1, linestyle=(0, (3, 2)))
    said = _say_middle(axes, middle, pairs, printer)
    names = [printer.short(area.name, 30) for area, _, _ in points]
    return figure, _label(axes, names, pairs, (said, _sideways(axes, middle)))


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


def _upright(axes: Axes, means: Sequence[Mean], printer: Printer) -> None:
    low, high = min(mean.low for mean in means), max(mean.high for mean in means)
    margin = max(MARGIN, (LEAST - (high - low)) / 2)
    axes.set_ylim(max(0, low - margin), min(10, high + margin))
    axes.grid(visible=True, axis="y")
    label = printer.wording.say("label.importance_axis")
    axes.text(0, 1.02, label, transform=axes.transAxes, ha="left", va="bottom", color=MUTED)


def _say_middle(axes: Axes, middle: float, points: Sequence[tuple[Mean, Mean]], printer: Printer) -> Box:
    """Name the line of the mean importance where nothing else stands, and return the room that this takes."""
    closed = [*map(labels.around, _dots(axes, points)), *_lines(axes, points), _upwards(axes, TARGET)]
    text = axes.annotate(
        printer.wording.say("label.mean_importance"),
        (0, middle),
        (0, 0),
        color=MUTED,
        fontsize=7.5,
        xycoords=axes.get_yaxis_transform(),
        textcoords="offset points",
    )
    found = None
    for at, side in (
        (0.01, "left"),
        (0.3, "left"),
        (0.45, "left"),
        (0.6, "left"),
        (0.75, "left"),
        (0.99, "right"),
    ):
        for up, stands in ((4, "bottom"), (-4, "top")):
            text.xy = (at, middle)
            text.set(position=(0, up), ha=side, va=stands)
            found = _box(axes, text)
            if not any(found.overlaps(one) for one in closed):
                return found
    return found or _box(axes, text)


def _label(
    axes: Axes, names: Sequence[str], points: Sequence[tuple[Mean, Mean]], middle: tuple[Box, Box]
) -> bool:
    """Write each name beside its dot where there is room, and return whether all stand there.

    A name without room is left to the table. `middle` is the name of the mean importance, and its line.
    """
    texts = [
        axes.annotate(
            name, (0, 0), xycoords="figure pixels", fontsize=8, color=INK, parse_math=False, zorder=5
        )
        for name in names
    ]
    boxes = [_box(axes, text) for text in texts]
    sizes = [(box.x1 - box.x0, box.y1 - box.y0) for box in boxes]
    room = axes.get_window_extent()
    lines = [*_lines(axes, points), _upwards(axes, TARGET), middle[1]]
    inside = Box(room.x0, room.y0, room.x1, room.y1)
    spots = labels.placed(sizes, _dots(axes, points), lines, [middle[0]], inside)
    for text, box, spot in zip(texts, boxes, spots, strict=True):
        if spot is None:
            text.remove()
            continue
        _pin(axes, text, (spot.box.x0 - box.x0, spot.box.y0 - box.y0))
        if spot.leader:
            _lead(axes, spot.leader)
    return all(spots)


def _pin(axes: Axes, text: Any, place: labels.Point) -> None:
    """Put a text where it is wanted on the page and let it stay with the data, whatever the picture is saved as."""
    text.xycoords = text.anncoords = "data"
    text.xy = tuple(axes.transData.inverted().transform(place))
    text.set_position(text.xy)


def _lead(axes: Axes, leader: tuple[labels.Point, labels.Point]) -> None:
    across, up = zip(*(axes.transData.inverted().transform(end) for end in leader), strict=True)
    axes.plot(across, up, color=MUTED, linewidth=0.6, zorder=1.5)


def _dots(axes: Axes, points: Sequence[tuple[Mean, Mean]]) -> list[labels.Point]:
    """Return where the dots stand on the page."""
    return [_at(axes, across.value, up.value) for across, up in points]


def _lines(axes: Axes, points: Sequence[tuple[Mean, Mean]]) -> list[Box]:
    """Return where the intervals stand on the page."""
    found = []
    for across, up in points:
        found.append(Box(*_at(axes, across.low, up.value), *_at(axes, across.high, up.value)))
        found.append(Box(*_at(axes, across.value, up.low), *_at(axes, across.value, up.high)))
    return found


def _upwards(axes: Axes, value: float) -> Box:
    """Return where a line from the foot of the picture to its top stands on the page."""
    foot, top = axes.get_ylim()
    return Box(*_at(axes, value, foot), *_at(axes, value, top))


def _sideways(axes: Axes, value: float) -> Box:
    """Return where a line from the left of the picture to its right stands on the page."""
    left, right = axes.get_xlim()
    return Box(*_at(axes, left, value), *_at(axes, right, value))


def _at(axes: Axes, across: float, up: float) -> labels.Point:
    x, y = axes.transData.transform((across, up))
    return float(x), float(y)


def _box(axes: Axes, text: Any) -> Box:
    """Return the room that a text takes on the page."""
    extent = text.get_window_extent(axes.figure.canvas.get_renderer())  # type: ignore[attr-defined]
    return Box(extent.x0, extent.y0, extent.x1, extent.y1)


# ----------------------------------------------------------------------------------------- matplotlib itself


@contextmanager
def styled(style: Path) -> Iterator[None]:
    """Draw in the look of the style file, in the report's own face."""
    from matplotlib import font_manager, rc_context

    known = {font.fname for font in font_manager.fontManager.ttflist}
    if str(typefaces.OWN["Regular"]) not in known:
        font_manager.fontManager.addfont(typefaces.OWN["Regular"])
    with rc_context({"svg.fonttype": "path"}, fname=style):
        yield


def new(height: float, left: float, bottom: float, top: float) -> tuple[Figure, Axes]:
    """Return an empty picture of the report's width, and its axes."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), dpi=72)
    FigureCanvasAgg(figure)
    return figure, figure.add_axes((left, bottom, 0.985 - left, top - bottom))


def svg(figure: Figure) -> str:
    """Return a picture as SVG, the same text for the same picture."""
    drawn = io.StringIO()
    figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    return drawn.getvalue()
