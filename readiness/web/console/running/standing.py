"""Response rates as sentences and tables: what somebody may see of them, and where to push. Never who has answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from math import ceil

from readiness.fieldwork.rates import Group, Rates
from readiness.web.console import telling

ABOUT = {
    "role": ("role", "By role"),
    "place": ("place", "By place"),
    "area": ("clinical area", "By clinical area"),
    "organisation": ("organisation", "By organisation"),
}
PUSH = {
    "role": "Ask those who lead them to say in their next meeting why it matters, and to give them ten minutes for it.",
    "place": "Have somebody whom people there know ask them in person, in a team meeting or on the ward.",
    "area": "Ask the clinical lead of the area to say why it matters, in person or in a mail of their own.",
    "organisation": "Ask its chief nurse, practice manager or whoever is heard there to say a word for it.",
}
AGAIN = {
    "open": "Put its link up once more, where people take their breaks.",
    "codes": "Have its mailer send the reminder, which goes to everybody there.",
    "personal": "The next reminder goes to those there who have not answered.",
}


@dataclass(frozen=True, slots=True)
class Table:
    """One table of rates, with the sentence above it."""

    name: str
    kind: str
    title: str
    message: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What is shown of the rates."""

    total: Group | None
    """None for who sees a part alone."""
    tables: tuple[Table, ...]
    push: tuple[str, ...]


May = Callable[[str, str], bool]
"""(table, id): whether that group may be seen."""


def standing(found: Rates, mode: str, whole: bool, may: May) -> Standing:
    """Return what somebody may see: all of it, or the groups that they lead."""
    tables = tuple(_tables(found, whole, may))
    if not whole:
        return Standing(None, tables, ())
    return Standing(found.total, tables, tuple(_push(found, mode)))


def _tables(found: Rates, whole: bool, may: May) -> Iterator[Table]:
    for name, (kind, title) in ABOUT.items():
        groups = tuple(group for group in found.tables[name] if whole or may(name, group.id))
        if groups:
            yield Table(name, kind, title, _message(groups, kind, found.blur), groups)


def _message(groups: tuple[Group, ...], kind: str, blur: int) -> str:
    """Say what a table shows, and no more than the blur lets it show."""
    known = sorted((group for group in groups if group.rate is not None), key=lambda group: group.rate or 0)
    if not known:
        return f"No {kind} has a rate yet."
    if len(known) == 1:
        return f"{known[0].name}: {percent(known[0])} have answered."
    low, high = known[0], known[-1]
    if (high.rate or 0) - (low.rate or 0) <= 200 * blur / min(low.asked or 1, high.asked or 1):
        return f"No {kind} stands out: the rates lie as close together as their rounding."
    return f"Highest: {high.name}, {percent(high)}. Lowest: {low.name}, {percent(low)}."


def _push(found: Rates, mode: str) -> Iterator[str]:
    for table, group in found.lowest():
        again = AGAIN[mode] if table in ("place", "organisation") else ""
        said = f"{group.name}: {percent(group)} have answered, against {percent(found.total)} of everyone."
        yield f"{said} {PUSH[table]} {again}".strip()


def hidden(found: Rates, threshold: int) -> str:
    """Return from how many answers on a group can be expected to be shown."""
    return f"about {5 * ceil((threshold + 2 * found.blur) / 5)}"


def count(group: Group) -> str:
    """Return how many have answered as it is shown."""
    if group.answered is None:
        return "not shown"
    return f"{group.answered:,}{' or more' if group.or_more else ''}"


def percent(group: Group) -> str:
    """Return a group's rate as it is shown."""
    if group.rate is None:
        return "not shown" if group.answered is None else "not known"
    return f"{group.rate}%{' or more' if group.or_more else ''}"


def sentence(total: Group) -> str:
    """Say how many of all have answered."""
    if total.answered is None:
        return "Too few people have answered for a figure yet."
    if total.rate is None:
        return f"About {count(total)} people have answered. How many there are is not known."
    return f"About {count(total)} of {total.asked:,} people have answered: {percent(total)}."


def left(opens_on: date, closes_on: date, today: date) -> str:
    """Say how long people may still answer."""
    if today < opens_on:
        return f"People can answer from {telling.day(opens_on)} to {telling.day(closes_on)}."
    days = (closes_on - today).days
    if days < 0:
        return f"The last day was {telling.day(closes_on)}: nobody can answer any more. It can be closed now."
    if days == 0:
        return "Today is the last day on which people can answer."
    return f"{days} {'days are' if days > 1 else 'day is'} left: the last one is {telling.day(closes_on)}."
