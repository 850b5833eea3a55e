"""Accounts, their one-time links, recovery codes and failed tries, as they are kept."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from readiness.records.account_tables import Account, AccountLink, RecoveryCode, Slowed
from readiness.records.inserts import inserted


def all(session: Session) -> list[Account]:
    """Return every account, by address."""
    return list(session.scalars(select(Account).order_by(Account.email)))


def by_email(session: Session, email: str) -> Account | None:
    """Return the account with that address, written in small letters."""
    return session.scalar(select(Account).where(Account.email == email))


def by_id(session: Session, number: int) -> Account | None:
    """Return the account of that number."""
    return session.get(Account, number)


def held(session: Session, account: Account) -> Account:
    """Return the account as it is now and keep it so until this transaction ends."""
    now = select(Account).where(Account.id == account.id).with_for_update()
    return session.scalars(now.execution_options(populate_existing=True)).one()


def add(session: Session, email: str, now: int) -> Account:
    """Keep a new account that nobody has joined yet."""
    made = Account(email=email, name="", factor_step=0, invited_at=now)
    session.add(made)
    session.flush()
    return made


def take_step(session: Session, account: Account, step: int) -> bool:
    """Take the code of that half minute; False where it, or a later one, was taken before."""
    changed = session.execute(
        update(Account)
        .where(Account.id == account.id, Account.factor_step < step)
        .values(factor_step=step)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def keep_link(session: Session, account: Account, digest: bytes, purpose: str, ends_at: int) -> None:
    """Keep a one-time link by its hash; those that the account had before lead nowhere from now on."""
    drop_links(session, account)
    session.add(AccountLink(hash=digest, account_id=account.id, purpose=purpose, ends_at=ends_at))
    session.flush()


def drop_links(session: Session, account: Account) -> None:
    """Take all one-time links of the account back."""
    session.execute(delete(AccountLink).where(AccountLink.account_id == account.id))


def link(session: Session, digest: bytes, now: int) -> tuple[AccountLink, Account] | None:
    """Return the one-time link with that hash and its account, unless it has ended."""
    asked = select(AccountLink, Account).join(Account, Account.id == AccountLink.account_id)
    found = session.execute(asked.where(AccountLink.hash == digest, AccountLink.ends_at > now)).first()
    return (found[0], found[1]) if found else None


def spend_link(session: Session, digest: bytes, now: int) -> bool:
    """Spend a one-time link; of many who try at once, one alone is told True."""
    gone = delete(AccountLink).where(AccountLink.hash == digest, AccountLink.ends_at > now)
    return bool(session.execute(gone).rowcount)  # type: ignore[attr-defined]


def keep_recovery_codes(session: Session, account: Account, digests: Iterable[bytes]) -> None:
    """Keep new recovery codes by their hashes instead of those that the account had."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    session.add_all(RecoveryCode(hash=one, account_id=account.id) for one in digests)
    session.flush()


def spend_recovery_code(session: Session, account: Account, digest: bytes) -> bool:
    """Spend a recovery code of the account; False where it has none such."""
    gone = delete(RecoveryCode).where(RecoveryCode.hash == digest, RecoveryCode.account_id == account.id)
    return bool(session.execute(gone).rowcount)  # type: ignore[attr-defined]


def recovery_codes(session: Session, account: Account) -> int:
    """Return how many recovery codes the account has left."""
    asked = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.account_id == account.id)
    return session.scalar(asked) or 0


def slowed(session: Session, key: bytes) -> Slowed:
    """Return how often that failed, held until this transaction ends."""
    inserted(session, Slowed, {"key": key, "failures": 0, "until": 0})
    held = select(Slowed).where(Slowed.key == key).with_for_update()
    return session.scalars(held.execution_options(populate_existing=True)).one()


def write_failures_again(session: Session, key: bytes) -> None:
    """Write the same failures once more."""
    session.execute(
        update(Slowed)
        .where(Slowed.key == key)
        .values(until=Slowed.until)
        .execution_options(synchronize_session=False)
    )


def forget_failures(session: Session, key: bytes) -> None:
    """Let that start afresh."""
    session.execute(delete(Slowed).where(Slowed.key == key))


def forget_old_failures(session: Session, before: int) -> None:
    """Remember no failures of those who have not tried for long."""
    session.execute(delete(Slowed).where(Slowed.until < before))
