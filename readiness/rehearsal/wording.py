"""The words and figures of a plan, alike in a terminal and on a page. Imports nothing that counts."""

from __future__ import annotations

PARTS = {
    "any": "anything at all",
    "bars": "how answers spread over the scale",
    "reliability": "how reliable each dimension is",
    "drivers": "what goes with overall readiness",
}
"""Parts of the report that need many answers."""


def chance(part: float) -> str:
    """Return a chance in whole percent; what is not certain never prints as if it were."""
    if 0.995 <= part < 1 or part == 1:
        return "over 99%" if part < 1 else "100%"
    return "under 1%" if part < 0.005 else f"{100 * part:.0f}%"


def points(figure: float | None) -> str:
    """Return points of 100."""
    return "-" if figure is None else f"{figure:.1f}"


def icc(figure: float) -> str:
    """Return a part of 1 as it is usually written: without the nought."""
    return f"{figure:.2f}".removeprefix("0") if figure < 1 else "1"
