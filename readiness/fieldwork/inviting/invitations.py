"""The list of people who are invited by personal links: who is put on it, who is taken off, and how far the mails are.

What is told of it never tells who has answered, nor how many: invitations are counted exactly, since the lead knows the
list; of reminders only the rounds are told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil

from readiness.config import Settings
from readiness.errors import ReadinessError, WrongState
from readiness.fieldwork.inviting import people_file, waiting
from readiness.fieldwork.inviting.people_file import Known
from readiness.fieldwork.ways import modes, personal
from readiness.instrument.types import Instrument
from readiness.records import assessments, invited, spending
from readiness.records.database import Database, Session
from readiness.records.invited import Counts, NoList, Person, Round
from readiness.records.tables import Assessment

STEP = 5
"""Counts that could say something of who has answered are multiples of this."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the people of a file."""

    added: int
    already: int
    """Those whose address was on the list before; what the list says of them stays as it was."""


@dataclass(frozen=True, slots=True)
class Status:
    """How far the invitations are."""

    invitations: Counts
    reminders: tuple[Round, ...]
    refusals: tuple[tuple[str, str], ...]

    @property
    def pending(self) -> int:
        """How many people have had no invitation yet; those who want none are among them only if they had none."""
        counts = self.invitations
        return counts.people - counts.sent - counts.sending - counts.refused


def known(
    session: Session, assessment: Assessment, instrument: Instrument, languages: tuple[str, ...]
) -> Known:
    """Return what may stand in a list of people for this assessment."""
    return Known(
        roles={role.id: role.name for role in instrument.roles},
        places={one.slug: one.name for one in assessments.places(session, assessment)},
        organisations={one.slug: one.name for one in assessments.organisations(session, assessment)},
        languages=languages,
    )


def require_listing(assessment: Assessment) -> None:
    """Refuse where no list may be kept: people are asked in another way, or the assessment is closed."""
    modes.require(assessment, "personal")
    if assessment.state == "closed":
        raise WrongState(
            f"{assessment.title} ({assessment.code}) is closed; its list was destroyed.",
            "Invite people to the next assessment.",
        )


def add(settings: Settings, database: Database, code: str, people: tuple[Person, ...]) -> Added:
    """Put people on the list, all or none; who is on it already stays as they are."""
    with _held(database, code), invited.opened(settings.lists, code, make=True) as listed:
        added = listed.add(people)
    return Added(added, len(people) - added)


def make(settings: Settings, database: Database, code: str) -> None:
    """See that there is a list, if only an empty one."""
    with _held(database, code), invited.opened(settings.lists, code, make=True):
        pass


def set_aside(settings: Settings, database: Database, code: str, name: str, data: bytes) -> None:
    """Keep a file of people until somebody has looked at what is in it."""
    with _held(database, code):
        waiting.keep(settings.lists, code, name, data)


@contextmanager
def _held(database: Database, code: str) -> Iterator[None]:
    """Keep the assessment from closing meanwhile: what closing has destroyed must not come back."""
    with database.write() as session:
        require_listing(assessments.held(session, code))
        yield


def remove(settings: Settings, database: Database, code: str, address: str) -> None:
    """Take a person off the list, byte by byte, and their link out of use, whether they have answered or not."""
    with database.read() as session:
        assessment = assessments.by_code(session, code)
    require_listing(assessment)
    with invited.opened(settings.lists, code) as people:
        person = people.by_address(cleaned(address))
        if person is None:
            raise ReadinessError(
                f"Nobody with that address is on the list of {code}.", "Look at its spelling."
            )
        if assessment.state == "open":
            mark = personal.mark(personal.required_key(settings, assessment), person.id)
            with database.write() as session:
                spending.spend_mark(session, assessment, mark, withdrawn=True)
        people.remove(person.id)


def status(settings: Settings, assessment: Assessment) -> Status:
    """Return how far the invitations are."""
    require_listing(assessment)
    with invited.opened(settings.lists, assessment.code) as people:
        return Status(people.counts(), tuple(people.reminders()), tuple(people.refusals()))


def by_organisation(
    session: Session, settings: Settings, assessment: Assessment
) -> Mapping[str, tuple[int, int]]:
    """Return by organisation how many are on the list and how many of these have answered; for rates, to be blurred."""
    key, used = personal.required_key(settings, assessment), spending.marks(session, assessment)
    found: dict[str, tuple[int, int]] = {}
    for person in _listed(settings, assessment.code):
        if person.organisation is not None:
            listed, answered = found.get(person.organisation, (0, 0))
            found[person.organisation] = listed + 1, answered + (personal.mark(key, person.id) in used)
    return found


def _listed(settings: Settings, code: str) -> list[Person]:
    try:
        with invited.opened(settings.lists, code) as people:
            return list(people.all())
    except NoList:
        return []


def told(found: Status, threshold: int) -> dict[str, object]:
    """Return what may be told of the invitations, as numbers and texts."""
    counts = found.invitations
    return {
        "people": counts.people,
        "invited": counts.sent,
        "pending": found.pending,
        "refused": counts.refused,
        "uncertain": counts.sending,
        "opted_out": about(counts.opted_out, threshold),
        "reminders": [
            {"number": one.number, "day": one.day.isoformat(), "finished": one.finished}
            for one in found.reminders
        ],
        "refusals": [{"address": address, "said": said} for address, said in found.refusals],
    }


def about(count: int, threshold: int) -> int | str:
    """Return a count that may be told although it could say something of who has answered."""
    if count < threshold:
        return f"fewer than {threshold}"
    return max(STEP * ceil(threshold / STEP), STEP * round(count / STEP))


def cleaned(address: str) -> str:
    """Return an address that a person typed as the list has it."""
    try:
        return people_file.address(address)
    except ValueError as error:
        raise ReadinessError(
            f"{address!r} {error}.", "Write the address as it stands on the list."
        ) from error
