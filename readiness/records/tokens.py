"""Tokens as they are kept."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, case, literal, or_, select, update
from sqlalchemy.orm import Session

from readiness.records.account_tables import Account
from readiness.records.inserts import insert_or
from readiness.records.tables import System
from readiness.records.token_tables import Token, TokenUse

Kept = tuple[Token, Account, System]


def add(session: Session, token: Token) -> Token:
    """Keep a new token."""
    session.add(token)
    session.flush()
    return token


def by_hash(session: Session, digest: bytes) -> Kept | None:
    """Return the token with that hash, whose it is and of which system."""
    row = session.execute(_all().where(Token.hash == digest)).first()
    return (row[0], row[1], row[2]) if row else None


def by_id(session: Session, number: int) -> Kept | None:
    """Return the token of that number, held until this transaction ends by whoever means to change it."""
    held = (
        _all().where(Token.id == number).with_for_update(of=Token).execution_options(populate_existing=True)
    )
    row = session.execute(held).first()
    return (row[0], row[1], row[2]) if row else None


def of(session: Session, account: Account) -> list[Kept]:
    """Return the tokens of an account that were not revoked, the newest first."""
    asked = _all().where(Token.account_id == account.id, Token.revoked_at.is_(None))
    return [
        (token, owner, system) for token, owner, system in session.execute(asked.order_by(Token.id.desc()))
    ]


def counted(session: Session, token: Token, minute: int, today: date, most: int) -> bool:
    """Count one request more and note the day; False, and nothing changed, where there were `most` in this minute."""
    same = Token.minute == minute
    changed = session.execute(
        update(Token)
        .where(Token.id == token.id, or_(Token.minute != minute, Token.requests < most))
        .values(requests=case((same, Token.requests + 1), else_=1), minute=minute, used_on=today)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def used_first(session: Session, token: Token, resource: str, hour: int) -> bool:
    """Note that the token reads the resource in this hour; of many who do at once, one alone is told True."""
    new = insert_or(session, TokenUse).values(token_id=token.id, resource=resource, hour=hour)
    again = new.on_conflict_do_update(
        index_elements=["token_id", "resource"], set_={"hour": hour}, where=TokenUse.hour < hour
    )
    return session.scalar(again.returning(literal(True))) is not None


def revoke_all(session: Session, account: Account, now: int) -> int:
    """Revoke every token of the account and return how many there were."""
    changed = session.execute(
        update(Token)
        .where(Token.account_id == account.id, Token.revoked_at.is_(None))
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )
    return int(changed.rowcount)  # type: ignore[attr-defined]


def _all() -> Select[Token, Account, System]:
    return (
        select(Token, Account, System)
        .join(Account, Account.id == Token.account_id)
        .join(System, System.id == Token.system_id)
    )
