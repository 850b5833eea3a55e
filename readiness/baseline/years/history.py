"""The years that an assessment goes back to, as they are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from readiness.baseline.findings import Findings
from readiness.baseline.years import lineage
from readiness.baseline.years.types import Action, Descent, Move, Round
from readiness.instrument.types import Instrument
from readiness.records import actions, assessments, following
from readiness.records.database import Session
from readiness.records.tables import Assessment, Organisation

Found = Callable[[Assessment], Findings]
Asked = Callable[[Assessment], Instrument]


def rounds(session: Session, years: Sequence[Assessment], found: Found, asked: Asked) -> tuple[Round, ...]:
    """Return closed assessments, each of which follows the one before, to be set side by side; oldest first.

    `found` gives the protected findings of one year, `asked` its questionnaire in the language that is wanted.
    """
    first = Round(found(years[0]), years[0].mode, *statements(asked(years[0])))
    return (first, *(_later(session, before, after, found, asked) for before, after in pairwise(years)))


def done(session: Session, assessment: Assessment) -> list[list[Any]]:
    """Return what was done between the year before and this one, as far as somebody wrote it down, in plain values."""
    past = following.before(session, assessment)
    return actions.described(session, past) if past else []


def acts(described: Iterable[Sequence[Any]]) -> tuple[Action, ...]:
    """Return actions of which these are the plain values."""
    return tuple(
        Action(id, area, dimension, text, owner, date.fromisoformat(day) if day else None, expected, state)
        for id, area, dimension, text, owner, day, expected, state in described
    )


def statements(instrument: Instrument) -> tuple[dict[str, dict[str, str]], dict[str, frozenset[str]]]:
    """Return each dimension's and component's statements for everybody, and the ids of those for one role."""
    parts = (*instrument.dimensions, *(instrument.area.components if instrument.area else ()))
    return (
        {part.id: {item.id: item.text for item in part.items if item.role is None} for part in parts},
        {part.id: frozenset(item.id for item in part.items if item.role) for part in parts},
    )


def _later(session: Session, before: Assessment, after: Assessment, found: Found, asked: Asked) -> Round:
    told = descents(session, after)
    moves = tuple(_moves(session, before, after, [one for one in told if one.kind == "organisation"]))
    return Round(found(after), after.mode, *statements(asked(after)), told, moves)


def descents(session: Session, after: Assessment) -> tuple[Descent, ...]:
    """Return what became of groups of the year before, as the lead told it."""
    return tuple(Descent(one.kind, one.past, one.now, one.part) for one in following.became(session, after))


def _moves(
    session: Session, before: Assessment, after: Assessment, told: Sequence[Descent]
) -> Iterator[Move]:
    """Yield the organisations whose people are in another place now, and those of which the lead told that they ended.

    One that is merely listed no longer may be there all the same: lists are kept for links of their own.
    """
    was, now = (
        {one.slug: one for one in assessments.organisations(session, year)} for year in (before, after)
    )
    linked = lineage.links(_names(was), _names(now), told)
    parts = {(one.past, one.now) for one in told if one.part}
    people = [_people(session, year) for year in (before, after)]
    for past, slug in linked:
        one, other = was[past], now[slug]
        if one.place and other.place and one.place != other.place:
            went = None if (past, slug) in parts else _went(one, other, linked)
            share = _share(went, people[0].get(one.place), people[1].get(other.place))
            yield Move(other.name if past == slug else one.name, one.place, other.place, share)
    for slug in dict.fromkeys(one.past for one in told if one.now is None and one.past in was):
        if place := was[slug].place:
            yield Move(was[slug].name, place, None, _share(was[slug].people, people[0].get(place)))


def _names(listed: Mapping[str, Organisation]) -> dict[str, str]:
    return {slug: one.name for slug, one in listed.items()}


def _went(was: Organisation, now: Organisation, linked: Sequence[tuple[str, str]]) -> int | None:
    """Return how many people went along: of one that came together with others, as many as it had."""
    several = sum(slug == now.slug for _, slug in linked) > 1
    return was.people if several else now.people


def _share(went: int | None, *places: int | None) -> float | None:
    """Return the larger part that so many people are of either place; None where that is not known."""
    parts = [went / people for people in places if went and people]
    return max(parts) if len(parts) == len(places) else None


def _people(session: Session, assessment: Assessment) -> dict[str, int]:
    """Return how many people there are in each place."""
    people: dict[str, int] = {}
    for (_, place), count in assessments.headcounts(session, assessment).places.items():
        people[place] = people.get(place, 0) + count
    return people
