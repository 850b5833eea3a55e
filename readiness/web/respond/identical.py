"""Parts of a survey as keys of a cache."""

from __future__ import annotations


class Identical:
    """A page or question as a key: equal only to itself, since comparing all of its texts would cost more."""

    __slots__ = ("it",)

    def __init__(self, it: object) -> None:
        self.it = it

    def __hash__(self) -> int:
        return id(self.it)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Identical) and other.it is self.it
