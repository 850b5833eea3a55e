"""A number of people as it is typed: a whole number, perhaps with separators between thousands; blank is not known."""

from __future__ import annotations

import re
import unicodedata

MOST = 10_000_000
"""More people than this work in no system."""
_SEPARATED = re.compile(r"[0-9]{1,3}(?:[,'\u2019 ][0-9]{3})+")
_PLAIN = re.compile(r"[0-9]+(?:\.0+)?")
_ROUGH = re.compile(
    r"(?:~|c\.?|ca\.?|about|around|approx\.?|<|>|\u2248|\u2264|\u2265)\s*[0-9].*", re.IGNORECASE
)


class NoNumber(ValueError):
    """Why something typed is no number of people, and how to mend it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


def read(typed: str) -> int | None:
    """Return how many people, None where it is left blank; raise NoNumber where it is neither."""
    cell = " ".join(unicodedata.normalize("NFKC", typed).split())
    if not cell:
        return None
    if _PLAIN.fullmatch(cell):
        return _bounded(cell.partition(".")[0])
    if _SEPARATED.fullmatch(cell):
        return _bounded(re.sub("[^0-9]", "", cell))
    raise _why(cell)


def _bounded(digits: str) -> int:
    if len(digits.lstrip("0")) > len(str(MOST)) or int(digits) > MOST:
        raise NoNumber("This is more people than can be.", f"Write a number up to {MOST:,}.")
    return int(digits)


def _why(cell: str) -> NoNumber:
    """Say what is wrong with a cell in the words that fit it best."""
    if cell.startswith("="):
        return NoNumber("This is a formula.", "Put its value in its place: only values are read.")
    if cell in ("-", "\u2013", "\u2014", "n/a", "N/A", "?", "x", "X", "*"):
        return NoNumber(
            "This may mean nobody, or not known.",
            "Write 0 if there is nobody; leave it empty if it is not known.",
        )
    if _ROUGH.fullmatch(cell):
        return NoNumber(
            "This is not a number alone.", "Write the number without a sign or word: a rough one will do."
        )
    if re.fullmatch(r"-[0-9.,]+", cell):
        return NoNumber("There cannot be fewer than nobody.", "Write 0 or more.")
    if re.fullmatch(r"[0-9]+[.,][0-9]+", cell):
        return NoNumber(
            "People are counted in whole numbers.", "Write it without decimals: count heads, not hours."
        )
    return NoNumber(
        "This is not a number.", "Write a whole number such as 120, or leave it empty if it is not known."
    )
