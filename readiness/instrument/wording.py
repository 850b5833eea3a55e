"""What a statement asks, as a hash: the same wherever it is asked in the very same way, and another otherwise."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from readiness.instrument.types import Dimension, Instrument, Item


def parts(instrument: Instrument) -> Iterator[Dimension]:
    """Yield every dimension and component, in the order in which they are asked."""
    yield from instrument.dimensions
    yield from instrument.area.components if instrument.area else ()


def wording(instrument: Instrument, item: Item) -> str:
    """Return SHA-256 of all that decides what an answer means: text, hint, role, direction and scale.

    The texts are those of the instrument's own language: a translation that comes later changes nothing.
    """
    scale = instrument.scale(item.scale)
    points = [[point.code, point.label] for point in scale.points]
    told = [item.text, item.hint, item.role, item.reverse, points, scale.dont_know, scale.favourable]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def wordings(instrument: Instrument) -> dict[str, dict[str, str]]:
    """Return the hashes of all statements, by part and id."""
    return {
        part.id: {item.id: wording(instrument, item) for item in part.items} for part in parts(instrument)
    }
