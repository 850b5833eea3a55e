"""Two systems side by side, without a central store: what one lets the other have, and what may be said of both."""

from __future__ import annotations

from readiness.baseline.beside.comparing import LOOSE, Beside, Line, Warned, beside
from readiness.baseline.beside.reading import read
from readiness.baseline.beside.types import FORMAT, Exchange, Signed
from readiness.baseline.beside.writing import canonical, exchange, slug

__all__ = [
    "FORMAT",
    "LOOSE",
    "Beside",
    "Exchange",
    "Line",
    "Signed",
    "Warned",
    "beside",
    "canonical",
    "exchange",
    "read",
    "slug",
]
