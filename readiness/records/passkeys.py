"""Passkeys, and what a browser was asked until it answers, as they are kept."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from readiness.records.account_tables import Account, Passkey, Pending
from readiness.records.inserts import inserted


def of(session: Session, account: Account) -> list[Passkey]:
    """Return the passkeys of an account, in the order in which they were added."""
    asked = select(Passkey).where(Passkey.account_id == account.id)
    return list(session.scalars(asked.order_by(Passkey.id)))


def count(session: Session, account: Account) -> int:
    """Return how many an account has."""
    asked = select(func.count()).select_from(Passkey).where(Passkey.account_id == account.id)
    return session.scalar(asked) or 0


def found(session: Session, credential: bytes) -> tuple[Passkey, Account] | None:
    """Return the passkey that a device knows by that, and whose it is."""
    asked = select(Passkey, Account).join(Account, Account.id == Passkey.account_id)
    row = session.execute(asked.where(Passkey.credential == credential)).first()
    return (row[0], row[1]) if row else None


def held(session: Session, number: int) -> Passkey | None:
    """Return the passkey as it is now and keep it so until this transaction ends."""
    now = select(Passkey).where(Passkey.id == number).with_for_update()
    return session.scalars(now.execution_options(populate_existing=True)).first()


def add(session: Session, made: Passkey) -> Passkey:
    """Keep a new passkey."""
    session.add(made)
    session.flush()
    return made


def remove(session: Session, number: int) -> None:
    """Forget one."""
    session.execute(delete(Passkey).where(Passkey.id == number))


def remove_all(session: Session, account: Account) -> int:
    """Forget all of an account and return how many they were."""
    gone = session.execute(delete(Passkey).where(Passkey.account_id == account.id))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def ask(session: Session, made: Pending, now: int) -> None:
    """Keep what a browser is asked instead of what it was asked before, and forget what nobody has answered in time."""
    session.execute(delete(Pending).where((Pending.ends_at <= now) | (Pending.hash == made.hash)))
    session.add(made)
    session.flush()


def asked(session: Session, digest: bytes, now: int) -> Pending | None:
    """Return what the browser was asked, unless its time is over."""
    return session.scalar(select(Pending).where(Pending.hash == digest, Pending.ends_at > now))


def first(session: Session, digest: bytes, now: int, ends_at: int) -> bool:
    """Remember that this was done, until then; True for the first of all who do it."""
    session.execute(delete(Pending).where(Pending.ends_at <= now))
    kept = {"hash": digest, "challenge": b"", "note": "", "ends_at": ends_at}
    return inserted(session, Pending, kept)


def spend(session: Session, digest: bytes, now: int) -> Pending | None:
    """Return it and forget it; of many answers that come at once, one alone gets it."""
    kept = asked(session, digest, now)
    gone = session.execute(
        delete(Pending).where(Pending.hash == digest).execution_options(synchronize_session=False)
    )
    return kept if gone.rowcount else None  # type: ignore[attr-defined]
