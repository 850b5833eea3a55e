"""What is published of assessments, and who may read it without an account; moments are seconds since 1970."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from readiness.records.account_tables import EMAIL
from readiness.records.tables import NAME, Table


class Publication(Table):
    """A version of an assessment's results that was published, by whom and when; never deleted."""

    __tablename__ = "publication"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    published_at: Mapped[int] = mapped_column(BigInteger)
    published_by: Mapped[str] = mapped_column(EMAIL)
    """Who it was, in words: an address, or the command line."""
    words: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    """People's own words that it quotes, by question, in the order of the alphabet."""
    beside: Mapped[list[int]] = mapped_column(JSON, default=list)
    """The publications of the years before with which what moved was published, oldest first; none where it was not."""
    done: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    """The actions that it tells of, as they were recorded then."""
    ended_at: Mapped[int | None] = mapped_column(BigInteger)
    """When it was taken back, or another version took its place."""
    ended_by: Mapped[str | None] = mapped_column(EMAIL)


class _Published:
    """What a publication shows in one language, kept as it was worked out then."""

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(20), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    data: Mapped[bytes] = mapped_column(LargeBinary)


class PublishedFindings(_Published, Table):
    """The findings of a publication in one language, as they were found then; everything published is made of them."""

    __tablename__ = "published_findings"


class PublishedChanges(_Published, Table):
    """What moved, as a publication shows it in one language: worked out once from what was published of each year."""

    __tablename__ = "published_changes"


class Share(Table):
    """A link to what is published, for people without an account; its token is kept as a hash."""

    __tablename__ = "share"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    whom: Mapped[str] = mapped_column(NAME)
    """For whom it is, as its maker put it."""
    made_at: Mapped[int] = mapped_column(BigInteger)
    made_by: Mapped[str] = mapped_column(EMAIL)
    ends_on: Mapped[date]
    """The last day on which it opens."""
    ended_at: Mapped[int | None] = mapped_column(BigInteger)
    """When it was taken back."""
    ended_by: Mapped[str | None] = mapped_column(EMAIL)


class WorkerSeen(Table):
    """When a worker last said that it lives."""

    __tablename__ = "worker_seen"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    seen_at: Mapped[int] = mapped_column(BigInteger)
