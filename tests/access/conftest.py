"""People with accounts, and a desk at which somebody acts in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest

from readiness.access import grants, people, signing_in, totp
from readiness.access.acting import Acting
from readiness.access.grants import Wanted
from readiness.access.rights import Role
from readiness.access.signing_in import Signed
from readiness.config import Settings
from readiness.records import accounts
from readiness.records.account_tables import Account
from readiness.records.database import Database

NOW = 1_795_000_000
PASSWORD = "kettle marching slowly"
SECRET = b"12345678901234567890"
HASHED = "$argon2id$v=19$m=19456,t=2,p=1$not$a-real-hash"


@dataclass
class Office:
    """Where accounts are cared for; only the tests turn its clock."""

    database: Database
    settings: Settings
    now: int = NOW

    @contextmanager
    def desk(self, account: Account | None = None, sign_in: int | None = None) -> Iterator[Acting]:
        """Let an account act, or the command line where none is named."""
        name = "" if account else "command line (tests)"
        with self.database.write() as session:
            mine = accounts.by_id(session, account.id) if account else None
            yield Acting(session, self.settings, self.now, mine, sign_in, name)

    def invite(self, email: str) -> str:
        """Invite somebody from the command line and return the token of the link."""
        with self.desk() as acting:
            return people.invite(acting, email)[1]

    def join(self, email: str, hashed: str = HASHED) -> Account:
        """Invite somebody and let them accept at once."""
        token = self.invite(email)
        with self.desk() as acting:
            return people.join(acting, token, email.partition("@")[0].title(), hashed)

    def administrator(self, email: str) -> Account:
        """Make somebody an administrator: the first two need nobody's agreement."""
        account = self.join(email)
        with self.desk() as acting:
            grants.give(acting, account, Wanted(Role.ADMINISTRATOR))
        return account

    def signed_in(self, account: Account, whole: bool = True) -> tuple[str, Signed]:
        """Sign an account in and return its token."""
        with self.database.write() as session:
            token = signing_in.begin(session, account, self.now, whole)
        return token, self.current(token)

    def current(self, token: str) -> Signed:
        """Return who is signed in with that token, who must be."""
        found = self.found(token)
        assert found is not None
        return found

    def found(self, token: str) -> Signed | None:
        """Return who is signed in with that token, if anybody."""
        with self.database.read() as session:
            return signing_in.current(session, token, self.now)

    def code(self) -> str:
        """Return what the authenticator shows now."""
        return totp.code(SECRET, self.now // totp.SECONDS)


@pytest.fixture
def office(database: Database, settings: Settings) -> Office:
    """The office, on SQLite and on PostgreSQL."""
    url = database.url.render_as_string(hide_password=False)
    return Office(database, replace(settings, database=url))


@pytest.fixture
def admins(office: Office) -> tuple[Account, Account]:
    """Two administrators."""
    return office.administrator("ada@example.org"), office.administrator("ben@example.org")


@pytest.fixture
def lead(office: Office) -> Account:
    """Somebody who has joined and may do nothing yet."""
    return office.join("lea@example.org")


@pytest.fixture
def given(
    office: Office, draft_assessment: object, admins: tuple[Account, Account], lead: Account
) -> Callable[..., int]:
    """Let the first administrator give the lead a right of the small assessment's system, and return its number."""

    def give(role: Role = Role.SYSTEM_LEAD, to: Account = lead, by: Account = admins[0], **part: str) -> int:
        with office.desk(by) as acting:
            mine = people.required(acting.session, to.email)
            return grants.give(acting, mine, Wanted(role, "Ashdale", **part)).id

    return give
