"""What accounts have been given, as it is kept."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from readiness.records.account_tables import Account, Grant
from readiness.records.tables import Assessment, ClinicalArea, Organisation, System


def add(session: Session, grant: Grant) -> Grant:
    """Keep a new grant."""
    session.add(grant)
    session.flush()
    return grant


def by_id(session: Session, number: int) -> tuple[Grant, Account] | None:
    """Return the grant of that number and whose it is, held until this transaction ends."""
    asked = select(Grant, Account).join(Account, Account.id == Grant.account_id).where(Grant.id == number)
    held = asked.with_for_update(of=Grant).execution_options(populate_existing=True)
    row = session.execute(held).first()
    return (row[0], row[1]) if row else None


def of(session: Session, account: Account) -> list[Grant]:
    """Return the grants of an account that were not taken back, in the order in which they were given."""
    asked = select(Grant).where(Grant.account_id == account.id, Grant.ended_at.is_(None))
    return list(session.scalars(asked.order_by(Grant.id)))


def all(session: Session) -> list[tuple[Grant, Account]]:
    """Return all grants that were not taken back, each with whose it is."""
    asked = select(Grant, Account).join(Account, Account.id == Grant.account_id)
    rows = session.execute(asked.where(Grant.ended_at.is_(None)).order_by(Account.email, Grant.id))
    return [(grant, account) for grant, account in rows]


def administrators(session: Session, alone: bool = False) -> list[tuple[Grant, Account]]:
    """Return the administrators, those too who have not joined yet; held `alone` by whoever means to change them."""
    asked = select(Grant, Account).join(Account, Account.id == Grant.account_id)
    asked = asked.where(
        Grant.role == "administrator", Grant.ended_at.is_(None), Grant.approved_at.isnot(None)
    )
    asked = asked.where(Account.deactivated_at.is_(None)).order_by(Grant.id)
    rows = session.execute(asked.with_for_update(of=Grant) if alone else asked)
    return [(grant, account) for grant, account in rows]


def administrators_ever(session: Session) -> int:
    """Return how many accounts are or have been administrators."""
    asked = select(func.count(Grant.account_id.distinct()))
    return session.scalar(asked.where(Grant.role == "administrator", Grant.approved_at.isnot(None))) or 0


def system(session: Session, name: str) -> System | None:
    """Return the system of that name."""
    return session.scalar(select(System).where(System.name == name))


def systems(session: Session) -> list[System]:
    """Return every system, by name."""
    return list(session.scalars(select(System).order_by(System.name)))


def areas(session: Session, system: System) -> dict[str, str]:
    """Return the clinical areas that the system's assessments have had, the newest names last."""
    return _parts(session, ClinicalArea, system)


def organisations(session: Session, system: System) -> dict[str, str]:
    """Return the organisations that the system's assessments have had, the newest names last."""
    return _parts(session, Organisation, system)


def _parts(
    session: Session, table: type[ClinicalArea] | type[Organisation], system: System
) -> dict[str, str]:
    asked = select(table.slug, table.name).join(Assessment, Assessment.id == table.assessment_id)
    rows = session.execute(
        asked.where(Assessment.system_id == system.id).order_by(Assessment.id, table.position)
    )
    return {row.slug: row.name for row in rows}
