"""Shortening a comment without changing what was said: whole words left out, and `[…]` wherever that was done."""

from __future__ import annotations

import re
from collections.abc import Sequence

from readiness.errors import ReadinessError
from readiness.fieldwork.moderating.clues import Clue

LEFT_OUT = "[…]"
"""What stands in place of words that were left out."""
_ELLIPSIS = re.compile(r"\[\s*(?:…|\.\.\.?)\s*\]")
_JOINS = "'’-‑"
_ALIKE = str.maketrans("’‘“”‐‑–—", "''\"\"----")
"""Letters that word processors put in place of each other."""


class BadCut(ReadinessError):
    """A cut text that says something else than was written."""


def cut(written: str, wanted: str) -> str:
    """Return what is shown of a comment, or raise BadCut where `wanted` is not made of the comment's own words.

    `wanted` is the comment with words left out; `[...]` stands where that was done, at the two ends only if one likes.
    """
    text = " ".join(written.split())
    parts = [" ".join(part.split()) for part in _ELLIPSIS.split(wanted)]
    spans = _found(text, [part for part in parts if part])
    kept = _joined(text, spans)
    if not any(letter.isalnum() for letter in kept):
        raise BadCut("Nothing of the comment is left.", "Withhold it instead.")
    return kept


def cut_of(text: str, longer: str) -> bool:
    """Say whether a text is another one, or what is left of it."""
    try:
        cut(longer, text)
    except BadCut:
        return False
    return True


def without(written: str, clues: Sequence[Clue]) -> str | None:
    """Return a comment without the sentences with a clue in them, or None where nothing is left."""
    spans = [match.span() for match in re.finditer(r"\S[^.!?\n]*(?:[.!?](?!\s|$)[^.!?\n]*)*[.!?]*", written)]
    kept = [
        written[start:end]
        for start, end in spans
        if not any(one.start < end and start < one.end for one in clues)
    ]
    try:
        return cut(written, f" {LEFT_OUT} ".join(kept)) if kept else None
    except BadCut:
        return None


def _found(text: str, parts: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the parts stand in the text, one after the other, each made of whole words."""
    alike, spans, after = text.translate(_ALIKE), [], 0
    for number, part in enumerate(parts, 1):
        wanted = part.translate(_ALIKE)
        places = [
            place for place in _places(alike, wanted, after) if _whole(text, place, place + len(wanted))
        ]
        if not places:
            raise _not_there(part, wanted in alike[:after] or wanted in alike)
        last = number == len(parts) and places[-1] + len(wanted) == len(text)
        start = places[-1] if last else places[0]
        after = start + len(wanted)
        spans.append((start, after))
    return spans


def _places(text: str, part: str, after: int) -> list[int]:
    return [match.start() + after for match in re.finditer(rf"(?={re.escape(part)})", text[after:])]


def _whole(text: str, start: int, end: int) -> bool:
    """Say whether the part begins and ends between words: `safe` is no part of `unsafe`."""
    return not (_inside(text, start) or _inside(text, end))


def _inside(text: str, place: int) -> bool:
    before, after = text[:place][-1:], text[place : place + 1]
    return bool(before and after) and all(one.isalnum() or one in _JOINS for one in (before, after))


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the parts with `[…]` wherever words were left out between, before or after them."""
    pieces, at = [], 0
    for start, end in spans:
        if any(letter.isalnum() for letter in text[at:start]):
            pieces.append(LEFT_OUT)
        pieces.append(text[start:end])
        at = end
    if any(letter.isalnum() for letter in text[at:]):
        pieces.append(LEFT_OUT)
    return " ".join(pieces)


def _not_there(part: str, elsewhere: bool) -> BadCut:
    shown = part if len(part) <= 60 else f"{part[:57]}..."
    if elsewhere:
        problem = f'"{shown}" stands elsewhere in the comment, or there only as a part of a word.'
    else:
        problem = f'"{shown}" is not what was written.'
    return BadCut(
        problem, f"Keep the comment's own words in their order, and write {LEFT_OUT} for those left out."
    )
