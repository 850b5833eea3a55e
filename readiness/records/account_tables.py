"""Tables of the people who run assessments, and of what they did; none of them stands beside an answer.

Moments are whole seconds since 1970. Secrets are kept as hashes, or sealed with a key that is not in the database.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import Mapped, mapped_column

from readiness.records.tables import ID, NAME, Table

EMAIL = String(254)
ROLES = "role IN ('administrator', 'system-lead', 'area-lead', 'organisation-lead', 'viewer')"


class Account(Table):
    """Somebody who may sign in; never deleted, so that the log keeps its meaning."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(EMAIL, unique=True)
    """In small letters."""
    name: Mapped[str] = mapped_column(NAME, default="")
    password: Mapped[str | None] = mapped_column(String(200))
    """What argon2id makes of it, with its salt."""
    factor: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The authenticator's secret, sealed."""
    factor_step: Mapped[int] = mapped_column(BigInteger, default=0)
    """The half minute of the last code that was taken, so that none is taken twice."""
    invited_at: Mapped[int] = mapped_column(BigInteger)
    joined_at: Mapped[int | None] = mapped_column(BigInteger)
    deactivated_at: Mapped[int | None] = mapped_column(BigInteger)

    @property
    def active(self) -> bool:
        """Whether this person has accepted the invitation and may sign in."""
        return self.joined_at is not None and self.deactivated_at is None

    @property
    def state(self) -> str:
        """Where this account stands, in a word."""
        if self.deactivated_at is not None:
            return "deactivated"
        return "active" if self.joined_at is not None else "invited"


class AccountLink(Table):
    """The hash of a one-time link: to accept an invitation, or to set a new password."""

    __tablename__ = "account_link"
    __table_args__ = (CheckConstraint("purpose IN ('join', 'password')", name="purpose"),)

    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(8))
    ends_at: Mapped[int] = mapped_column(BigInteger)


class RecoveryCode(Table):
    """The keyed hash of a code that stands in for the authenticator once."""

    __tablename__ = "recovery_code"

    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)


class Passkey(Table):
    """The public half of a key pair whose other half a person's device holds and shows to nobody."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    credential: Mapped[bytes] = mapped_column(LargeBinary(1023), unique=True)
    """By what the device finds its half again."""
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    uses: Mapped[int] = mapped_column(BigInteger)
    """How often the device says that it was used; always 0 where it does not count."""
    name: Mapped[str] = mapped_column(String(60))
    """What its owner calls it."""
    added_at: Mapped[int] = mapped_column(BigInteger)
    used_at: Mapped[int | None] = mapped_column(BigInteger)
    copied_at: Mapped[int | None] = mapped_column(BigInteger)
    """When its count went backwards, so that there may be two of it; it signs nobody in from then on."""


class OutsideIdentity(Table):
    """Who an account is to the organisation's identity provider."""

    __tablename__ = "outside_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    issuer: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(255))
    linked_at: Mapped[int] = mapped_column(BigInteger)
    waits_for: Mapped[int | None]
    """The half sign-in that still has to show the account's own second factor, before the provider is believed."""


class Pending(Table):
    """What one browser was asked a few minutes ago, by the hash of its token, until it answers."""

    __tablename__ = "pending"

    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    challenge: Mapped[bytes] = mapped_column(LargeBinary(32))
    note: Mapped[str] = mapped_column(String(60), default="")
    ends_at: Mapped[int] = mapped_column(BigInteger, index=True)


class SignIn(Table):
    """One browser in which an account is signed in; `whole` once the second factor has been given too."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    whole: Mapped[bool]
    began_at: Mapped[int] = mapped_column(BigInteger)
    seen_at: Mapped[int] = mapped_column(BigInteger)
    ends_at: Mapped[int] = mapped_column(BigInteger)


class TakenForm(Table):
    """A form of the console that has done its work, so that it does it once; forgotten after some days."""

    __tablename__ = "taken_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    """Of all that was sent, the key of the form among it."""
    place: Mapped[str] = mapped_column(String(200))
    """The address that it was sent to."""
    led_to: Mapped[str] = mapped_column(String(200))
    taken_at: Mapped[int] = mapped_column(BigInteger, index=True)


class Slowed(Table):
    """How often in a row somebody failed to sign in as one account, and until when the next try has to wait."""

    __tablename__ = "slowed"

    key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    failures: Mapped[int]
    until: Mapped[int] = mapped_column(BigInteger)


class Grant(Table):
    """A role that an account has been given: on a system, an area or organisation of it, or everywhere."""

    __tablename__ = "access_grant"
    __table_args__ = (
        CheckConstraint(ROLES, name="role"),
        CheckConstraint("(role = 'administrator') = (system_id IS NULL)", name="system"),
        CheckConstraint("(role = 'area-lead') = (area IS NOT NULL)", name="area"),
        CheckConstraint("(role = 'organisation-lead') = (organisation IS NOT NULL)", name="organisation"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    system_id: Mapped[int | None] = mapped_column(ForeignKey("system.id"))
    area: Mapped[str | None] = mapped_column(ID)
    organisation: Mapped[str | None] = mapped_column(ID)
    ends_on: Mapped[date | None]
    """The last day on which it holds."""
    given_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who gave it; None where that was done on the command line."""
    given_at: Mapped[int] = mapped_column(BigInteger)
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[int | None] = mapped_column(BigInteger)
    """When a second person said yes; None while it waits."""
    ended_at: Mapped[int | None] = mapped_column(BigInteger)
    """When it was taken back."""

    @property
    def waiting(self) -> bool:
        """Whether it waits for a second person's yes."""
        return self.approved_at is None and self.ended_at is None

    def holds(self, today: date) -> bool:
        """Say whether it is in force."""
        return (
            self.approved_at is not None
            and self.ended_at is None
            and (self.ends_on is None or today <= self.ends_on)
        )


class AuditEntry(Table):
    """One act: who did what to what, when and from which sign-in; sealed together with all that went before."""

    __tablename__ = "audit_entry"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Without gaps, from 1."""
    at: Mapped[int] = mapped_column(BigInteger)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    actor: Mapped[str] = mapped_column(EMAIL)
    """Who it was, in words: an address, or the command line."""
    action: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(300))
    details: Mapped[dict[str, str]] = mapped_column(JSON)
    sign_in_id: Mapped[int | None]
    seal: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditHead(Table):
    """The last entry's number and seal: one row, which whoever adds an entry holds until the end."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    seal: Mapped[bytes] = mapped_column(LargeBinary(32))


FOR_GOOD_SQLITE = (
    """CREATE TRIGGER audit_entry_keeps_words BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END""",
    """CREATE TRIGGER audit_entry_keeps_rows BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END""",
    """CREATE TRIGGER audit_entry_keeps_numbers BEFORE INSERT ON audit_entry
WHEN EXISTS (SELECT 1 FROM audit_entry WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END""",
)
FOR_GOOD_POSTGRESQL = (
    """CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is never changed'; END $$""",
    """CREATE TRIGGER audit_entry_keeps_rows BEFORE UPDATE OR DELETE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()""",
    """CREATE TRIGGER audit_entry_keeps_all BEFORE TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()""",
)
for _dialect, _statements in (("sqlite", FOR_GOOD_SQLITE), ("postgresql", FOR_GOOD_POSTGRESQL)):
    for _statement in _statements:
        _kept = DDL(_statement).execute_if(dialect=_dialect)  # type: ignore[no-untyped-call]
        event.listen(AuditEntry.__table__, "after_create", _kept)
