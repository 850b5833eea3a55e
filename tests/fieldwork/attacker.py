"""What an attacker does who knows in which order two hundred people answered, and holds files of the database.

Each of them is recognised by a comment of their own, and by four answers that nobody else gave. An attack is an order
in which these lie, or came into being, somewhere; whoever stands in it where they stood among those who answered is
linked.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from statistics import correlation
from typing import NamedTuple

PEOPLE = 200
Seen = Callable[[bytes], list[int]]
RATED = ("aim-1", "aim-nurse", "time-1", "time-2")
_TOLD = re.compile(rb"It is person number (\d{4}) who says this\.")
_RATED = re.compile(b"[^}]*?".join(rb'"%b":(\d)' % key.encode() for key in RATED))
_HEAD = struct.Struct(">8I")
"""Of a log: mark, version, size of a page, number of the checkpoint, two salts, two checksums."""
_FRAME = struct.Struct(">6I")
"""Page, size of the database where a transaction ends, two salts, two checksums."""


def told(person: int) -> str:
    """Return the comment by which the attacker recognises a person's answers."""
    return f"It is person number {person:04d} who says this."


def rated(person: int) -> dict[str, int]:
    """Return four answers that nobody else gives: the person's number to the base of four."""
    return {key: person // 4**place % 4 for place, key in enumerate(RATED)}


def commenting(data: bytes) -> list[int]:
    """Return whose comments are in the bytes, in their order."""
    return [int(number) for number in _TOLD.findall(data)]


def answering(data: bytes) -> list[int]:
    """Return whose answers are in the bytes, in their order."""
    return [sum(int(one) * 4**place for place, one in enumerate(found)) for found in _RATED.findall(data)]


def linked(order: list[int]) -> int:
    """Return how many people the order links with their answers, read forwards or backwards."""
    return max(sum(at == person for at, person in enumerate(way)) for way in (order, order[::-1]))


def by_chance(order: list[int]) -> bool:
    """Say whether an order of so many people tells no more of theirs than one drawn at random would."""
    if len(order) < 3:
        return True
    return abs(correlation(order, range(len(order)))) <= 4 / len(order) ** 0.5


def linked_last(order: list[int], answered: int) -> int:
    """Return how many of those who came last the order links, if its last one is the last of so many who answered."""
    return sum(person == answered - back for back, person in enumerate(reversed(order), 1))


def by_place(data: bytes, seen: Seen = commenting) -> list[int]:
    """Return the people in the order in which they are seen in the bytes, each where that is first."""
    return list(dict.fromkeys(seen(data)))


def parted(order: list[int], before: list[set[int]]) -> list[int]:
    """Return the order within the groups that two backups tell apart."""
    groups = [before[0], before[1] - before[0], set(order) - before[1]]
    return [person for group in groups for person in order if person in group]


class Copy(NamedTuple):
    """SQLite's two files as somebody copied them while people answered."""

    answered: int
    file: bytes
    log: bytes

    def by_log(self, seen: Seen) -> list[int]:
        """Return the people in the order in which they first came up in the log, page after page."""
        came: dict[int, None] = {}
        for _, image in self._frames():
            came |= dict.fromkeys(person for person in seen(image) if person not in came)
        return list(came)

    def by_page(self, seen: Seen) -> list[int]:
        """Return the people by how far back they lie in their page: SQLite fills a page from its end."""
        size = struct.unpack(">H", self.file[16:18])[0]
        pages = {at // size + 1: self.file[at : at + size] for at in range(0, len(self.file), size)}
        back: dict[int, float] = {}
        for image in (pages | dict(self._frames())).values():
            here = seen(image)[::-1]
            back |= {person: (at + 1) / (len(here) + 1) for at, person in enumerate(here)}
        return sorted(back, key=back.__getitem__)

    def links(self, seen: Seen) -> int:
        """Return how many people the log of this copy links with their answers."""
        return linked_last(self.by_log(seen), self.answered)

    def orders(self, seen: Seen) -> dict[str, list[int]]:
        """Return each order in which the people lie in this copy."""
        name = f"{seen.__name__}, copy after {self.answered}"
        return {f"{name}, pages": self.by_page(seen), f"{name}, bytes": by_place(self.file, seen)}

    def _frames(self) -> list[tuple[int, bytes]]:
        """Return each page in the log with its number, oldest first: what was written over starts with later salts."""
        if len(self.log) < _HEAD.size:
            return []
        size = _HEAD.unpack_from(self.log)[2]
        found = []
        for at in range(_HEAD.size, len(self.log) - size, _FRAME.size + size):
            number, _, salt, *_ = _FRAME.unpack_from(self.log, at)
            found.append((salt, number, self.log[at + _FRAME.size :][:size]))
        return [(number, image) for _, number, image in sorted(found, key=lambda one: one[0])]
