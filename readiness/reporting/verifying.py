"""Whether a document still says what the database says: made again from what it claims, and compared piece by piece."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from readiness.errors import ReadinessError
from readiness.reporting import claims
from readiness.reporting.claims import Claim
from readiness.reporting.verifying_pages import Sheets

LARGEST = 64 * 2**20
"""No document of ours comes near so many bytes."""
MOST_ATTACHED = 3
"""So many figures are named that differ in an attached file; one letter can move all that stand after it."""
NAMES, PARTS = ("group", "topic", "detail", "figure"), ("value", "low", "high", "se", "sd", "n", "text")
"""Columns of the attached figures: what names a figure, and what it consists of."""
_SAID = {
    "data_digest": (
        "answers",
        "The answers are others than those that the file was made from, or secret_key has changed since",
    ),
    "instrument": ("questionnaire", "The questionnaire is another one"),
    "version": ("questionnaire", "The questionnaire has another version"),
    "instrument_hash": ("questionnaire", "The questionnaire's words are others"),
    "software": ("software", "This software has another version"),
    "definition": ("wording", "The wording or design of reports is another one"),
    "threshold": ("threshold", "The fewest people behind a figure are other ones"),
    "seed": ("seed", "The seed of what is drawn by chance is another one"),
}
"""What it means where a part of the claim differs: a word for programs, a sentence for people."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: what, in words, and for a printed figure where, what the file has and what is true."""

    what: str
    sentence: str
    page: int | None = None
    table: str = ""
    row: str = ""
    column: str = ""
    printed: str = ""
    recomputed: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a comparison."""

    claim: Claim
    differences: tuple[Difference, ...]

    @property
    def same(self) -> bool:
        """Whether the file is the very one that this database gives."""
        return not self.differences


def claim_of(data: bytes, name: str) -> Claim:
    """Return what a file says of its making, or say why nothing can be asked of it."""
    remedy = "Only a report from this software, whole and with the files that lie in it, can be verified."
    if len(data) > LARGEST:
        raise ReadinessError(f"{name} is larger than any report of ours.", remedy)
    if not data.lstrip()[:5] == b"%PDF-":
        raise ReadinessError(f"{name} is no PDF.", remedy)
    found = claims.from_text(Sheets(data).attached(claims.CLAIM) or b"")
    if found is None:
        raise ReadinessError(
            f"{name} is not a report of ours: it does not say what it was made from.", remedy
        )
    return found


def compared(data: bytes, rebuilt: bytes) -> Verdict:
    """Compare a file with the document that was made again from what it claims."""
    ours, theirs = Sheets(rebuilt), Sheets(data)
    said, true = (_claim(sheets) for sheets in (theirs, ours))
    if data == rebuilt:
        return Verdict(said, ())
    found = [*_claims(said, true), *_printed(theirs, ours), *_changed(theirs, ours)]
    if not found:
        found = [*_drawn(theirs, ours)] or [_bytes(said, true)]
    return Verdict(said, tuple(found))


def _claim(sheets: Sheets) -> Claim:
    found = claims.from_text(sheets.attached(claims.CLAIM) or b"")
    if found is None:
        raise ReadinessError("The file does not say what it was made from.", "Take the file as it was made.")
    return found


def _claims(said: Claim, true: Claim) -> Iterator[Difference]:
    for name, (what, sentence) in _SAID.items():
        there, here = str(getattr(said, name)), str(getattr(true, name))
        if there != here:
            told = f"{sentence}: {_short(there)} in the file, {_short(here)} here."
            yield Difference(what, told, printed=there, recomputed=here)


def _short(text: str) -> str:
    return f"{text[:12]}..." if len(text) > 40 else text


def _printed(theirs: Sheets, ours: Sheets) -> Iterator[Difference]:
    """Compare what is printed, place by place, so that one line more does not move all others."""
    places: dict[Any, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
    for side, sheets in enumerate((theirs, ours)):
        for piece in sheets.pieces:
            places[piece.place][side].append(piece)
    for (under, row, column), (there, here) in places.items():
        for one, other in zip_longest(there, here):
            printed, recomputed = one.text if one else "", other.text if other else ""
            if printed != recomputed:
                where = ", ".join(filter(None, (f"page {(one or other).page}", under, row, column)))
                told = f"{where}: {_told(printed, recomputed)}"
                yield Difference(
                    "figure" if _figures(printed) != _figures(recomputed) else "words",
                    told, (one or other).page, under, row, column, printed, recomputed,
                )  # fmt: skip


def _told(printed: str, recomputed: str) -> str:
    if not recomputed:
        return f"printed is {_quoted(printed)}, which does not belong there."
    if not printed:
        return f"{_quoted(recomputed)} is missing."
    return f"printed is {_quoted(printed)}, recomputed {_quoted(recomputed)}."


def _quoted(text: str) -> str:
    return f'"{text[:157]}..."' if len(text) > 160 else f'"{text}"'


def _figures(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _changed(theirs: Sheets, ours: Sheets) -> list[Difference]:
    """Say which attached figures differ; of many, that the file was changed, and the first of them."""
    found = list(_attached(theirs, ours))
    if len(found) <= MOST_ATTACHED:
        return found
    told = (
        f"The attached file {claims.FIGURES} was changed:"
        f" {len(found):,} of its figures differ, and these are the first."
    )
    return [Difference("attached", told), *found[:MOST_ATTACHED]]


def _attached(theirs: Sheets, ours: Sheets) -> Iterator[Difference]:
    """Compare the attached figures."""
    there, here = (dict(_figures_of(sheets.attached(claims.FIGURES))) for sheets in (theirs, ours))
    for table, row, column in {**there, **here}:
        printed, recomputed = (side.get((table, row, column), "") for side in (there, here))
        if printed != recomputed and table != "assessment":
            told = f"attached figures, {table}, {row}, {column}: {_told(printed, recomputed)}"
            yield Difference("attached", told, None, table, row, column, printed, recomputed)


def _figures_of(data: bytes | None) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Return every attached figure with its table, its row in words, and the part of the figure."""
    text = (data or b"").decode("utf-8-sig", "replace")
    for row in csv.DictReader(io.StringIO(text, newline="")):
        named = " > ".join(filter(None, (row.get(name) for name in NAMES)))
        for part in PARTS:
            yield (str(row.get("table")), named, part), row.get(part) or ""


def _drawn(theirs: Sheets, ours: Sheets) -> Iterator[Difference]:
    for page, (there, here) in enumerate(zip_longest(theirs.drawn, ours.drawn), 1):
        if there != here:
            told = f"Page {page} is drawn differently, although its text is the same: a picture was changed or covered."
            yield Difference("drawing", told, page)


def _bytes(said: Claim, true: Claim) -> Difference:
    others = sorted(name for name in said.tools | true.tools if said.tools.get(name) != true.tools.get(name))
    if others:
        pairs = ", ".join(
            f"{name} {said.tools.get(name)} there, {true.tools.get(name)} here" for name in others
        )
        return Difference("tools", f"Every figure is the same; it was made with other libraries: {pairs}.")
    return Difference(
        "bytes",
        "Every figure, word and page is the same, but the file was changed after it was made: its bytes differ from a"
        " rebuild. Saving it anew or signing it with another program does that.",
    )
