"""Tables of assessments that follow each other, of what became of areas and places, and of what was done."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from readiness.records.tables import ID, NAME, Table, part_of


class Following(Table):
    """An assessment that follows the one of the year before: it is compared with it, on the same role mix."""

    __tablename__ = "following"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    past_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)


class Became(Table):
    """What became of an area, place or organisation of the year before: it went into one of this year, or ended.

    Those that are not named here are the same where their ids are, and so is what only gave a part away.
    """

    __tablename__ = "became"
    __table_args__ = (CheckConstraint("kind IN ('area', 'place', 'organisation')", name="kind"),)

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(12))
    past: Mapped[str] = mapped_column(ID)
    now: Mapped[str | None] = mapped_column(ID)
    part: Mapped[bool] = mapped_column(default=False)
    """Whether only a part of it went there."""


class Action(Table):
    """Something that was done after an assessment's report, and what it was to move."""

    __tablename__ = "action"
    __table_args__ = (
        part_of("area", "clinical_area"),
        CheckConstraint("state IN ('planned', 'running', 'done', 'stopped')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    area: Mapped[str | None] = mapped_column(ID)
    """Where; None is everywhere."""
    dimension: Mapped[str | None] = mapped_column(ID)
    """What it was to move: a dimension or component; None is readiness as a whole."""
    text: Mapped[str] = mapped_column(String(500))
    owner: Mapped[str] = mapped_column(NAME, default="")
    started_on: Mapped[date | None]
    expected: Mapped[int | None]
    """By how many points of 100."""
    state: Mapped[str] = mapped_column(String(7), default="planned")
    note: Mapped[str] = mapped_column(Text, default="")
    """What came of it, in the lead's own words."""
