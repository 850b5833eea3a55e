"""Where things stand in a picture: scores, shares and positions turned into places that templates draw at.

Across, places are percentages of the picture's width, so that a picture is as wide as its page and its letters keep
their size; downwards they are pixels. Names stand above what they name, in lines that fit the narrowest screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from textwrap import wrap

from readiness.baseline.findings import Mean, Share
from readiness.reporting.words.printed import TARGET, Printer

EDGE = 2.0
"""Percent of the width that stay free on either side, so that a mark at the end is whole."""
LETTERS, FEWEST = 33, 12
"""Letters on a line of the narrowest screen, of the name and of the figure at its end; of the name at least so many."""
LINE, GAP, BAR, FOOT, HEAD = 20, 8, 14, 30, 26
"""Pixels: a line of letters, the room below a row, its bar, the scale below all rows, the target's name above them."""
LOWEST, HIGHEST = 40.0, 80.0
"""A scale of scores always shows these, so that small differences are not drawn large (as in the report)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a bar that is made of several."""

    start: str
    width: str
    step: int
    """Which of the pieces it is, from 0; it decides the shade."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark of one of several groups on one line."""

    at: str
    low: str
    high: str
    shape: int
    """Which of the groups it is, from 0; it decides the shape, so that nothing hangs on a colour."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a picture, placed."""

    lines: tuple[str, ...]
    said: str
    """The figure, as it stands at the end of the first line."""
    y: int
    """Where its first line of letters ends below."""
    bar: int
    """The middle of what is drawn."""
    at: str = ""
    low: str = ""
    high: str = ""
    mark: str = ""
    """Where the whole system stands, to compare with."""
    strong: bool = False
    pieces: tuple[Piece, ...] = ()
    dots: tuple[Dot, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of rows over one scale."""

    id: str
    title: str
    """What it shows, read aloud first: the finding."""
    told: str
    """Every figure in it, read aloud."""
    height: int
    rows: tuple[Row, ...]
    foot: int
    """Where the scale stands."""
    ticks: tuple[tuple[str, str], ...] = ()
    """Place and number of each line of the scale."""
    target: str = ""
    axis: str = ""
    """What the scale measures."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a picture, before it is placed."""

    name: str
    said: str
    mean: Mean | None = None
    mark: float | None = None
    strong: bool = False
    shares: Sequence[Share] = ()
    """A bar of several pieces that are all of something."""
    share: Share | None = None
    """A bar of one share with its interval."""
    groups: Sequence[Mean | None] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Scale:
    """What runs from left to right."""

    low: float
    high: float
    step: float
    edge: float = EDGE

    def at(self, value: float) -> str:
        """Return where a value stands, in percent of the width."""
        within = min(max(value, self.low), self.high)
        return f"{self.percent(within):.2f}%"

    def percent(self, value: float) -> float:
        """Return the same as a number."""
        return self.edge + (100 - 2 * self.edge) * (value - self.low) / (self.high - self.low)

    def width(self, amount: float) -> str:
        """Return how wide an amount is."""
        return f"{(100 - 2 * self.edge) * amount / (self.high - self.low):.2f}%"

    def ticks(self, printer: Printer, unit: str = "") -> tuple[tuple[str, str], ...]:
        """Return place and number of each line of the scale."""
        count = round((self.high - self.low) / self.step)
        values = [self.low + i * self.step for i in range(count + 1)]
        return tuple((self.at(one), f"{printer.number(one)}{unit}") for one in values)


SHARES = Scale(0, 100, 25, edge=0)


def of_scores(means: Iterable[Mean | None]) -> Scale:
    """Return a scale on which all of these scores fit, in whole tens."""
    known = [one for one in means if one]
    low = min([LOWEST, *(one.low for one in known)])
    high = max([HIGHEST, *(one.high for one in known)])
    return Scale(max(0, 10 * (low // 10)), min(100, 10 * -(-high // 10)), 10)


def scores(
    id: str, title: str, told: str, lines: Sequence[Line], printer: Printer, across: Scale | None = None
) -> Picture:
    """Draw scores with their intervals, the target as a dashed line."""
    means = [line.mean for line in lines] + [one for line in lines for one in line.groups]
    scale = across or of_scores(means)
    rows, foot = _placed(lines, scale, HEAD)
    return Picture(
        id=id,
        title=title,
        told=told,
        height=foot + FOOT,
        rows=rows,
        foot=foot,
        ticks=scale.ticks(printer),
        target=scale.at(TARGET),
        axis=printer.wording.say("label.readiness_axis"),
    )


def shares(id: str, title: str, told: str, lines: Sequence[Line], printer: Printer) -> Picture:
    """Draw shares as bars from 0% to 100%."""
    rows, foot = _placed(lines, SHARES, 0)
    return Picture(id, title, told, foot + FOOT, rows, foot, SHARES.ticks(printer, "%"))


def _placed(lines: Sequence[Line], scale: Scale, top: int) -> tuple[tuple[Row, ...], int]:
    """Return the rows one below the other, and where they end."""
    rows, y = [], top
    for line in lines:
        broken = tuple(wrap(line.name, max(FEWEST, LETTERS - len(line.said)))) or ("",)
        bar = y + LINE * len(broken) + BAR // 2 + 2
        rows.append(_row(line, broken, y + LINE - 5, bar, scale))
        y = bar + BAR // 2 + 2 + GAP
    return tuple(rows), y


def _row(line: Line, broken: tuple[str, ...], y: int, bar: int, scale: Scale) -> Row:
    at, low, high = _ends(line, scale)
    return Row(
        lines=broken,
        said=line.said,
        y=y,
        bar=bar,
        at=at,
        low=low,
        high=high,
        mark=scale.at(line.mark) if line.mark is not None else "",
        strong=line.strong,
        pieces=_pieces(line.shares, scale),
        dots=tuple(
            Dot(scale.at(one.value), scale.at(one.low), scale.at(one.high), i)
            for i, one in enumerate(line.groups)
            if one
        ),
    )


def _ends(line: Line, scale: Scale) -> tuple[str, str, str]:
    if line.mean:
        return scale.at(line.mean.value), scale.at(line.mean.low), scale.at(line.mean.high)
    if line.share:
        return scale.width(line.share.percent), scale.at(line.share.low), scale.at(line.share.high)
    return "", "", ""


def _pieces(found: Sequence[Share], scale: Scale) -> tuple[Piece, ...]:
    """Return shares of one whole side by side; what rounding leaves over or takes away is spread over all."""
    total = sum(one.percent for one in found)
    pieces, start = [], scale.low
    for i, one in enumerate(found):
        wide = (scale.high - scale.low) * one.percent / total if total else 0
        pieces.append(Piece(scale.at(start), scale.width(wide), i))
        start += wide
    return tuple(pieces)
