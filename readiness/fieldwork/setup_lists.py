"""The lists of a set-up as people type them: names a line each or pasted from a spreadsheet, ids made by the program.

An id stands for what it names for good: it stays when a name is mended, and comes back with the name next year.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Entry = dict[str, Any]
LONGEST_NAME = 200
MOST = 2000
"""The most entries of one list."""
_LONGEST_ID = 60
_HEADS = frozenset({"name", "names", "organisation", "organisations", "place", "places", "innovation"})
_HEADS_OF_AREAS = frozenset({"area", "areas", "clinical area", "clinical areas"})


@dataclass(frozen=True, slots=True)
class Row:
    """A line that was typed: its number, its name and what stood in further columns."""

    line: int
    name: str
    more: tuple[str, ...] = ()

    def cell(self, column: int) -> str:
        """Return what stood in that further column, or nothing."""
        return self.more[column] if column < len(self.more) else ""


def rows(text: str) -> list[Row]:
    """Return the lines that say something; columns end with a tab, as spreadsheets copy them, or with a semicolon."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [plain(cell) for cell in re.split(r"[\t;]", line)]
        if any(cells):
            found.append(Row(number, cells[0], tuple(cells[1:])))
    heads = found and found[0].name.lower() in _HEADS | _HEADS_OF_AREAS
    return found[1:] if heads else found


def plain(text: str) -> str:
    """Return a text on one line, without what cannot be seen and without quotation marks around it."""
    seen = "".join(" " if sign.isspace() else sign for sign in unicodedata.normalize("NFC", text))
    kept = "".join(sign for sign in seen if sign.isprintable())
    return " ".join(kept.split()).removeprefix('"').removesuffix('"').strip()


def same(name: str, other: str) -> bool:
    """Say whether two names are one to whoever reads them."""
    return plain(name).casefold() == plain(other).casefold()


def means(name: str, typed: str) -> bool:
    """Say whether somebody who typed that can mean this name: each word is one of its words, or some first letters.

    So "GP practice" means "General practice or primary care network", and "ICB" the Integrated care board.
    """
    words = re.findall(r"\w+", plain(name).casefold())
    initials = "".join(word[0] for word in words)
    wanted = re.findall(r"\w+", plain(typed).casefold())
    return bool(wanted) and all(one in words or (len(one) > 1 and one in initials) for one in wanted)


def listed(entries: Iterable[Mapping[str, Any]], name: str) -> bool:
    """Say whether the list has that name."""
    return any(same(str(one["name"]), name) for one in entries)


def new_id(name: str, taken: Iterable[str], known: Mapping[str, str]) -> str:
    """Return an id for a name: the one that an earlier year gave it, else one of its own.

    `known` has the names of earlier years by id; an id that stood for something else then is not given again.
    """
    used = set(taken)
    for slug, before in known.items():
        if same(before, name) and slug not in used:
            return slug
    stem = _stem(name)
    numbered = (stem if n == 1 else f"{stem[: _LONGEST_ID - 6].rstrip('-')}-{n}" for n in range(1, 10**5))
    return next(slug for slug in numbered if slug not in used and slug not in known)


def moved(entries: list[Entry], slug: str, by: int) -> list[Entry]:
    """Return the list with one entry a place further up (-1) or down (1)."""
    at = position(entries, slug)
    to = min(max(at + by, 0), len(entries) - 1)
    left = [one for one in entries if one["id"] != slug]
    return [*left[:to], entries[at], *left[to:]]


def position(entries: list[Entry], slug: str) -> int:
    """Return where an entry stands."""
    return next(n for n, one in enumerate(entries) if one["id"] == slug)


def without(tables: Mapping[str, Any], table: str, slug: str) -> dict[str, Any]:
    """Return the tables that change when an entry is removed, with all that cannot be without it removed too."""
    changed: dict[str, Any] = {table: [one for one in tables.get(table, []) if one["id"] != slug] or None}
    if table == "places":
        changed["organisations"] = [
            {key: value for key, value in one.items() if (key, value) != ("place", slug)}
            for one in tables.get("organisations", [])
        ] or None
    if table == "areas":
        changed["innovations"] = _not_in(tables.get("innovations", []), slug) or None
    gone = (table.removesuffix("s"), slug)
    changed["became"] = [
        one
        for one in tables.get("became", [])
        if gone
        not in ((one["kind"], one.get("now")), (one["kind"], one["past"] if one.get("part") else None))
    ] or None
    if table in ("places", "areas"):
        changed["headcounts"] = _uncounted(tables.get("headcounts", {}), table, slug) or None
    return {name: value for name, value in changed.items() if value != tables.get(name)}


def back_again(tables: Mapping[str, Any], table: str, slugs: Collection[str]) -> dict[str, Any]:
    """Return the tables that change when entries are listed that had been removed: they have not ended any more."""
    kind, told = table.removesuffix("s"), tables.get("became", [])
    left = [one for one in told if "now" in one or one["kind"] != kind or one["past"] not in slugs]
    return {"became": left or None} if left != told else {}


def _not_in(innovations: list[Entry], area: str) -> list[Entry]:
    """Return the innovations without that area; one that is asked about there alone goes too.

    Left without any area it would be asked about in all of them.
    """
    return [
        {**one, "areas": [it for it in one["areas"] if it != area]} if area in one.get("areas", ()) else one
        for one in innovations
        if one.get("areas") != [area]
    ]


def _uncounted(headcounts: Mapping[str, Any], table: str, slug: str) -> dict[str, Any]:
    left = {name: count for name, count in headcounts.get(table, {}).items() if name != slug}
    return {name: counts for name, counts in {**headcounts, table: left}.items() if counts}


def _stem(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.replace("&", " and ")).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-") or "other"
    stem = words if words[0].isalpha() else f"n-{words}"
    return stem[:_LONGEST_ID].rstrip("-")
