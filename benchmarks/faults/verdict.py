"""What is found afterwards, and whether the promise held."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select

from benchmarks.answering.installation import Installation
from benchmarks.answering.person import Person, expected, fingerprint
from benchmarks.answering.stored import Held, held, rows
from readiness import config
from readiness.fieldwork.ways import codes, personal
from readiness.fieldwork.ways.secret import secret_of
from readiness.records.database import Database
from readiness.records.tables import SingleUseCode, SpentMark


@dataclass(frozen=True)
class Verdict:
    """The outcome of one series of faults."""

    what: str
    times: int
    held: Held
    retries: int
    """Requests that broke off and were sent again by people."""
    errors: list[str] = field(default_factory=list)
    """What no one should have met: a refused page, a journey that could not be gone on with."""
    spent: int | None = None
    """Links of single people that are spent; None where everybody has the same."""

    @property
    def kept(self) -> bool:
        """Whether nothing was lost, doubled or partial, and as many links are spent as there are answers."""
        links_agree = self.spent in (None, self.held.rows)
        return self.held.agrees and not self.errors and links_agree and self.held.confirmed > 0

    def __str__(self) -> str:
        links = "" if self.spent is None else f", {self.spent} links spent"
        return (
            f"{self.what}: {self.times} times; {self.held.confirmed} answers confirmed, {self.held.rows} in the "
            f"database, {self.held.lost} lost, {self.held.doubled} doubled, {self.held.strange} partial, "
            f"{self.held.unconfirmed} kept though unconfirmed; comments {self.held.comments_lost} lost, "
            f"{self.held.comments_doubled} doubled; {self.retries} requests sent again{links}; "
            f"{self.held.drafts} drafts left; {len(self.errors)} errors. {'KEPT' if self.kept else 'BROKEN'}"
        )


def judged(
    place: Installation, what: str, times: int, people: list[Person], retries: int, errors: list[str]
) -> Verdict:
    """Look into the database and compare."""
    found = held(place.url, people)
    if place.mode == "open":
        return Verdict(what, times, found, retries, errors)
    spent, answered = _spent(place), rows(place.url)
    wrong = [
        f"{one.name}: the link is {'spent without an answer' if is_spent else 'not spent'}"
        for one in people
        if (is_spent := _trace(place, one) in spent) != (fingerprint(expected(one.said)) in answered)
    ]
    return Verdict(what, times, found, retries, errors + wrong, len(spent))


def _spent(place: Installation) -> set[bytes]:
    """Return what the database holds of each link that is spent."""
    single = select(SingleUseCode.hash).where(SingleUseCode.spent)
    database = Database(place.url)
    with database.read() as session:
        found = set(session.scalars(single if place.mode == "codes" else select(SpentMark.mark)))
    database.dispose()
    return found


def _trace(place: Installation, person: Person) -> bytes:
    """Return what would stand in the database once this person's link is spent."""
    token = person.link.rpartition("/")[2]
    if place.mode == "codes":
        return codes.hash_of(secret_of(token))
    key = personal.key(config.load(place.folder), place.code)
    return personal.mark_of(key or b"", personal.secret(token))
