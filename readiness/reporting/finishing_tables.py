"""One tag for a table, however many pages it takes.

WeasyPrint lays a long table out as a box a page and tags each as a table of its own, with the head repeated. Here the
rows of all but the first are hung into the first, whose head then serves for all of them; the repeated heads are no
part of the text any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def join(document: Any, pdf: Any) -> None:
    """Hang the parts of every split table together."""
    parts: dict[int, list[Any]] = {}
    for box in _tables(document):
        table = _tag_of(pdf, box)
        if table is not None:
            parts.setdefault(id(box.element), []).append(table)
    for first, *others in parts.values():
        for other in others:
            _hang(pdf, other, first)


def _tables(document: Any) -> Iterator[Any]:
    """Return every box of a table, page by page."""
    from weasyprint.formatting_structure.boxes import TableBox

    for page in document.pages:
        for box in page._page_box.descendants():
            if isinstance(box, TableBox) and box.element is not None:
                yield box


def _tag_of(pdf: Any, box: Any) -> Any:
    """Return the tag of a table by that of one of its cells; None where it has none."""
    tag = next((cell.mark for cell in box.descendants() if hasattr(cell, "mark")), None)
    while tag is not None and tag["S"] != "/Table":
        tag = found(pdf, tag["P"]) if "P" in tag else None
    return tag


def _hang(pdf: Any, part: Any, first: Any) -> None:
    for kid in list(part["K"]):
        group = found(pdf, kid)
        same = next((one for one in _kids(pdf, first) if one["S"] == group["S"]), None)
        if group["S"] == "/TBody" and same is not None:
            for row in _kids(pdf, group):
                row["P"] = same.reference
            same["K"].extend(group["K"])
        elif same is not None:  # a repeated head or foot: its cells are known by the names of the first one's
            for again, named in zip(_cells(pdf, group), _cells(pdf, same), strict=False):
                if "ID" in again and "ID" in named:
                    again["ID"].string = named["ID"].string
        else:
            group["P"] = first.reference
            first["K"].append(kid)
    found(pdf, part["P"])["K"].remove(part.reference)


def _kids(pdf: Any, tag: Any) -> list[Any]:
    return [found(pdf, kid) for kid in tag["K"] if isinstance(kid, bytes)]


def _cells(pdf: Any, group: Any) -> list[Any]:
    return [cell for row in _kids(pdf, group) for cell in _kids(pdf, row)]


def found(pdf: Any, reference: bytes) -> Any:
    """Return the object that a reference names."""
    return pdf.objects[int(reference.split()[0])]
