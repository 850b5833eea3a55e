"""The report's colours for files that no stylesheet reaches; no two neighbouring shades print alike in grey."""

from __future__ import annotations

from readiness.reporting.tables import BANDS

INK, MUTED, ACCENT, SOFT, LINE = "#1b2a33", "#4c5d67", "#0b4a5e", "#6ea6b8", "#c3ced4"
BAR, PALE, PAPER = "#7fb2c2", "#e7edf0", "#ffffff"
SHADES = (
    *("#06303f", "#0b4a5e", "#156379", "#2b758b", "#7fb2c2"),
    *("#a3c9d4", "#c3dce4", "#deecf0", "#f3f8fa"),
)
"""From least ready to most, one more than there are edges between them."""
DARK = 4
"""So many of the shades bear white letters."""


def shade(score: float) -> tuple[str, str]:
    """Return the colours behind and of a score; they follow the printed score, so that one figure has one shade."""
    at = sum(round(score) >= edge for edge in BANDS)
    return SHADES[at], letters(at)


def letters(at: int) -> str:
    """Return the colour of letters on a shade."""
    return PAPER if at < DARK else INK
