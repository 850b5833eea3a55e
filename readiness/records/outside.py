"""Who accounts are to the organisation's identity provider, as it is kept."""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from readiness.records.account_tables import Account, AccountLink, OutsideIdentity


def found(session: Session, issuer: str, subject: str) -> tuple[OutsideIdentity, Account] | None:
    """Return the account that belongs to somebody at the provider."""
    asked = select(OutsideIdentity, Account).join(Account, Account.id == OutsideIdentity.account_id)
    asked = asked.where(OutsideIdentity.issuer == issuer, OutsideIdentity.subject == subject)
    row = session.execute(asked).first()
    return (row[0], row[1]) if row else None


def of(session: Session, account: Account) -> OutsideIdentity | None:
    """Return who an account is at the provider, if it has ever signed in there."""
    return session.get(OutsideIdentity, account.id)


def keep(session: Session, made: OutsideIdentity) -> None:
    """Keep it instead of what was kept of the account."""
    session.execute(delete(OutsideIdentity).where(OutsideIdentity.account_id == made.account_id))
    session.add(made)
    session.flush()


def believe(session: Session, sign_in: int) -> None:
    """Believe the provider from now on: the half sign-in has shown the account's own second factor."""
    session.execute(
        update(OutsideIdentity)
        .where(OutsideIdentity.waits_for == sign_in)
        .values(waits_for=None)
        .execution_options(synchronize_session=False)
    )


def forget(session: Session, account: Account) -> None:
    """Forget who the account is there."""
    session.execute(delete(OutsideIdentity).where(OutsideIdentity.account_id == account.id))


def invited(session: Session, account: Account, now: int) -> bool:
    """Say whether the account's invitation can still be accepted."""
    asked = select(AccountLink.hash).where(
        AccountLink.account_id == account.id, AccountLink.purpose == "join"
    )
    return session.scalar(asked.where(AccountLink.ends_at > now)) is not None
