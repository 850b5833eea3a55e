"""Slides: their theme, their places, and the shapes that stand on them."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from readiness.reporting.exports import palette

FONT = "Arial"
"""Every machine has it; a deck cannot carry the report's own face along."""
WIDE, HIGH = 13.333, 7.5
"""The size of a slide in inches: 16 by 9."""
LEFT, TOP, RIGHT, BOTTOM = 0.6, 1.65, 12.73, 6.85
"""The room under the title and over the foot."""
TITLE_ONLY, TITLE_SLIDE = 5, 0
"""Layouts of the template that the library carries."""
COLOURS = {
    "dk1": palette.INK,
    "lt1": palette.PAPER,
    "dk2": palette.ACCENT,
    "lt2": palette.PALE,
    "accent1": palette.ACCENT,
    "accent2": palette.SHADES[3],
    "accent3": palette.BAR,
    "accent4": palette.SHADES[5],
    "accent5": palette.MUTED,
    "accent6": palette.LINE,
    "hlink": palette.ACCENT,
    "folHlink": palette.MUTED,
}
LONG, LONGER = 62, 100
"""Letters of a title from which on it is set smaller."""


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    def emu(self) -> tuple[int, int, int, int]:
        """Return it as the file counts: left, top, width, height."""
        from pptx.util import Inches

        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


WHOLE = Box(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP)
MAIN = Box(LEFT, TOP, 8.2, BOTTOM - TOP)

PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Readiness</Application></Properties>"
)
"""What a deck says of the program that made it."""


def deck() -> Any:
    """Return an empty deck in the report's colours."""
    from pptx import Presentation
    from pptx.util import Inches

    made = Presentation()
    made.slide_width, made.slide_height = Inches(WIDE), Inches(HIGH)
    _theme(made)
    _master(made)
    _forget_preview(made)
    _forget_program(made)
    return made


def _forget_program(made: Any) -> None:
    """Take out which program made the template: it was not that one which made this deck, and its counts are wrong."""
    from pptx.opc.package import Part

    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties"
    part: Part = made.part.package.part_related_by(kind)
    part._blob = PROPERTIES.encode()


