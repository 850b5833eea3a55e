"""The years that an assessment goes back to, as they are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from readiness.baseline.findings import Findings
from readiness.baseline.years.types import Action, Descent, Move, Round
from readiness.instrument.types import Instrument
from readiness.records import actions, assessments, following
from readiness.records.database import Session
from readiness.records.tables import Assessment

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
    descents = [Descent(one.kind, one.past, one.now) for one in following.became(session, after)]
    moves = tuple(_moves(session, before, after))
    return Round(found(after), after.mode, *statements(asked(after)), tuple(descents), moves)


def _moves(session: Session, before: Assessment, after: Assessment) -> Iterator[Move]:
    here, there = (_people(session, year) for year in (after, before))
    for was, now in following.moved(session, before, after):
        of_each = (there.get(str(was.place)), here.get(str(now.place)))
        parts = [now.people / people for people in of_each if now.people and people]
        share = max(parts) if len(parts) == len(of_each) else None
        yield Move(now.name, str(was.place), str(now.place), share)


def _people(session: Session, assessment: Assessment) -> dict[str, int]:
    """Return how many people there are in each place."""
    people: dict[str, int] = {}
    for (_, place), count in assessments.headcounts(session, assessment).places.items():
        people[place] = people.get(place, 0) + count
    return people
