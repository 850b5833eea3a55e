"""Assessments that are still being set up: the tables of a set-up file, as far as they have been filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from readiness.records.tables import SetupDraft, System


def add(session: Session, code: str, system: System, tables: Mapping[str, Any], now: int) -> SetupDraft:
    """Keep a new one; `code` is that of the assessment to be."""
    made = SetupDraft(code=code, system_id=system.id, tables=dict(tables), changed_at=now)
    session.add(made)
    session.flush()
    return made


def by_code(session: Session, code: str, alone: bool = False) -> SetupDraft | None:
    """Return the one with that code; held `alone` until the transaction ends by whoever means to change it."""
    asked = select(SetupDraft).where(SetupDraft.code == code).execution_options(populate_existing=True)
    return session.scalar(asked.with_for_update() if alone else asked)


def all(session: Session) -> list[SetupDraft]:
    """Return every one, the last changed first."""
    return list(session.scalars(select(SetupDraft).order_by(SetupDraft.changed_at.desc(), SetupDraft.code)))


def change(draft: SetupDraft, now: int, **tables: Any) -> None:
    """Put these tables in the place of those that are there; None removes one."""
    kept = {**draft.tables, **tables}
    draft.tables = {name: table for name, table in kept.items() if table is not None}
    draft.changed_at = now


def remove(session: Session, draft: SetupDraft) -> None:
    """Forget it."""
    session.delete(draft)
    session.flush()
