"""Somebody who does something now: whoever changes an account, a right or the like needs it, and leaves a line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from readiness.access import audit
from readiness.config import Settings
from readiness.records.account_tables import Account
from readiness.records.database import Session


@dataclass(frozen=True, slots=True)
class Acting:
    """One transaction, the moment, and who acts in it: an account in one of its sign-ins, or the command line."""

    session: Session
    settings: Settings
    now: int
    account: Account | None = None
    sign_in: int | None = None
    name: str = ""
    """Who it is where it is no account."""

    @property
    def who(self) -> int | None:
        """The number of the account that acts."""
        return self.account.id if self.account else None

    @property
    def today(self) -> date:
        """The day of the moment."""
        return datetime.fromtimestamp(self.now, UTC).date()

    def note(self, action: str, about: Account | str, **details: object) -> None:
        """Write a line in the log, in this very transaction."""
        name = self.account.email if self.account else self.name
        told = about if isinstance(about, str) else f"account {about.id} ({about.email})"
        kept = {key: str(value) for key, value in details.items() if value is not None}
        actor = self.who, name, self.sign_in
        audit.add(self.session, self.settings, self.now, actor, action, told, kept)
