"""The small assessment with personal links, a mail server, and people on its list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from readiness.config import Settings
from readiness.fieldwork.inviting import invitations, mailing
from readiness.fieldwork.inviting.mail import Postbox
from readiness.fieldwork.inviting.mailing import Mailing, Outcome, Pace
from readiness.fieldwork.ways import personal
from readiness.records import invited, spending
from readiness.records.database import Database
from readiness.records.invited import Invited, Person
from readiness.records.tables import Assessment
from tests.fieldwork.mailing.server import Server


@pytest.fixture
def mode() -> str:
    """Here people are asked in by personal links."""
    return "personal"


@pytest.fixture
def mail_settings(tiny_settings: Settings, server: Server) -> Settings:
    """Settings with that mail server."""
    return replace(
        tiny_settings,
        base_url="https://survey.ashdale.example",
        smtp_host="127.0.0.1",
        smtp_port=server.port,
        smtp_security="none",
        mail_from="survey@ashdale.example",
    )


def people(count: int, **more: Any) -> tuple[Person, ...]:
    """Return so many people with addresses of their own."""
    return tuple(Person(personal.new_person(), f"person{n}@ashdale.example", **more) for n in range(count))


@dataclass
class Clockwork:
    """A clock that only sleeping moves."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def pace(self, per_minute: int = 60_000) -> Pace:
        return Pace(per_minute, lambda: self.now, self.sleep)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class Office:
    """Whoever sends the mails of the small assessment."""

    settings: Settings
    database: Database
    assessment: Assessment
    today: date
    clock: Clockwork = field(default_factory=Clockwork)

    @property
    def key(self) -> bytes:
        return personal.required_key(self.settings, self.assessment)

    def add(self, count: int, **more: Any) -> tuple[Person, ...]:
        added = people(count, **more)
        invitations.add(self.settings, self.database, self.assessment.code, added)
        return added

    @contextmanager
    def list(self) -> Iterator[Invited]:
        with invited.opened(self.settings.lists, self.assessment.code) as listed:
            yield listed

    def mailing(self) -> Mailing:
        return mailing.prepared(self.settings, self.database, self.assessment.code, self.today)

    def invite(self, again: bool = False, batch: int = 100, per_minute: int = 60_000) -> Outcome:
        return self._sent("invitations", again, batch, per_minute)

    def remind(self, again: bool = False, per_minute: int = 60_000) -> Outcome:
        return self._sent("reminder", again, 100, per_minute)

    def answer(self, person: Person) -> None:
        with self.database.write() as session:
            spending.spend_mark(session, self.assessment, personal.mark(self.key, person.id))

    def _sent(self, which: str, again: bool, batch: int, per_minute: int) -> Outcome:
        made = self.mailing()
        with self.list() as listed, Postbox(self.settings, batch) as postbox:
            run = getattr(made, which)(listed, again)
            return run.go(postbox, self.clock.pace(per_minute), lambda _: None)


@pytest.fixture
def office(mail_settings: Settings, database: Database, assessment: Assessment, today: date) -> Office:
    """Whoever sends the mails."""
    return Office(mail_settings, database, assessment, today)


@pytest.fixture
def later(office: Office) -> Callable[[int], None]:
    """Let days go by."""

    def pass_(days: int) -> None:
        office.today = office.today.replace(day=office.today.day + days)

    return pass_