def _theme(made: Any) -> None:
    """Put the report's colours and the font in place of the template's."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    part = made.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = part.blob.decode()
    for name, colour in COLOURS.items():
        value = f'<a:{name}><a:srgbClr val="{colour[1:].upper()}"/></a:{name}>'
        theme = re.sub(f"<a:{name}>.*?</a:{name}>", value, theme, flags=re.DOTALL)
    theme = re.sub(r'<a:latin typeface="[^"]+"', f'<a:latin typeface="{FONT}"', theme)
    theme = re.sub(r'name="Office[^"]*"', 'name="Readiness"', theme)
    part._blob = theme.encode()


def _master(made: Any) -> None:
    """Place titles at the top left, in the dark accent, where every layout inherits them."""
    from pptx.oxml.ns import qn

    master = made.slide_masters[0]
    for shape in master.placeholders:
        if shape.placeholder_format.type == 1:
            _move(shape, Box(LEFT, 0.45, RIGHT - LEFT, 1.05))
    style = master.element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    style.set("algn", "l")
    look = style.find(qn("a:defRPr"))
    look.set("sz", "2800")
    look.set("b", "1")
    look.find(f".//{qn('a:schemeClr')}").set("val", "tx2")


def _move(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = box.emu()


def _forget_preview(made: Any) -> None:
    """Leave out the template's preview picture, which shows another deck."""
    package = made.part.package
    for key, relation in list(package._rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            package._rels.pop(key)


def slide(made: Any, title: str, layout: int = TITLE_ONLY) -> Any:
    """Add a slide under its title, which says what the slide says; long titles are set smaller."""
    from pptx.enum.text import MSO_ANCHOR
    from pptx.util import Pt

    added = made.slides.add_slide(made.slide_layouts[layout])
    added.shapes.title.text = title
    frame = added.shapes.title.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    size = 28 if len(title) <= LONG else 24 if len(title) <= LONGER else 19
    for paragraph in frame.paragraphs:
        paragraph.font.size = Pt(size)
    return added


def say(
    on: Any, box: Box, texts: Sequence[str], size: float = 15, colour: str = palette.INK, **look: Any
) -> Any:
    """Write paragraphs into a box."""
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    shape = on.shapes.add_textbox(*box.emu())
    shape.name = look.pop("name", f"Text {len(on.shapes)}")
    frame = shape.text_frame
    frame.word_wrap = True
    for i, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        paragraph.text = text
        paragraph.space_after = Pt(size * 0.6)
        paragraph.font.size, paragraph.font.bold = Pt(size), look.get("bold", False)
        paragraph.font.color.rgb = RGBColor.from_string(colour[1:].upper())
        if "align" in look:
            paragraph.alignment = look["align"]
    return shape


def fitting(texts: Sequence[str], box: Box, largest: float = 16, smallest: float = 10.5) -> float:
    """Return the largest size of letters at which the texts stand inside the box."""
    size = largest
    while size > smallest and _needed(texts, box.width, size) > box.height:
        size -= 0.5
    return size


def _needed(texts: Sequence[str], width: float, size: float) -> float:
    letters = max(1.0, (width - 0.2) * 72 / (0.52 * size))
    lines = sum(-(-len(text) // letters) for text in texts)
    return (lines * 1.2 + 0.6 * len(texts)) * size / 72


def picture(on: Any, box: Box, image: bytes, inches: tuple[float, float], words: str) -> Box:
    """Put a picture into a box as large as it fits, with words in place of it; return the room that it takes."""
    scale = min(box.width / inches[0], box.height / inches[1])
    place = Box(box.left, box.top, inches[0] * scale, inches[1] * scale)
    added = on.shapes.add_picture(io.BytesIO(image), *place.emu())
    added._element.nvPicPr.cNvPr.set("descr", words)
    return place


def table(on: Any, box: Box, rows: Sequence[Sequence[str]], widths: Sequence[float], words: str) -> None:
    """Put a native table into a box; its first row is its head, its first column names the rows."""
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Inches, Pt

    height = min(0.42, box.height / max(1, len(rows)))
    left, top, wide, _ = box.emu()
    frame = on.shapes.add_table(len(rows), len(rows[0]), left, top, wide, Inches(height * len(rows)))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", words)
    made = frame.table
    made.first_row = made.first_col = True
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Inches(box.width * width / sum(widths))
    for i, row in enumerate(rows):
        made.rows[i].height = Inches(height)
        for j, text in enumerate(row):
            cell = made.cell(i, j)
            cell.text = text
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.margin_top = cell.margin_bottom = 0
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.font.size = Pt(min(14, height * 72 / 1.75))
            paragraph.alignment = PP_ALIGN.RIGHT if j and _figure(rows, j) else PP_ALIGN.LEFT


def _figure(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Say whether a column holds figures."""
    return any(text[:1].isdigit() for text in (row[column] for row in rows[1:]))


def foot(on: Any, source: str, number: int) -> None:
    """Say on a slide where its figures come from, and which slide it is."""
    from pptx.enum.text import PP_ALIGN

    say(on, Box(LEFT, 6.98, 10.5, 0.35), [source], 10, palette.MUTED, name="Source")
    at = Box(RIGHT - 1, 6.98, 1, 0.35)
    say(on, at, [str(number)], 10, palette.MUTED, align=PP_ALIGN.RIGHT, name="Slide number")


def dark(on: Any) -> None:
    """Give a slide the accent as its background."""
    from pptx.enum.dml import MSO_THEME_COLOR

    fill = on.background.fill
    fill.solid()
    fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1


def place(shape: Any, box: Box, colour: str, size: float) -> None:
    """Move a placeholder and set its letters."""
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    _move(shape, box)
    for paragraph in shape.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.font.size = Pt(size)
        paragraph.font.color.rgb = RGBColor.from_string(colour[1:].upper())


def fill(shape: Any, box: Box, texts: Sequence[str], colour: str, size: float) -> None:
    """Write paragraphs into a placeholder."""
    shape.text_frame.text = texts[0]
    for text in texts[1:]:
        shape.text_frame.add_paragraph().text = text
    place(shape, box, colour, size)
