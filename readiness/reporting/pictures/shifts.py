"""How far a figure moved, as the background of a table's cell: the interval, and what could not have been seen."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

from jinja2 import Environment

from readiness.baseline.years import Step

WIDTH = 44.0
"""Millimetres; `.shift` in change.css is as wide."""
LEAST_REACH = 10.0
COLOURS = {"rose": "#0b4a5e", "fell": "#a8470b", "": "#6ea6b8"}


def reach(steps: Sequence[Step]) -> float:
    """Return how many points the scale reaches on either side of none: whole tens around every interval."""
    widest = max((max(abs(one.low), abs(one.high)) for one in steps), default=LEAST_REACH)
    return max(LEAST_REACH, 10 * -(-widest // 10))


def shift(step: Step | None, far: float, environment: Environment) -> str:
    """Return the CSS that draws a change with its interval; nothing where there is none."""
    if step is None:
        return ""
    kind = ("rose" if step.rose else "fell") if step.told else ""
    drawn = environment.get_template("change/shift.svg").render(
        width=WIDTH,
        middle=_place(0, far),
        unseen=(_place(-step.detectable, far), _place(step.detectable, far)),
        low=_place(step.low, far),
        high=_place(step.high, far),
        dot=_place(step.difference, far),
        colour=COLOURS[kind],
        filled=bool(kind),
        square=kind == "fell",
    )
    return f"background-image: url(data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()})"


def _place(points: float, far: float) -> str:
    within = min(max(points, -far), far)
    return f"{1.5 + (WIDTH - 3) * (within + far) / (2 * far):.2f}"
