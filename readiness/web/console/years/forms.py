"""The forms of these pages, and what was typed into them as an action."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import MappingProxyType

from wtforms import RadioField, SelectField, StringField

from readiness.access.faults import Unfit
from readiness.fieldwork.undertaken import STATES, Wanted
from readiness.web.console.forms import Look, OwnForm, offered

OWN, UNTOLD = "own", "-"
"""Own words instead of advice; and what it is to move, not chosen yet."""
MOST = 4000
STATE_HINTS = (
    ("planned", "Not begun yet."),
    ("running", "Begun and going on."),
    ("done", "Brought to its end, or the way things are now."),
    ("stopped", "Given up. It stays in the list, and counts as not done."),
)


def _words(label: str) -> StringField:
    return StringField(label, filters=[lambda typed: (typed or "").replace("\0", "")[:MOST]])


class WhereForm(OwnForm):
    """Where something is done."""

    area = RadioField("Where is it done?")
    looks = MappingProxyType({"area": Look("radios")})


class ActionForm(OwnForm):
    """Something that is done; which of its fields are asked depends on the page."""

    idea = RadioField("What is to be done?")
    text = _words("What is done")
    area = SelectField("Where")
    dimension = SelectField("What is it to move?")
    owner = _words("Who sees to it?")
    month = _words("Month")
    year = _words("Year")
    expected = _words("By how many points of 100?")
    state = RadioField("How far is it?")
    note = _words("What came of it?")

    def asks(self, looks: Iterable[tuple[str, Look]]) -> None:
        """Let these fields be asked."""
        self.looks = MappingProxyType(dict(looks))

    @property
    def started(self) -> date | None:
        """The first day of the month in which it starts, if one is given."""
        written = [str(field.data or "").strip() for field in (self.month, self.year)]
        if not any(written):
            return None
        try:
            month, year = (int(one) for one in written)
            return date(year, month, 1)
        except (ValueError, OverflowError) as error:
            raise Unfit("month", "Start must be a month and a year, like 3 2027") from error

    @property
    def points(self) -> int | None:
        """By how much something is expected to move, if anything is."""
        written = str(self.expected.data or "").strip()
        if not written:
            return None
        try:
            return int(written)
        except ValueError as error:
            raise Unfit("expected", "Points must be a whole number, like 5") from error


OWNER = Look(
    hint="A post, such as Clinical lead for dermatology, rather than a name: it stands in reports.",
    autocomplete="organization-title",
)
START = Look(
    "month", hint="For example, 3 2027. Leave it empty if it is not known yet.", legend="When does it start?"
)
STATE = Look("radios", hints=STATE_HINTS)
NOTE = Look("words", hint="In your own words. It stays here for those who lead, and stands in no report.")


def moves(form: ActionForm, choices: Iterable[tuple[str, str]]) -> Look:
    """Offer what it can be to move."""
    offered(form.dimension, choices)
    return Look("select", hint="The next report shows this beside what was done.")


def points(hint: str) -> Look:
    """Return how an expectation is asked for."""
    return Look(mode="numeric", width="nhsuk-input--width-3", hint=hint)


def states(form: ActionForm) -> None:
    """Offer the states of an action."""
    offered(form.state, [(one, one.capitalize()) for one in STATES])


def filled(wanted: Wanted) -> dict[str, str]:
    """Return an action as it stands in the form's fields."""
    started = wanted.started
    return {
        "text": wanted.text,
        "area": wanted.area or "",
        "dimension": wanted.dimension or "",
        "owner": wanted.owner,
        "month": str(started.month) if started else "",
        "year": str(started.year) if started else "",
        "expected": "" if wanted.expected is None else str(wanted.expected),
        "state": wanted.state,
        "note": wanted.note,
    }
