"""What the page maker leaves undone in a finished PDF.

How attached files relate to it, and a description that programs can read; one tag for a table that takes several pages;
and running heads and page numbers marked as what is no part of the text.

WeasyPrint tags the text of page margins like any other, but hangs it nowhere in the tree of tags; a reader that walks
over the page itself reads it between two sentences. A marked artifact is passed over by every reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from readiness.reporting.finishing_tables import found, join

NAMESPACE = "urn:readiness:report:1"
"""Of the properties that we add to the description of a PDF."""
LONG_AGO = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed day, so that the same figures give the same bytes
_END = b"</rdf:RDF>"


@dataclass(frozen=True)
class Attached:
    """A file inside the PDF; `relation` is Data for figures that are printed in it, Supplement for what tells of it."""

    name: str
    description: str
    data: bytes
    relation: str = "Data"


def finisher(attached: tuple[Attached, ...], described: Mapping[str, str]) -> Callable[[Any, Any], None]:
    """Return what is to be done to a PDF just before it is written."""

    def finish(document: Any, pdf: Any) -> None:
        _relate(pdf, attached)
        _describe(pdf, described)
        join(document, pdf)
        _set_margins_aside(pdf)

    return finish


def _relate(pdf: Any, attached: tuple[Attached, ...]) -> None:
    """Say of each attached file how it relates to the document, and list them where readers look for that."""
    import pydyf

    relations = {one.name: one.relation for one in attached}
    files: list[Any] = [
        one for one in pdf.objects if isinstance(one, dict) and one.get("Type") == "/Filespec"
    ]
    for file in files:
        file["AFRelationship"] = f"/{relations[file['UF'].string]}"
    if files:
        pdf.catalog["AF"] = pydyf.Array(file.reference for file in files)


def _describe(pdf: Any, described: Mapping[str, str]) -> None:
    """Put our properties beside those that the description holds already."""
    if not described:
        return
    stream = found(pdf, pdf.catalog["Metadata"]).stream
    properties = "".join(f"<r:{name}>{_text(value)}</r:{name}>" for name, value in described.items())
    ours = f'<rdf:Description xmlns:r="{NAMESPACE}" rdf:about="">{properties}</rdf:Description>'
    stream[0] = stream[0].replace(_END, ours.encode() + _END, 1)


def _text(value: str) -> str:
    """Return a text as XML takes it: without markup and without letters that XML knows not."""
    return escape("".join(letter for letter in value if letter.isprintable()), quote=False)


def _set_margins_aside(pdf: Any) -> None:
    """Mark as artifacts what hangs nowhere in the tree of tags: running heads and page numbers."""
    root = pdf.catalog.get("StructTreeRoot")
    if root is None:
        return
    reached = set(_below(pdf, found(pdf, root)["K"]))
    numbers = iter(found(pdf, found(pdf, root)["ParentTree"])["Nums"])
    marks = dict(zip(numbers, numbers, strict=True))
    for number, page in enumerate(pdf.page_references):
        for mark, element in enumerate(marks[number]):
            if element not in reached:
                marks[number][mark] = b"null"
                _as_artifact(found(pdf, found(pdf, page)["Contents"]).stream, mark)


def _below(pdf: Any, kids: Any) -> Iterator[bytes]:
    """Walk over all elements of the tree."""
    for kid in kids:
        if isinstance(kid, bytes) and kid.endswith(b" R"):
            yield kid
            yield from _below(pdf, found(pdf, kid).get("K", ()))


def _as_artifact(stream: list[Any], mark: int) -> None:
    """Turn the marked content of that number into an artifact; its end mark serves for both."""
    for place, part in enumerate(stream):
        if isinstance(part, dict) and part.get("MCID") == mark:
            stream[place - 1] = "/Artifact"
            part.clear()
            part["Type"] = "/Pagination"
            return
