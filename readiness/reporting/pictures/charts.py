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


def split(shares: Sequence[Share], environment: Environment) -> str:
    """Return the CSS that draws disagreement, neither and agreement as one bar, where views are divided."""
    total = sum(share.percent for share in shares)
    ends = [100 * end / total for end in accumulate(share.percent for share in shares)]
    starts = [0.0, *ends[:-1]]
    found = [{"start": place(start), "end": place(end)} for start, end in zip(starts, ends, strict=True)]
    drawn = environment.get_template("split.svg").render(width=WIDTH, shares=found)
    return f"background-image: url({_uri(drawn)})"


def track(mean: Mean | None, mark: float | None, environment: Environment) -> str:
    """Return the CSS that draws a score with its interval on the scale, and the score that it is compared with."""
    drawn = environment.get_template("track.svg").render(
        width=WIDTH,
        lines=[place(score) for score in (0, 25, 50, 100)],
        target=place(TARGET),
        dot=place(mean.value) if mean else None,
        low=place(mean.low) if mean else None,
        high=place(mean.high) if mean else None,
        mark=place(mark) if mark is not None else None,
    )
    return f"background-image: url({_uri(drawn)})"


def place(score: float) -> str:
    """Return where a score from 0 to 100 lies on the picture, in millimetres."""
    within = min(max(score, 0.0), 100.0)
    return f"{WIDTH * (PADDING + within * (100 - 2 * PADDING) / 100) / 100:.2f}"


def bar(percent: float | None) -> str:
    """Return the CSS that gives a bar its length."""
    if percent is None:
        return ""
    return f"background-size: {min(percent, 100.0):.1f}% 2.6mm"


def _uri(svg: str) -> str:
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()
