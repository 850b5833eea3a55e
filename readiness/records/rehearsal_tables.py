"""The table of rehearsals."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from readiness.records.tables import Table, Work, queued


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
