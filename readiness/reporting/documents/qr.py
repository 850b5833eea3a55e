"""QR codes of addresses: black on white with a quiet zone, as pictures that a printer or a newsletter takes."""

from __future__ import annotations

import io
from typing import Any

QUIET = 4
"""Modules of white around the code; the standard asks for four."""
PIXELS = 16
"""Of a module in a PNG: sharp at 15 cm on paper."""


def svg(address: str) -> bytes:
    """Return the code as SVG, one unit a module; it names its address for those who do not see it."""
    written = io.BytesIO()
    _made(address).save(written, kind="svg", border=QUIET, dark="#000", light="#fff", title=address)
    return written.getvalue()


def png(address: str) -> bytes:
    """Return the code as PNG."""
    written = io.BytesIO()
    _made(address).save(written, kind="png", border=QUIET, scale=PIXELS, dark="#000", light="#fff")
    return written.getvalue()


def modules(address: str) -> list[list[bool]]:
    """Return the code's modules, row by row, without the quiet zone; True is black."""
    return [[bool(module) for module in row] for row in _made(address).matrix]


def _made(address: str) -> Any:
    """Correct at least 15% of damage, more where that takes no more modules."""
    import segno

    return segno.make_qr(address, error="m", boost_error=True)
