"""What stands on the pages of a PDF, read back piece by piece with its place: page, table, row and column.

Read through the tree of tags, in the order in which a screen reader reads; text is decoded by the maps that the fonts
carry. What is no text, and what stands outside the tree, is told from another page's only by all that draws it.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from readiness.errors import ReadinessError

HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")
CELLS = ("/TH", "/TD")
BLOCKS = (*HEADINGS, "/P", "/LBody", "/Lbl", "/Caption", "/Figure")
_MAPPED = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")


@dataclass(frozen=True, slots=True)
class Piece:
    """A printed text and where it stands."""

    page: int
    text: str
    under: str = ""
    """The heading above it."""
    row: str = ""
    column: str = ""

    @property
    def place(self) -> tuple[str, str, str]:
        """Where it stands, whatever it says and on whichever page."""
        return self.under, self.row, self.column


class Sheets:
    """A PDF that is read."""

    def __init__(self, data: bytes) -> None:
        import pikepdf

        try:
            self.document = pikepdf.open(io.BytesIO(data))
        except pikepdf.PdfError as error:
            raise ReadinessError(
                "The file is no PDF, or a damaged one.", "Take the file as it was made."
            ) from error

    def attached(self, name: str) -> bytes | None:
        """Return a file that lies in the PDF."""
        held = self.document.attachments.get(name)
        return held.get_file().read_bytes() if held else None

    @cached_property
    def pieces(self) -> list[Piece]:
        """Every printed text in reading order."""
        root = self.document.Root.get("/StructTreeRoot")
        return list(_Reader(self.document).pieces(root)) if root is not None else []

    @cached_property
    def drawn(self) -> list[str]:
        """Of each page, a digest of all that draws it."""
        return [_digest(page) for page in self.document.pages]


def _digest(page: Any) -> str:
    import pikepdf

    found = hashlib.sha256()
    for step in pikepdf.parse_content_stream(page):
        found.update(pikepdf.unparse_content_stream([step]))
        if str(step.operator) == "Do":
            found.update(page.Resources.XObject[str(step.operands[0])].read_bytes())
    for note in page.get("/Annots", ()):
        found.update(str(note.get("/Subtype")).encode())
    return found.hexdigest()


class _Reader:
    """Walks over the tree of tags and keeps the text of each page's marked content."""

    def __init__(self, document: Any) -> None:
        self._pages = {page.objgen: number for number, page in enumerate(document.pages, 1)}
        self._text = {number: _marked(page) for number, page in enumerate(document.pages, 1)}
        self._under = ""

    def pieces(self, node: Any) -> Iterator[Piece]:
        for kid in _kids(node):
            kind = str(kid.get("/S"))
            if kind == "/Table":
                yield from self._table(kid)
            elif kind in BLOCKS:
                yield from self._block(kid, kind)
            elif kind == "/Span":
                yield from self._said(kid)
            else:
                yield from self.pieces(kid)

    def _block(self, node: Any, kind: str) -> Iterator[Piece]:
        said = list(self._said(node))
        if kind in HEADINGS and said:
            self._under = said[0].text
        yield from said

    def _said(self, node: Any, row: str = "", column: str = "") -> Iterator[Piece]:
        page, text = self._page(node), str(node.get("/Alt", "")) or self._inside(node)
        if text.strip():
            yield Piece(page, _even(text), self._under, row, column)

    def _table(self, table: Any) -> Iterator[Piece]:
        columns: dict[int, str] = {}
        for line in _every(table, "/TR"):
            cells = [cell for cell in _kids(line) if str(cell.get("/S")) in CELLS]
            texts = [next(iter(self._said(cell)), None) for cell in cells]
            heads = all(str(cell.S) == "/TH" for cell in cells)
            if heads:
                columns = {place: piece.text for place, piece in enumerate(texts) if piece}
            row = "" if heads or not texts or not texts[0] else texts[0].text
            for place, piece in enumerate(texts):
                if piece:
                    column = "" if heads else columns.get(place, "")
                    yield replace(piece, row=row if place else "", column=column)

    def _inside(self, node: Any) -> str:
        return " ".join(self._texts(node))

    def _texts(self, node: Any) -> Iterator[str]:
        kids = node.get("/K", ())
        for kid in kids if _is_array(kids) else [kids]:
            if isinstance(kid, int):
                yield self._text[self._page(node)].get(kid, "")
            elif "/S" in kid:
                yield from self._texts(kid)

    def _page(self, node: Any) -> int:
        return self._pages.get(node.Pg.objgen, 0) if "/Pg" in node else 0


def _kids(node: Any) -> Iterator[Any]:
    kids = node.get("/K", ())
    for kid in kids if _is_array(kids) else [kids]:
        if not isinstance(kid, int) and "/S" in kid:
            yield kid


def _every(node: Any, kind: str) -> Iterator[Any]:
    for kid in _kids(node):
        if str(kid.S) == kind:
            yield kid
        else:
            yield from _every(kid, kind)


def _is_array(found: Any) -> bool:
    import pikepdf

    return isinstance(found, pikepdf.Array | tuple)


def _even(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\N{SOFT HYPHEN}", "")).strip()


def _marked(page: Any) -> dict[int, str]:
    """Return the text of each numbered piece of a page's content."""
    import pikepdf

    found: dict[int, str] = defaultdict(str)
    marks: list[int | None] = []
    letters: dict[int, str] = {}
    fonts: dict[str, dict[int, str]] = {}
    for step in pikepdf.parse_content_stream(page):
        kind, given = str(step.operator), step.operands
        if kind in ("BDC", "BMC"):
            marks.append(_number(given))
        elif kind == "EMC" and marks:
            marks.pop()
        elif kind == "Tf":
            name = str(given[0])
            letters = fonts.setdefault(name, {}) or _letters(page.Resources.Font[name])
            fonts[name] = letters
        elif kind in ("Tj", "TJ") and marks and marks[-1] is not None:
            found[marks[-1]] += "".join(_decoded(bytes(part), letters) for part in _strings(given[0]))
    return found


def _number(given: Any) -> int | None:
    """Return the number of a marked content, where it has one."""
    return int(given[1].MCID) if len(given) > 1 and "/MCID" in given[1] else None


def _strings(given: Any) -> Iterator[Any]:
    import pikepdf

    for part in given if isinstance(given, pikepdf.Array) else [given]:
        if isinstance(part, pikepdf.String):
            yield part


def _letters(font: Any) -> dict[int, str]:
    """Return the letters that a font's glyphs stand for."""
    if "/ToUnicode" not in font:
        return {}
    pairs = _MAPPED.findall(font.ToUnicode.read_bytes().partition(b"beginbfchar")[2])
    return {
        int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be", "replace") for glyph, text in pairs
    }


def _decoded(glyphs: bytes, letters: dict[int, str]) -> str:
    pairs = zip(glyphs[::2], glyphs[1::2], strict=False)
    return "".join(letters.get(high << 8 | low, "\N{REPLACEMENT CHARACTER}") for high, low in pairs)
