"""What is done about an assessment's results: the rules by which it is written down, changed and taken away again.

The next report sets it beside what moved. So once the next assessment has closed nothing can be added, and what was
expected stays as it was: nobody can fit it to what came.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from readiness.errors import ReadinessError, WrongState
from readiness.instrument.types import Instrument
from readiness.records import actions, assessments, following
from readiness.records.database import Session
from readiness.records.following_tables import Action
from readiness.records.tables import Assessment

STATES = ("planned", "running", "done", "stopped")
MOST_POINTS = 100
LONGEST = {"text": 500, "owner": 200, "note": 2000}
YEARS_ON = 5
"""What is done about a report begins in its year or one of so many after it."""
FIXED = ("area", "dimension", "text", "started", "expected")
"""What can be changed no longer once the next assessment has closed."""


class Unwritten(ReadinessError):
    """Something about an action cannot be written down like this; `field` says what."""

    def __init__(self, field: str, message: str, remedy: str) -> None:
        super().__init__(message, remedy)
        self.field = field

    def __str__(self) -> str:
        return f"{self.message}. {self.remedy}"  # beside a field the message stands alone, without a stop


class UnknownAction(ReadinessError):
    """There is no such action after this assessment's report."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An action as somebody wants it written down."""

    text: str
    area: str | None = None
    """Where; None is everywhere."""
    dimension: str | None = None
    """What it is to move: a dimension or component; None is readiness as a whole."""
    owner: str = ""
    started: date | None = None
    expected: int | None = None
    """By how many points of 100."""
    state: str = STATES[0]
    note: str = ""
    """What came of it."""


def measures(instrument: Instrument) -> dict[str, str]:
    """Return what an action can be to move besides readiness as a whole: components and dimensions, id to name."""
    components = instrument.area.components if instrument.area else ()
    return {part.id: part.name for part in (*components, *instrument.dimensions)}


def as_wanted(action: Action) -> Wanted:
    """Return an action as it was written down."""
    return Wanted(
        action.text,
        action.area,
        action.dimension,
        action.owner,
        action.started_on,
        action.expected,
        action.state,
        action.note,
    )


def told(wanted: Wanted) -> dict[str, object]:
    """Return what the log says of an action: all of it but the words, which stand in the action."""
    return {
        "area": wanted.area or "everywhere",
        "moves": wanted.dimension or "readiness",
        "expected": wanted.expected,
        "start": f"{wanted.started:%Y-%m}" if wanted.started else None,
        "state": wanted.state,
    }


def required(session: Session, of: Assessment, number: int) -> Action:
    """Return the action of that number after that assessment's report."""
    found = actions.by_id(session, of, number)
    if found is None:
        raise UnknownAction(
            f"There is no action {number} after the report of {of.title}.",
            f"`readiness action list {of.code}` lists those that there are.",
        )
    return found


def judged_by(session: Session, of: Assessment) -> Assessment | None:
    """Return the closed assessment whose report sets what was done beside what moved; None while there is none."""
    closed = (one for one in following.followers(session, of) if one.state == "closed")
    return next(closed, None)


def add(session: Session, of: Assessment, instrument: Instrument, wanted: Wanted) -> Action:
    """Write an action down."""
    of = assessments.held(session, of.code)
    _require_closed(of)
    _require_unjudged(session, of)
    _check(session, of, instrument, wanted)
    return actions.add(session, _filled(Action(assessment_id=of.id), wanted))


def change(
    session: Session, of: Assessment, instrument: Instrument, number: int, wanted: Wanted
) -> dict[str, object]:
    """Write an action down otherwise; return what of it was changed, as it is now."""
    of = assessments.held(session, of.code)
    action = required(session, of, number)
    before = as_wanted(action)
    _check(session, of, instrument, wanted)
    names = [each.name for each in fields(Wanted)]
    changed = {
        name: getattr(wanted, name) for name in names if getattr(wanted, name) != getattr(before, name)
    }
    if later := judged_by(session, of):
        for name in FIXED:
            if name in changed:
                raise Unwritten(
                    name,
                    f"This is fixed since {later.title} has closed, whose report sets it beside what moved",
                    "Change its state, its owner or the note of what came of it.",
                )
    _filled(action, wanted)
    session.flush()
    return changed


def remove(session: Session, of: Assessment, number: int) -> Wanted:
    """Forget an action, and return what it was."""
    of = assessments.held(session, of.code)
    action = required(session, of, number)
    _require_unjudged(session, of)
    gone = as_wanted(action)
    actions.remove(session, action)
    return gone


def _filled(action: Action, wanted: Wanted) -> Action:
    action.area, action.dimension = wanted.area, wanted.dimension
    action.text, action.owner, action.note = wanted.text.strip(), wanted.owner.strip(), wanted.note.strip()
    action.started_on, action.expected, action.state = wanted.started, wanted.expected, wanted.state
    return action


def _require_closed(of: Assessment) -> None:
    if of.state != "closed":
        raise WrongState(
            f"{of.title} is {of.state}: what is done about its results is written down once it has closed.",
            "Come back then.",
        )


def _require_unjudged(session: Session, of: Assessment) -> None:
    if later := judged_by(session, of):
        raise WrongState(
            f"{later.title} has closed, and its report sets what was done after {of.title} beside what moved: "
            "nothing can be added or removed any more.",
            f"Write down what is done from now on after {later.title}.",
        )


def _check(session: Session, of: Assessment, instrument: Instrument, wanted: Wanted) -> None:
    """Refuse what cannot be written down."""
    _check_words(wanted)
    _check_numbers(of, wanted)
    areas = sorted(one.slug for one in assessments.areas(session, of))
    known = (
        ("area", areas, "clinical area of it"),
        ("dimension", list(measures(instrument)), "part of readiness"),
        ("state", list(STATES), "state of an action"),
    )
    for name, among, what in known:
        given = getattr(wanted, name)
        if given is not None and given not in among:
            raise Unwritten(name, f'"{given}" is no {what}', f"Choose one of: {', '.join(among)}.")


def _check_words(wanted: Wanted) -> None:
    if not wanted.text.strip():
        raise Unwritten("text", "Enter what is to be done", "One sentence is enough.")
    for name, most in LONGEST.items():
        given = len(getattr(wanted, name).strip())
        if given > most:
            raise Unwritten(name, f"This has {given:,} letters", f"Shorten it to {most:,} at most.")


def _check_numbers(of: Assessment, wanted: Wanted) -> None:
    if wanted.expected is not None and not 1 <= wanted.expected <= MOST_POINTS:
        raise Unwritten(
            "expected",
            f"Points must be a number from 1 to {MOST_POINTS}",
            "Leave them out if nothing is expected.",
        )
    last = of.year + YEARS_ON
    if wanted.started is not None and not of.year <= wanted.started.year <= last:
        raise Unwritten("started", f"The year must be from {of.year} to {last}", "Check the month.")
