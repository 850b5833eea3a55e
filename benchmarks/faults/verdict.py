"""What is found afterwards, and whether the promise held."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import func, select

from benchmarks.answering.installation import Installation
from benchmarks.answering.person import Person
from benchmarks.answering.stored import Held, held
from readiness.records.database import Database
from readiness.records.tables import SingleUseCode


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
    """Single-use links that are spent; None where there are none."""

    @property
    def kept(self) -> bool:
        """Whether nothing was lost, doubled or partial, and no link was spent without an answer or left unspent."""
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
    spent = _spent(place.url) if place.mode == "codes" else None
    return Verdict(what, times, held(place.url, people), retries, errors, spent)


def _spent(url: str) -> int:
    database = Database(url)
    with database.read() as session:
        count = session.scalar(select(func.count()).where(SingleUseCode.spent))
    database.dispose()
    return count or 0
