"""What a table of headcounts may name: the parts and roles of one set-up, each by its name however it is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from readiness.fieldwork.setup_types import Setup
from readiness.instrument.types import Instrument, Role

Kind = Literal["place", "area", "organisation", "whole"]
KINDS: dict[Kind, str] = {
    "place": "Place",
    "area": "Clinical area",
    "organisation": "Organisation",
    "whole": "Whole system",
}
EVERYONE = "everyone"
"""Stands for the column of organisations, of which all people are counted together; no role has this id."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something people are counted of."""

    kind: Kind
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Known:
    """The parts and roles of a set-up."""

    roles: tuple[Role, ...]
    parts: tuple[Part, ...]

    def of(self, kind: Kind) -> tuple[Part, ...]:
        """Return the parts of one kind."""
        return tuple(part for part in self.parts if part.kind == kind)

    def named(self, name: str, kind: Kind | None = None) -> list[Part]:
        """Return the parts that go by a name, of one kind or of all."""
        wanted = plain(name)
        return [
            part
            for part in self.parts
            if kind in (None, part.kind) and wanted in {plain(part.name), plain(part.id), *_also(part)}
        ]

    def nearest(self, name: str, kind: Kind | None = None) -> str:
        """Return the name that looks most like it, or nothing where none does."""
        by_word = {plain(part.name): part.name for part in self.parts if kind in (None, part.kind)}
        return _nearest(name, by_word)

    def role(self, heading: str) -> str | None:
        """Return the role, or EVERYONE, that a column of that heading is about; None where there is none."""
        word = plain(heading)
        for role in self.roles:
            if word in {plain(role.plural), plain(role.name), plain(role.id)}:
                return role.id
        return EVERYONE if word in _EVERYONE else None

    def nearest_role(self, heading: str) -> str:
        """Return the role whose name looks most like a heading, or nothing."""
        words = {plain(name): role.plural for role in self.roles for name in (role.plural, role.name)}
        return _nearest(heading, words)

    def heading(self, column: str) -> str:
        """Return what stands above a column."""
        return next((role.plural for role in self.roles if role.id == column), "Everyone")


def known(setup: Setup, instrument: Instrument) -> Known:
    """Return what may be named in a table for this set-up."""
    return Known(
        tuple(instrument.roles),
        (
            *(Part("place", one.id, one.name) for one in setup.places),
            *(Part("area", one.id, one.name) for one in setup.areas),
            *(Part("organisation", one.id, one.name) for one in setup.organisations),
            Part("whole", "", KINDS["whole"]),
        ),
    )


def plain(words: str) -> str:
    """Return words as they are compared: without case, spaces and the ways in which a sign can be written."""
    folded = unicodedata.normalize("NFKC", words).casefold().replace("\u2019", "'").replace("&", "and")
    return "".join(letter for letter in folded if letter.isalnum())


def kind_of(cell: str) -> Kind | None:
    """Return the kind that a cell names."""
    word = plain(cell)
    return next(
        (kind for kind, name in KINDS.items() if word in (plain(name), plain(name) + "s", kind)), None
    )


_EVERYONE = {"everyone", "everybody", "people", "allstaff", "staff", "headcount"}
_WHOLE = {"system", "thewholesystem", "wholesystem", "everywhere"}


def _also(part: Part) -> Iterable[str]:
    return _WHOLE if part.kind == "whole" else ()


def _nearest(word: str, names: dict[str, str]) -> str:
    found = get_close_matches(plain(word), list(names), 1)
    return names[found[0]] if found else ""
