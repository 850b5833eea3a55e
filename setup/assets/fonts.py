"""Make the report's fonts: one TrueType file a weight, joined from the web subsets that npm brought.

WeasyPrint and matplotlib both read TrueType, and one file holds Latin, Vietnamese, Greek and Cyrillic letters together,
so that a name in any of them is set in one face. The result is a modified version of a font whose name is reserved
(SIL Open Font License, condition 3), so it gets a name of its own and keeps its copyright notice and licence.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "node_modules" / "@fontsource" / "source-sans-3"
TARGET = HERE.parent.parent / "readiness" / "reporting" / "fonts"
FAMILY = "Readiness Sans"
WEIGHTS = {"Light": 300, "Regular": 400, "SemiBold": 600}
SUBSETS = ("latin", "latin-ext", "vietnamese", "greek", "greek-ext", "cyrillic", "cyrillic-ext")
KEPT_NAMES = (0, 5, 13, 14)
"""Copyright, version, licence and its address."""


def main() -> int:
    """Write the fonts and their licence; say what is missing if npm has not run."""
    if not SOURCE.is_dir():
        print(f"{SOURCE} is missing.\nRun `npm ci` in {HERE} first.", file=sys.stderr)
        return 1
    TARGET.mkdir(parents=True, exist_ok=True)
    for style, weight in WEIGHTS.items():
        _write(style, weight)
    _write_licence()
    return 0


def _write(style: str, weight: int) -> None:
    font = _joined(weight)
    _rename(font, style)
    font["OS/2"].usWeightClass = weight
    font.save(TARGET / f"ReadinessSans-{style}.ttf")


def _write_licence() -> None:
    holder = TTFont(TARGET / "ReadinessSans-Regular.ttf")["name"].getDebugName(0)
    licence = (SOURCE / "LICENSE").read_text("utf-8")
    made = f"{FAMILY} is joined from the web files of Source Sans 3 and renamed."
    (TARGET / "OFL.txt").write_text(f"{holder}\n{made}\n\n{licence}", "utf-8")


def _joined(weight: int) -> TTFont:
    with TemporaryDirectory() as folder:
        parts = []
        for subset in SUBSETS:
            part = TTFont(
                SOURCE / "files" / f"source-sans-3-{subset}-{weight}-normal.woff2", recalcTimestamp=False
            )
            part.flavor = None
            parts.append(str(Path(folder) / f"{subset}.ttf"))
            part.save(parts[-1])
        days = part["head"].created, part["head"].modified
        font = Merger().merge(parts)
    # The days of the source and not of today, so that the same source always gives the same bytes.
    font["head"].created, font["head"].modified = days
    font.recalcTimestamp = False
    return font


def _rename(font: TTFont, style: str) -> None:
    names = font["name"]
    names.names = [name for name in names.names if name.nameID in KEPT_NAMES]
    for number, text in (
        (1, FAMILY if style == "Regular" else f"{FAMILY} {style}"),
        (2, "Regular"),
        (3, f"{FAMILY} {style}"),
        (4, f"{FAMILY} {style}"),
        (6, f"ReadinessSans-{style}"),
        (16, FAMILY),
        (17, style),
    ):
        names.setName(text, number, 3, 1, 0x409)
    if "STAT" in font:
        del font["STAT"]


if __name__ == "__main__":
    sys.exit(main())
