"""Small repeated pictures: drawn by a template from numbers alone, as backgrounds of table cells.

The figures stand as text in the same row, so a picture carries nothing that a reader who cannot see it would miss.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from itertools import accumulate

from jinja2 import Environment

from readiness.baseline.findings import Mean, Share
from readiness.reporting.words.printed import TARGET

WIDTH = 60.0
"""Millimetres; `.track` in print.css is as wide."""
PADDING = 2.5
"""Percent of the width that stay free on either side, so that a dot at 0 or 100 is whole; `.axis` has the same."""
SPAN = 22.8
"""Millimetres between the first and the last position in `span.svg`."""
LIGHT = {
    "line": "#dfe6ea",
    "target": "#5a6b75",
    "mark": "#14262f",
    "interval": "#8fbccb",
    "dot": "#0b4a5e",
}
DARK = {"line": "#1f5b6e", "target": "#8fbccb", "mark": "#fff", "interval": "#6ea6b8", "dot": "#fff"}
STEPS = ("#0b4a5e", "#7fb2c2", "#deecf0")
"""From darkest to lightest: no two beside one another look alike in black and white."""


def split(shares: Sequence[Share], environment: Environment) -> str:
    """Return the CSS that draws shares as one bar: two or three of them, or more as steps of one scale."""
    total = sum(share.percent for share in shares)
    ends = [100 * end / total for end in accumulate(share.percent for share in shares)]
    starts = [0.0, *ends[:-1]]
    found = [
        {"start": place(start), "end": place(end), "fill": fill}
        for start, end, fill in zip(starts, ends, _fills(len(shares)), strict=True)
    ]
    return f"background-image: url({_uri(environment, 'split', shares=found)})"


def _fills(count: int) -> list[str]:
    """Return a colour for each share: disagree, neither, agree, or steps that grow darker."""
    if count == len(STEPS):
        return [STEPS[0], STEPS[2], STEPS[1]]
    scale = ("#deecf0", "#a3c9d4", "#4f8ea3", "#0b4a5e")
    return [scale[round(i * (len(scale) - 1) / max(1, count - 1))] for i in range(count)]


def track(mean: Mean | None, mark: float | None, environment: Environment, dark: bool = False) -> str:
    """Return the CSS that draws a score with its interval on the scale, and the score that it is compared with."""
    drawn = _uri(
        environment,
        "track",
        colours=DARK if dark else LIGHT,
        lines=LINES,
        target=place(TARGET),
        dot=place(mean.value) if mean else None,
        low=place(mean.low) if mean else None,
        high=place(mean.high) if mean else None,
        mark=place(mark) if mark is not None else None,
    )
    return f"background-image: url({drawn})"


def strip(scores: Sequence[float], environment: Environment) -> str:
    """Return the CSS that draws scores as marks on the scale, without saying whose they are."""
    drawn = _uri(
        environment, "strip", lines=LINES, target=place(TARGET), marks=[place(score) for score in scores]
    )
    return f"background-image: url({drawn})"


def span(low: int, high: int, total: int, environment: Environment) -> str:
    """Return the CSS that draws the range in which a position lies, among all positions."""
    ends = [f"{0.6 + SPAN * (at - 1) / max(1, total - 1):.2f}" for at in (low, high + 0.01)]
    return f"background-image: url({_uri(environment, 'span', low=ends[0], high=ends[1])})"


def place(score: float) -> str:
    """Return where a score from 0 to 100 lies on the picture, in millimetres."""
    within = min(max(score, 0.0), 100.0)
    return f"{WIDTH * (PADDING + within * (100 - 2 * PADDING) / 100) / 100:.2f}"


LINES = tuple(place(score) for score in (0, 25, 50, 100))


def bar(percent: float | None) -> str:
    """Return the CSS that gives a bar its length."""
    if percent is None:
        return ""
    return f"background-size: {min(percent, 100.0):.1f}% 2.6mm"


def _uri(environment: Environment, name: str, **found: object) -> str:
    svg = environment.get_template(f"parts/{name}.svg").render(width=WIDTH, **found)
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()
