"""Who is signed in where, as it is kept."""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from readiness.records.account_tables import Account, SignIn


def add(session: Session, made: SignIn) -> SignIn:
    """Keep a new sign-in, and forget those that have ended."""
    session.execute(delete(SignIn).where(SignIn.ends_at <= made.began_at))
    session.add(made)
    session.flush()
    return made


def found(session: Session, digest: bytes) -> tuple[SignIn, Account] | None:
    """Return the sign-in with that hash and its account."""
    asked = select(SignIn, Account).join(Account, Account.id == SignIn.account_id)
    row = session.execute(asked.where(SignIn.hash == digest)).first()
    return (row[0], row[1]) if row else None


def of(session: Session, account: Account, now: int, seen_after: int) -> list[SignIn]:
    """Return where the account is signed in now, the latest first."""
    alive = (SignIn.ends_at > now, SignIn.seen_at > seen_after, SignIn.whole)
    asked = select(SignIn).where(SignIn.account_id == account.id, *alive)
    return list(session.scalars(asked.order_by(SignIn.seen_at.desc(), SignIn.id.desc())))


def touch(session: Session, number: int, now: int) -> None:
    """Note that it is in use."""
    session.execute(
        update(SignIn)
        .where(SignIn.id == number)
        .values(seen_at=now)
        .execution_options(synchronize_session=False)
    )


def end(session: Session, number: int) -> None:
    """End one sign-in."""
    session.execute(delete(SignIn).where(SignIn.id == number))


def end_all(session: Session, account: Account, but: int | None = None) -> None:
    """End every sign-in of the account, or all but one."""
    of_it = delete(SignIn).where(SignIn.account_id == account.id)
    session.execute(of_it if but is None else of_it.where(SignIn.id != but))
