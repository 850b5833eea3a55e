"""Systems by their names; `grants.systems` lists them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from readiness.records.tables import System


def add(session: Session, name: str) -> System:
    """Keep a new one."""
    made = System(name=name)
    session.add(made)
    session.flush()
    return made


def by_id(session: Session, number: int) -> System | None:
    """Return the one of that number, held until this transaction ends by whoever means to rename it."""
    asked = select(System).where(System.id == number)
    return session.scalar(asked.with_for_update().execution_options(populate_existing=True))
