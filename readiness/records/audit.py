"""The audit log as it is kept: entries are added and read, and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from readiness.records.account_tables import AuditEntry, AuditHead
from readiness.records.inserts import inserted

NO_SEAL = bytes(32)
"""What stands before the first entry."""
_SOME = 500


def head(session: Session) -> AuditHead:
    """Return the last entry's number and seal, held until this transaction ends, so that entries come one by one."""
    inserted(session, AuditHead, {"id": 1, "number": 0, "seal": NO_SEAL})
    held = select(AuditHead).with_for_update().execution_options(populate_existing=True)
    return session.scalars(held).one()


def add(session: Session, last: AuditHead, entry: AuditEntry) -> None:
    """Add an entry after the last."""
    session.add(entry)
    last.number, last.seal = entry.number, entry.seal
    session.flush()


def last(session: Session) -> tuple[int, bytes]:
    """Return the number and the seal of the last entry."""
    found = session.get(AuditHead, 1, populate_existing=True)
    return (found.number, found.seal) if found else (0, NO_SEAL)


def entries(session: Session, last: int | None = None) -> Iterator[AuditEntry]:
    """Read all entries in their order, or those up to the last, a few at a time."""
    ended, number = False, 0
    while not ended:
        asked = select(AuditEntry).where(AuditEntry.number > number).order_by(AuditEntry.number)
        asked = asked if last is None else asked.where(AuditEntry.number <= last)
        some = session.scalars(asked.limit(_SOME)).all()
        yield from some
        ended, number = len(some) < _SOME, some[-1].number if some else 0
        session.expunge_all()  # a log of years must not stay in memory


def page(session: Session, skip: int, most: int, actor: int | None = None) -> list[AuditEntry]:
    """Return some entries, the newest first; of one account where it is named."""
    asked = select(AuditEntry).order_by(AuditEntry.number.desc()).offset(skip).limit(most)
    return list(session.scalars(asked if actor is None else asked.where(AuditEntry.actor_id == actor)))


def count(session: Session, actor: int | None = None) -> int:
    """Return how many entries there are; of one account where it is named."""
    asked = select(func.count()).select_from(AuditEntry)
    return session.scalar(asked if actor is None else asked.where(AuditEntry.actor_id == actor)) or 0


def about(
    session: Session, code: str, actions: Collection[str], most: int, actor: int | None = None
) -> Sequence[AuditEntry]:
    """Return the latest acts of these kinds that were done with an assessment, by everybody or by one account."""
    of_it = select(AuditEntry).where(
        AuditEntry.action.in_(actions), AuditEntry.about.startswith(f"assessment {code} ", autoescape=True)
    )
    if actor is not None:
        of_it = of_it.where(AuditEntry.actor_id == actor)
    return session.scalars(of_it.order_by(AuditEntry.number.desc()).limit(most)).all()


def noted_since(session: Session, actor: int, action: str, about: str, since: int) -> bool:
    """Say whether that account has an entry of that act on that thing from then on."""
    same = select(AuditEntry.number).where(
        AuditEntry.actor_id == actor,
        AuditEntry.action == action,
        AuditEntry.about == about,
        AuditEntry.at > since,
    )
    return session.scalar(same.limit(1)) is not None
