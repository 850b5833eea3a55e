"""Tables of work for workers: documents, errands and rehearsals, each a queue of its own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from readiness.records.tables import Table


class Work:
    """What all work for workers has in common: how far it is, and who has taken it.

    A worker takes a piece of work until a moment that it moves on while it lives; after that moment another may take
    it. Moments are whole seconds since 1970.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(9), default="waiting", index=True)
    step: Mapped[str] = mapped_column(String(20), default="")
    percent: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None] = mapped_column(String(60))
    """Who has taken it."""
    taken_until: Mapped[int | None] = mapped_column(BigInteger)
    problem: Mapped[str] = mapped_column(String(500), default="")
    """Why it failed, or what went wrong with the last try, in words."""
    asked_at: Mapped[int] = mapped_column(BigInteger)
    ended_at: Mapped[int | None] = mapped_column(BigInteger)


class Queued(Work):
    """Work on an assessment that makes a file."""

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    options: Mapped[dict[str, str]] = mapped_column(JSON)
    """What of it, such as the area of an area report."""
    key: Mapped[str | None] = mapped_column(String(64))
    """Under which the file that was made lies in the cache."""


def queued() -> tuple[CheckConstraint, ...]:
    """Return what must hold of all work for workers."""
    states = "state IN ('waiting', 'running', 'done', 'failed', 'cancelled')"
    return CheckConstraint(states, name="state"), CheckConstraint("percent BETWEEN 0 AND 100", name="percent")


class Build(Queued, Table):
    """A document that was asked for, and how far it is; it tells nothing of those who answered."""

    __tablename__ = "build"
    __table_args__ = queued()


class Errand(Queued, Table):
    """A round of mail to be sent or posters to be printed, and how far that is; it names nobody."""

    __tablename__ = "errand"
    __table_args__ = queued()


class Rehearsal(Work, Table):
    """A plan, or a trial with simulated people, of an assessment before anybody is asked; thrown away after a day.

    It stands beside no build, so that no list of real documents can name it, and tells nothing of those who answer.
    """

    __tablename__ = "rehearsal"
    __table_args__ = (*queued(), CheckConstraint("kind IN ('plan', 'trial')", name="kind"))

    code: Mapped[str] = mapped_column(String(20), index=True)
    """Of the assessment, or of its set-up."""
    kind: Mapped[str] = mapped_column(String(20))
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The set-up and the response rates as they were when it was asked for."""
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What came of it: a plan, or the names of a trial's files."""
    ends_at: Mapped[int] = mapped_column(BigInteger)
    """When it is thrown away."""
