"""Every table, once.

Answers stand beside nothing that leads to a person: no invitation, account, address, browser or moment. Their ids are
random and, on SQLite, are the only order in which rows are stored (WITHOUT ROWID), so that no arrival order is kept.
What describes an assessment is a snapshot of its own, so that next year's areas never change last year's report.
"""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Text,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

ID = String(60)
"""An id written by a person in a file: of a role, a place, an item."""
NAME = String(200)

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
UNORDERED = {"sqlite_with_rowid": False}


def random_id() -> bytes:
    """Return 128 random bits: never a version 1 or 7 UUID, whose ids tell the moment or the order."""
    return secrets.token_bytes(16)


def part_of(column: str, table: str = "") -> ForeignKeyConstraint:
    """Return the rule that this column names a part of the same assessment, by its slug in that table."""
    listed = table or column
    return ForeignKeyConstraint(["assessment_id", column], [f"{listed}.assessment_id", f"{listed}.slug"])


class Table(DeclarativeBase):
    """What all tables have in common."""

    metadata = MetaData(naming_convention=NAMES)


class System(Table):
    """A health and care system: who asks."""

    __tablename__ = "system"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(NAME, unique=True)


class Assessment(Table):
    """One year's round of asking."""

    __tablename__ = "assessment"
    __table_args__ = (CheckConstraint("state IN ('draft', 'open', 'closed')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    system_id: Mapped[int] = mapped_column(ForeignKey("system.id"))
    code: Mapped[str] = mapped_column(String(20), unique=True)
    """The random public id that stands in addresses and commands."""
    title: Mapped[str] = mapped_column(NAME)
    year: Mapped[int]
    state: Mapped[str] = mapped_column(String(6), default="draft")
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    """The last day on which people may answer."""
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    instrument: Mapped[str] = mapped_column(ID)
    version: Mapped[str] = mapped_column(String(10))
    instrument_hash: Mapped[str | None] = mapped_column(String(64))
    """Locked when the assessment opens; from then on the instrument's files may not differ by a byte."""
    simulated: Mapped[bool] = mapped_column(default=False)
    threshold: Mapped[int]
    mode: Mapped[str] = mapped_column(String(10), default="open", server_default="open")
    """How people are asked in: by open links, by single-use codes without a list, or by personal links."""
    count_pages: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it is counted how many people have reached each page."""
    languages: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """In which languages people may answer; None for all that the questionnaire has."""
    front: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    """What the lead says on the first page: `asks`, `contact`, `email`, `phone`, `results`, as far as given."""
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often something changed after closing that findings depend on: which comments are shown."""
    unrewritten: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the database's files may still hold the order of answers, since closing did not come to its end."""
    mail_words: Mapped[dict[str, dict[str, str]] | None] = mapped_column(JSON(none_as_null=True))
    """What the lead puts into mails, by language: `subject` and `paragraph`, as far as given."""


class SetupDraft(Table):
    """An assessment that is still being set up, with the code that it will have."""

    __tablename__ = "setup_draft"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    system_id: Mapped[int] = mapped_column(ForeignKey("system.id"))
    tables: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The tables of a set-up file, as far as they have been filled in."""
    changed_at: Mapped[int] = mapped_column(BigInteger)


class Place(Table):
    """A place of the system, as this assessment knows it."""

    __tablename__ = "place"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    slug: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(NAME)
    position: Mapped[int]


class Organisation(Table):
    """A practice, trust or board; people do not name theirs, only its type and place."""

    __tablename__ = "organisation"
    __table_args__ = (part_of("place"),)

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    slug: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(NAME)
    type: Mapped[str] = mapped_column(ID)
    place: Mapped[str | None] = mapped_column(ID)
    position: Mapped[int]
    people: Mapped[int | None]
    """Everyone who is asked there, where that is known."""


class ClinicalArea(Table):
    """A clinical area that people may answer for."""

    __tablename__ = "clinical_area"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    slug: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(NAME)
    position: Mapped[int]


class Innovation(Table):
    """An innovation of the local list; asked about in its `areas`, or in every area where that is empty."""

    __tablename__ = "innovation"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    slug: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(NAME)
    areas: Mapped[list[str]] = mapped_column(JSON)
    position: Mapped[int]


class Headcount(Table):
    """How many people of a role work in the whole system, in a place or in a clinical area."""

    __tablename__ = "headcount"
    __table_args__ = (
        part_of("place"),
        part_of("area", "clinical_area"),
        CheckConstraint("place IS NULL OR area IS NULL", name="place_or_area"),
        CheckConstraint("people >= 0", name="people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    role: Mapped[str] = mapped_column(ID)
    place: Mapped[str | None] = mapped_column(ID)
    area: Mapped[str | None] = mapped_column(ID)
    people: Mapped[int]


class Link(Table):
    """An open link: an address printed on posters that leads to no person."""

    __tablename__ = "link"
    __table_args__ = (
        part_of("place"),
        part_of("organisation"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    token: Mapped[str] = mapped_column(String(43), unique=True)
    place: Mapped[str | None] = mapped_column(ID)
    organisation: Mapped[str | None] = mapped_column(ID)
    expires_on: Mapped[date | None]
    """The last day on which it may be used."""
    revoked_on: Mapped[date | None]
    answers: Mapped[int] = mapped_column(default=0)
    """How many answers came by a link of an organisation, which the answers themselves do not name."""


class CodeBatch(Table):
    """Single-use codes that were made together, for all or for one place or organisation."""

    __tablename__ = "code_batch"
    __table_args__ = (
        part_of("place"),
        part_of("organisation"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    place: Mapped[str | None] = mapped_column(ID)
    organisation: Mapped[str | None] = mapped_column(ID)
    codes: Mapped[int]
    """How many there are."""
    expires_on: Mapped[date | None]
    revoked_on: Mapped[date | None]


class SingleUseCode(Table):
    """The hash of a code, and whether an answer was given with it; destroyed at closing."""

    __tablename__ = "single_use_code"
    __table_args__ = UNORDERED

    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("code_batch.id"), index=True)
    spent: Mapped[bool] = mapped_column(default=False)


class SpentMark(Table):
    """The keyed hash of a personal link that was answered with or withdrawn; destroyed at closing."""

    __tablename__ = "spent_mark"
    __table_args__ = UNORDERED

    mark: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    """Whether the link was taken back instead of answered with."""


class Response(Table):
    """One person's answer set, whole, in one row."""

    __tablename__ = "response"
    __table_args__ = UNORDERED

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True, default=random_id)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    version: Mapped[str] = mapped_column(String(10))
    instrument_hash: Mapped[str] = mapped_column(String(64))
    role: Mapped[str | None] = mapped_column(ID)
    place: Mapped[str | None] = mapped_column(ID)
    organisation_type: Mapped[str | None] = mapped_column(ID)
    tenure: Mapped[str | None] = mapped_column(ID)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Value by item or question id."""
    areas: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON)
    """By id of each chosen clinical area: value by item or question id."""
    hasty: Mapped[bool | None]
    """Whether less than two seconds an item were taken, where that is known; the time itself is not kept."""


class Comment(Table):
    """What somebody wrote in their own words, joined to nothing else."""

    __tablename__ = "comment"
    __table_args__ = UNORDERED

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True, default=random_id)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    question: Mapped[str] = mapped_column(String(130))
    text: Mapped[str] = mapped_column(String(2000))
    quotable: Mapped[bool]


class Moderation(Table):
    """What was decided about a comment once it was read; a comment without a row here is still waiting.

    Decisions are made after closing only, when the comments lie in no order that tells anything.
    """

    __tablename__ = "moderation"
    __table_args__ = (
        CheckConstraint("state IN ('shown', 'withheld')", name="state"),
        CheckConstraint("(state = 'withheld') = (reason IS NOT NULL)", name="reason"),
        CheckConstraint("state = 'shown' OR cut IS NULL", name="cut"),
        UNORDERED,
    )

    comment_id: Mapped[bytes] = mapped_column(LargeBinary(16), ForeignKey("comment.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str | None] = mapped_column(ID)
    """Why it is withheld; told nobody but those who moderate."""
    cut: Mapped[str | None] = mapped_column(Text)
    """What of it is shown, where parts were left out; None where all of it is."""


class Send(Table):
    """The spent idempotency key of a form, so that a double send counts once; destroyed at closing."""

    __tablename__ = "send"
    __table_args__ = UNORDERED

    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))


class Draft(Table):
    """Half-done answers, sealed with a key that only the respondent's device holds; destroyed at closing."""

    __tablename__ = "draft"
    __table_args__ = UNORDERED

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    sweeps: Mapped[int | None] = mapped_column(SmallInteger)
    """How many daily sweeps have found it as it is; None where something else than its device opens it."""


class ImportedFile(Table):
    """The digest of a file of answers that was imported, so that none is counted twice."""

    __tablename__ = "imported_file"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)


class PageCount(Table):
    """How many people have reached a page: counts only."""

    __tablename__ = "page_count"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    page: Mapped[str] = mapped_column(String(130), primary_key=True)
    people: Mapped[int]


class Turnout(Table):
    """Response rates as they were worked out on a day and are shown until the next: rounded, and nothing small."""

    __tablename__ = "turnout"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    shown: Mapped[dict[str, Any]] = mapped_column(JSON)


class Attempts(Table):
    """How often something was tried on a link or an assessment in its latest minute; names no address or person."""

    __tablename__ = "attempts"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    minute: Mapped[int]
    count: Mapped[int]
