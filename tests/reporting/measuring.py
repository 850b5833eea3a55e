"""How far down its pages a document is filled, measured on the pages as they are printed."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from typing import Any

import numpy as np

HEIGHT, HEAD, FOOT = 297, 20, 277
"""Millimetres of a page; above the second and under the third stand running heads and page numbers."""


def bottoms(data: bytes) -> list[float]:
    """Return how many millimetres down each page the last mark of its text or pictures stands."""
    made = subprocess.run(["pdftoppm", "-r", "36", "-gray"], input=data, capture_output=True, check=True)
    return [_bottom(page) for page in _pages(made.stdout)]


def _pages(pictures: bytes) -> Iterator[np.ndarray[Any, Any]]:
    while pictures:
        head = re.match(rb"P5\n(\d+) (\d+)\n255\n", pictures)
        assert head is not None
        width, height = int(head[1]), int(head[2])
        yield np.frombuffer(pictures, np.uint8, width * height, head.end()).reshape(height, width)
        pictures = pictures[head.end() + width * height :]


def _bottom(page: np.ndarray[Any, Any]) -> float:
    scale = page.shape[0] / HEIGHT
    marked = np.flatnonzero((page[int(HEAD * scale) : int(FOOT * scale)] < 250).any(axis=1))
    return float(marked[-1] / scale + HEAD) if len(marked) else 0.0
