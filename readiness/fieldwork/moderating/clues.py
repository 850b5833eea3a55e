"""What in a text may tell who somebody is: text in, clues out.

Clues help the person who reads every comment; they decide nothing. They would rather point at too much than miss
somebody: what is pointed at is looked at twice, the rest is still read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from readiness.fieldwork.moderating import addresses, people
from readiness.fieldwork.moderating.spans import Span

KINDS = {
    "email": "e-mail address",
    "phone": "phone number",
    "nhs": "NHS number",
    "number": "long number",
    "date": "date",
    "postcode": "postcode",
    "address": "address",
    "web": "web address",
    "handle": "user name",
    "age": "age",
    "name": "name",
    "role": "job of one person",
    "organisation": "organisation or place",
}
"""What each kind of clue is called."""
_SAME = {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"'} | dict.fromkeys("‐‑‒–—−", "-")


@dataclass(frozen=True, slots=True)
class Clue:
    """A part of a text that may tell who somebody is."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Known:
    """What the assessment knows: names that tell where somebody works, and words that tell nothing."""

    organisations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    terms: frozenset[str] = field(default_factory=frozenset)
    """In small letters: words of the questionnaire, of clinical areas and of innovations."""


def clues(text: str, known: Known) -> tuple[Clue, ...]:
    """Return what may identify somebody, in the order of the text; a clue inside another is left out."""
    plain, places = _plain(text)
    found = [*people.spans(plain, known.organisations, known.places, known.terms), *addresses.spans(plain)]
    return tuple(Clue(one.kind, places[one.start], places[one.end - 1] + 1) for one in _outermost(found))


def _plain(text: str) -> tuple[str, list[int]]:
    """Return the text with one kind of dash, digit and apostrophe and nothing unseen, and where each letter was."""
    letters, places = [], []
    for place, letter in enumerate(text):
        if unicodedata.category(letter) == "Cf":
            continue
        narrow = unicodedata.normalize("NFKC", letter)
        same = _SAME.get(letter, narrow if len(narrow) == 1 else letter)
        letters.append(" " if same != "\n" and same.isspace() else same)
        places.append(place)
    return "".join(letters), places


def _outermost(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the spans that lie in no other, first one first; of two alike, the one that was found first."""
    end = -1
    for one in sorted(spans, key=lambda span: (span.start, -span.end)):
        if one.end > end:
            yield one
            end = one.end
