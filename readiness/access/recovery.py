"""Recovery codes: ten, for the day on which the phone is lost; each is good once."""

from __future__ import annotations

import secrets

from readiness.access import keys
from readiness.access.acting import Acting
from readiness.records import accounts
from readiness.records.account_tables import Account

NUMBER = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look like others."""


def renew(acting: Acting, account: Account) -> list[str]:
    """Give an account ten new codes instead of those that it had; they are shown this once."""
    made = ["-".join(_group() for _ in range(2)) for _ in range(NUMBER)]
    accounts.keep_recovery_codes(acting.session, account, (_hash(acting, account, one) for one in made))
    acting.note("recovery codes made", account)
    return made


def spend(acting: Acting, account: Account, typed: str) -> bool:
    """Spend a code as somebody typed it; False where it is none of the account's."""
    return accounts.spend_recovery_code(acting.session, account, _hash(acting, account, typed))


def _group() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(6))


def _hash(acting: Acting, account: Account, typed: str) -> bytes:
    plain = "".join(sign for sign in typed.casefold() if sign.isalnum())
    return keys.keyed(acting.settings, "recovery code", str(account.id), plain)
