"""Tables of the tokens by which programs read; beside no answer, and with the day of last use alone."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from readiness.records.tables import Table


class Token(Table):
    """The hash of a token that its owner made for a program; never deleted, so that the log keeps its meaning."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    system_id: Mapped[int] = mapped_column(ForeignKey("system.id"))
    name: Mapped[str] = mapped_column(String(60))
    scopes: Mapped[list[str]] = mapped_column(JSON)
    made_at: Mapped[int] = mapped_column(BigInteger)
    ends_on: Mapped[date]
    """The last day on which it is good."""
    used_on: Mapped[date | None]
    """The day of its last use."""
    revoked_at: Mapped[int | None] = mapped_column(BigInteger)
    minute: Mapped[int] = mapped_column(BigInteger, default=0)
    """The latest minute in which it was used, since 1970."""
    requests: Mapped[int] = mapped_column(default=0)
    """How many requests there were in that minute."""

    def good(self, today: date) -> bool:
        """Say whether it was neither revoked nor has ended."""
        return self.revoked_at is None and today <= self.ends_on


class TokenUse(Table):
    """In which hour a token last read a resource, so that the log tells it once an hour and not at every request."""

    __tablename__ = "api_token_use"

    token_id: Mapped[int] = mapped_column(ForeignKey("api_token.id"), primary_key=True)
    resource: Mapped[str] = mapped_column(String(120), primary_key=True)
    hour: Mapped[int] = mapped_column(BigInteger)
    """Since 1970."""
