"""The faces that the report is set in, always the same ones, so that every machine makes the same page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from readiness.errors import ReadinessError

FOLDER = Path(__file__).resolve().parent / "fonts"
FAMILY = "Readiness Sans"
OWN = {weight: FOLDER / f"ReadinessSans-{weight}.ttf" for weight in ("Light", "Regular", "SemiBold")}
COMMON = frozenset(
    map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100), 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D))
)
"""Letters that the own face certainly has: most texts need no look into the files."""
REPLACEMENT = "\ufffd"


def faces() -> dict[str, Path]:
    """Return the file of each face by the name that the stylesheet gives it."""
    return {**OWN, "Fallback": _fallback()}


def check() -> None:
    """Refuse to print without the fonts: the report would look different on every machine."""
    missing = [path.name for path in OWN.values() if not path.exists()]
    if missing:
        raise ReadinessError(
            f"The report's fonts are missing from {FOLDER}: {', '.join(missing)}.",
            "Run `make assets` in the source folder; an installed package carries them.",
        )


def drawable(text: str) -> str:
    """Return the text with a mark in place of each letter that none of the faces can draw."""
    if COMMON.issuperset(text):
        return text
    return "".join(
        letter if letter in COMMON or ord(letter) in _letters() else REPLACEMENT for letter in text
    )


def _fallback() -> Path:
    """Return a face for scripts that the own one lacks, among them Arabic and Hebrew; matplotlib carries it."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"


@cache
def _letters() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for path in (OWN["Regular"], _fallback()):
        with TTFont(path, lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)
