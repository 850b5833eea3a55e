"""Which groups of one year are which of another: they merge, split, give parts away, end, begin and are renamed.

Groups that went into each other from the year before to the newest are taken together: together they are the same
people's work in both years, and that is what can be set side by side. Further back a line goes on as long as all that
went into it went nowhere else.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from readiness.baseline.years.types import Break, Descent, Round

Named = Callable[[Round], Mapping[str, str]]
"""The groups of a kind of one year: slug to name, in order."""
Link = tuple[str, str]
"""A group of one year, and the one of the next into which it went."""


@dataclass(frozen=True, slots=True)
class Family:
    """Groups that belong together: those of each year, oldest first, or why there are none to set beside the rest."""

    members: tuple[tuple[str, ...], ...]
    whys: tuple[str, ...]
    """Empty where there are members; else new, split or parted."""

    @property
    def now(self) -> tuple[str, ...]:
        """Those of the newest year."""
        return self.members[-1]


def families(rounds: Sequence[Round], kind: str, named: Named) -> list[Family]:
    """Return the families of the newest year's groups in their order.

    Those that can be set beside the past only together come as one, and then each by itself, without a past.
    """
    names = [named(one) for one in rounds]
    linked = _linked(rounds, kind, names)
    found: list[Family] = []
    for together in _together(names[-1], linked[-1] if linked else []):
        apart = [(slug,) for slug in together] if len(together) > 1 else []
        found += [_back(now, linked, names) for now in (together, *apart)]
    return found


def breaks(rounds: Sequence[Round], kind: str, named: Named) -> list[Break]:
    """Return what became of groups from year to year where they did not stay as they were."""
    found: list[Break] = []
    for before, after in itertools.pairwise(rounds):
        told = _of_kind(after, kind)
        found += _breaks(after.findings.heading.year, kind, named(before), named(after), told)
    return found


def heirs(rounds: Sequence[Round], kind: str, named: Named) -> dict[str, str]:
    """Return into which group of the newest year each of the year before went; the first where there are several."""
    found: dict[str, str] = {}
    for past, now in links(named(rounds[-2]), named(rounds[-1]), _of_kind(rounds[-1], kind)):
        found.setdefault(past, now)
    return found


def links(old: Mapping[str, str], new: Mapping[str, str], told: Iterable[Descent]) -> list[Link]:
    """Return which group went into which: as the lead told it, else into the one of the same id.

    A group of which a part went elsewhere went there, too. What the lead told stands first, parts last.
    """
    known = [one for one in told if one.past in old]
    whole, parts = ([one for one in known if one.part == part] for part in (False, True))
    spoken_of = {one.past for one in whole}
    same = [(slug, slug) for slug in old if slug in new and slug not in spoken_of]
    return list(dict.fromkeys([*_into(whole, new), *same, *_into(parts, new)]))


def kin(
    names: Sequence[Mapping[str, str]], linked: Sequence[Sequence[Link]], now: str
) -> list[frozenset[str]]:
    """Return for each year all groups that have anything to do with one of the newest."""
    found: list[set[str]] = [set() for _ in names]
    found[-1].add(now)
    while True:
        before = sum(map(len, found))
        for year, each in enumerate(linked):
            for past, after in each:
                if past in found[year] or after in found[year + 1]:
                    found[year].add(past)
                    found[year + 1].add(after)
        if sum(map(len, found)) == before:
            return [frozenset(each) for each in found]


def _into(told: Iterable[Descent], new: Mapping[str, str]) -> list[Link]:
    return [(one.past, one.now) for one in told if one.now is not None and one.now in new]


def _linked(rounds: Sequence[Round], kind: str, names: Sequence[Mapping[str, str]]) -> list[list[Link]]:
    """Return the links of every year to the next."""
    later = zip(itertools.pairwise(names), rounds[1:], strict=True)
    return [links(old, new, _of_kind(one, kind)) for (old, new), one in later]


def _together(now: Iterable[str], linked: Sequence[Link]) -> list[tuple[str, ...]]:
    """Return the groups of a year in their order, each with those that it shares a past with, however far round."""
    found: list[tuple[str, ...]] = []
    left = list(now)
    while left:
        known, more = set[str](), {left[0]}
        while more - known:
            known |= more
            past = {was for was, slug in linked if slug in known}
            more = {slug for was, slug in linked if was in past}
        found.append(tuple(slug for slug in left if slug in known))
        left = [slug for slug in left if slug not in known]
    return found


def _back(
    now: tuple[str, ...], linked: Sequence[Sequence[Link]], names: Sequence[Mapping[str, str]]
) -> Family:
    """Follow groups back for as long as all that went into them went nowhere else."""
    members, whys = [now], [""]
    for year in reversed(range(len(linked))):
        here = set(members[0])
        past = {was for was, slug in linked[year] if slug in here}
        elsewhere = {slug for was, slug in linked[year] if was in past} - here
        why = whys[0] or (
            "new" if not past else "" if not elsewhere else "parted" if past & here else "split"
        )
        members.insert(0, () if why else tuple(slug for slug in names[year] if slug in past))
        whys.insert(0, why)
    return Family(tuple(members), tuple(whys))


def _breaks(
    year: int, kind: str, old: Mapping[str, str], new: Mapping[str, str], told: Sequence[Descent]
) -> list[Break]:
    whole = links(old, new, [one for one in told if not one.part])
    parts = _into([one for one in told if one.part and one.past in old], new)
    found: list[Break] = []
    for slug, name in new.items():
        came = [past for past in old if (past, slug) in whole]
        if came or slug not in {now for _, now in parts}:
            found += _arrival(year, kind, slug, name, [old[past] for past in came], _siblings(whole, came))
    stayed = {past for past, _ in whole}
    found += [Break(year, "ended", kind, slug, old[slug]) for slug in old if slug not in stayed]
    for past, name in old.items():
        into, gave = ([new[now] for was, now in of if was == past] for of in (whole, parts))
        if len(into) > 1:
            found.append(Break(year, "split", kind, past, name, tuple(into)))
        if gave:
            found.append(Break(year, "gave", kind, past, new.get(past, name), tuple(gave)))
    return found


def _arrival(year: int, kind: str, slug: str, name: str, came: Sequence[str], siblings: int) -> list[Break]:
    if not came:
        return [Break(year, "new", kind, slug, name)]
    if len(came) > 1:
        return [Break(year, "regrouped" if siblings > 1 else "merged", kind, slug, name, tuple(came))]
    if came[0] != name and siblings == 1:
        return [Break(year, "renamed", kind, slug, name, tuple(came))]
    return []


def _siblings(linked: Sequence[Link], came: Iterable[str]) -> int:
    """Return into how many groups of this year these of the year before went."""
    past = set(came)
    return len({now for was, now in linked if was in past})


def _of_kind(one: Round, kind: str) -> list[Descent]:
    return [descent for descent in one.descents if descent.kind == kind]
