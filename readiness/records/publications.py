"""What is published of assessments, as it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from readiness.records.publication_tables import Publication, PublishedChanges, PublishedFindings
from readiness.records.tables import Assessment

Of = TypeVar("Of", PublishedFindings, PublishedChanges)


def current(session: Session, assessment: Assessment) -> Publication | None:
    """Return what is published now."""
    of_it = select(Publication).where(
        Publication.assessment_id == assessment.id, Publication.ended_at.is_(None)
    )
    return session.scalar(of_it.order_by(Publication.id.desc()).limit(1))


def all(session: Session, assessment_id: int) -> Sequence[Publication]:
    """Return every version that ever was published, the first one first."""
    of_it = select(Publication).where(Publication.assessment_id == assessment_id)
    return session.scalars(of_it.order_by(Publication.id)).all()


def by_id(session: Session, number: int) -> Publication | None:
    """Return the publication of that number."""
    return session.get(Publication, number, populate_existing=True)


def add(
    session: Session,
    assessment: Assessment,
    words: Mapping[str, Sequence[str]],
    by: str,
    now: int,
    beside: Sequence[Publication] = (),
    done: Sequence[list[Any]] = (),
) -> Publication:
    """Keep a new version, in place of one that there may be; `beside` and `done` are of what moved."""
    end(session, assessment, by, now)
    kept = {question: sorted(texts) for question, texts in words.items()}
    made = Publication(assessment_id=assessment.id, published_at=now, published_by=by, words=kept)
    made.beside, made.done = [one.id for one in beside], list(done)
    session.add(made)
    session.flush()
    return made


def end(session: Session, assessment: Assessment, by: str, now: int) -> bool:
    """Let nothing be published any more; False where nothing was."""
    found = current(session, assessment)
    if found is None:
        return False
    found.ended_at, found.ended_by = now, by
    session.flush()
    return True


def kept(session: Session, publication_id: int) -> dict[str, PublishedFindings]:
    """Return the findings of a publication, by language; none before a worker has found them."""
    return _kept(session, PublishedFindings, publication_id)


def kept_changes(session: Session, publication_id: int) -> dict[str, PublishedChanges]:
    """Return what moved as a publication shows it, by language; none before a worker has worked it out."""
    return _kept(session, PublishedChanges, publication_id)


def keep(session: Session, publication_id: int, found: Mapping[str, tuple[str, bytes]]) -> None:
    """Keep digest and findings by language; where somebody else was faster, theirs stay."""
    _keep(session, PublishedFindings, publication_id, found)


def keep_changes(session: Session, publication_id: int, found: Mapping[str, tuple[str, bytes]]) -> None:
    """Keep digest and what moved by language; where somebody else was faster, theirs stay."""
    _keep(session, PublishedChanges, publication_id, found)


def _kept(session: Session, table: type[Of], publication_id: int) -> dict[str, Of]:
    of_it = select(table).where(table.publication_id == publication_id)
    return {found.language: found for found in session.scalars(of_it)}


def _keep(
    session: Session, table: type[Of], publication_id: int, found: Mapping[str, tuple[str, bytes]]
) -> None:
    held = select(Publication.id).where(Publication.id == publication_id).with_for_update()
    session.execute(held)
    if _kept(session, table, publication_id):
        return
    for language, (digest, data) in found.items():
        session.add(table(publication_id=publication_id, language=language, digest=digest, data=data))
    session.flush()
